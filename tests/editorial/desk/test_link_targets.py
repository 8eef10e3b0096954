"""The desk's address that finds pages to link to, and the places on one of them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from editorial import workflow
from editorial.workflow.page_anchors import page_at
from mscportal.fixed_pages import FIXED_PAGES
from mscportal.sitemaps import LIST_PAGES
from search.services import rebuild
from tests.editorial.at_desk import desk
from tests.editorial.moments import draft_of
from tests.factories import (
    make_article,
    make_disease,
    make_page,
    make_product,
    make_publication,
    make_statement,
    make_term,
    make_topic,
    make_trial,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/link-targets/"


@pytest.fixture
def author():
    return desk("Author")


def answer(browser, **query):
    response = browser.get(ADDRESS, query)
    assert response.status_code == 200
    return response.json()


def addresses(browser, text, **more):
    return [found["address"] for found in answer(browser, q=text, **more)["found"]]


def test_pages_of_every_kind_are_found_by_their_names(author):
    make_disease(title="Graft-versus-host disease", slug="gvhd", names=["GVHD"])
    make_article(title="Travelling abroad", slug="abroad")
    make_page(title="About us", slug="about")
    make_topic(title="Wallabies", slug="wallabies")
    make_product(title="Ryoncil", slug="ryoncil")
    make_publication(title="Numbats and cells", slug="numbat2020")
    make_term(title="engraftment", slug="engraftment")
    make_trial(title="A trial of wombats", slug="nct01234567")
    rebuild()
    for text, wanted in {
        "gvhd": ["/diseases/gvhd/", "/diseases/gvhd/evidence/"],
        "host graft": ["/diseases/gvhd/", "/diseases/gvhd/evidence/"],
        "travel": ["/articles/abroad/"],
        "ABOUT us": ["/about/"],
        "wallabies": ["/articles/topics/wallabies/"],
        "ryonc": ["/products/ryoncil/"],
        "numbats": ["/publications/numbat2020/"],
        "engraft": ["/glossary/engraftment/"],
        "NCT01234567": ["/trials/nct01234567/"],
        "abroad numbats": [],
        "cost": ["/cost/"],
        "approvals": ["/approvals/", "/products/"],
        "red flags": ["/safety/red-flags/"],
    }.items():
        assert addresses(author, text) == wanted, text


@pytest.mark.parametrize("text", ["zzz", "' OR 1=1", "%", "_", "\\", "%%", "[@x]", "a\x00b"])
def test_nothing_is_found_for_what_is_not_there(author, text):
    make_article(title="Travelling overseas", slug="overseas")
    make_article(title="Travelling abroad", slug="abroad", live=False)
    rebuild()
    assert "Travelling" not in str(answer(author, q=text)["found"])


def test_the_best_name_comes_first_and_what_is_public_before_what_is_not(author):
    make_article(title="All about knees and hips", slug="all")
    make_article(title="Knees", slug="knees")
    make_article(title="Knees", slug="hidden", live=False)
    rebuild()
    assert addresses(author, "knees") == ["/articles/knees/", "/articles/hidden/", "/articles/all/"]


def test_words_of_the_text_alone_find_nothing(author):
    make_article(title="Hips", body="<p>Knees.</p>")
    make_article(title="Elbows", body="<p>Knees.</p>", live=False)
    assert addresses(author, "knees") == []


def test_what_is_not_public_says_so(author):
    chief = desk("Publisher").user
    make_article(title="Knees one", live=False)
    submitted = make_article(title="Knees two", live=False)
    draft_of(submitted, author.user, title="Knees two")
    workflow.submit(submitted, by=author.user)
    workflow.withdraw(make_article(title="Knees three"), by=chief, reason="Wrong.")
    draft_of(make_article(title="Knees four"), author.user, title="Ankles")
    rebuild()
    assert {one["title"]: one["marks"] for one in answer(author, q="knees")["found"]} == {
        "Knees one": ["draft, not public yet"],
        "Knees two": ["draft, not public yet", "waiting for review"],
        "Knees three": ["withdrawn"],
        "Knees four": [],
    }


def test_what_lies_in_the_trash_is_not_offered(author):
    article = make_article(title="Knees", slug="knees", live=False)
    workflow.trash(article, by=desk("Publisher").user)
    assert addresses(author, "knees") == []
    assert answer(author, address="/articles/knees/")["title"] == ""


def test_what_a_colleague_may_not_see_is_not_found():
    reader = desk()
    make_article(title="Knees one", slug="one")
    make_disease(title="Knees two", slug="two")
    hidden = make_disease(title="Knees three", slug="three", live=False)
    rebuild()
    reader.user.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert addresses(reader, "knees") == ["/articles/one/"]
    for address in ("/diseases/two/", "/diseases/three/", "/diseases/three/evidence/"):
        said = answer(reader, address=address)
        assert (said["title"], said["places"]) == ("", []), address
    own = f"diseases.disease:{hidden.pk}"
    assert "Knees three" not in reader.get(ADDRESS, {"own": own}).content.decode()
    assert answer(reader, address="#risks", own=own)["places"] == []


def test_a_long_list_is_read_page_by_page_and_always_in_the_same_order(author):
    for number in range(45):
        make_article(title="Study of knees", slug=f"study-{number:02}")
    rebuild()
    pages = [answer(author, q="study", page=number) for number in (1, 2, 3)]
    assert [len(page["found"]) for page in pages] == [20, 20, 5]
    assert [page["next"] for page in pages] == [2, 3, None]
    shown = [found["address"] for page in pages for found in page["found"]]
    assert shown == sorted(shown) and len(set(shown)) == 45
    assert pages[0]["said"] == "45 pages were found."


@pytest.mark.parametrize("page", ["0", "9", "x", "1" * 30])
def test_a_page_of_the_list_that_does_not_exist_is_not_found(author, page):
    assert author.get(ADDRESS, {"q": "zzz", "page": page}).status_code == 404


def test_without_words_the_own_pages_come_first_and_then_those_that_are_no_entries(author):
    disease = make_disease(title="Gout", slug="gout")
    found = answer(author, own=f"diseases.disease:{disease.pk}")["found"]
    assert [one["address"] for one in found[:3]] == [
        "/diseases/gout/",
        "/diseases/gout/evidence/",
        "/",
    ]
    assert [one["own"] for one in found[:3]] == [True, True, False]
    assert [one["kind"] for one in found[:3]] == [
        "disease, Plain page",
        "disease, Page with the evidence",
        "page of the site",
    ]


def test_every_page_that_is_no_entry_is_offered_with_what_stands_above_it():
    assert FIXED_PAGES.keys() >= set(LIST_PAGES)
    for name, title in FIXED_PAGES.items():
        page = page_at(reverse(name))
        if name != "home":  # its heading is a whole sentence
            assert page.heading == title, name


def test_the_places_of_a_page_are_offered_with_their_words(author):
    make_page(title="About", slug="about", body="<h2>Who we are</h2><h2>Money</h2>")
    said = answer(author, address="/about/")
    assert (said["title"], said["said"], said["address"]) == ("About", "Leads to: About", "/about/")
    assert {"name": "section-who-we-are", "words": "Who we are", "level": 2} in said["places"]
    assert answer(author, address="/es/about/#x")["title"] == "About"
    assert answer(author, address="/glossary/")["title"] == "Glossary"
    assert answer(author, address="/trials/?phase=1")["title"] == "Trials"


@pytest.mark.parametrize(
    "address",
    ["/nowhere/", "/admin/", "/articles/none/", "//host/x", "//[", "x", "/%00", "/" * 400, "#x"],
)
def test_no_page_is_said_to_be_none(author, address):
    said = answer(author, address=address)
    assert (said["title"], said["places"]) == ("", [])
    assert said["said"] == "There is no page of this site at this address."


def test_the_own_page_is_asked_as_its_draft_is(author):
    article = make_article(title="Knees", slug="knees", body="<h2>Old</h2>")
    draft_of(article, author.user, body="<h2>New</h2>")
    own = f"articles.article:{article.pk}"

    def places(address, **more):
        return {one["name"] for one in answer(author, address=address, **more)["places"]}

    assert "section-new" in places("#anything", own=own) & places("/articles/knees/", own=own)
    assert "section-old" in places("/articles/knees/")
    assert answer(author, address="#x", own=own)["own"] is True
    article.refresh_from_db()
    assert article.body == "<h2>Old</h2>" and article.is_live


def test_of_an_entry_with_two_pages_the_one_that_has_the_place_is_meant(author):
    disease = make_disease(slug="gout", answer_works="<p>No.</p>", risks="<p>Fever.</p>")
    own = f"diseases.disease:{disease.pk}"
    said = answer(author, address="#contents-title", own=own)
    assert (said["address"], said["own"]) == ("/diseases/gout/evidence/", False)
    assert answer(author, address="#works", own=own)["address"] == "/diseases/gout/"


def test_the_places_of_a_page_that_is_not_public_are_those_of_its_draft(author):
    article = make_article(title="Knees", slug="knees", live=False, body="")
    draft_of(article, author.user, body="<h2>Coming</h2>")
    said = answer(author, address="/articles/knees/")
    assert said["said"] == "Leads to: Knees, draft, not public yet"
    assert "section-coming" in [one["name"] for one in said["places"]]


@pytest.mark.parametrize("own", ["x", "articles.article:", "articles.article:9", "a:1:2", "\x00:1"])
def test_nonsense_for_the_own_entry_is_passed_over(author, own):
    assert answer(author, own=own)["found"][0]["address"] == "/"


@pytest.mark.parametrize("size", [2, 20])
def test_a_search_costs_the_same_at_any_size(author, size, django_assert_max_num_queries):
    for number in range(size):
        disease = make_disease(title=f"Row {number}")
        make_statement(title=f"Row {number}", disease=disease)
        make_article(title=f"Row {number}", live=False)
        hidden = make_disease(title=f"Row {number}", slug=f"hidden-{number}", live=False)
        draft_of(hidden, author.user)
    rebuild()
    answer(author, q="row")
    for query in ({}, {"q": "row"}, {"q": "row of many more words than one"}):
        with django_assert_max_num_queries(9):
            answer(author, **query)


def test_only_colleagues_who_may_see_entries_get_an_answer():
    assert reverse("admin:desk_link_targets") == ADDRESS
    for role in ("Author", "Medical reviewer", "Read-only", "Publisher"):
        assert desk(role).get(ADDRESS).status_code == 200
        assert desk(role).post(ADDRESS).status_code == 405
    assert desk().get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 302
    visitor = Client()
    visitor.force_login(User.objects.create_user("visitor"))
    assert visitor.get(ADDRESS).status_code == 302
