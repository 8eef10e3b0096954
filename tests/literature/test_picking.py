"""The desk's address that finds publications for the editor of texts."""

import pytest
from django.test import Client
from django.urls import reverse

from editorial import workflow
from literature.models import Publication
from tests.editorial.at_desk import desk, rows, send, url
from tests.editorial.moments import draft_of
from tests.factories import make_publication

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/literature/publication/picker/"


@pytest.fixture
def author():
    return desk("Author")


def answer(browser, **query):
    response = browser.get(ADDRESS, query)
    assert response.status_code == 200
    return response.json()


def keys(browser, text):
    return [found["key"] for found in answer(browser, q=text)["found"]]


@pytest.fixture
def paper():
    make_publication(title="Another", slug="another1999", year=1999, doi="10.1002/other")
    return make_publication(
        title="Expanded cells in complex fistulas",
        slug="panes2016",
        authors_text="Panés J, García-Olmo D, Van Assche G, et al.",
        journal="Lancet",
        year=2016,
        doi="10.1016/s0140-6736(16)31203-x",
        pmid="27477896",
        pmcid="PMC1234567",
    )


@pytest.mark.parametrize(
    "text",
    [
        "panés",
        "PANES fistula",
        "garcia-olmo lancet",
        "Garcìa 2016",
        "panes2016",
        "[@panes2016]",
        "@panes2016;",
        "complex fistulas",
        "10.1016/S0140-6736(16)31203-X",
        "doi:10.1016/s0140-6736(16)31203-x.",
        "https://doi.org/10.1016/S0140-6736(16)31203-X",
        "https://dx.doi.org/10.1016%2FS0140-6736%2816%2931203-X?via=x#top",
        "https://example.org/doi/full/10.1016/S0140-6736(16)31203-X/full",
        "10.1016/s0140",
        "27477896",
        "PMID: 27477896",
        "https://pubmed.ncbi.nlm.nih.gov/27477896/",
        "https://www.ncbi.nlm.nih.gov/pubmed/27477896?dopt=Abstract",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/",
    ],
)
def test_a_publication_is_found_by_what_an_editor_has_at_hand(author, paper, text):
    assert keys(author, text) == ["panes2016"]


@pytest.mark.parametrize(
    "text", ["nobody", "panes 1998", "10.1016/other", "PMID 2747789", "' OR 1=1", "%", "_", "\\"]
)
def test_nothing_is_found_for_what_is_not_there(author, paper, text):
    said = answer(author, q=text)
    assert said["found"] == [] and said["said"] == "No publication was found."


def test_the_first_author_comes_before_the_others_and_then_the_newest(author):
    make_publication(slug="smith2024", authors_text="Smith A, Dominici M", year=2024)
    make_publication(slug="dominici2006", authors_text="Dominici M, Smith A", year=2006)
    make_publication(slug="dominici2020", authors_text="Dominici M", year=2020)
    assert keys(author, "dominici") == ["dominici2020", "dominici2006", "smith2024"]


def test_without_words_the_newest_records_come_first_page_by_page(author):
    made = [make_publication(slug=f"study-{number}").slug for number in range(45)]
    pages = [answer(author, page=number) for number in (1, 2, 3)]
    assert [len(page["found"]) for page in pages] == [20, 20, 5]
    assert [page["next"] for page in pages] == [2, 3, None]
    shown = [found["key"] for page in pages for found in page["found"]]
    assert shown == made[::-1]
    assert answer(author, q="study")["said"] == "45 publications were found."


@pytest.mark.parametrize("page", ["0", "9", "x", "1" * 30])
def test_a_page_that_does_not_exist_is_not_found(author, page):
    make_publication()
    assert author.get(ADDRESS, {"page": page}).status_code == 404


def test_what_speaks_against_citing_it_is_said(author):
    checked = {"verification": "checked"}
    make_publication(slug="good", **checked)
    make_publication(slug="bad", retraction="retracted", **checked)
    make_publication(slug="doubt", retraction="concern")
    make_publication(slug="new", live=False, **checked)
    found = {one["key"]: one for one in answer(author)["found"]}
    assert {key: one["warnings"] for key, one in found.items()} == {
        "good": [],
        "bad": ["retracted"],
        "doubt": ["expression of concern"],
        "new": ["not public"],
    }
    assert {key: one["notes"] for key, one in found.items()} == {
        "good": [],
        "bad": [],
        "doubt": ["not yet checked"],
        "new": ["publish it before the text that cites it"],
    }


def test_a_withdrawn_publication_says_so_and_a_trashed_one_is_not_offered(author, paper):
    chief = desk("Publisher").user
    workflow.withdraw(paper, by=chief, reason="Wrong paper.")
    (found,) = answer(author, q="panes")["found"]
    assert found["warnings"] == ["withdrawn"]
    workflow.trash(Publication.objects.get(pk=paper.pk), by=chief)
    assert keys(author, "panes") == [] and answer(author, key="panes2016")["found"] == []


def test_a_new_record_is_found_by_the_text_of_its_draft(author):
    send(
        author, "/admin/literature/publication/add/",
        title="Cells of wombats", authors_text="Quokka Q", year="2024", slug="quokka2024",
        journal="Journal of Numbats", pmid="7654321",
    )  # fmt: skip
    publication = Publication.objects.get()
    assert publication.journal == ""  # it waits in the draft
    send(author, url(publication), title="Cells of bilbies", authors_text="Bilby B, Quokka Q")
    for text in ("numbats", "bilby 2024", "7654321", "quokka2024 numbats"):
        assert keys(author, text) == ["quokka2024"], text
    assert keys(author, "numbats platypus") == []
    (found,) = answer(author, id=publication.pk)["found"]
    assert found == {
        "key": "quokka2024",
        "name": "Bilby B 2024",
        "title": "Cells of bilbies",
        "authors": "Bilby B, Quokka Q",
        "place": "Journal of Numbats, 2024",
        "warnings": ["not public (draft)"],
        "notes": ["publish it before the text that cites it", "not yet checked"],
    }


def test_a_draft_of_a_public_record_is_not_shown_before_it_is_public(author, paper):
    draft_of(paper, author.user, title="Another title")
    (found,) = answer(author, key="panes2016")["found"]
    assert (found["title"], found["warnings"]) == ("Expanded cells in complex fistulas", [])


def test_keys_are_looked_up_together_and_nonsense_finds_nothing(author, paper):
    found = answer(author, key=["panes2016", "another1999", "nobody", "a\x00b", "x" * 500])["found"]
    assert {one["key"] for one in found} == {"panes2016", "another1999"}
    for nonsense in ("x", "-1", "9" * 40, "\x00", "1.5"):
        assert answer(author, id=nonsense)["found"] == []
    assert answer(author, key="\x00")["found"] == []
    assert author.get(ADDRESS, {"q": "a\x00b \ud800".encode("utf-8", "ignore")}).status_code == 200


@pytest.mark.parametrize("size", [2, 20])
def test_a_search_costs_the_same_at_any_size(author, size, django_assert_max_num_queries):
    rows(Publication, size, is_live=True, published_at="2024-01-01T00:00Z")
    for _ in range(size):
        draft_of(make_publication(live=False), author.user)
    answer(author, q="2024 row")
    for query in ({}, {"q": "study cells of many more words than one"}, {"key": ["study1"] * 50}):
        with django_assert_max_num_queries(7):
            answer(author, **query)


def test_only_colleagues_who_may_see_publications_get_an_answer():
    assert reverse("admin:literature_publication_picker") == ADDRESS
    for role in ("Author", "Medical reviewer", "Read-only", "Publisher"):
        assert desk(role).get(ADDRESS).status_code == 200
        assert desk(role).post(ADDRESS).status_code == 405
    assert desk().get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 302


def test_the_dialog_offers_a_new_record_to_those_who_may_add_one(paper):
    for role, offered in (("Author", True), ("Read-only", False)):
        page = desk(role).get(url(paper)).content.decode()
        assert 'id="desk-citations"' in page and ('id="add_desk-cite-new"' in page) == offered


def test_the_public_list_finds_an_author_without_the_accents(client, paper):
    assert "Expanded cells" in client.get("/publications/", {"q": "GARCIA-olmo"}).content.decode()
