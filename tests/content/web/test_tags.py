import datetime
import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from content.models import Verification
from content.registry import Block
from content.web import badge_icons
from diseases import vocabulary
from diseases.models import SoldCondition
from evidence.models import Authorisation, SafetyItem, Trial
from tests.visits import words


def render(source, **context):
    return Template("{% load badges facts head language page %}" + source).render(Context(context))


def test_dates_are_shown_as_exactly_as_they_are_known():
    day = datetime.date(2024, 12, 18)
    tag = "{% partial_date day precision %}"
    assert render(tag, day=day, precision="day").startswith('<time datetime="2024-12-18">')
    assert render(tag, day=day, precision="month").startswith('<time datetime="2024-12">')
    assert render(tag, day=day, precision="year") == '<time datetime="2024">2024</time>'


def test_an_unknown_date_has_no_time_element():
    assert render("{% partial_date day 'unknown' %}", day=None) == "date not known"


def test_titles_carry_the_name_of_the_site_where_it_fits():
    assert render("{{ 'Asthma'|title_tag }}") == "Asthma – MSC Portal"


@pytest.mark.parametrize("title", ["Word " * 40, "x" * 300, "Graft-versus-host " * 4, "A. " * 60])
def test_no_title_is_longer_than_65_characters(title):
    assert 0 < len(render("{{ title|title_tag }}", title=title)) <= 65


def test_later_pages_of_a_list_have_titles_of_their_own():
    pages = Paginator(range(30), 10)
    titles = {render("{% list_title 'Trials' page %}", page=pages.page(n)) for n in (1, 2, 3)}
    assert titles == {
        "Trials – MSC Portal",
        "Trials, page 2 – MSC Portal",
        "Trials, page 3 – MSC Portal",
    }


def test_only_facts_from_memory_are_marked():
    tag = "{% verification mark %}"
    assert "not yet checked" in render(tag, mark=Verification.MEMORY)
    assert render(tag, mark=Verification.ARCHIVE) == ""
    assert render(tag, mark=Verification.CHECKED) == ""


def test_a_badge_is_a_word_with_a_shape_hidden_from_screen_readers():
    html = render("{% badge 'certainty' 'very_low' 'very low certainty' %}")
    assert 'class="badge badge-certainty certainty-very-low"' in html
    assert re.search(
        r'<svg class="glyph"[^>]* aria-hidden="true"[^>]*>.*</svg></span>very low', html
    )
    assert words(html) == "very low certainty"


def test_a_badge_without_value_is_nothing_and_its_label_is_escaped():
    assert render("{% badge 'phase' '' 'x' %}") == ""
    assert "&lt;b&gt;" in render("{% badge 'phase' '1/2' label %}", label="<b>")


@pytest.mark.parametrize(
    "kind", ["certainty", "direction", "stage", "design", "authorisation", "known"]
)
def test_each_value_has_a_shape_of_its_own(kind):
    shapes = {badge_icons.glyph(kind, value) for value in badge_icons.SHAPES[kind]}
    assert len(shapes) == len(badge_icons.SHAPES[kind])


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        ("certainty", vocabulary.Certainty),
        ("direction", vocabulary.Direction),
        ("stage", vocabulary.TestingStage),
        ("design", vocabulary.Design),
        ("phase", vocabulary.Phase),
        ("trial", Trial.Status),
        ("outcome", Trial.OutcomeDirection),
        ("authorisation", Authorisation.Kind),
        ("setting", SafetyItem.Setting),
        ("seriousness", SafetyItem.Seriousness),
        ("known", SoldCondition.Known),
    ],
)
def test_every_value_of_the_vocabularies_is_drawn(kind, choices):
    assert set(badge_icons.SHAPES[kind]) == set(choices.values)


@pytest.mark.parametrize(
    ("level", "reached"),
    [("laboratory", 1), ("early_human", 2), ("small_controlled", 3), ("phase_3_results", 4)],
)
def test_the_ladder_is_filled_up_to_the_stage_that_was_reached(level, reached):
    shape = badge_icons.shape("stage", level)
    assert (shape.on.count("M"), shape.off.count("M")) == (reached, 4 - reached)


def test_the_discs_of_certainty_say_its_level():
    levels = {"very_low": 1, "low": 2, "moderate": 3, "high": 4}
    for value, number in levels.items():
        shape = badge_icons.shape("certainty", value)
        assert (shape.on.count("M"), shape.off.count("M")) == (number, 4 - number)


def test_an_unknown_value_has_a_shape_too():
    assert "<svg" in badge_icons.glyph("nonsense", "value")


def test_a_lone_mark_tells_its_word_to_screen_readers_and_on_hover():
    html = render("{% mark 'direction' 'no_difference' label %}", label="no <difference")
    assert words(html) == "no &lt;difference" and 'title="no &lt;difference"' in html
    assert render("{% mark 'direction' '' 'x' %}") == ""


def nav(path):
    return render("{% navigation %}", request=RequestFactory().get(path))


def test_the_navigation_says_where_the_visitor_is():
    assert '<a href="/trials/" aria-current="page">' in nav("/trials/")
    assert '<a href="/trials/" aria-current="true">' in nav("/trials/nct1/")
    assert '<a href="/trials/">' in nav("/diseases/")
    assert "aria-current" not in nav("/")
    assert "aria-current" not in render("{% navigation %}")


def canonical(path, **context):
    return render("{% canonical %}", request=RequestFactory().get(path), **context)


def test_the_canonical_address_has_no_filter_and_keeps_the_page():
    pages = Paginator(range(30), 10)
    assert canonical("/trials/?utm=1", page=pages.page(1)) == "http://testserver/trials/"
    assert canonical("/trials/?page=2", page=pages.page(2)) == "http://testserver/trials/?page=2"
    address = canonical("/trials/?page=2&phase=1", page=pages.page(2), query="phase=1")
    assert address == "http://testserver/trials/"


def test_what_the_head_says_is_escaped_once_in_each_of_its_places():
    source = (
        "{% head %} A &amp; {{ b }} {% description %}{{ b }}{% kind %}article{% shown %}"
        '<title>{{ head_title }}</title><i title="{{ head_title }}" class="{{ head_kind }}">'
        "{{ head_description }}{% endhead %}{{ head_title }}"
    )
    assert render(source, b='"<x>') == (
        '<title>A &amp; &quot;&lt;x&gt;</title><i title="A &amp; &quot;&lt;x&gt;" class="article">'
        "&quot;&lt;x&gt;"
    )


def test_a_long_description_is_shortened_for_machines():
    source = (
        "{% head %}{% description %}{{ b }}{% kind %}{% shown %}{{ head_description }}{% endhead %}"
    )
    said = render(source, b="A sentence of some words. " * 20)
    assert len(said) <= 160 and said.endswith(".")


def test_blocks_of_upper_apps_are_rendered_with_their_own_context():
    block = Block("includes/_empty.html", {"message": "Nothing <b>yet</b>"})
    html = render('{% include "includes/_blocks.html" with blocks=blocks only %}', blocks=[block])
    assert '<p class="empty">Nothing &lt;b&gt;yet&lt;/b&gt;</p>' in html
