import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from content.web import alphabet
from diseases.models import DiseaseCode
from tests.factories import (
    disease_name,
    make_article,
    make_authorisation,
    make_category,
    make_disease,
    make_mechanism,
    make_product,
    make_publication,
    make_question,
    make_red_flag,
    make_resource,
    make_review,
    make_safety_item,
    make_source,
    make_statement,
    make_trial,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

LIST = "/diseases/"
# All sections of a disease page in their order: first what it is, last what to do with it. Each has
# its anchor here, or the name of its heading.
SECTIONS = (
    "key-facts-title summary about usual-care emergency without-treatment evidence unknown risks "
    "approved trials taking-part red-flags questions cells articles related resources codes "
    "references review history cite unwell-title before-you-pay-title page-feedback"
).split()


def test_an_empty_site_says_so(client):
    page = body(client, LIST)
    assert "No disease is listed yet" in page and "/resources/" in page


def test_a_disease_stands_under_its_title_and_under_its_other_names(client):
    make_disease(title="Osteoarthritis", names=["worn joint"])
    page = body(client, LIST)
    assert '<a href="/diseases/osteoarthritis/"><strong>Osteoarthritis</strong></a>' in page
    assert "worn joint, see Osteoarthritis" in words(page).replace(" ,", ",")
    assert page.index('id="letter-o"') < page.index('id="letter-w"')


def test_a_letter_without_a_disease_is_no_link(client):
    make_disease(title="Stroke")
    page = body(client, LIST)
    assert '<a href="#letter-s">S</a>' in page
    assert "<span>Q</span>" in page and "#letter-q" not in page


def test_misspellings_drafts_and_withdrawn_diseases_are_not_printed(client):
    known = make_disease(title="Stroke")
    disease_name(known, "strooke", kind="misspelling")
    make_disease(title="Secret draft", live=False, names=["secret name"])
    page = body(client, LIST)
    assert "strooke" not in page and "ecret" not in page


def test_a_long_list_shows_one_letter_a_page(client, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 2)
    for title in ("Autism", "Burns", "Stroke"):
        make_disease(title=title)
    page = body(client, f"{LIST}?letter=s")
    assert "Stroke" in page and "Autism" not in page
    assert '<a href="?letter=s" aria-current="page">S</a>' in page
    assert "<title>Diseases: S" in page


def test_a_category_shows_its_own_diseases(client):
    lungs = make_category(title="Lungs")
    make_disease(title="COPD", category=lungs)
    make_disease(title="Stroke", category=make_category(title="Brain"))
    page = body(client, "/diseases/category/lungs/")
    assert "COPD" in page and "Stroke" not in page
    assert '<a href="/diseases/category/brain/">' in page


def test_an_empty_category_leads_to_the_whole_list(client):
    make_category(title="Lungs")
    page = body(client, "/diseases/category/lungs/")
    assert "No disease is listed here yet" in page


@pytest.mark.parametrize("query", ["?page=2", "?page=0", "?page=x"])
def test_a_page_that_is_not_there_is_not_found(client, query):
    make_category(title="Lungs")
    body(client, f"/diseases/category/lungs/{query}", status=404)


def test_a_draft_is_not_found_and_a_withdrawn_disease_is_gone(client):
    make_disease(title="Draft", live=False)
    make_disease(title="Gone", live=False, withdrawn_at=timezone.now())
    make_category(title="Old", live=False, withdrawn_at=timezone.now())
    body(client, "/diseases/draft/", status=404)
    body(client, "/diseases/gone/", status=410)
    body(client, "/diseases/category/old/", status=410)
    body(client, "/diseases/never-there/", status=404)


def full_disease(**fields):
    """A disease with something in every section."""
    disease = make_disease(
        about="<p>It is an illness.</p>",
        learn_more_name="NHS",
        learn_more_url="https://www.nhs.uk/",
        standard_care="<p>Rest.</p>",
        emergency="<p>Sudden loss of sight needs help at once.</p>",
        without_treatment="<p>It may settle.</p>",
        rationale="<p>Cells calm.</p>",
        evidence_summary="<p>Trials disagree.</p>",
        direction_why="<p>Two trials found a gain and two none.</p>",
        not_msc_note="<p>Another product is made of other cells.</p>",
        uncertainty="<p>The dose.</p>",
        what_it_involves="<p>Visits.</p>",
        testing_stage="phase_3_results",
        evidence_direction="mixed",
        **fields,
    )
    DiseaseCode.objects.create(disease=disease, system="mesh", code="D000001")
    return disease


def surround(disease, number):
    """One of everything that stands on the page of a disease."""
    source = make_source(title=f"Source {number}", m2m={"diseases": [disease]})
    make_mechanism(title=f"Mechanism {number}", m2m={"diseases": [disease]})
    make_article(title=f"Article {number}", m2m={"diseases": [disease]})
    make_resource(title=f"Resource {number}", m2m={"diseases": [disease]})
    publication = make_publication()
    trial = make_trial(m2m={"diseases": [disease], "sources": [source]})
    make_statement(disease=disease, source=source, cites=[publication], m2m={"trials": [trial]})
    product = make_product(title=f"Product {number}", m2m={"diseases": [disease]})
    make_authorisation(product, publication=publication)
    make_safety_item(cites=[publication], m2m={"diseases": [disease]})
    make_red_flag()
    make_question()
    disease_name(disease, f"Name {number}")
    disease.related.add(make_disease(title=f"Related {number}"))


def test_sections_stand_in_their_order(client):
    disease = full_disease(title="Stroke")
    surround(disease, 1)
    main = body(client, "/diseases/stroke/").partition("<main")[2].partition("</main>")[0]
    sections = [attributes(tag) for tag in re.findall(r"<section[^>]*>", main)]
    assert [found.get("id", found["aria-labelledby"]) for found in sections] == SECTIONS
    headings = {attributes(tag).get("id") for tag in re.findall(r"<h2[^>]*>", main)}
    assert headings - {found["aria-labelledby"] for found in sections} == {"contents-title"}


def attributes(tag):
    return dict(re.findall(r'\s([\w-]+)="([^"]*)"', tag))


def test_the_page_begins_with_what_this_means(client):
    disease = full_disease(title="Stroke", what_it_means="Nothing is shown yet.")
    surround(disease, 1)
    page = body(client, "/diseases/stroke/")
    order = ["<h1>Stroke</h1>", "Nothing is shown yet.", "Also called:", "Key facts", "Summary"]
    places = [page.index(text, page.index("<main")) for text in order]
    assert places == sorted(places)


def test_every_internal_anchor_of_the_page_exists_once(client):
    disease = full_disease(title="Stroke")
    surround(disease, 1)
    page = body(client, "/diseases/stroke/")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_what_is_missing_is_said_with_a_better_place_to_look(client):
    make_disease(title="Stroke", learn_more_name="NHS", learn_more_url="https://www.nhs.uk/stroke")
    make_disease(title="Burns", what_it_means="")
    page = body(client, "/diseases/stroke/")
    assert "We have not described the usual care yet." in page
    assert '<a href="https://www.nhs.uk/stroke">NHS</a>' in section(page, "usual-care")
    page = body(client, "/diseases/burns/")
    assert "/resources/" in section(page, "usual-care")
    assert "Ask a doctor who knows you" in page
    assert "We list no trial yet" in page and "no approved product" in page
    assert "We list no single finding yet" in page


def test_status_keeps_stage_and_result_apart(client):
    full_disease(title="Stroke")
    make_disease(title="Burns", testing_stage="laboratory")
    make_disease(title="Sepsis", evidence_direction="benefit")
    assert (
        "Late clinical testing with controlled results. Result so far: results disagree."
        in body(client, "/diseases/stroke/")
    )
    assert "<dd>Laboratory, animals or single cases.</dd>" in body(client, "/diseases/burns/")
    assert "has not been stated yet" in body(client, "/diseases/sepsis/")


def test_a_page_without_a_review_says_so_and_a_review_is_dated(client):
    make_disease(title="Stroke")
    reviewed = make_disease(
        title="Burns",
        last_reviewed_on=datetime.date(2026, 3, 1),
        next_review_on=datetime.date(2099, 3, 1),
    )
    make_review(reviewed)
    assert "Not yet medically reviewed" in body(client, "/diseases/stroke/")
    page = body(client, "/diseases/burns/")
    assert '<time datetime="2026-03-01">' in page and '<time datetime="2099-03-01">' in page
    assert "Not yet medically reviewed" not in page


def test_an_unchecked_code_is_linked_with_the_mark_beside_it(client):
    disease = make_disease(title="Stroke")
    DiseaseCode.objects.create(disease=disease, system="mesh", code="D000001")
    DiseaseCode.objects.create(
        disease=disease, system="doid", code="DOID:6713", verification="checked"
    )
    codes = section(body(client, "/diseases/stroke/"), "codes")
    seen, unseen = codes.split("</dd>")[:2]
    assert "https://disease-ontology.org/term/DOID:6713/" in seen
    assert "not yet checked" not in seen
    assert "ui=D000001" in unseen and "not yet checked" in unseen


def test_a_vocabulary_without_pages_is_named_without_a_link(client):
    disease = make_disease(title="Stroke")
    DiseaseCode.objects.create(disease=disease, system="icd10", code="I63")
    codes = section(body(client, "/diseases/stroke/"), "codes")
    assert "I63" in codes and "<a " not in codes


def test_why_the_result_is_what_it_is_stands_beside_it_once_with_its_sources(client):
    source, other = make_publication(slug="why2024"), make_publication(slug="care2024")
    make_disease(
        title="Stroke",
        evidence_direction="no_difference",
        standard_care="<p>Rest [@care2024].</p>",
        direction_why="<p>Both large trials found no gain [@why2024].</p>",
    )
    page = body(client, "/diseases/stroke/")
    evidence = section(page, "evidence")
    assert page.count("Both large trials found no gain") == 1
    assert "Result so far: no clear difference from the comparison Both large" in (
        words(evidence).replace("= ", "")
    )
    assert 'href="#ref-2"' in evidence
    references = section(page, "references")
    assert references.index(other.title) < references.index(source.title)


def test_a_result_without_a_written_reason_stands_alone(client):
    make_disease(title="Stroke", evidence_direction="mixed", testing_stage="laboratory")
    assert "Result so far: " not in section(body(client, "/diseases/stroke/"), "evidence")


def test_when_to_get_help_at_once_stands_beside_usual_care_before_the_risks(client):
    make_publication(slug="nice2024")
    make_disease(title="Stroke", emergency="<p>A drooping face [@nice2024].</p>")
    make_disease(title="Burns")
    page = body(client, "/diseases/stroke/")
    assert "A drooping face" in section(page, "emergency")
    places = [page.index(f'id="{anchor}"') for anchor in ("usual-care", "emergency", "risks")]
    assert places == sorted(places)
    assert 'href="#ref-1"' in section(page, "emergency") and '<a href="#emergency">' in page
    assert "#emergency" not in body(client, "/diseases/burns/")


def test_other_cells_that_are_not_msc_are_told_beside_approvals(client):
    make_publication(slug="pmda2026")
    make_disease(title="Stroke", not_msc_note="<p>Amchepry is made of iPS cells [@pmda2026].</p>")
    make_disease(title="Burns")
    page = body(client, "/diseases/stroke/")
    assert "Amchepry is made of iPS cells" in section(page, "approved")
    assert 'href="#ref-1"' in section(page, "approved")
    assert "Other cells that are not MSC" not in body(client, "/diseases/burns/")


def unchecked(page):
    """How many facts the line of the page counts, and where each of its list leads."""
    if 'id="unchecked"' not in page:
        return 0, []
    part = page[page.index('id="unchecked"') :]
    part = part[: part.index("</details>")]
    return int(re.search(r"\d+", words(part))[0]), re.findall(r'<a href="#([^"]+)"', part)


def test_one_line_says_how_many_facts_are_unchecked_and_leads_to_each(client):
    disease = full_disease(
        title="Stroke",
        standard_care_verification="archive",
        verification="checked",
        evidence_verification="archive",
    )
    make_statement(disease=disease, slug="pain")
    make_statement(disease=disease, slug="walking", verification="checked")
    page = body(client, "/diseases/stroke/")
    number, anchors = unchecked(page)
    assert anchors == [
        "about",
        "emergency",
        "without-treatment",
        "unknown",
        "taking-part",
        "codes",
        "evidence-pain",
    ]
    assert number == len(anchors)
    for anchor in anchors:
        assert page.count(f' id="{anchor}"') == 1


def test_no_mark_stands_beside_a_sentence_of_the_page(client):
    full_disease(title="Stroke")
    page = body(client, "/diseases/stroke/")
    marked = [part for part in SECTIONS if "badge-unchecked" in section_or_nothing(page, part)]
    assert marked == ["codes"]


def section_or_nothing(page, anchor):
    return section(page, anchor) if f'id="{anchor}"' in page else ""


def test_a_page_whose_facts_were_all_checked_has_no_such_line(client):
    fields = {
        f"{name}verification": "checked"
        for name in ("", "evidence_", "patient_info_", "standard_care_", "emergency_")
    }
    make_disease(title="Stroke", about="<p>It is an illness.</p>", **fields)
    assert unchecked(body(client, "/diseases/stroke/")) == (0, [])


def test_only_what_is_public_is_linked(client):
    disease = make_disease(title="Stroke", category=make_category(title="Hidden", live=False))
    for make in (make_source, make_mechanism, make_article, make_resource, make_product):
        make(title="Hidden", live=False, m2m={"diseases": [disease]})
    make_trial(title="Hidden", live=False, m2m={"diseases": [disease]})
    make_statement(outcome_name="Hidden", live=False, disease=disease)
    make_safety_item(title="Hidden", live=False)
    make_red_flag(title="Hidden", live=False)
    make_question(title="Hidden", live=False)
    disease.related.add(make_disease(title="Hidden", live=False))
    assert "Hidden" not in body(client, "/diseases/stroke/")


def test_references_are_numbered_in_the_order_of_the_page(client):
    first, second, third = (make_publication(slug=slug) for slug in ("a1", "b2", "c3"))
    disease = make_disease(title="Stroke", cites=[third])
    make_statement(disease=disease, cites=[first])
    make_safety_item(cites=[second])
    page = body(client, "/diseases/stroke/")
    references = section(page, "references")
    order = [references.index(f"/publications/{slug}/") for slug in ("a1", "b2", "c3")]
    assert order == sorted(order)
    assert 'href="#ref-1"' in section(page, "evidence")
    assert 'href="#ref-2"' in section(page, "risks")


def test_text_of_editors_is_escaped(client):
    make_disease(title="<b>Bold</b>", slug="bold", what_it_means="<script>x</script>")
    for address in (LIST, "/diseases/bold/"):
        page = body(client, address)
        assert "<b>Bold</b>" not in page and "<script>x" not in page


@pytest.mark.parametrize("address", [LIST, "/diseases/stroke/", "/diseases/category/immune/"])
def test_pages_are_only_read(client, address):
    make_disease(title="Stroke")
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_list_costs_the_same_at_any_size(client):
    make_disease(names=["one name"])
    before = cost(client, LIST)
    for number in range(5):
        make_disease(names=[f"name {number}"], category=make_category())
    assert cost(client, LIST) == before <= 4


def test_a_category_costs_the_same_at_any_size(client):
    category = make_category(title="Lungs")
    make_disease(category=category)
    before = cost(client, "/diseases/category/lungs/")
    for _ in range(5):
        make_disease(category=category)
    assert cost(client, "/diseases/category/lungs/") == before <= 5


def test_a_disease_costs_the_same_with_much_and_with_more(client):
    disease = full_disease(title="Stroke")
    surround(disease, 1)
    address = reverse("diseases:detail", args=["stroke"])
    before = cost(client, address)
    for number in range(2, 26):
        surround(disease, number)
    assert cost(client, address) == before <= 21


def test_the_latest_phase_is_that_of_the_trials_below(client):
    stroke, sepsis = make_disease(title="Stroke"), make_disease(title="Sepsis")
    make_trial(phase="3", m2m={"diseases": [stroke]}, live=False)
    make_trial(phase="3", status="withdrawn", m2m={"diseases": [stroke]})
    make_trial(phase="3", enrolment=0, m2m={"diseases": [stroke]})
    make_trial(phase="expanded", m2m={"diseases": [stroke, sepsis]})
    make_trial(phase="1/2", status="completed", m2m={"diseases": [stroke]})
    assert "Latest phase" not in body(client, "/diseases/sepsis/")
    for phase in ("1/2", "2", "2/3", "3", "4"):
        make_trial(phase=phase, m2m={"diseases": [stroke]})
        make_trial(phase="1", enrolment=20, m2m={"diseases": [stroke]})
        page = body(client, "/diseases/stroke/")
        assert f"<dt>Latest phase in our list</dt><dd>Phase {phase}</dd>" in page


def test_a_disease_without_resources_says_so(client):
    disease = make_disease(title="Stroke")
    missing = "We have not listed a resource for this disease yet."
    page = section(body(client, "/diseases/stroke/"), "resources")
    assert missing in page and '<a href="/resources/">' in page
    make_resource(title="NHS", m2m={"diseases": [disease]})
    page = section(body(client, "/diseases/stroke/"), "resources")
    assert missing not in page and '<a href="/resources/">' in page


def test_the_index_marks_stage_and_result_and_explains_the_marks(client):
    make_disease(title="Stroke", testing_stage="early_human", evidence_direction="mixed")
    make_disease(title="Unstated")
    page = body(client, "/diseases/")
    line = page[page.index("<strong>Stroke</strong>") :]
    line = words(line[: line.index("</li>")])
    assert "first studies in people, mostly without controls" in line and "disagree" in line
    for used in re.findall(r'<use href="#([^"]+)"', page):
        assert page.count(f'id="{used}"') == 1
    assert page.count("<use ") == 2
    assert "What the two marks beside a disease mean" in page
