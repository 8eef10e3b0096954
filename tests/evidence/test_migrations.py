"""What the migrations make of rows and versions of an earlier release."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from editorial.models import Revision
from evidence.models import EvidenceStatement, Product
from tests.factories import (
    make_authorisation,
    make_disease,
    make_product,
    make_statement,
    make_trial,
)

pytestmark = pytest.mark.django_db
migration = import_module("evidence.migrations.0005_places_by_code")


def version_of(entry, accessor, rows):
    return Revision.objects.create(
        entry=entry, number=1, payload={"fields": {}, "m2m": {}, "rows": {accessor: rows}}
    )


def rows_after(version, accessor):
    version.refresh_from_db()
    return version.payload["rows"][accessor]


def test_countries_of_a_version_become_codes_and_twins_one_row():
    old = [
        {"id": "1", "name": "Turkey"},
        {"id": "2", "name": "Türkiye"},
        {"id": "3", "name": "Gaul"},
    ]
    version = version_of(make_trial(), "countries", old)
    migration.versions(Revision.objects, "trial", "countries", "name", ("code", "other_name"))
    migration.versions(Revision.objects, "trial", "countries", "name", ("code", "other_name"))
    assert rows_after(version, "countries") == [
        {"id": "1", "code": "TR", "other_name": ""},
        {"id": "3", "code": "", "other_name": "Gaul"},
    ]


def test_steps_of_a_version_keep_everything_else():
    old = [
        {"id": "1", "place": "European Union", "kind": "authorised"},
        {"id": "2", "place": "European Union", "kind": "withdrawn"},
    ]
    version = version_of(make_product(), "authorisations", old)
    migration.versions(
        Revision.objects, "product", "authorisations", "place", ("country", "other_place")
    )
    assert rows_after(version, "authorisations") == [
        {"id": "1", "country": "EU", "other_place": "", "kind": "authorised"},
        {"id": "2", "country": "EU", "other_place": "", "kind": "withdrawn"},
    ]


def test_an_authorisation_of_a_product_with_one_disease_is_about_it():
    one, other = make_disease(title="One"), make_disease(title="Other")
    sure, unsure = make_product(title="Sure"), make_product(title="Unsure")
    sure.diseases.set([one])
    unsure.diseases.set([one, other])
    for product in (sure, unsure):
        make_authorisation(product=product)
        make_authorisation(product=product, what="application", kind="refused")
    migration.only_disease(apps, SimpleNamespace(connection=connection))
    about = {
        (step.product.title, step.what): [disease.title for disease in step.diseases.all()]
        for product in Product.objects.all()
        for step in product.authorisations.all()
    }
    assert about == {
        ("Sure", "authorisation"): ["One"],
        ("Sure", "application"): [],
        ("Unsure", "authorisation"): [],
        ("Unsure", "application"): [],
    }


def test_what_cannot_be_judged_keeps_its_words():
    kept = make_statement(direction="benefit", comparator="placebo", effect_plain="Kept.")
    alone = make_statement(
        direction="unclear", comparator="None", effect_plain="Alone.", is_live=False
    )
    EvidenceStatement.objects.filter(pk=alone.pk).update(direction="benefit")
    single = make_statement(direction="unclear", n_studies=1, effect_plain="Single.", is_live=False)
    EvidenceStatement.objects.filter(pk=single.pk).update(direction="mixed")
    migration.cannot_be_judged(apps, SimpleNamespace(connection=connection))
    assert dict(EvidenceStatement.objects.values_list("effect_plain", "direction")) == {
        "Kept.": "benefit",
        "Alone.": "unclear",
        "Single.": "unclear",
    }
    assert kept.direction == "benefit"
