"""What the gate says of links in texts that lead nowhere, or not where they seem to."""

import pytest

from content.models import OldAddress
from content.registry import entry_models
from editorial.versions import drafts
from editorial.workflow import gate, link_checks, page_anchors
from editorial.workflow.gate import Level
from tests.editorial.at_desk import rows
from tests.editorial.moments import draft_of
from tests.factories import (
    make_article,
    make_disease,
    make_page,
    make_safety_item,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
ERROR, WARNING = Level.ERROR, Level.WARNING


def article(*links, **fields):
    """With a link for each address, or for each pair of an address and its words."""
    pairs = [(link, "words") if isinstance(link, str) else link for link in links]
    body = " ".join(f'<a href="{address}">{words}</a>' for address, words in pairs)
    return make_article(body=f"<h2>One thing</h2><p>{body}</p>", **fields)


def found(entry):
    checks = (link_checks.local_pages, link_checks.places, link_checks.addresses)
    return [(one.level, one.code) for check in checks for one in check(entry)]


def said(entry):
    return [str(one) for one in gate.publish_checks(entry) if "link" in one.message]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("//example.org/x", "doubtful_address"),
        ("//x", "doubtful_address"),
        ("mailto:", "doubtful_address"),
        ("mailto:somebody", "doubtful_address"),
        ("mailto:a@example", "doubtful_address"),
        ("mailto:?subject=x", "doubtful_address"),
        ("mailto:a@example.org,b", "doubtful_address"),
        ("tel:", "doubtful_address"),
        ("tel:call-us", "doubtful_address"),
        ("sms:12", "doubtful_address"),
        ("http:/example.org", "doubtful_address"),
        ("https:example.org", "doubtful_address"),
        ("https:///example.org", "doubtful_address"),
        ("https://https://example.org", "doubtful_address"),
        ("https://http//example.org", "doubtful_address"),
        ("http://intranet/x", "doubtful_address"),
        ("http://localhost:8000/x", "doubtful_address"),
        ("http://192.168.0.1/x", "doubtful_address"),
        ("http://10.0.0.7/x", "doubtful_address"),
        ("http://[::1]/x", "doubtful_address"),
        ("http://nas.local/x", "doubtful_address"),
        ("https://example.org:port/x", "doubtful_address"),
        ("https://example..org/", "doubtful_address"),
        ("https://example.org/a b", "doubtful_address"),
        ("/diseases/a b/", "doubtful_address"),
        ("https://", "unfinished_address"),
        ("http:", "unfinished_address"),
        ("", "unfinished_address"),
        ("#", "unfinished_address"),
        ("https://www.google.com/url?q=https://example.org", "passes_on"),
        ("https://www.google.co.uk/url?sa=t", "passes_on"),
        ("https://eur01.safelinks.protection.outlook.com/?url=x&data=a%40b.org", "passes_on"),
        ("https://urldefense.com/v3/__https://example.org", "passes_on"),
        ("https://l.facebook.com/l.php?u=x", "passes_on"),
        ("https://docs.google.com/document/d/1/edit", "private_document"),
        ("https://docs.google.com/document/d/1/view", "private_document"),
        ("https://x.sharepoint.com/:w:/s/a", "private_document"),
        ("https://www.dropbox.com/s/a/b.pdf", "private_document"),
        ("https://drive.google.com/file/d/1/view", "private_document"),
        ("https://link-springer-com.ezproxy.example.edu/x", "private_document"),
        ("file:///C:/x.docx", "private_document"),
        ("C:/x.docx", "private_document"),
        ("http://testserver.example/about/", None),
    ],
)
def test_doubtful_addresses_are_named(settings, address, code):
    settings.SITE_URL = "https://portal.example.org"
    doubt = link_checks.doubt_of(link_checks.Link(address, "words"), "/articles/a/")
    assert (doubt and doubt.code) == code
    assert doubt is None or doubt.level == WARNING


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/",
        "http://example.org",
        "HTTPS://EXAMPLE.ORG/a#b",
        "https://müller.example.org/ä",
        "https://example.org:8443/x?https://y.org",
        "https://web.archive.org/web/2020/https://example.org/",
        "https://1.1.1.1/",
        "https://docs.google.com/forms/d/1/viewform",
        "https://www.google.com/maps/place/x",
        "mailto:a@example.org",
        "mailto:a@example.org?subject=A%20word",
        "mailto:a@example.org,%20b@example.org",
        "tel:111",
        "tel:+44 20 7946 0000",
        "sms:+442079460000",
        ("https://example.org/x", "www.example.org"),
        ("https://www.example.org/x", "example.org."),
        ("https://clinicaltrials.gov/study/NCT1", "ClinicalTrials.gov"),
        ("https://ema.europa.eu/x", "europa.eu"),
        ("https://example.org/a/b", "https://example.org/a/…"),
        ("https://doi.org/10.1/x", "10.1/x"),
        ("https://hospital.org/staff", "Dr.Smith"),
        ("https://example.org/x.pdf", "leaflet.pdf"),
        ("/about/", "example.org"),
        "#section-one-thing",
        "#top",
    ],
)
def test_good_addresses_are_left_alone(link):
    make_page(slug="about")
    assert found(article(link)) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://a.org", "www.b.org"),
        ("https://a.org/x", "https://b.org/x"),
        ("https://a.org/x", "https://a.org/y"),
        ("https://a.org", "b.org/x"),
        ("https://example.org.evil.com/", "example.org"),
        ("/about/", "www.b.org"),
        ("mailto:a@example.org", "b@example.org"),
    ],
)
def test_words_that_show_another_address_are_named(address, words):
    make_page(slug="about")
    entry = article((address, words))
    assert found(entry) == [(WARNING, "other_address_shown")]
    assert f"{address} (“{words}”)" in said(entry)[0]


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("page.html", "/articles/own/page.html"),
        ("leaflet.pdf", "/articles/own/leaflet.pdf"),
        ("../other/", "/articles/other/"),
        ("?page=2", "/articles/own/?page=2"),
        ("100%/x", "/articles/own/100%/x"),
    ],
)
def test_a_relative_address_is_an_error_that_says_where_it_leads(address, where):
    entry = article((address, "the words"), slug="own")
    assert found(entry) == [(ERROR, "relative_address")]
    [sentence] = said(entry)
    assert f"links to {address} (“the words”), which leads to {where} on this site" in sentence
    assert "Begin it with https://" in sentence


@pytest.mark.parametrize("address", ["www.nhs.uk/x", "nhs.uk"])
def test_a_host_without_a_scheme_is_completed_and_no_fault(address):
    entry = article((address, "the words"), slug="own")
    assert f'href="https://{address}"' in entry.body and found(entry) == []


def test_a_local_page_that_is_missing_is_named_with_the_words_of_the_link():
    entry = article(("/nowhere/#x", "the words"))
    assert found(entry) == [(ERROR, "dead_link")]
    assert "links to /nowhere/#x (“the words”), where there is no page." in said(entry)[0]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("#section-one-thing", []),
        ("#nowhere", [(ERROR, "dead_place")]),
        ("#One-Thing", [(ERROR, "dead_place")]),
        ("/articles/own/#section-one-thing", []),
        ("/articles/own/#nowhere", [(ERROR, "dead_place")]),
        ("/es/articles/own/#nowhere", [(ERROR, "dead_place")]),
        ("/articles/own/#", []),
    ],
)
def test_places_of_the_own_page_are_looked_up(live, address, faults):
    assert found(article(address, slug="own", live=live)) == faults


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("/diseases/gvhd/#works", []),
        ("/diseases/gvhd/#nowhere", [(WARNING, "dead_place")]),
        ("/diseases/gvhd/#risks", []),  # a former place, from which a line leads on
        ("/diseases/gvhd/evidence/#nowhere", [(WARNING, "dead_place")]),
        ("/es/diseases/gvhd/#nowhere", [(WARNING, "dead_place")]),
        ("/glossary/#graft", []),
        ("/glossary/#grafted", [(WARNING, "dead_place")]),
        ("/cost/#nowhere", [(WARNING, "dead_place")]),
        ("/about/#section-gr%C3%BC%C3%9Fe", [(WARNING, "dead_place")]),
        ("/about/#section-grue", [(WARNING, "dead_place")]),
        ("/about/#section-hello", []),
    ],
)
def test_places_of_other_pages_are_looked_up(address, faults):
    make_disease(slug="gvhd", risks="<p>Fever.</p>")
    make_term(slug="graft")
    make_page(slug="about", body="<h2>Hello</h2>")
    assert found(article(address)) == faults


def test_of_a_page_that_is_not_public_only_that_is_said():
    make_disease(slug="gvhd", live=False)
    assert found(article("/diseases/gvhd/#nowhere")) == [(WARNING, "link_to_draft")]
    term = make_term(slug="new")
    OldAddress.objects.keep(term, "old")
    assert found(article("/glossary/old/#x")) == [(WARNING, "moved_link")]


def test_a_place_must_be_on_the_page_that_shows_the_link():
    """The plain page of a disease answers “does it work”, the page below it does not."""
    there = '<p><a href="#works">a</a></p>'
    assert found(make_disease(answer_works="<p>A.</p>", answer_safe=there)) == []
    assert found(make_disease(answer_works="<p>A.</p>", risks=there)) == [(ERROR, "dead_place")]


def test_an_entry_that_is_shown_on_a_list_has_the_places_of_the_list():
    bodies = ['<p><a href="#harms">a</a></p>', '<p><a href="#nowhere">a</a></p>']
    good, bad = (make_safety_item(description=body) for body in bodies)
    assert found(good) == []
    assert found(bad) == [(ERROR, "dead_place")]


def test_a_draft_is_asked_for_the_places_that_it_will_have():
    entry = make_article(body="<h2>Old</h2>", slug="own")
    draft_of(
        entry,
        make_user(is_superuser=True),
        body='<h2>New</h2><p><a href="#section-new">a</a> <a href="#section-old">b</a></p>',
    )
    told = [check for check in gate.look_ahead(entry) if check.code == "dead_place"]
    assert len(told) == 1 and "#section-old (“b”)" in told[0].message
    assert not drafts.in_draft.get()


def test_no_page_is_drawn_for_a_text_without_such_links(monkeypatch):
    make_page(slug="about")
    monkeypatch.setattr(page_anchors, "_drawn", None)
    entry = article("/about/", "https://example.org/#x", "#")
    assert (ERROR, "dead_place") not in found(entry)


def test_each_page_is_drawn_once(monkeypatch):
    drawn, draw = [], page_anchors._drawn
    monkeypatch.setattr(
        page_anchors, "_drawn", lambda path, *more: drawn.append(path) or draw(path, *more)
    )
    make_page(slug="about")
    found(article("/about/#a", "/about/#b", "#c", "#d", slug="own"))
    assert sorted(drawn) == ["/about/", "/articles/own/"]


@pytest.mark.parametrize("model", entry_models(), ids=lambda model: model.__name__)
def test_the_places_of_every_type_of_entry_are_read_before_it_is_public(model):
    [entry] = rows(model, 1)
    for address, page in page_anchors.pages_of(entry).items():
        assert page.names, address


def test_a_part_is_named_by_its_first_heading_and_the_frame_of_the_site_is_left_out():
    page = page_anchors.read(
        '<header><h2 id="menu">Menu</h2></header><main id="main"><h1>T</h1>'
        '<section id="a"><h2 id="a-title">First <em>one</em></h2><h3 id="b">Second</h3></section>'
        '<ul><li id="c"><p>no name</p></li></ul><dl><div id="d"><dt>A term</dt></div></dl>'
        '<section id="page-feedback"><h2 id="page-feedback-title">Helpful?</h2></section>'
        '<a href="#b">x</a><a name="e"></a></main><footer><h2 id="foot">Foot</h2></footer>'
    )
    assert page.anchors == [("a", "First one", 2), ("b", "Second", 3), ("d", "A term", 0)]
    assert page.names >= {"menu", "main", "a", "a-title", "c", "e", "foot"}
    assert page.own_links == {("#b", "x")} and page.has("TOP") and not page.has("f")
