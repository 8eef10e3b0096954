"""`relink` from outside."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from linking import names, workers
from linking.models import LinkName, Mention, StoredPlan
from tests.factories import disease_name, make_article, make_disease

pytestmark = pytest.mark.django_db


def relink(*options):
    out = StringIO()
    call_command("relink", *options, stdout=out)
    return out.getvalue()


def damage():
    make_disease(title="Asthma")
    make_article(body="<p>Asthma.</p>")
    make_article(body="<p>Gout.</p>")
    Mention.objects.all().delete()


@pytest.mark.parametrize("processes", ["1", "2"])
def test_everything_is_made_anew_and_a_second_run_changes_nothing(processes):
    damage()
    StoredPlan.objects.all().delete()
    LinkName.objects.all().delete()
    told = relink("--all", "--workers", processes)
    assert "1 with other links; 1 names changed" in told
    assert Mention.objects.count() == StoredPlan.objects.count() == 1
    assert "0 with other links; 0 names changed" in relink("--all", "--workers", processes)


def test_a_dry_run_tells_and_changes_nothing():
    damage()
    assert "It would be" in (told := relink("--all", "--dry-run")) and "1 with other" in told
    assert not Mention.objects.exists()


def test_a_check_fails_on_any_difference():
    damage()
    with pytest.raises(CommandError, match="1 with other links; 0 names"):
        relink("--check")
    assert not Mention.objects.exists()
    relink("--all")
    assert "0 with other links" in relink("--check")
    LinkName.objects.all().delete()
    with pytest.raises(CommandError, match="0 with other links; 1 names"):
        relink("--check")


def test_what_changed_since_a_moment_is_followed_again():
    disease_name(make_disease(title="Gout"), "podagra")
    damage()
    before = (timezone.now() - timedelta(days=1)).isoformat()
    later = (timezone.now() + timedelta(days=1)).date().isoformat()
    assert "0 entries" in relink("--since", later) and not Mention.objects.exists()
    assert "1 names changed" in relink("--since", before)
    assert Mention.objects.count() == 2 and "0 with" in relink("--check")


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--all", "--check"],
        ["--since", "yesterday"],
        ["--since", "2026-13-01"],
        ["--all", "--workers", "0"],
        ["--since", "2026-01-01", "--dry-run"],
    ],
)
def test_what_makes_no_sense_is_refused(options):
    with pytest.raises(CommandError):
        relink(*options)


def test_processes_that_cannot_fork_are_said_to_be_missing(monkeypatch):
    monkeypatch.setattr(workers.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with pytest.raises(CommandError, match="cannot fork"):
        relink("--all", "--workers", "2")


# The dictionary of a process


def test_the_dictionary_is_kept_and_brought_up_to_date(django_assert_num_queries, monkeypatch):
    asthma = make_disease(title="Asthma")
    first = names.get_dictionary()
    with django_assert_num_queries(1):
        assert names.get_dictionary() is first
    monkeypatch.setattr(names, "build_dictionary", None)
    make_disease(title="Gout")
    second = names.get_dictionary()
    monkeypatch.undo()
    assert set(second.tree) == {"asthma", "gout"} and set(first.tree) == {"asthma"}
    assert second == names.build_dictionary(names.as_names(LinkName.objects.all()))
    assert asthma.is_live


def test_a_dictionary_of_a_transaction_that_failed_is_not_kept():
    make_disease(title="Asthma")
    with transaction.atomic():
        make_disease(title="Gout")
        assert "gout" in names.get_dictionary().tree
        transaction.set_rollback(True)
    assert set(names.get_dictionary().tree) == {"asthma"}
    with transaction.atomic():
        make_disease(title="Gout")
        names.get_dictionary()
        transaction.set_rollback(True)
    make_disease(title="Lupus")
    assert set(names.get_dictionary().tree) == {"asthma", "lupus"}


def test_a_dictionary_too_old_to_follow_is_made_new(monkeypatch):
    monkeypatch.setattr(names, "MOST_CHANGES", 2)
    make_disease(title="Asthma")
    names.get_dictionary()
    kept = names._made
    for number in range(6):
        make_disease(title=f"Gout type {number}")
    monkeypatch.setattr(names, "_made", kept)
    assert "gout" in names.get_dictionary().tree
