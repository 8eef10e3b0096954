"""Social cards: one picture per page, made from its title and type, and nothing else."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from content.web import card_drawing, cards
from tests import factories
from tests.visits import body

pytestmark = pytest.mark.django_db

LONG = "A randomised, double-blind, sham-controlled trial of cells in heart failure " * 6


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def card_on(client, address):
    """The address of the card that a page names."""
    page = body(client, address)
    [found] = re.findall('<meta property="og:image" content="http://testserver([^"]*)"', page)
    return found


def opened(answer):
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"
    return Image.open(BytesIO(answer.content))


@pytest.mark.parametrize("title", ["Crohn's disease", "β-talasemia, ñandú", LONG[:200]])
def test_a_page_names_its_card_with_its_size(client, title):
    disease = factories.make_disease(title=title, slug="x")
    page = body(client, disease.get_absolute_url())
    assert 'property="og:image:width" content="1200"' in page
    assert 'property="og:image:height" content="630"' in page
    assert 'name="twitter:card" content="summary_large_image"' in page
    answer = client.get(card_on(client, disease.get_absolute_url()))
    assert opened(answer).size == (1200, 630)
    assert len(answer.content) < 60_000
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_every_page_of_the_interface_has_one_too(client):
    seen = {card_on(client, address) for address in ("/", "/diseases/", "/safety/")}
    assert len(seen) == 3
    for address in seen:
        assert opened(client.get(address)).size == (1200, 630)


def test_another_title_has_another_address(client):
    disease = factories.make_disease(title="Old title", slug="x")
    old = card_on(client, disease.get_absolute_url())
    disease.title = "New title"
    disease.save()
    new = card_on(client, disease.get_absolute_url())
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200 and new != old


def test_the_card_of_an_entry_is_the_same_in_every_language_of_the_interface(client):
    disease = factories.make_disease()
    address = disease.get_absolute_url()
    assert card_on(client, address) == card_on(client, f"/es{address}")


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_is_not_public_has_no_card(client, withdrawn):
    disease = factories.make_disease(title="Secret")
    address = cards.entry_address(disease)
    assert client.get(address).status_code == 200
    disease.is_live, disease.withdrawn_at = False, disease.published_at if withdrawn else None
    disease.save()
    assert client.get(address).status_code == (410 if withdrawn else 404)


@pytest.mark.parametrize(
    "address",
    [
        "/cards/disease/x.0000000000000000.png",
        "/cards/disease/nothing.0000000000000000.png",
        "/cards/user/admin.0000000000000000.png",
        "/cards/safetyitem/x.0000000000000000.png",
        "/cards/page/QnV5IG5vdw.000000000000000000000000.png",
        "/cards/page/%s.000000000000000000000000.png" % ("A" * 1300),
        "/cards/disease/x.png",
        "/cards/",
    ],
)
def test_nobody_can_have_other_words_drawn(client, address):
    factories.make_disease(slug="x")
    assert client.get(address).status_code == 404


def test_a_card_is_drawn_once(client, data_folder, monkeypatch):
    address = cards.entry_address(factories.make_disease())
    first = client.get(address).content
    monkeypatch.setattr(card_drawing, "draw", None)
    assert client.get(address).content == first
    assert len(list((data_folder / "cards").iterdir())) == 1


def test_a_folder_that_takes_nothing_does_not_matter(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "missing" / "folder"
    assert client.get(cards.entry_address(factories.make_disease())).status_code == 200


def test_the_folder_has_a_bound(data_folder, monkeypatch):
    monkeypatch.setattr(cards, "MOST_KEPT", 10)
    monkeypatch.setattr(cards, "PRUNED_AT_ONCE", 5)
    for number in range(25):
        cards.picture(cards.Card(f"Title {number}"))
    assert len(list((data_folder / "cards").iterdir())) <= 10


def test_many_at_once_get_the_same_whole_picture(data_folder):
    card = cards.Card("One title", "Disease")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(cards.picture, [card] * 24))
    assert len(found) == 1
    assert [file.suffix for file in (data_folder / "cards").iterdir()] == [".png"]


def test_a_title_that_never_fits_is_cut(data_folder):
    size, lines = card_drawing.fitted(LONG)
    assert size == min(card_drawing.SIZES) and lines[-1].endswith("…")
    widest = card_drawing.WIDTH - 2 * card_drawing.MARGIN
    assert all(card_drawing.font(size).getlength(line) <= widest for line in lines)


@pytest.mark.parametrize("title", ["", "x" * 500, "\x00\u202e\u2028", "🙂 中文", " "])
def test_odd_titles_are_drawn(title):
    assert card_drawing.draw(title, "").startswith(b"\x89PNG")


def test_a_card_costs_one_query(client, django_assert_num_queries):
    address = cards.entry_address(factories.make_disease())
    with django_assert_num_queries(1):
        client.get(address)


def test_the_font_comes_with_its_licence():
    folder = card_drawing.FONT.parent
    assert card_drawing.FONT.stat().st_size < 300_000
    assert "SIL OPEN FONT LICENSE" in (folder / "SourceSerifPro-LICENSE.txt").read_text()
