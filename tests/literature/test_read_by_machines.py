"""What the page of a publication tells reference managers and search engines of the work."""

import re
from html import unescape

import pytest

from tests.content.vocabulary import data_of, faults
from tests.factories import make_article, make_publication
from tests.visits import body

pytestmark = pytest.mark.django_db

TAG = re.compile(r'<meta name="(citation_\w+)" content="([^"]*)">')


def tags(client, entry):
    return [
        (name.removeprefix("citation_"), unescape(content))
        for name, content in TAG.findall(body(client, entry.get_absolute_url()))
    ]


def subject(client, publication):
    nodes = data_of(body(client, publication.get_absolute_url()))
    assert faults(nodes) == []
    return nodes[-1]["mainEntity"]


@pytest.fixture
def paper():
    return make_publication(
        title='Cells & "hearts"',
        authors_text="van der Berg AB, Smith C Jr, EBMT Working Party",
        journal="Biol Blood",
        year=2020,
        locator="26(5):835-44",
        doi="10.1000/(x)<1>",
        doi_verification="checked",
        pmid="31505228",
        pmcid="PMC777",
        verification="checked",
        type="rct",
    )


def test_a_reference_manager_takes_the_work_and_not_our_page(client, paper):
    assert tags(client, paper) == [
        ("title", 'Cells & "hearts"'),
        ("author", "van der Berg, A. B."),
        ("author", "Smith, C., Jr"),
        ("author", "EBMT Working Party,"),
        ("publication_date", "2020"),
        ("journal_title", "Biol Blood"),
        ("volume", "26"),
        ("issue", "5"),
        ("firstpage", "835"),
        ("lastpage", "844"),
        ("doi", "10.1000/(x)<1>"),
        ("pmid", "31505228"),
        ("pmcid", "PMC777"),
        ("language", "en"),
        ("public_url", "https://doi.org/10.1000/(x)%3C1%3E"),
        ("abstract_html_url", "https://pubmed.ncbi.nlm.nih.gov/31505228/"),
        ("fulltext_html_url", "https://pmc.ncbi.nlm.nih.gov/articles/PMC777/"),
    ]


def test_numbers_that_nobody_checked_are_not_told(client):
    unseen = make_publication(doi="10.1000/unseen", pmid="456", pmcid="PMC777")
    told = dict(tags(client, unseen))
    assert not {"doi", "pmid", "pmcid", "abstract_html_url", "fulltext_html_url"} & set(told)
    assert told["public_url"] == f"http://testserver{unseen.get_absolute_url()}"
    assert "identifier" not in subject(client, unseen)


@pytest.mark.parametrize(
    ("kind", "tag"),
    [("rct", "journal_title"), ("guideline", "technical_report_institution"),
     ("news", "publisher")],
)  # fmt: skip
def test_the_container_tells_the_kind_of_work(client, kind, tag):
    told = dict(
        tags(client, make_publication(type=kind, authors_text="A Body", journal="Its news"))
    )
    assert tag in told


def test_pages_of_our_own_have_no_such_tags(client, paper):
    assert tags(client, make_article(cites=[paper])) == []


def test_a_shortened_list_is_told_as_one(client):
    shortened = make_publication(authors_text="Horwitz EM, et al.")
    told = [content for name, content in tags(client, shortened) if name == "author"]
    assert told == ["Horwitz, E. M.", "et al.,"]
    work = subject(client, shortened)
    assert work["creditText"] == "Horwitz EM, et al." and "author" not in work


def test_structured_data_names_people_bodies_and_those_nobody_can_tell(client, paper):
    work = subject(client, paper)
    assert work["@type"] == "ScholarlyArticle" and "creditText" not in work
    assert work["author"] == [
        {"@type": "Person", "name": "van der Berg AB", "familyName": "van der Berg",
         "givenName": "A. B."},
        {"@type": "Person", "name": "Smith C Jr", "familyName": "Smith", "givenName": "C.",
         "honorificSuffix": "Jr"},
        {"@type": "Organization", "name": "EBMT Working Party"},
    ]  # fmt: skip
    untold = make_publication(authors_text="Wei Wang, Xiaoming Li")
    assert subject(client, untold)["author"] == [{"name": "Wei Wang"}, {"name": "Xiaoming Li"}]


def test_structured_data_has_each_number_and_the_place(client, paper):
    work = subject(client, paper)
    assert [(each["propertyID"], each["value"]) for each in work["identifier"]] == [
        ("DOI", "10.1000/(x)<1>"),
        ("PMID", "31505228"),
        ("PMCID", "PMC777"),
    ]
    assert work["sameAs"][0] == "https://doi.org/10.1000/(x)%3C1%3E"
    assert (work["pagination"], work["pageStart"], work["pageEnd"]) == ("835-844", "835", "844")
    issue = work["isPartOf"]
    volume, journal = issue["isPartOf"], issue["isPartOf"]["isPartOf"]
    assert (issue["issueNumber"], volume["volumeNumber"]) == ("5", "26")
    assert journal == {"@type": "Periodical", "name": "Biol Blood"}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": "news"}, "NewsArticle"),
        ({"type": "guideline", "authors_text": "NICE"}, "Report"),
        ({"type": "guideline", "locator": "8(4):315-317"}, "ScholarlyArticle"),
        ({"type": "other"}, "CreativeWork"),
    ],
)
def test_structured_data_has_the_type_that_fits(client, fields, kind):
    assert subject(client, make_publication(**fields))["@type"] == kind
