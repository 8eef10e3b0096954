import datetime
import re

import pytest

from editorial.workflow import withdraw
from literature.models import Publication
from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_mechanism,
    make_product,
    make_publication,
    make_safety_item,
    make_source,
    make_statement,
)

pytestmark = pytest.mark.django_db

LIST = "/publications/"
URL = "https://example.org/report"


def body(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_list_says_so(client):
    assert "No publication is cited yet" in body(client, LIST)


def test_the_newest_come_first_and_drafts_not_at_all(client):
    make_publication(title="Old study", year=2001)
    make_publication(title="New study", year=2025)
    make_publication(title="Draft study", live=False)
    page = body(client, LIST)
    assert page.index("New study") < page.index("Old study")
    assert "Draft study" not in page and "2 publications" in page


def test_the_list_is_filtered_by_type(client):
    make_publication(title="A trial", type=Publication.Type.RCT)
    make_publication(title="A guideline", type=Publication.Type.GUIDELINE)
    page = body(client, f"{LIST}?type=guideline")
    assert "A guideline" in page and "A trial" not in page
    assert '<option value="guideline" selected>' in page


def test_the_list_is_filtered_by_year_and_words_and_both_stay_in_the_address(client):
    make_publication(title="Cells in stroke", authors_text="Müller A", year=2020)
    make_publication(title="Cells in stroke twice", authors_text="Smith B", year=2021)
    make_publication(title="Cells in asthma", year=2020)
    page = body(client, f"{LIST}?q=stroke+CELLS&year=2020&type=")
    assert "Cells in stroke" in page and "stroke twice" not in page and "asthma" not in page
    assert "<option selected>2020</option>" in page and 'value="stroke CELLS"' in page
    assert "1 publication" in page
    assert "Cells in stroke" in body(client, f"{LIST}?q=Müller")


@pytest.mark.parametrize("query", ["year=", "q=&type=", "year=x&year=2020"])
def test_empty_filters_are_none(client, query):
    make_publication(title="Cells in stroke", year=2020)
    assert "Cells in stroke" in body(client, f"{LIST}?{query}")


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("year=20", "Year"),
        ("year=1066", "Year"),
        ("year=2020&year=x", "Year"),
        ("type=nonsense", "Type"),
        ("year=2020&type=%3Cscript%3E", "Type"),
    ],
)
def test_a_value_that_no_publication_has_is_said_and_finds_nothing(client, query, label):
    make_publication(title="Cells in stroke", year=2020)
    answer = client.get(f"{LIST}?{query}")
    page = answer.content.decode()
    assert f"Nothing in this list has what the address names under “{label}”." in page
    assert "Cells in stroke" not in page and "<script>" not in page and "0 publications" in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_wild_cards_are_words_like_others(client):
    make_publication(title="Cells in stroke")
    assert "No publication in our list" in body(client, f"{LIST}?q=%25str_ke")


def test_filters_without_a_hit_offer_all_of_them(client):
    make_publication()
    page = body(client, f"{LIST}?type=preprint")
    assert "No publication in our list" in page and "Show all" in page


def test_pages_of_50_keep_the_filter(client):
    for _ in range(51):
        make_publication(type=Publication.Type.RCT)
    assert 'href="?type=rct&amp;page=2"' in body(client, f"{LIST}?type=rct")
    assert "Page 2 of 2" in body(client, f"{LIST}?type=rct&page=2")
    assert 'href="?page=2"' in body(client, f"{LIST}?type=")
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_identifiers_are_linked_with_a_mark_beside_those_that_nobody_has_seen(client):
    seen = make_publication(
        doi="10.1000/seen", doi_verification="checked", pmid="123", verification="archive"
    )
    page = body(client, seen.get_absolute_url())
    assert 'href="https://doi.org/10.1000/seen"' in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/123/"' in page
    assert "not yet checked" not in page
    unseen = make_publication(
        doi="10.1000/unseen", pmid="456", pmcid="PMC777", url="https://example.org/unseen"
    )
    page = body(client, unseen.get_absolute_url())
    for address in (
        "https://doi.org/10.1000/unseen",
        "https://pubmed.ncbi.nlm.nih.gov/456/",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC777/",
        "https://example.org/unseen",
    ):
        beside = page[page.index(f'href="{address}"') :]
        assert "not yet checked" in beside[: beside.index("</dd>")]
    assert "5 facts on this page are not yet checked" in page


def test_a_text_that_is_no_paper_is_not_searched_for_in_lists_of_papers(client):
    lost = make_publication(
        type="news", authors_text="A Company", journal="Company announcement", year=2024
    )
    page = body(client, lost.get_absolute_url())
    assert "We have no address of this source yet." in page
    assert "Company announcement. Who published it: A Company, 2024." in page
    assert "pubmed.ncbi" not in page and "crossref" not in page
    leaflet = make_publication(type="other", authors_text="A Trust", journal="A Trust")
    assert "What it is: Other." in body(client, leaflet.get_absolute_url())


def test_the_site_of_an_authority_is_that_of_its_other_texts(client):
    lost = make_publication(type="regulator", authors_text="An Authority")
    values = {"type": "regulator", "authors_text": "An Authority"}
    make_publication(url="https://www.authority.example/a-notice", **values)
    make_publication(url="https://elsewhere.example/", type="regulator", authors_text="Another")
    page = body(client, lost.get_absolute_url())
    assert 'href="https://www.authority.example/"' in page
    assert "elsewhere.example" not in page


def test_a_list_of_references_says_of_which_source_we_have_no_address(client):
    lost = make_publication(type="news")
    found = make_publication(pmid="77")
    disease = make_disease(cites=[lost, found])
    page = body(client, disease.evidence_url)
    assert page.count("We have no address of it yet") == 1
    assert f'href="{lost.get_absolute_url()}#no-address"' in page
    assert 'id="no-address"' in body(client, lost.get_absolute_url())


def test_a_source_without_any_number_or_address_says_so_and_offers_a_search(client):
    lost = make_publication(title="Cells & hearts", type="review", note="printed report only")
    page = body(client, lost.get_absolute_url())
    assert "We know no DOI, no PMID and no address of this source." in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/?term=Cells+%26+hearts"' in page
    assert "search.crossref.org" in page
    for known in ({"doi": "10.1000/x"}, {"pmid": "12"}, {"pmcid": "PMC777"}, {"url": URL}):
        page = body(client, make_publication(**known).get_absolute_url())
        assert "Look for its title" not in page


def test_a_source_without_numbers_is_linked_by_its_address(client):
    seen = make_publication(url="https://www.fda.example/notice", verification="archive")
    unseen = make_publication(url="https://www.ema.example/notice")
    numbered = make_publication(url="https://x.example/", pmid="1", verification="archive")
    disease = make_disease(cites=[seen, unseen, numbered])
    page = body(client, disease.evidence_url)
    link = '<a class="outside" href="https://www.{0}.example/notice">www.{0}.example</a>'
    beside = page[page.index(link.format("fda")) :]
    assert "not yet checked" not in beside[: beside.index("</li>")]
    beside = page[page.index(link.format("ema")) :]
    assert "not yet checked" in beside[: beside.index("</li>")]
    assert "x.example" not in page


def test_a_reference_says_when_it_was_opened(client):
    disease = make_disease(cites=[make_publication()])
    disease.citations.update(accessed_on=datetime.date(2026, 3, 1))
    page = body(client, disease.evidence_url)
    assert 'Opened on <time datetime="2026-03-01">1 Mar 2026</time>.' in page


def test_a_record_without_identifiers_says_why(client):
    page = body(client, make_publication(note="printed report only").get_absolute_url())
    assert page.count("none recorded") == 2 and "printed report only" in page


@pytest.mark.parametrize(
    ("state", "warning"),
    [("retracted", "was retracted"), ("concern", "expression of concern about")],
)
def test_a_doubtful_publication_is_flagged_on_its_page_and_in_lists(client, state, warning):
    publication = make_publication(retraction=state)
    assert warning in body(client, publication.get_absolute_url())
    assert f"retraction-{state}" in body(client, LIST)


def test_a_publication_without_doubt_carries_no_warning(client):
    publication = make_publication(retraction="none_found")
    assert "notice-urgent" not in body(client, publication.get_absolute_url())
    assert "badge-retraction" not in body(client, LIST)


def test_it_names_the_pages_that_rest_on_it_by_type(client):
    publication = make_publication()
    cites = {"cites": [publication]}
    entries = [
        make_article(title="Cites it", **cites),
        make_disease(title="A disease", **cites),
        make_source(title="A tissue", **cites),
        make_mechanism(title="A way", **cites),
        make_product(title="A product", **cites),
        make_statement(title="A finding", **cites),
        make_safety_item(title="A harm", **cites),
    ]
    page = body(client, publication.get_absolute_url())
    for entry in entries:
        assert f'<a href="{entry.get_absolute_url()}">{entry.title}</a>' in page
    for label in ("Articles", "Diseases", "Tissue sources", "Evidence statements"):
        assert f"<h3>{label}</h3>" in page


def test_entries_out_of_reach_are_not_named(client):
    publication = make_publication()
    make_article(title="Hidden draft", live=False, cites=[publication])
    make_statement(title="Hidden finding", disease=make_disease(live=False), cites=[publication])
    withdrawn = make_article(title="Withdrawn page", cites=[publication])
    withdraw(withdrawn, by=None)
    page = body(client, publication.get_absolute_url())
    assert "Hidden" not in page and "Withdrawn page" not in page
    assert "No public page names this publication" in page


def test_it_names_the_findings_whose_certainty_it_states(client):
    publication = make_publication()
    statement = make_statement(
        outcome_name="Pain after one year", certainty="low", certainty_by=publication
    )
    make_statement(
        outcome_name="Hidden outcome",
        disease=make_disease(live=False),
        certainty="low",
        certainty_by=publication,
    )
    page = body(client, publication.get_absolute_url())
    assert f'href="{statement.get_absolute_url()}"' in page
    assert "Pain after one year" in page and "low certainty" in page
    assert "Hidden outcome" not in page


def test_it_names_the_steps_of_products_it_documents(client):
    publication = make_publication()
    make_authorisation(make_product(title="Shown product"), publication=publication)
    make_authorisation(make_product(title="Hidden product", live=False), publication=publication)
    page = body(client, publication.get_absolute_url())
    assert "Shown product" in page and "Japan" in page and "Hidden product" not in page


def test_drafts_do_not_exist_and_withdrawn_ones_are_gone(client):
    assert client.get(make_publication(live=False).get_absolute_url()).status_code == 404
    publication = make_publication()
    withdraw(publication, by=None)
    assert client.get(publication.get_absolute_url()).status_code == 410


def test_long_titles_still_give_short_unique_page_titles(client):
    title = "A very long title about cells " * 10
    one, other = make_publication(title=title[:500]), make_publication(title=title[:500])
    titles = {
        body(client, entry.get_absolute_url()).split("<title>")[1].split("</title>")[0]
        for entry in (one, other)
    }
    assert len(titles) == 2 and all(len(title) <= 65 for title in titles)


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        make_publication()
    with django_assert_num_queries(3):
        body(client, LIST)


@pytest.mark.parametrize("size", [1, 6])
def test_a_publication_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    publication = make_publication()
    for _ in range(size):
        make_article(cites=[publication])
        make_statement(cites=[publication], certainty="low", certainty_by=publication)
        make_authorisation(make_product(cites=[publication]), publication=publication)
    body(client, publication.get_absolute_url())  # content types are read once in a process
    with django_assert_num_queries(8):
        body(client, publication.get_absolute_url())


def title_of(client, publication):
    page = body(client, publication.get_absolute_url())
    return re.search(r"<title>(.*?)</title>", page)[1]


def test_a_publication_is_titled_by_its_short_name_and_first_words(client):
    publication = make_publication(
        slug="kebriaei2020",
        authors_text="Kebriaei P, Hayes J, et al.",
        year=2020,
        title="A phase 3 randomized study of remestemcel-L versus placebo in acute disease",
    )
    title = title_of(client, publication)
    assert title.startswith("Kebriaei P 2020: A phase 3 randomized study") and len(title) <= 65
    page = body(client, publication.get_absolute_url())
    assert '<span aria-current="page">Kebriaei P 2020</span>' in page


def test_publications_that_read_the_same_are_told_apart_by_a_number(client):
    same = {"authors_text": "Smith A, Jones B", "year": 2019, "title": "Cells in stroke " * 9}
    seen = make_publication(pmid="31234567", verification="checked", **same)
    unseen = make_publication(pmid="456", **same)
    other = make_publication(**{**same, "year": 2018})
    titles = [title_of(client, publication) for publication in (seen, unseen, other)]
    assert titles[0].endswith("(PMID 31234567)") and titles[1].endswith(f"({unseen.pk})")
    assert "(" not in titles[2]
    assert len(set(titles)) == 3 and max(map(len, titles)) <= 65
