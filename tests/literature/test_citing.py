"""A publication is cited as the work that it is, not as our page about it."""

import html
import json

import pytest

from literature.models import Publication
from tests.factories import make_disease, make_publication
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
        "AU  - Daly, A.-M.",
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
    assert "  author = {Kebriaei, P. and Hayes, J. and Daly, A.-M." in text
    assert "  journal = {Biol Blood},\n" in text and "  pages = {835--844},\n" in text
    assert "  doi = {10.1016/j.bbmt_2019%7Bx%7D},\n" in text
    assert text.count("{") == text.count("}")


def test_csl_json_is_that_of_a_journal_article(client, paper):
    [item] = json.loads(record(client, paper, "json"))
    assert item["author"][2] == {"family": "Daly", "given": "A.-M."}
    del item["author"]
    assert item == {
        "id": "kebriaei2020",
        "type": "article-journal",
        "title": "Cells in acute disease",
        "container-title": "Biol Blood",
        "issued": {"date-parts": [[2020]]},
        "volume": "26",
        "issue": "5",
        "page": "835-844",
        "DOI": "10.1016/j.bbmt_2019{x}",
        "URL": "https://doi.org/10.1016/j.bbmt_2019%7Bx%7D",
        "PMID": "31505228",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("doi", "in_addresses"),
    [
        ("10.1002/(sici)1099-050x(199823/24)37:3/4<197::aid-hrm2>3.0.co;2-#",
         "10.1002/(sici)1099-050x(199823/24)37:3/4%3C197::aid-hrm2%3E3.0.co%3B2-%23"),
        ("10.1000/xyz?y=1", "10.1000/xyz%3Fy%3D1"),
        ("10.1000/100%[a]|b^c", "10.1000/100%25%5Ba%5D%7Cb%5Ec"),
        ("10.1000/\"q\"&amp;", "10.1000/%22q%22%26amp%3B"),
        ("10.1016/s0140-6736(04)16627-0",) * 2,
    ],
)  # fmt: skip
def test_a_doi_is_itself_as_a_number_and_safe_in_addresses(client, doi, in_addresses):
    publication = make_publication(doi=doi, doi_verification="checked")
    address = f"https://doi.org/{in_addresses}"
    ris = record(client, publication, "ris").split("\r\n")
    assert f"DO  - {doi}" in ris and f"UR  - {address}" in ris
    text = record(client, publication, "bib")
    assert f"  doi = {{{doi}}},\n" in text and f"  url = {{{address}}},\n" in text
    [item] = json.loads(record(client, publication, "json"))
    assert (item["DOI"], item["URL"]) == (doi, address)
    page = body(client, publication.get_absolute_url())
    assert f'href="{address}"' in page
    disease = make_disease(cites=[publication])
    assert f'href="{address}"' in body(client, disease.evidence_url)


PLACED = {"locator": "8(4):315-7"}


@pytest.mark.parametrize(
    ("fields", "ris", "bib", "csl"),
    [
        ({"type": "rct"}, "JOUR", "article", "article-journal"),
        ({"type": "other", **PLACED}, "JOUR", "article", "article-journal"),
        ({"type": "guideline", "journal": "Cytotherapy", **PLACED},
         "JOUR", "article", "article-journal"),
        ({"type": "guideline", "authors_text": "NICE", "journal": "NICE guidance NG129"},
         "RPRT", "techreport", "report"),
        ({"type": "guideline", "authors_text": "NICE", "journal": "NICE", "pmid": "12"},
         "RPRT", "techreport", "report"),
        ({"type": "regulator", "authors_text": "European Medicines Agency", "journal": "EMA news"},
         "RPRT", "techreport", "report"),
        ({"type": "trial", "journal": "Journal of Cells (meeting abstract)", **PLACED},
         "CPAPER", "inproceedings", "paper-conference"),
        ({"type": "other", "journal": "Congress of the Society of Cells"},
         "CPAPER", "inproceedings", "paper-conference"),
        ({"type": "cohort", "journal": "Proceedings of the National Academy of Sciences USA"},
         "JOUR", "article", "article-journal"),
        ({"type": "news", "authors_text": "A Company", "journal": "Company announcement"},
         "NEWS", "misc", "article-newspaper"),
        ({"type": "news", "authors_text": "Borrell B", "journal": "Spectrum News"},
         "NEWS", "misc", "article-newspaper"),
        ({"type": "news", "journal": "Meeting report, Medical Xpress"},
         "NEWS", "misc", "article-newspaper"),
        ({"type": "preprint", "journal": "medRxiv"}, "UNPB", "misc", "article"),
        ({"type": "trial", "authors_text": "A Sponsor", "journal": "ClinicalTrials.gov record"},
         "ELEC", "misc", "webpage"),
        ({"type": "other", "authors_text": "NHS", "journal": "NHS website",
          "url": "https://example.org/"}, "ELEC", "misc", "webpage"),
        ({"type": "other", "authors_text": "A Trust", "journal": "A leaflet"},
         "GEN", "misc", "document"),
        ({"type": "rct", "journal": ""}, "GEN", "misc", "document"),
    ],
)  # fmt: skip
def test_each_kind_of_work_goes_out_as_what_it_is(client, fields, ris, bib, csl):
    publication = make_publication(**fields)
    assert record(client, publication, "ris").startswith(f"TY  - {ris}\r\n")
    assert record(client, publication, "bib").startswith(f"@{bib}{{")
    assert json.loads(record(client, publication, "json"))[0]["type"] == csl


def test_a_guideline_names_its_body_as_publisher_and_its_series(client):
    publication = make_publication(
        type="guideline", authors_text="Institute for Health and Care", journal="Guidance 129"
    )
    found = record(client, publication, "ris").split("\r\n")
    assert "PB  - Institute for Health and Care" in found and "M3  - Guidance 129" in found
    text = record(client, publication, "bib")
    assert "institution = {{Institute for Health and Care}}" in text
    assert "type = {Guidance 129}" in text


@pytest.mark.parametrize(
    ("locator", "told"),
    [
        ("8(4):315-7", ["VL  - 8", "IS  - 4", "SP  - 315", "EP  - 317"]),
        ("222:164-173.e5", ["VL  - 222", "SP  - 164", "EP  - 173.e5"]),
        ("69(6S):3S-125S.e40", ["VL  - 69", "IS  - 6S", "SP  - 3S", "EP  - 125S.e40"]),
        ("e12345", ["SP  - e12345", "C7  - e12345"]),
        ("CD013600", ["SP  - CD013600", "C7  - CD013600"]),
        ("web page", ["N1  - web page"]),
    ],
)
def test_each_part_of_a_place_has_its_field(client, locator, told):
    publication = make_publication(locator=locator, note="")
    found = record(client, publication, "ris").split("\r\n")
    tags = ("VL", "IS", "SP", "EP", "C7", "N1")
    assert [line for line in found if line.startswith(tags)] == told


def test_an_identifier_in_the_line_of_the_place_is_no_place(client):
    values = {"locator": "PMC12623177", "journal": ""}
    seen = make_publication(verification="checked", **values)
    found = record(client, seen, "ris").split("\r\n")
    assert "C2  - PMC12623177" in found
    assert not any(line.startswith(("VL", "SP", "N1")) for line in found)
    assert json.loads(record(client, seen, "json"))[0]["PMCID"] == "PMC12623177"
    unseen = record(client, make_publication(**values), "ris")
    assert "C2  -" not in unseen and "N1  - PMCID PMC12623177 not yet checked" in unseen


def test_words_in_place_of_authors_are_a_note(client):
    publication = make_publication(authors_text="Authors not stated in the record seen")
    found = record(client, publication, "ris")
    assert "AU  -" not in found and "N1  - Authors not stated in the record seen" in found
    assert "author" not in json.loads(record(client, publication, "json"))[0]


def test_authors_that_are_not_written_out_stay_unnamed(client):
    publication = make_publication(authors_text="Smith A, Jones B, et al.", title="Why?")
    assert cited(client, publication).startswith("Smith A, Jones B, et al. Why? Journal of Cells.")
    assert "AU  - Jones, B.\r\nAU  - et al.,\r\nTI  -" in record(client, publication, "ris")
    assert "Jones, B. and others}" in record(client, publication, "bib")
    [item] = json.loads(record(client, publication, "json"))
    assert item["author"][1:] == [{"family": "Jones", "given": "B."}, {"literal": "others"}]


def test_a_body_keeps_its_name(client):
    publication = make_publication(
        authors_text="Food and Drug Administration, Office of Tissues",
        type=Publication.Type.REGULATOR,
    )
    assert record(client, publication, "ris").startswith(
        "TY  - RPRT\r\nAU  - Food and Drug Administration Office of Tissues,\r\n"
    )
    assert "{Food and Drug Administration, Office of Tissues}" in record(client, publication, "bib")


def test_numbers_that_nobody_checked_are_not_passed_on_as_numbers(client):
    publication = make_publication(doi="10.1000/unseen", pmid="456")
    for style in ("ris", "bib", "json"):
        text = record(client, publication, style)
        assert "10.1000/unseen not yet checked" in text
        for field in ("DO  -", "AN  -", "doi =", '"DOI"', '"PMID"'):
            assert field not in text
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
