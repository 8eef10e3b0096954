import shutil

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mscportal import health

HEALTH = "/healthz"


def ask(client, status):
    answer = client.get(HEALTH)
    assert answer.status_code == status
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.json()


@pytest.mark.django_db
def test_a_healthy_site_answers_200(client):
    assert ask(client, 200) == {
        "status": "ok",
        "database": True,
        "migrations": True,
        "disk_space": True,
    }


@pytest.mark.django_db
def test_a_migration_that_waits_is_reported(client):
    loader = MigrationLoader(connection)
    (newest,) = loader.graph.leaf_nodes("articles")
    for migration in (newest, *loader.disk_migrations[newest].replaces):
        MigrationRecorder(connection).record_unapplied(*migration)
    answer = ask(client, 503)
    assert answer["status"] == "ill" and answer["database"] and not answer["migrations"]


def test_a_database_out_of_reach_is_reported(client, monkeypatch):
    def refuse(connection):
        raise OperationalError("could not connect to 10.0.0.7, password was hunter2")

    monkeypatch.setattr(health, "MigrationExecutor", refuse)
    answer = ask(client, 503)
    assert not answer["database"] and not answer["migrations"]
    assert "hunter2" not in str(answer)


@pytest.mark.django_db
def test_a_full_disk_is_reported(client, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=health.LEAST_FREE_BYTES - 1)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: usage)
    assert not ask(client, 503)["disk_space"]


@pytest.mark.django_db
def test_a_missing_data_folder_is_reported(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    assert not ask(client, 503)["disk_space"]


@pytest.mark.django_db
def test_only_reading_is_answered(client):
    assert client.head(HEALTH).status_code == 200
    assert client.post(HEALTH).status_code == 405
