"""What reaches the database: keyed, repeatable, in one transaction, never over an editor's work."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.models import ImportRecord
from diseases.models import Disease, DiseaseCategory, DiseaseName
from editorial import workflow
from editorial.versions import drafts
from evidence.models import EvidenceStatement, Product
from literature.models import Citation, Publication
from mscportal.starter import parts
from mscportal.starter.load import IncompleteEntry, load, snapshot_digest
from mscportal.starter.parts import write_released
from mscportal.starter.wanted import Ref, Wanted
from tests.editorial.moments import draft_of
from tests.factories import make_article, make_user

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
    assert tally.kept == ["disease copd: an editor changed plain_summary"]


def test_only_what_an_editor_changed_is_left_alone():
    load(everything())
    Disease.objects.update(risks="<ul><li>The editor's risk</li></ul>")
    changes = {"summary": "New words.", "names": ["short breath"], "risks": "<ul></ul>"}
    dry = load(everything(**changes), dry_run=True)
    tally = load(everything(**changes))
    assert counts(dry) == counts(tally) == [0, 1, 2, 1]
    assert dry.kept == tally.kept == ["disease copd: an editor changed risks"]
    disease = Disease.objects.get()
    assert disease.risks == "<ul><li>The editor's risk</li></ul>"
    assert disease.plain_summary == "New words."
    assert [name.text for name in disease.names.all()] == ["short breath"]


def test_a_second_run_says_again_what_it_leaves_alone_and_changes_nothing():
    load(everything())
    Disease.objects.update(risks="<ul><li>The editor's risk</li></ul>")
    first = load(everything(summary="New words."))
    before = list(Disease.objects.values())
    second = load(everything(summary="New words."))
    assert counts(second) == [0, 0, 2, 1] and second.kept == first.kept
    assert list(Disease.objects.values()) == before


def test_what_an_editor_put_back_is_taken_over_again():
    load(everything())
    was = Disease.objects.get().risks
    Disease.objects.update(risks="<ul><li>The editor's risk</li></ul>")
    load(everything(risks="<ul><li>The new risk</li></ul>"))
    Disease.objects.update(risks=was)
    tally = load(everything(risks="<ul><li>The new risk</li></ul>"))
    assert counts(tally) == [0, 1, 2, 0]
    assert "The new risk" in Disease.objects.get().risks


def test_what_an_editor_corrected_as_the_source_does_is_not_left_alone():
    load(everything())
    Disease.objects.update(plain_summary="New words.", risks="<ul><li>The editor's risk</li></ul>")
    tally = load(everything(summary="New words.", names=["short breath"]))
    assert tally.kept == ["disease copd: an editor changed risks"]
    Disease.objects.update(risks="<ul><li>Fever</li></ul>")
    tally = load(everything(summary="Newer words.", names=["short breath"]))
    assert counts(tally) == [0, 1, 2, 0]
    assert Disease.objects.get().plain_summary == "Newer words."


def test_signs_and_spaces_that_the_form_writes_otherwise_are_no_change():
    load(everything(summary="It&#x27;s a disease\nof the lungs."))
    Disease.objects.update(plain_summary="It's a disease\r\nof  the lungs.")
    assert counts(load(everything(summary="New words."))) == [0, 1, 2, 0]


def test_a_draft_that_waits_stays_as_it_is():
    load(everything())
    disease = Disease.objects.get()
    draft_of(disease, make_user("chief", is_superuser=True), risks="<ul><li>Draft</li></ul>")
    assert counts(load(everything(summary="New words."))) == [0, 1, 2, 0]
    assert Disease.objects.get().plain_summary == "New words."
    assert "Draft" in drafts.pending(disease).payload["fields"]["risks"]


def test_what_an_editor_published_after_a_draft_is_told_field_by_field():
    load(everything())
    chief = make_user("chief", is_superuser=True)
    study = Publication.objects.get()
    draft_of(study, chief, title="The editor's title")
    workflow.publish(study, by=chief, reason="It is so.", warnings_read=True)
    new = a_publication()
    new.fields["year"] = 2021
    tally = load([a_category(), new, a_disease()])
    assert tally.kept == ["publication smith2020: an editor changed title"]
    study.refresh_from_db()
    assert (study.title, study.year) == ("The editor's title", 2021)


def test_a_row_added_by_an_editor_stays():
    load(everything())
    DiseaseName.objects.create(disease=Disease.objects.get(), text="smoker's lung")
    tally = load(everything(summary="New words.", names=["short breath"]))
    assert tally.kept == ["disease copd: an editor changed names: smoker's lung"]
    disease = Disease.objects.get()
    assert {name.text for name in disease.names.all()} == {"short breath", "smoker's lung"}
    assert disease.plain_summary == "New words."


def test_a_row_deleted_by_an_editor_does_not_come_back():
    load(everything(names=["breathlessness", "wheeze"]))
    DiseaseName.objects.filter(text="wheeze").delete()
    tally = load(everything(summary="New words.", names=["breathlessness", "wheeze", "cough"]))
    assert tally.kept == ["disease copd: an editor changed names: wheeze"]
    assert {name.text for name in DiseaseName.objects.all()} == {"breathlessness", "cough"}


def test_an_order_of_rows_is_no_change():
    load(everything(names=["breathlessness", "wheeze"]))
    DiseaseName.objects.filter(text="wheeze").update(order=9)
    assert counts(load(everything(names=["cough"]))) == [0, 1, 2, 0]


def test_a_correction_that_does_not_go_with_an_editors_change_is_left_out_and_told():
    load([*everything(), a_finding(direction="mixed", n_studies=2)])
    EvidenceStatement.objects.update(direction="mixed", n_studies=3)
    EvidenceStatement.objects.update(effect_plain="The editor's words.")
    new = [*everything(), a_finding(direction="mixed", n_studies=2, best_design="case_report")]
    new[-1].fields["comparator"] = ""
    tally = load(new)
    assert "an editor changed effect_plain, n_studies" in tally.kept[0]
    assert "does not go with the rest" in tally.kept[0]
    finding = EvidenceStatement.objects.get()
    assert finding.comparator == "placebo" and finding.best_design == "rct"


def test_a_field_that_an_editor_filled_before_the_source_did_is_left_alone():
    load(everything())
    Disease.objects.update(uncertainty="<p>The editor's doubt.</p>")
    tally = load(everything(summary="New words.", uncertainty="<p>Much is not known.</p>"))
    assert tally.kept == ["disease copd: an editor changed uncertainty"]
    disease = Disease.objects.get()
    assert disease.uncertainty == "<p>The editor's doubt.</p>"
    assert disease.plain_summary == "New words."


def test_a_date_and_how_exactly_it_is_known_stay_together():
    load([*everything(), a_finding()])
    EvidenceStatement.objects.update(as_of_on="2021-06-01")
    tally = load([*everything(), a_finding(as_of_on="2022-01-01", as_of_precision="year")])
    assert tally.kept == ["evidence statement finding: an editor changed as_of"]
    finding = EvidenceStatement.objects.get()
    assert (str(finding.as_of_on), finding.as_of_precision) == ("2021-06-01", "day")


def as_of_an_old_release():
    for record in ImportRecord.objects.all():
        record.digest, record.parts = snapshot_digest(record.entry, record.shape), {}
        record.save()


# What releases wrote that kept one digest for the whole entry.


@pytest.fixture
def old_release(monkeypatch, tmp_path):
    """Make the records those of a release of which the digests of parts are shipped."""

    def forget():
        records = ImportRecord.objects.select_related("content_type")
        path = tmp_path / "released.json.gz"
        write_released(path, [(each, each.shape, each.parts) for each in records])
        monkeypatch.setattr(parts, "RELEASED", path)
        as_of_an_old_release()

    return forget


def test_the_record_of_an_old_release_is_compared_with_what_that_release_wrote(old_release):
    load([*everything(), a_product()])
    old_release()
    Product.objects.update(note="The editor's words.")
    tally = load([*everything(), a_product("copd", authority="Another authority")])
    assert tally.kept == ["product cells: an editor changed note"]
    step = Product.objects.get().authorisations.get()
    assert step.authority == "Another authority"
    assert [disease.slug for disease in step.diseases.all()] == ["copd"]
    assert Product.objects.get().note == "The editor's words."


def with_a_column_that_is_gone():
    """As where a migration drops a column that the starter content has written."""
    for record in ImportRecord.objects.filter(content_type__model="disease"):
        fields = [*record.shape["fields"], "dropped"]
        record.shape, record.digest = {**record.shape, "fields": fields}, "of what was there"
        if record.parts:
            record.parts |= {"dropped": parts.short(["2"])}
        record.save()


@pytest.mark.parametrize("is_old", [False, True])
def test_a_column_that_was_dropped_since_is_no_edit(monkeypatch, tmp_path, is_old):
    load(everything())
    with_a_column_that_is_gone()
    if is_old:
        monkeypatch.setattr(parts, "RELEASED", tmp_path / "released.json.gz")
        released = ImportRecord.objects.select_related("content_type")
        write_released(parts.RELEASED, [(each, each.shape, each.parts) for each in released])
        ImportRecord.objects.filter(content_type__model="disease").update(parts={})
    tally = load(everything(summary="New words."))
    assert tally.kept == [] and Disease.objects.get().plain_summary == "New words."
    with_a_column_that_is_gone()
    Disease.objects.update(risks="<ul><li>The editor's risk</li></ul>")
    tally = load(everything(summary="Newer words.", risks="<ul></ul>"))
    assert tally.kept == ["disease copd: an editor changed risks"]
    assert Disease.objects.get().plain_summary == "Newer words."


@pytest.mark.parametrize("model", [Disease, EvidenceStatement, Product])
def test_what_0_2_0_wrote_can_be_compared_with_the_columns_of_today(model):
    for key in parts.read_released(parts.RELEASED)["entries"][model._meta.label]:
        written = parts.of_columns_that_are(model, parts.released(model, key))
        assert parts.fields_of(model(), written.shape, {})


def test_an_entry_that_no_release_is_known_to_have_written_is_left_alone_as_a_whole(old_release):
    load(everything())
    old_release()
    ImportRecord.objects.update(key="other")
    ImportRecord.objects.filter(content_type__model="disease").update(key="copd")
    parts.read_released(parts.RELEASED)["entries"].clear()
    Disease.objects.update(plain_summary="The editor's words.")
    tally = load(everything(risks="<ul><li>New</li></ul>"))
    assert "disease copd: an editor changed it" in tally.kept


def test_what_0_2_0_wrote_is_shipped():
    """Of entries in which corrections matter most."""
    steps = parts.released(Product, "cartistem").parts
    assert [part for part in steps if part.startswith("authorisations: ")]
    assert {"risks", "what_it_means", "standard_care"} <= set(
        parts.released(Disease, "osteoarthritis").parts
    )
    assert {"population", "effect_plain"} <= set(
        parts.released(EvidenceStatement, "cli-pace").parts
    )


def test_what_0_2_0_wrote_is_told_in_a_form_that_holds_on_every_site():
    written = parts.released(Product, "cartistem")
    assert written.parts["slug"] == parts.short(["cartistem"])
    assert written.parts["title"] == parts.short([["title", "Cartistem"]])


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
    assert counts(load(everything(about="<p>More.</p>"))) == [0, 1, 2, 1]
    assert Disease.objects.get().about == "<p>More.</p>"


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
    assert tally.kept == [
        "product cells: an editor changed authorisations: authorised, JP, authorisation"
    ]
    assert not Product.objects.get().authorisations.get().diseases.exists()


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
    as_of_an_old_release()
    EvidenceStatement.objects.update(direction="unclear")
    tally = load([*everything(), a_finding(direction="no_difference")])
    assert counts(tally) == [0, 1, 3, 0]
    assert EvidenceStatement.objects.get().direction == "no_difference"


def test_a_direction_that_an_editor_chose_stays():
    load([*everything(), a_finding()])
    EvidenceStatement.objects.update(direction="no_difference")
    tally = load([*everything(), a_finding(effect_plain="Other words.")])
    assert tally.kept == ["evidence statement finding: an editor changed direction"]
    finding = EvidenceStatement.objects.get()
    assert (finding.direction, finding.effect_plain) == ("no_difference", "Other words.")
