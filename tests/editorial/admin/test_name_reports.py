"""The desk shows names that could be mended and warns of risky ones."""

import pytest
from django.urls import reverse

from tests.editorial.at_desk import desk, messages_of, send, url
from tests.factories import make_article, make_disease

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


def report(client, show, **query):
    return client.get(reverse("admin:desk_names"), {"show": show, **query})


def test_a_name_of_several_entries_is_listed_with_the_entries_and_the_pages():
    make_disease(title="Lupus", slug="lupus")
    make_disease(title="Lupus", slug="other-lupus")
    make_article(body="<p>Lupus hurts.</p>")
    page = report(desk("Read-only"), "unsure").content.decode()
    assert "<strong>Lupus</strong> (on 1 page)" in page and page.count("(disease)") == 2


def test_words_that_pages_use_like_a_name_are_offered():
    for _time in range(2):
        make_article(body="<p>She had chronic wheezing sickness (CWS), an asthma syndrome.</p>")
    page = report(desk("Author"), "missing").content.decode()
    assert "<strong>chronic wheezing sickness</strong> (on 2 pages)" in page


def test_entries_and_names_that_no_page_uses_are_listed():
    lonely = make_disease(title="Asthma", names=["Wheezing sickness"])
    author = desk("Author")
    assert f'href="{url(lonely)}"' in report(author, "lonely").content.decode()
    unused = report(author, "unused").content.decode()
    assert "Wheezing sickness" in unused and "<strong>Asthma</strong>" in unused


@pytest.mark.parametrize("show", ["unsure", "missing", "lonely", "unused", "nonsense", "\0"])
def test_an_empty_site_says_that_there_are_none(show):
    response = report(desk("Author"), show)
    assert response.status_code == 200 and "There are none." in response.content.decode()


def test_lists_are_paged_and_a_page_that_is_not_there_is_missing():
    for number in range(51):
        make_disease(title=f"Disease {number}x", slug=f"disease-{number}")
    author = desk("Author")
    first, second = (report(author, "lonely", page=n).content.decode() for n in (1, 2))
    assert first.count("(disease)") == 50 and second.count("(disease)") == 1
    assert report(author, "lonely", page=3).status_code == 404


def test_who_may_see_no_entry_may_not_see_names():
    nobody = desk()
    assert report(nobody, "unsure").status_code == 403
    assert nobody.get(reverse("admin:desk_searches")).status_code == 403
    assert desk("Read-only").get(reverse("admin:desk_searches")).status_code == 200


def test_a_new_name_that_is_a_common_word_is_kept_and_warned_of():
    disease, author = make_disease(title="Asthma"), desk("Author")
    response = send(author, url(disease), rows={"names": [{"text": "Pain"}]})
    assert response.status_code == 302
    said = " ".join(messages_of(author.get(response.url)))
    assert "“Pain”: This is a common word" in said


def test_a_name_that_another_entry_has_is_warned_of_and_a_good_one_is_not():
    make_disease(title="Asthma")
    other, author = make_disease(title="Bronchitis"), desk("Author")
    response = send(author, url(other), rows={"names": [{"text": "asthma"}]})
    assert any(
        "already a name of: Asthma" in said for said in messages_of(author.get(response.url))
    )
    response = send(author, url(other), rows={"names": [{"text": "inflamed windpipe branches"}]})
    assert not any("windpipe" in said for said in messages_of(author.get(response.url)))
