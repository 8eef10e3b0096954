import datetime

import pytest

from editorial.models import ContributorRole, Correction, Review
from editorial.workflow import withdraw
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_review,
    make_safety_item,
    make_statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]

PEOPLE = "/contributors/"
CORRECTIONS = "/corrections/"


def body(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def make_correction(entry, **fields):
    texts = {"what_was": "It was 20.", "what_is": "It is 21."}
    return Correction.objects.create(entry=entry, **{**texts, **fields})


def test_without_people_the_list_says_so_and_invents_none(client):
    page = body(client, PEOPLE)
    assert "No contributors are named yet" in page and 'href="/how-we-work/"' in page


def test_people_are_listed_with_roles_and_credentials(client):
    person = make_contributor(title="Ada Writer", credentials="PhD", affiliation="A hospital")
    ContributorRole.objects.create(contributor=person, role="author")
    make_contributor(title="Hidden Writer", live=False)
    page = body(client, PEOPLE)
    assert "Ada Writer</a>, PhD" in page and "author" in page and "A hospital" in page
    assert "Hidden Writer" not in page


def test_a_person_has_a_page_with_interests_and_pages(client):
    person = make_contributor(
        title="Ada Writer",
        biography="<p>Works on <strong>evidence</strong>.</p>",
        orcid="0000-0002-1825-0097",
        interests="None.",
        interests_stated_on=datetime.date(2026, 3, 1),
    )
    make_article(title="Written by her", m2m={"authors": [person]})
    make_disease(title="Also hers", m2m={"authors": [person]})
    make_article(title="Her draft", live=False, m2m={"authors": [person]})
    make_review(make_article(title="Reviewed by her"), person)
    make_review(make_article(title="Reviewed draft", live=False), person)
    page = body(client, person.get_absolute_url())
    for part in ("<strong>evidence</strong>", "https://orcid.org/0000-0002-1825-0097", "None."):
        assert part in page
    for title in ("Written by her", "Also hers", "Reviewed by her"):
        assert title in page
    assert "Her draft" not in page and "Reviewed draft" not in page


def test_a_person_page_dates_the_latest_review_of_each_page(client):
    person = make_contributor(title="Rosa Reviewer")
    older, newer = make_article(title="Reviewed first"), make_article(title="Reviewed last")
    for entry, day in ((older, 1), (newer, 2), (older, 1), (newer, 5)):
        review = make_review(entry, person)
        Review.objects.filter(pk=review.pk).update(made_on=datetime.date(2026, 1, day))
    page = body(client, person.get_absolute_url())
    assert page.count("Reviewed last") == 1
    assert '</a>, <time datetime="2026-01-05">' in page
    assert page.index("Reviewed last") < page.index("Reviewed first")


def test_the_list_of_people_says_whether_interests_are_stated(client):
    make_contributor(title="Ada", interests="None", interests_stated_on=datetime.date(2026, 3, 1))
    make_contributor(title="Bo")
    page = body(client, PEOPLE)
    assert "Interests stated on 1 Mar 2026" in page and "Interests not stated" in page


def test_what_a_person_has_not_stated_is_called_not_stated(client):
    page = body(client, make_contributor(title="Ada Writer").get_absolute_url())
    assert page.count("not stated") == 2
    assert "No public page names this person as author" in page


def test_drafts_of_people_do_not_exist_and_withdrawn_ones_are_gone(client):
    draft = make_contributor(title="Hidden Writer", live=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    person = make_contributor(title="Former Writer")
    withdraw(person, by=None)
    assert client.get(person.get_absolute_url()).status_code == 410


def test_without_corrections_the_list_says_so(client):
    assert "No correction has been published yet" in body(client, CORRECTIONS)


def test_corrections_show_before_after_date_and_page(client):
    article = make_article(title="Corrected page")
    make_correction(article, made_on=datetime.date(2026, 2, 3))
    page = body(client, CORRECTIONS)
    assert "It was 20." in page and "It is 21." in page
    assert '<time datetime="2026-02-03">' in page
    assert f'<a href="{article.get_absolute_url()}">Corrected page</a>' in page


def test_corrections_of_pages_out_of_reach_name_no_title(client):
    article = make_article(title="Taken down")
    make_correction(article)
    withdraw(article, by=None)
    make_correction(make_article(title="Never public", live=False), is_public=False)
    page = body(client, CORRECTIONS)
    assert "A page that is no longer public" in page and "It was 20." in page
    assert "Taken down" not in page and "Never public" not in page


def test_corrections_of_parts_of_a_page_link_to_their_place(client):
    statement, item = make_statement(), make_safety_item()
    make_correction(statement)
    make_correction(item)
    page = body(client, CORRECTIONS)
    assert f'href="{statement.get_absolute_url()}"' in page
    assert f'href="{item.get_absolute_url()}"' in page


def test_corrections_are_paged_newest_first(client):
    article = make_article()
    for day in range(1, 27):
        make_correction(article, what_is=f"Now {day}.", made_on=datetime.date(2026, 1, day))
    first = body(client, CORRECTIONS)
    assert first.index("Now 26.") < first.index("Now 25.")
    assert "Now 1." not in first and "Now 1." in body(client, f"{CORRECTIONS}?page=2")
    assert client.get(f"{CORRECTIONS}?page=3").status_code == 404


@pytest.mark.parametrize("size", [1, 6])
def test_people_cost_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        ContributorRole.objects.create(contributor=make_contributor(), role="author")
    with django_assert_num_queries(3):
        body(client, PEOPLE)


@pytest.mark.parametrize("size", [1, 6])
def test_a_person_costs_the_same_at_any_size(client, django_assert_max_num_queries, size):
    person = make_contributor()
    for _ in range(size):
        make_article(m2m={"authors": [person]})
        make_review(make_statement(m2m={}).disease, person)
    with django_assert_max_num_queries(13):
        body(client, person.get_absolute_url())


@pytest.mark.parametrize("size", [1, 6])
def test_corrections_cost_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        make_correction(make_statement())
    with django_assert_num_queries(3):
        body(client, CORRECTIONS)
