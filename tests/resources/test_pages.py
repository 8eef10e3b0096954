import datetime
import re

import pytest
from django.utils import timezone

from content.signals import public_content_changed
from content.web import alphabet
from tests.factories import (
    make_disease,
    make_publication,
    make_question,
    make_red_flag,
    make_resource,
    make_term,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

LIST = "/resources/"
GLOSSARY = "/glossary/"
QUESTIONS = "/questions/"
NOT_CHECKED = "badge-unchecked"
RED_FLAGS = "/safety/red-flags/"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (LIST, "No resource is listed yet"),
        (GLOSSARY, "No term is listed yet"),
        (QUESTIONS, "No question is listed yet"),
        (RED_FLAGS, "No warning sign is listed yet"),
    ],
)
def test_an_empty_list_says_so(client, address, said):
    assert said in body(client, address)


def test_resources_stand_by_kind_with_their_anchors(client):
    registry = make_resource(title="A registry", kind="registry")
    make_resource(title="Z regulator", kind="regulator")
    make_resource(title="Secret", live=False)
    page = body(client, LIST)
    assert page.index("Z regulator") < page.index("A registry")
    assert registry.get_absolute_url() == "/resources/#a-registry"
    assert '<li id="a-registry">' in page
    assert 'href="/feedback/?page=/resources/#report"' in page
    assert "Secret" not in page and "Not listed: clinics." in page


def test_a_resource_says_what_why_and_how_far_it_was_checked(client):
    make_resource(
        title="Checked",
        verification="checked",
        last_checked_on=datetime.date(2026, 9, 1),
        why_trusted="It is a public body.",
        funding_note="Taxes.",
        scope="Japan",
        offered_in="Japanese and English",
        url="https://www.agency.example.org/cells/",
    )
    page = body(client, LIST)
    said = words(page)
    for text in (
        "It is a public body.",
        "Taxes.",
        "Place or field Japan",
        "Languages Japanese and English",
        "Address agency.example.org (checked on the live source)",
    ):
        assert text in said
    assert '<time datetime="2026-09-01">' in page
    assert NOT_CHECKED not in page
    make_resource(title="Unchecked", verification="memory")
    assert NOT_CHECKED in body(client, LIST)


def test_readers_choose_a_kind_in_the_address(client, monkeypatch):
    for number in range(2):
        make_resource(title=f"Registry {number}", kind="registry")
    make_resource(title="Agency", kind="regulator")
    make_resource(title="Secret", kind="society", live=False)
    page = body(client, f"{LIST}?kind=registry")
    assert "Registry 1" in page and "Agency" not in page
    assert "<title>Trusted resources: Trial registries" in page
    assert re.findall(r'href="\?kind=(\w+)"', page) == ["regulator", "registry"]
    assert 'href="?kind=registry" aria-current="true"' in page
    monkeypatch.setattr("resources.views.RESOURCES_ON_A_PAGE", 1)
    assert 'href="?kind=registry&amp;page=2"' in body(client, f"{LIST}?kind=registry")


@pytest.mark.parametrize(
    ("query", "said", "is_kept"),
    [
        ("kind=society", "fits “Kind: Professional societies”", True),
        ("kind=clinic", "has what the address names under “Kind”", False),
        ("kind=registry%27", "has what the address names under “Kind”", False),
    ],
)
def test_a_kind_of_which_there_is_none_is_said_and_finds_nothing(client, query, said, is_kept):
    make_resource(title="Agency", kind="regulator")
    make_resource(title="Secret", kind="society", live=False)
    answer = client.get(f"{LIST}?{query}")
    page = answer.content.decode()
    assert f"Nothing in this list {said}." in page and "Show all" in page
    assert "Agency" not in page and "Secret" not in page and "listed yet" not in page
    assert (answer.headers["Cache-Control"] != "no-store") == is_kept


def test_many_resources_are_paged(client, monkeypatch):
    monkeypatch.setattr("resources.views.RESOURCES_ON_A_PAGE", 2)
    for number in range(3):
        make_resource(title=f"Resource {number}")
    assert "Page 1 of 2" in body(client, LIST)
    assert "Resource 2" in body(client, f"{LIST}?page=2")


def test_a_term_stands_under_its_title_and_its_other_names(client):
    make_term(title="stromal cell", names=["MSC"], definition="A cell of tissue.")
    page = body(client, GLOSSARY)
    assert '<div id="stromal-cell"><dt><a href="/glossary/stromal-cell/">' in page
    assert "A cell of tissue." in page
    assert '<dt>MSC</dt><dd>see <a href="/glossary/stromal-cell/">stromal cell</a>' in page
    assert page.index('id="letter-m"') < page.index('id="letter-s"')


def test_a_long_glossary_shows_one_letter_a_page(client, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 2)
    for title in ("allogeneic", "blinding", "placebo"):
        make_term(title=title)
    page = body(client, f"{GLOSSARY}?letter=p")
    assert "placebo" in page and "blinding" not in page
    assert "<title>Glossary: P" in page


def test_a_term_is_not_the_same_as_another_in_both_places(client):
    other = make_term(title="blood stem cell", definition="It makes blood.")
    hidden = make_term(title="secret term", live=False)
    make_term(title="stromal cell", m2m={"not_the_same_as": [other, hidden]})
    for address in (GLOSSARY, "/glossary/stromal-cell/"):
        page = body(client, address)
        assert "Not the same as" in page and "secret term" not in page
    page = section(body(client, "/glossary/stromal-cell/"), "not-the-same")
    assert '<a href="/glossary/blood-stem-cell/">blood stem cell</a>' in page
    assert "It makes blood." in page


def test_a_term_says_how_to_say_it_and_leads_to_where_it_is_used(client):
    make_term(title="C&C cell", slug="cc-cell", pronunciation="see and see")
    assert "see and see" in body(client, GLOSSARY)
    page = body(client, "/glossary/cc-cell/")
    assert "see and see" in page and 'href="/search/?q=C%26C%20cell"' in page


def test_more_about_a_term_has_links_and_names_its_sources(client):
    make_disease(title="Osteoarthritis")
    make_publication(slug="study2020", authors_text="Smith A, et al.", year=2020)
    term = make_term(
        title="stromal cell",
        pronunciation="STROH-mul",
        long_definition="<p>Tried in osteoarthritis [@study2020].</p>",
    )
    public_content_changed.send(type(term), entry=term)
    page = body(client, "/glossary/stromal-cell/")
    more = section(page, "more")
    assert 'href="/diseases/osteoarthritis/"' in more
    assert '<a href="/publications/study2020/">Smith A 2020</a>' in more
    assert "STROH-mul" in page


def test_a_draft_is_not_found_and_a_withdrawn_entry_is_gone(client):
    make_term(title="draft", live=False)
    make_term(title="gone", live=False, withdrawn_at=timezone.now())
    body(client, "/glossary/draft/", status=404)
    body(client, "/glossary/gone/", status=410)


@pytest.mark.parametrize(
    ("make", "address"), [(make_question, QUESTIONS), (make_red_flag, RED_FLAGS)]
)
def test_printable_lists_stand_in_groups_with_anchors(client, make, address):
    point = make(title="Who pays?", group="cost", why="Trials are free.", verification="archive")
    make(title="Which cells?", group="treatment", verification="archive")
    make(title="Secret", live=False)
    page = body(client, address)
    assert page.index("Which cells?") < page.index("Who pays?")
    assert point.get_absolute_url() == f"{address}#who-pays"
    assert '<li id="who-pays">' in page and "Trials are free." in page
    assert "Secret" not in page and "not yet checked" not in page
    make(title="From memory", verification="memory")
    assert body(client, address).count("not yet checked") == 1


@pytest.mark.parametrize(
    ("make", "address"), [(make_question, QUESTIONS), (make_red_flag, RED_FLAGS)]
)
def test_a_point_can_be_ticked_and_is_never_sent(client, make, address):
    make(title="Which cells?")
    page = body(client, address)
    label = re.search(r'<label class="check">(.*?)</label>', page).group(1)
    assert '<input type="checkbox">' in label and "Which cells?" in label
    assert "Ticks are not stored" in page and "data-print hidden>Print this list" in page
    assert "name=" not in label and "<form" not in page[: page.index(label)].split("<main")[1]


def test_no_tick_is_no_proof_of_safety(client):
    assert 'id="ticked"' not in body(client, RED_FLAGS)
    make_red_flag()
    page = section(body(client, RED_FLAGS), "ticked")
    assert "No tick does not mean that an offer is safe." in page and "/regulation/" in page


def test_a_disease_page_shows_both_lists_and_leads_to_them(client):
    make_disease(title="Stroke")
    page = body(client, "/diseases/stroke/evidence/")
    assert 'id="red-flags"' not in page and 'id="questions"' not in page
    make_question(title="Who pays?")
    make_red_flag(title="Patient stories")
    page = body(client, "/diseases/stroke/evidence/")
    assert "Patient stories" in section(page, "red-flags")
    assert "Who pays?" in section(page, "questions")
    assert f'href="{RED_FLAGS}"' in page and f'href="{QUESTIONS}"' in page


@pytest.mark.parametrize("address", [LIST, GLOSSARY, "/glossary/x/", QUESTIONS, RED_FLAGS])
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


def test_lists_cost_the_same_at_any_size(client):
    def add():
        make_resource()
        make_term(names=["other name"], m2m={"not_the_same_as": [make_term()]})
        make_question()
        make_red_flag()

    add()
    addresses = (LIST, GLOSSARY, QUESTIONS, RED_FLAGS)
    before = {address: cost(client, address) for address in addresses}
    for _ in range(5):
        add()
    for address, queries in before.items():
        assert cost(client, address) == queries <= 6


def test_a_term_costs_the_same_with_little_and_with_much(client):
    term = make_term(title="stromal cell", names=["name"], m2m={"not_the_same_as": [make_term()]})
    before = cost(client, term.get_absolute_url())
    for number in range(5):
        term.names.create(text=f"name {number}")
        term.not_the_same_as.add(make_term())
    assert cost(client, term.get_absolute_url()) == before <= 6
