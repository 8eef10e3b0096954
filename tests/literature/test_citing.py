"""A publication is cited as the work that it is, not as our page about it."""

import html

import pytest

from literature.models import Publication
from tests.factories import make_publication
from tests.visits import body, words

pytestmark = pytest.mark.django_db


def cited(client, publication):
    page = body(client, publication.get_absolute_url())
    return html.unescape(words(page[page.index('id="cite-text"') :]).partition(">")[2]).strip()


def record(client, publication, style):
    return client.get(f"/cite/publication/{publication.slug}.{style}").content.decode()


@pytest.fixture
def paper():
    return make_publication(
        title="Cells in acute disease",
        authors_text="Kebriaei P, Hayes J, Daly A-M, Uberti J, Marks D, Soiffer R, Waller E",
        journal="Biol Blood",
        year=2020,
        locator="26(5):835-844",
        doi="10.1016/j.bbmt_2019{x}",
        doi_verification="checked",
        pmid="31505228",
        verification="checked",
        type=Publication.Type.RCT,
        slug="kebriaei2020",
    )


def test_the_text_is_vancouver_with_six_authors(client, paper):
    assert cited(client, paper).startswith(
        "Kebriaei P, Hayes J, Daly A-M, Uberti J, Marks D, Soiffer R, et al. "
        "Cells in acute disease. Biol Blood. 2020;26(5):835-844. doi:10.1016/j.bbmt_2019{x}"
    )


def test_ris_is_that_of_a_journal_article(client, paper):
    found = record(client, paper, "ris").split("\r\n")
    assert found[0] == "TY  - JOUR" and found.count("AU  - Kebriaei, P.") == 1
    for line in (
        "AU  - Daly, A. M.",
        "AU  - Waller, E.",
        "T2  - Biol Blood",
        "VL  - 26",
        "IS  - 5",
        "SP  - 835",
        "EP  - 844",
        "DO  - 10.1016/j.bbmt_2019{x}",
        "AN  - PMID 31505228",
    ):
        assert line in found


def test_bibtex_is_that_of_a_journal_article(client, paper):
    text = record(client, paper, "bib")
    assert text.startswith("@article{kebriaei2020,\n")
    assert "  author = {Kebriaei, P. and Hayes, J. and Daly, A. M." in text
    assert "  journal = {Biol Blood},\n" in text and "  pages = {835--844},\n" in text
    assert "  doi = {10.1016/j.bbmt_2019%7Bx%7D},\n" in text
    assert text.count("{") == text.count("}")


def test_authors_that_are_not_written_out_stay_unnamed(client):
    publication = make_publication(authors_text="Smith A, Jones B, et al.", title="Why?")
    assert cited(client, publication).startswith("Smith A, Jones B, et al. Why? Journal of Cells.")
    assert "AU  - et al" not in record(client, publication, "ris")
    assert "Jones, B. and others}" in record(client, publication, "bib")


def test_a_body_keeps_its_name(client):
    publication = make_publication(
        authors_text="Food and Drug Administration, Office of Tissues",
        type=Publication.Type.REGULATOR,
    )
    assert record(client, publication, "ris").startswith(
        "TY  - RPRT\r\nAU  - Food and Drug Administration, Office of Tissues\r\n"
    )
    assert "{Food and Drug Administration, Office of Tissues}" in record(client, publication, "bib")


def test_numbers_that_nobody_checked_are_not_passed_on_as_numbers(client):
    publication = make_publication(doi="10.1000/unseen", pmid="456")
    for style in ("ris", "bib"):
        text = record(client, publication, style)
        assert "10.1000/unseen not yet checked" in text
        assert "DO  -" not in text and "doi =" not in text and "AN  -" not in text
        assert f"http://testserver{publication.get_absolute_url()}" in text


def test_a_retraction_goes_with_the_record(client):
    publication = make_publication(retraction="retracted")
    assert "[retracted]" in cited(client, publication)
    assert "N1  - retracted" in record(client, publication, "ris")
    assert "note = {retracted}" in record(client, publication, "bib")


@pytest.mark.parametrize("locator", ["e123", "8(4):315", "S12", "in press {", "12:34–56"])
def test_places_that_are_written_otherwise_are_kept(client, locator):
    publication = make_publication(locator=locator)
    found = record(client, publication, "ris")
    for piece in locator.replace("(", " ").replace("):", " ").replace(":", " ").split("–"):
        assert all(word in found for word in piece.split())


def test_drafts_do_not_exist(client):
    draft = make_publication(live=False)
    assert client.get(f"/cite/publication/{draft.slug}.ris").status_code == 404
