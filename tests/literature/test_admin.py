import pytest

from literature.models import Citation, Publication
from tests.editorial.at_desk import CITATIONS, desk, drafted, send, url
from tests.factories import make_article, make_publication

pytestmark = pytest.mark.django_db


def test_a_number_that_another_publication_has_is_refused_with_its_name():
    make_publication(title="First", slug="first2020", doi="10.1000/abc", pmid="123")
    other = make_publication(title="Second", live=False)
    author = desk("Author")
    response = send(author, url(other), doi="10.1000/ABC ", pmid="123")
    said = response.context["adminform"].form.errors
    assert said["doi"] == said["pmid"] == ["This is the number of “First” (first2020)."]
    assert Publication.objects.get(pk=other.pk).doi == ""


def test_a_publication_keeps_its_own_numbers():
    publication = make_publication(live=False, doi="10.1000/abc", pmid="123")
    assert send(desk("Author"), url(publication), title="New").status_code == 302
    assert Publication.objects.get().title == "New"


def test_a_doi_is_stored_in_small_letters():
    publication = make_publication(live=False)
    send(desk("Author"), url(publication), doi=" 10.1000/ABC")
    assert Publication.objects.get().doi == "10.1000/abc"


@pytest.mark.parametrize("key", ["Dominici2006", "dominici_2006", "-2006"])
def test_a_key_that_no_citation_could_name_is_refused(key):
    publication = make_publication(live=False)
    response = send(desk("Author"), url(publication), slug=key)
    assert "slug" in response.context["adminform"].form.errors


def test_a_publication_that_cannot_be_found_again_is_refused():
    publication = make_publication(live=False)
    response = send(desk("Author"), url(publication), note="")
    assert b"Give a DOI, a PMID or an address" in response.content


def test_the_same_publication_twice_is_refused_at_the_row():
    publication, author = make_publication(), desk("Author")
    article = make_article(live=False, cites=[publication])
    response = send(author, url(article), rows={CITATIONS: [{"publication": publication.pk}]})
    assert b"This publication is listed above already." in response.content
    assert Citation.objects.count() == 1


def test_two_references_can_swap_their_publications_and_keep_their_keys():
    first, second = make_publication(), make_publication()
    article = make_article(live=False, cites=[first, second])
    keys = [row.pk for row in article.citations.all()]
    fields = {
        f"{CITATIONS}-0-publication": second.pk,
        f"{CITATIONS}-1-publication": first.pk,
    }
    assert send(desk("Author"), url(article), **fields).status_code == 302
    with drafted(article) as shown:
        rows = list(shown.citations.select_related("publication"))
    assert [row.publication for row in rows] == [second, first]
    assert [row.pk for row in rows] == keys


def test_a_new_reference_takes_the_place_of_a_removed_one():
    publication = make_publication()
    article = make_article(live=False, cites=[publication])
    send(
        desk("Author"),
        url(article),
        rows={CITATIONS: [{"publication": publication.pk, "locator": "table 2"}]},
        **{f"{CITATIONS}-0-DELETE": "on"},
    )
    with drafted(article) as shown:
        assert shown.citations.get().locator == "table 2"


def test_a_cited_publication_is_not_deleted():
    publication, publisher = make_publication(), desk("Publisher")
    make_article(cites=[publication])
    publisher.post(url(publication, "delete"), {"post": "yes"})
    assert Publication.objects.exists()
