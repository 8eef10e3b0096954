"""The evidence map as one figure to share."""

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from delivery.static_export.links import fixed_addresses
from tests.factories import make_disease, make_statement
from tests.visits import body

pytestmark = pytest.mark.django_db

SVG, PNG = "/evidence/figure.svg", "/evidence/figure.png"
NAMES = {"s": "http://www.w3.org/2000/svg"}


def drawn(client, address=SVG):
    return ElementTree.fromstring(body(client, address))


def texts(figure):
    return [each.text for each in figure.iterfind(".//s:text", NAMES)]


def placed(title, **fields):
    fields = {"testing_stage": "laboratory", "evidence_direction": "mixed", **fields}
    return make_disease(title=title, **fields)


def test_the_figure_names_every_disease_and_where_it_comes_from(client, settings):
    placed("Stroke & <sepsis>")
    placed("Burns", testing_stage="phase_3_results", evidence_direction="harm")
    placed("Secret draft", live=False)
    figure = drawn(client)
    said = " ".join(texts(figure))
    assert "Stroke & <sepsis>" in said and "Burns" in said and "ecret" not in said
    assert "2 diseases in which these stem or stromal cells were tried" in said
    assert settings.SITE_NAME in said and "http://testserver/evidence/, as of " in said
    assert "Licence of the figure: BSD-3-Clause." in said
    described = figure.find("s:desc", NAMES).text
    assert "More harm, late clinical testing with controlled results: Burns." in described
    assert figure.get("role") == "img" and figure.find("s:title", NAMES).text in said


def test_it_stands_alone(client):
    placed("Stroke")
    page = body(client, SVG)
    for outside in ("class=", "style", "href", "<script", "url("):
        assert outside not in page
    assert client.get(SVG).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_result_is_told_apart_without_its_colour(client):
    for direction in ("benefit", "harm", "no_difference", "mixed", "unclear", ""):
        placed(f"Disease {direction}", evidence_direction=direction)
    figure = drawn(client)
    marks = {each.get("points") for each in figure.iterfind(".//s:polygon", NAMES)}
    assert len(marks) == 1 + 1 + 2 + 2 and texts(figure).count("?") == 2


def test_the_picture_has_the_same_sheet(client):
    placed("Stroke")
    figure, answer = drawn(client), client.get(PNG)
    assert answer.headers["Content-Type"] == "image/png"
    assert "Content-Disposition" not in answer.headers
    size = Image.open(io.BytesIO(answer.content)).size
    assert size == (2 * int(figure.get("width")), 2 * int(figure.get("height")))
    assert len(answer.content) < 400_000


@pytest.mark.parametrize("number", [1, 60])
def test_nothing_is_drawn_outside_the_sheet(client, number):
    for each in range(number):
        placed(f"A long name of a disease that fills more than a line of its cell {each}")
    placed("Antidisestablishmentarianism " * 3, testing_stage="early_human")
    figure = drawn(client)
    width, height = float(figure.get("width")), float(figure.get("height"))
    for each in figure.iterfind(".//s:text", NAMES):
        assert 0 < float(each.get("y")) < height
        if each.get("text-anchor") == "start":
            assert float(each.get("x")) + float(each.get("textLength")) <= width
    said = texts(figure)
    assert ("+ 44 more" in said) == (number == 60)


def test_an_empty_site_has_an_empty_sheet_and_does_not_offer_it(client):
    assert "0 diseases" in body(client, SVG)
    assert client.get(PNG).status_code == 200
    assert "figure.svg" not in body(client, "/evidence/")


def test_the_overview_offers_both_and_says_the_same_in_words(client):
    placed("Stroke")
    page = body(client, "/evidence/")
    assert f'href="{SVG}" download=' in page and f'href="{PNG}" download=' in page
    assert re.search(rf'<img [^>]*src="{SVG}" loading="lazy" alt="[^"]+"', page)


def test_it_speaks_spanish(client):
    placed("Ictus")
    figure = drawn(client, "/es/evidence/figure.svg")
    assert figure.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
    assert "Los resultados no coinciden" in " ".join(texts(figure))
    assert "http://testserver/es/evidence/" in " ".join(texts(figure))


def test_it_is_only_read_and_goes_with_the_site_as_files(client):
    for address in (SVG, PNG):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200
        assert address in set(fixed_addresses())


@pytest.mark.parametrize("address", [SVG, PNG])
def test_it_costs_one_query_at_any_size(client, django_assert_num_queries, address):
    client.get(address)
    for number in range(5):
        make_statement(disease=placed(f"Disease {number}"))
        with django_assert_num_queries(1):
            client.get(address)
