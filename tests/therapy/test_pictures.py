"""The drawn pictures show what is published, nothing else, and lead there by ordinary links."""

import re

import pytest
from django.template.loader import get_template, render_to_string

from tests.factories import make_mechanism, make_publication, make_source
from tests.visits import body, words
from therapy import pictures
from therapy.models import Mechanism, TissueSource

pytestmark = pytest.mark.django_db

SOURCES = "/sources/"
MECHANISMS = "/mechanisms/"


def picture(page, name):
    """The figure with this class, from its start to its end."""
    found = re.search(rf'<figure class="picture-frame {name}">.*?</figure>', page, re.DOTALL)
    return found.group() if found else ""


def links(markup):
    """Addresses that a keyboard reaches, in order."""
    return re.findall(r'<a href="([^"]+)"(?![^>]*tabindex)', markup)


def test_the_body_map_leads_to_exactly_the_published_sources(client):
    make_source(title="Marrow", body_place="hip")
    make_source(title="Teeth", body_place="teeth")
    make_source(title="Cord tissue", body_place="cord", group="perinatal")
    make_source(title="Cord blood", body_place="cord", group="perinatal")
    make_source(title="Reprogrammed", group="engineered")
    make_source(title="Secret draft", body_place="joint", live=False)
    shown = picture(body(client, SOURCES), "body-map")
    assert links(shown) == [
        "/sources/teeth/",
        "/sources/marrow/",
        "/sources/cord-blood/",
        "/sources/cord-tissue/",
        "/sources/reprogrammed/",
    ]
    assert "Secret" not in shown and "mark-joint" not in shown
    assert re.findall(r"<text[^>]*>(\d)</text>", shown) == ["1", "2", "3"]


def test_a_mark_in_the_drawing_is_no_second_stop_for_the_keyboard(client):
    make_source(title="Marrow", body_place="hip")
    shown = picture(body(client, SOURCES), "body-map")
    drawing = shown[shown.index("<svg") : shown.index("</svg>")]
    assert 'aria-hidden="true" focusable="false"' in drawing
    assert '<a href="/sources/marrow/" tabindex="-1">' in drawing
    assert words(shown[shown.index("</svg>") :]).startswith("From the body 1 Hip bone Marrow")


def test_places_are_numbered_on_through_both_drawings(client):
    make_source(title="Marrow", body_place="hip")
    make_source(title="Placenta", body_place="placenta", group="perinatal")
    shown = picture(body(client, SOURCES), "body-map")
    assert re.findall(r'<ol [^>]*start="(\d)"', shown) == ["1", "2"]


def test_only_a_drawing_that_has_a_place_is_shown(client):
    make_source(title="Placenta", body_place="placenta", group="perinatal")
    shown = picture(body(client, SOURCES), "body-map")
    assert "map-birth" in shown and "map-body" not in shown


def test_a_crowded_place_names_a_few_and_counts_the_rest(client):
    for number in range(7):
        make_source(title=f"Marrow {number}", body_place="hip")
        make_source(title=f"Elsewhere {number}")
    shown = words(picture(body(client, SOURCES), "body-map"))
    assert "Marrow 2" in shown and "Marrow 3" not in shown and "and 4 more" in shown
    assert "Elsewhere 5" in shown and "Elsewhere 6" not in shown and "and 1 more" in shown


def test_long_names_are_connected_by_numbers_alone(client):
    make_source(title="Marrow", body_place="hip")
    assert "map-lines" in body(client, SOURCES)
    make_source(title="A very long name " * 10, body_place="teeth")
    page = body(client, SOURCES)
    assert "map-lines" not in page and 'mark-hip"' in page


def test_every_place_of_the_body_has_a_mark_inside_its_drawing():
    places = {**pictures.BODY.places, **pictures.BIRTH.places}
    assert set(places) == set(TissueSource.BodyPlace.values)
    for drawing in (pictures.BODY, pictures.BIRTH):
        for x, y in drawing.places.values():
            assert 12 <= x <= 228 and 12 <= y <= drawing.height - 12


def test_a_source_page_shows_its_place(client):
    make_source(title="Marrow", body_place="hip")
    make_source(title="Reprogrammed", group="engineered")
    page = body(client, "/sources/marrow/")
    assert 'class="spot-mark" cx="86" cy="254"' in page and "Hip bone" in page
    assert "spot-mark" not in body(client, "/sources/reprogrammed/")


def test_the_ways_of_acting_are_the_published_mechanisms_with_their_grades(client):
    make_mechanism(title="Calming", support_human="weak", support_animal="strong", drawing="calm")
    make_mechanism(title="Vesicles", support_in_vitro="indirect")
    make_mechanism(title="Secret", live=False)
    shown = picture(body(client, MECHANISMS), "ways-picture")
    assert links(shown) == ["/mechanisms/calming/", "/mechanisms/vesicles/"]
    said = words(shown)
    assert "Calming In people : weak In animals : strong In the laboratory : not graded" in said
    assert "In the laboratory : indirect" in said
    assert "It does not say that a treatment helps people." in said
    assert "Secret" not in shown


def test_many_ways_of_acting_are_cut_and_the_rest_is_in_the_table(client):
    for number in range(14):
        make_mechanism(title=f"Way {number:02d}")
    page = body(client, MECHANISMS)
    shown = picture(page, "ways-picture")
    assert shown.count('class="way"') == pictures.WAYS_SHOWN
    assert "All ways of acting that we describe" in shown
    assert ">Way 13</a>" in page


def test_each_drawing_that_editors_can_choose_exists():
    for drawing in ["", *Mechanism.Drawing.values]:
        get_template(Mechanism(drawing=drawing).drawing_template)


def test_the_tree_of_cells_rests_on_a_published_page_and_its_sources(client):
    make_source()
    make_mechanism(title="Draft tree", drawing="lineages", live=False)
    assert "cell-tree" not in body(client, SOURCES)
    make_mechanism(
        title="Differentiation",
        plain_summary="Few cells survive in the body.",
        drawing="lineages",
        cites=[
            make_publication(title="Bone in a dish", authors_text="Friedenstein A", year=1970),
            make_publication(authors_text="Secret S", live=False),
        ],
    )
    shown = picture(body(client, SOURCES), "cell-tree")
    said = words(shown)
    assert "Turning into other cells in a dish is not the same as repairing a body." in said
    assert "Few cells survive in the body." in said and "Friedenstein A 1970" in said
    assert "/mechanisms/differentiation/" in links(shown)
    assert "Secret" not in shown
    for kind in ("Bone cells", "Cartilage cells", "Fat cells"):
        assert kind in said
    assert "cell-tree" in body(client, "/mechanisms/differentiation/")


def test_a_retracted_source_of_the_tree_is_marked(client):
    make_source()
    paper = make_publication(retraction="retracted")
    make_mechanism(drawing="lineages", cites=[paper])
    assert "retraction-retracted" in picture(body(client, SOURCES), "cell-tree")


def test_pictures_without_entries_are_not_drawn(client):
    assert "<figure" not in body(client, SOURCES)
    assert "<figure" not in body(client, MECHANISMS)
    for part, name in (("body_map", "map"), ("ways", "ways"), ("differentiation", "tree")):
        assert not render_to_string(f"therapy/_{part}.html", {name: None}).strip()


@pytest.mark.parametrize("size", [1, 6])
def test_pictures_cost_the_same_at_any_size(django_assert_num_queries, size):
    for _ in range(size):
        make_source(body_place="hip")
        make_mechanism(drawing="lineages", cites=[make_publication()])
    pictures.differentiation()  # content types are known from here on
    with django_assert_num_queries(4):
        made = {
            "body_map": {"map": pictures.body_map()},
            "ways": {"ways": pictures.ways()},
            "differentiation": {"tree": pictures.differentiation()},
        }
        for part, context in made.items():
            assert "<figure" in render_to_string(f"therapy/_{part}.html", context)


def test_pictures_hold_the_same_numbers_in_every_language(client):
    make_source(title="Marrow", body_place="hip")
    make_mechanism(title="Calming")
    for address in (SOURCES, MECHANISMS):
        ours, theirs = body(client, address), body(client, f"/es{address}")
        assert re.findall(r' d="([^"]*)"', ours) == re.findall(r' d="([^"]*)"', theirs)
    assert 'href="/es/sources/marrow/"' in body(client, f"/es{SOURCES}")
