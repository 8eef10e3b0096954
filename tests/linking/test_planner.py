import pytest

from linking.planner import COUNTED, plan_links, sha_of
from tests.linking.cases import (
    TRAPS,
    flags,
    linked,
    make_dictionary,
    make_name,
    terms_dictionary,
)


@pytest.mark.parametrize("case", TRAPS, ids=lambda case: case["name"])
def test_trap_case_is_linked_as_expected(case):
    dictionary = terms_dictionary(case.get("unambiguous", ()))
    options = {"self_target": case.get("self_target"), "exclude": case.get("exclude", ())}
    assert linked(case["html"], dictionary, **options) == case["expected"]


def test_all_trap_cases_are_there():
    assert len(TRAPS) == 44


# Sections


def test_first_mention_links_once_in_each_section():
    html = "<p>Gout, gout.</p><h2>A</h2><p>Gout.</p><h3>B</h3><p>Gout.</p><h2>C</h2><p>Gout.</p>"
    assert linked(html, make_dictionary("gout")) == (
        "<p>[[gout|Gout]], gout.</p><h2>A</h2><p>[[gout|Gout]].</p><h3>B</h3><p>Gout.</p>"
        "<h2>C</h2><p>[[gout|Gout]].</p>"
    )


def test_repeats_in_a_section_are_mentions():
    assert flags("<p>Gout and gout</p>", make_dictionary("gout")) == [
        ("Gout", "gout", "linked"),
        ("gout", "gout", "repeat"),
    ]


def test_another_name_of_the_same_target_is_a_repeat():
    dictionary = make_dictionary("gout", make_name("gouty arthritis", "gout"))
    assert linked("<p>Gouty arthritis is gout.</p>", dictionary) == (
        "<p>[[gout|Gouty arthritis]] is gout.</p>"
    )


def test_heading_inside_a_quotation_starts_no_section():
    html = "<p>gout</p><blockquote><h2>x</h2></blockquote><p>gout</p>"
    assert [flag for *_, flag in flags(html, make_dictionary("gout"))] == ["linked", "repeat"]


# Where no link may be


@pytest.mark.parametrize(
    "html",
    [
        "<h2>gout</h2>",
        "<h4><em>gout</em></h4>",
        '<a href="/x">the <strong>gout</strong> page</a>',
        "<blockquote><p>gout</p><blockquote>a</blockquote>gout</blockquote>",
        "<p><q>gout</q> <cite>gout</cite></p>",
        "<figure><figcaption>gout</figcaption></figure>",
        "<table><caption>gout</caption><tr><th>gout</th></tr></table>",
        "<pre><code>gout</code></pre>",
        '<p><abbr title="gout">gout</abbr> <dfn>gout</dfn></p>',
        '<p data-nolink="">gout <em>gout</em></p>',
        "<P DATA-NOLINK>gout</P>",
        '<ul data-nolink=""><li>gout<ul><li>a</li></ul></li><li>gout</li></ul>',
        "<p><span data-nolink>a <span>b</span> gout</span></p>",
        "<p>so it is [@gout]</p>",
        "<p>so it is [@smith2020; @gout]</p>",
        '<p title="gout > gout" lang=\'"gout>\'>x</p>',
        '<img src="/m/gout.jpg" alt="gout">',
        "<!-- gout > gout -->",
        "<p>x <gout></p>",
        '<p title="gout and <em>gout</em>',
        "<!-- gout <p>gout</p>",
        "<p>&gout; &amp;gouty</p>",
    ],
)
def test_text_out_of_bounds_gets_no_link(html):
    assert linked(html, make_dictionary("gout")) == html


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<h2>Gout</h2>", "heading"),
        ("<table><caption>a <em>gout</em></caption></table>", "heading"),
        ('<a href="/x">gout</a>', "own link"),
        ("<blockquote><h2>gout</h2></blockquote>", "quote"),
        ("<abbr>gout</abbr>", "code"),
        ("<p data-nolink>gout</p>", "nolink"),
        ("<p><span data-nolink>a <span>b</span> gout</span></p>", "nolink"),
    ],
)
def test_a_name_where_no_text_is_linked_tells_why_and_is_no_mention(html, reason):
    ((_surface, target, flag),) = flags(html, make_dictionary("gout"))
    assert (target, flag) == ("gout", reason) and flag not in COUNTED
    assert flags(f"{html}<p>gout</p>", make_dictionary("gout"))[1][2] == "linked"


def test_a_name_does_not_run_from_such_a_place_into_the_text():
    dictionary = make_dictionary("knee pain")
    for html in ("<a>knee</a> pain", "<span data-nolink>knee</span> pain", "knee <q>pain</q>"):
        assert flags(html, dictionary) == []


# Short forms that the text explains


def test_a_short_form_that_the_text_explains_is_a_mention():
    html = "<p>SSS: stiff skin syndrome (SSS). Then SSS again, not SSSS or sss.</p>"
    assert flags(html, make_dictionary("stiff skin syndrome")) == [
        ("SSS", "stiff skin syndrome", "short"),
        ("stiff skin syndrome", "stiff skin syndrome", "linked"),
        ("SSS", "stiff skin syndrome", "short"),
        ("SSS", "stiff skin syndrome", "short"),
    ]


def test_what_the_text_explains_counts_more_than_what_a_short_form_means_elsewhere():
    dictionary = make_dictionary(make_name("SSS", "sick sinus syndrome"), "stiff skin syndrome")
    found = flags("<p>Stiff skin syndrome (SSS). SSS.</p>", dictionary)
    assert {target for _, target, _ in found} == {"stiff skin syndrome"}
    sure = make_dictionary(
        make_name("SSS", "sinus", stands_alone=True), make_name("stiff skin syndrome", "skin")
    )
    found = flags("<p>Stiff skin syndrome (SSS).</p>", sure)
    assert [target for _, target, _ in found] == ["skin", "sinus"]


@pytest.mark.parametrize("bracket", ["(1999)", "(rare)", "(OMIM)", "(S S)", "(WHO)", "( SSS", "()"])
def test_other_brackets_explain_nothing(bracket):
    html = f"<p>Stiff skin syndrome {bracket} then OMIM WHO SSS rare</p>"
    assert len(flags(html, make_dictionary("stiff skin syndrome"))) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>gout</p>",
        "<ul><li>gout</li></ul>",
        "<table><tr><td>gout</td></tr></table>",
        '<p title="data-nolink">gout</p>',
        "<p title=\"a data-nolink b\" lang='x data-nolink '>gout</p>",
        '<p data-nolinks="">gout</p>',
        '<p><img alt="x" data-nolink> gout</p>',
        "<blockquote>a<br>b</blockquote><p>gout</p>",
        "<p>[@key]gout[@key]</p>",
        "<p>a < b gout</p>",
        "<p>[gout]</p>",
        "gout",
    ],
)
def test_text_near_such_places_is_linked(html):
    assert linked(html, make_dictionary("gout")) == html.replace("gout", "[[gout|gout]]")


@pytest.mark.parametrize("gap", ["[@key]", " [@key] ", "<br>", "<!-- -->", "</p><p>", ", ", ". "])
def test_no_name_crosses_a_stop(gap):
    html = f"<p>knee{gap}pain</p>"
    assert flags(html, make_dictionary("knee pain")) == []


@pytest.mark.parametrize("gap", [" ", "\n  ", "&nbsp;", "-", "–", "\u2011", "&#8209;", "-\u200b"])
def test_a_name_crosses_what_joins_words(gap):
    html = f"<p>knee{gap}pain</p>"
    assert linked(html, make_dictionary("knee pain")) == f"<p>[[knee pain|knee{gap}pain]]</p>"


def test_a_name_split_by_markup_does_not_use_up_the_mention():
    html = "<p>knee <em>pain</em>, knee pain</p>"
    assert flags(html, make_dictionary("knee pain", "pain")) == [
        ("knee <em>pain", "knee pain", "split"),
        ("knee pain", "knee pain", "linked"),
    ]


def test_soft_hyphen_entity_stays_inside_the_link():
    assert linked("<p>asth&shy;ma &lt;</p>", make_dictionary("asthma")) == (
        "<p>[[asthma|asth&shy;ma]] &lt;</p>"
    )


@pytest.mark.parametrize(
    "text", ["Sj&ouml;gren", "&ouml;dem", "caf&eacute;", "&#199;a&ccedil;&#xe1;"]
)
def test_entity_letters_are_whole_in_the_link(text):
    dictionary = make_dictionary("Sjögren", "ödem", "café", "çaçá")
    assert [surface for surface, *_ in flags(f"<p>a {text}: &lt;</p>", dictionary)] == [text]


# Pages


def test_the_page_itself_and_targets_it_does_not_want_are_not_linked():
    dictionary = terms_dictionary()
    html = "<p>asthma, lupus, breast cancer</p>"
    assert flags(html, dictionary, self_target="asthma", exclude={"lupus"}) == [
        ("asthma", "asthma", "self"),
        ("lupus", "lupus", "excluded"),
        ("breast cancer", "breastca", "linked"),
    ]
    assert {flag for *_, flag in flags(html, dictionary, exclude={"*"})} == {"excluded"}


def test_targets_may_be_any_hashable_key():
    dictionary = make_dictionary(make_name("gout", (7, 3)), make_name("asthma", (7, 4)))
    assert flags("gout asthma", dictionary, self_target=(7, 3)) == [
        ("gout", (7, 3), "self"),
        ("asthma", (7, 4), "linked"),
    ]


def test_planning_twice_gives_the_same_plan():
    html = "<p>Asthma, lupus &amp; MS: multiple sclerosis</p>"
    assert plan_links(html, terms_dictionary()) == plan_links(html, terms_dictionary())


def test_a_plan_knows_the_text_it_was_made_for():
    plan = plan_links("<p>é</p>", terms_dictionary())
    assert plan.html_sha == sha_of("<p>é</p>") != sha_of("<p>e</p>")


def test_empty_dictionary_links_nothing():
    assert plan_links("<p>asthma</p>", make_dictionary()).spans == ()
