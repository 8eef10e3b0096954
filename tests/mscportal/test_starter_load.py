"""What reaches the database: keyed, repeatable, in one transaction, never over an editor's work."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.models import ImportRecord
from diseases.models import Disease, DiseaseCategory, DiseaseName
from editorial import workflow
from evidence.models import EvidenceStatement, Product
from literature.models import Citation, Publication
from mscportal.starter.load import IncompleteEntry, load
from mscportal.starter.wanted import Ref, Wanted
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def a_category(title="Lungs"):
    return Wanted(DiseaseCategory, "lungs", "lungs", {"title": title, "order": 1})


def a_publication():
    fields = {"title": "A study", "authors_text": "Smith A", "year": 2020, "note": "no DOI seen"}
    return Wanted(Publication, "smith2020", "smith2020", fields)


def a_disease(summary="A disease of the lungs.", names=("breathlessness",), **fields):
    return Wanted(
        Disease,
        "copd",
        "copd",
        {
            "title": "COPD",
            "plain_summary": summary,
            "risks": "<ul><li>Fever</li></ul>",
            "category": Ref(DiseaseCategory, "lungs"),
            **fields,
        },
        children={
            "names": [{"text": name} for name in names],
            "citations": [{"publication": Ref(Publication, "smith2020"), "order": 1}],
        },
    )


def everything(**changes):
    return [a_category(), a_publication(), a_disease(**changes)]


def counts(tally):
    return [
        sum(counter.values()) for counter in (tally.created, tally.updated, tally.unchanged)
    ] + [len(tally.kept)]


def test_entries_are_created_public_with_their_rows():
    assert counts(load(everything())) == [3, 0, 0, 0]
    disease = Disease.objects.published().get(slug="copd")
    assert disease.category.title == "Lungs"
    assert [name.text for name in disease.names.all()] == ["breathlessness"]
    assert disease.citations.get().publication.slug == "smith2020"
    assert disease.published_at


def test_a_second_run_changes_nothing():
    load(everything())
    before = list(Disease.objects.values())
    assert counts(load(everything())) == [0, 0, 3, 0]
    assert list(Disease.objects.values()) == before


def test_a_change_in_the_source_is_taken_over():
    load(everything())
    tally = load(everything(summary="Now said better.", names=["short breath"]))
    assert counts(tally) == [0, 1, 2, 0]
    disease = Disease.objects.get(slug="copd")
    assert disease.plain_summary == "Now said better."
    assert [name.text for name in disease.names.all()] == ["short breath"]


def test_what_an_editor_changed_is_left_alone_and_named():
    load(everything())
    Disease.objects.filter(slug="copd").update(plain_summary="The editor's words.")
    tally = load(everything(summary="The source's new words."))
    assert Disease.objects.get(slug="copd").plain_summary == "The editor's words."
    assert tally.kept == ["disease copd: an editor changed it"]


def test_a_name_added_by_an_editor_counts_as_a_change():
    load(everything())
    DiseaseName.objects.create(disease=Disease.objects.get(), text="smoker's lung")
    assert counts(load(everything(summary="New words.")))[3] == 1
    assert DiseaseName.objects.filter(text="smoker's lung").exists()


def test_what_an_editor_withdrew_stays_off_the_site():
    load(everything())
    workflow.withdraw(Disease.objects.get(), by=None)
    load(everything(summary="New words."))
    assert not Disease.objects.published().exists()


def test_what_an_editor_deleted_does_not_come_back():
    load(everything())
    Citation.objects.all().delete()
    Disease.objects.all().delete()
    tally = load(everything(summary="New words."))
    assert not Disease.objects.exists()
    assert tally.kept == ["disease copd: an editor deleted it"]


def test_an_entry_that_an_editor_made_first_is_not_taken_over():
    DiseaseCategory.objects.create(title="Breathing", slug="lungs")
    tally = load(everything())
    assert DiseaseCategory.objects.get().title == "Breathing"
    assert "an editor has an entry at this address" in tally.kept[0]
    assert Disease.objects.get().category.title == "Breathing"


def test_an_incomplete_entry_is_refused_by_name_and_nothing_is_loaded():
    with pytest.raises(IncompleteEntry, match="disease copd"):
        load(everything(summary=""))
    assert not Disease.objects.exists() and not DiseaseCategory.objects.exists()
    assert not ImportRecord.objects.exists()


def test_a_dry_run_counts_and_changes_nothing():
    assert counts(load(everything(), dry_run=True)) == [3, 0, 0, 0]
    assert not Disease.objects.exists() and not ImportRecord.objects.exists()


def test_a_broken_file_is_refused_with_file_and_line_and_nothing_is_loaded(settings, tmp_path):
    folder = shutil.copytree(settings.STARTER_DIR, tmp_path / "starter")
    file = folder / "facts" / "trials.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("    status: completed"))
    lines[place] = "    status: finished"
    file.write_text("\n".join(lines), encoding="utf-8")
    settings.STARTER_DIR = folder
    with pytest.raises(CommandError, match=rf"trials\.yaml:{place + 1}: .*status"):
        call_command("load_starter_content", stdout=StringIO())
    assert not Publication.objects.exists()


def test_a_later_version_that_writes_one_field_more_is_no_edit():
    load(everything())
    assert counts(load(everything(uncertainty="<p>Much is not known.</p>"))) == [0, 1, 2, 0]
    Disease.objects.update(plain_summary="The editor's words.")
    assert counts(load(everything(about="<p>More.</p>"))) == [0, 0, 2, 1]


def a_product(*diseases, **step):
    fields = {"kind": "authorised", "authority": "An authority", "country": "JP"}
    related = {"diseases": [Ref(Disease, key) for key in diseases]}
    return Wanted(
        Product,
        "cells",
        "cells",
        {"title": "Cells", "note": "What is known."},
        children={"authorisations": [fields | related | step]},
    )


def test_a_row_keeps_its_relations():
    load([*everything(), a_product("copd")])
    step = Product.objects.get().authorisations.get()
    assert [disease.slug for disease in step.diseases.all()] == ["copd"]
    tally = load([*everything(), a_product(occurred_on="2020-01-01", occurred_precision="day")])
    assert counts(tally) == [0, 1, 3, 0]
    assert not Product.objects.get().authorisations.get().diseases.exists()


def test_a_relation_of_a_row_that_an_editor_changed_counts_as_a_change():
    load([*everything(), a_product("copd")])
    Product.objects.get().authorisations.get().diseases.clear()
    tally = load([*everything(), a_product("copd", authority="Another authority")])
    assert tally.kept == ["product cells: an editor changed it"]


def a_second_publication():
    fields = {"title": "Old guideline", "authors_text": "Smith A", "year": 2010, "note": "no DOI"}
    return Wanted(Publication, "smith2010", "smith2010", fields)


def test_what_left_the_source_is_withdrawn_once():
    load([*everything(), a_second_publication()])
    tally = load(everything())
    assert tally.withdrawn == {Publication: 1} and tally.kept == []
    gone = Publication.objects.get(slug="smith2010")
    assert not gone.is_live and gone.withdrawn_at
    assert load(everything()).withdrawn == {}


def test_what_left_the_source_stays_where_an_editor_changed_it():
    load([*everything(), a_second_publication()])
    Publication.objects.filter(slug="smith2010").update(title="The editor's title")
    tally = load(everything())
    assert tally.kept == ["publication smith2010: left the source, but an editor changed it"]
    assert Publication.objects.get(slug="smith2010").is_live


def test_what_left_the_source_stays_where_a_text_of_an_editor_cites_it():
    load([*everything(), a_second_publication()])
    make_article(body="<p>It says so [@smith2010].</p>")
    tally = load(everything())
    assert tally.kept == [
        "publication smith2010: left the source, but a text of an editor needs it"
    ]
    assert Publication.objects.get(slug="smith2010").is_live


def a_finding(**fields):
    return Wanted(
        EvidenceStatement,
        "finding",
        "finding",
        {
            "title": "COPD: breath",
            "disease": Ref(Disease, "copd"),
            "population": "adults",
            "comparator": "placebo",
            "outcome_name": "breath",
            "outcome_kind": "efficacy",
            "effect_plain": "5 of 10 with cells, 4 of 10 without.",
            "best_design": "rct",
            "as_of_on": "2020-01-01",
            "as_of_precision": "day",
            "direction": "mixed",
            "n_studies": 2,
            **fields,
        },
        children={"citations": [{"publication": Ref(Publication, "smith2020"), "order": 1}]},
    )


def test_a_direction_that_a_migration_took_back_is_no_edit():
    load([*everything(), a_finding()])
    EvidenceStatement.objects.update(direction="unclear")
    tally = load([*everything(), a_finding(direction="no_difference")])
    assert counts(tally) == [0, 1, 3, 0]
    assert EvidenceStatement.objects.get().direction == "no_difference"


def test_a_direction_that_an_editor_chose_stays():
    load([*everything(), a_finding()])
    EvidenceStatement.objects.update(direction="no_difference")
    tally = load([*everything(), a_finding(effect_plain="Other words.")])
    assert tally.kept == ["evidence statement finding: an editor changed it"]
