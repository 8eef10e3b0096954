"""What stays in sight where only a part of a picture is shown."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from content.models import Image
from content.pictures import image_files, images
from tests.content.picture_files import colours_of, encoded, make_image, quarters, stored_files
from tests.editorial.at_desk import desk, form_of, send, url
from tests.factories import make_article, make_topic
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

LEFT, RIGHT, TOP, BOTTOM = {"red", "blue"}, {"lime", "yellow"}, {"red", "lime"}, {"blue", "yellow"}
ALL = LEFT | RIGHT


@pytest.fixture
def stored(django_capture_on_commit_callbacks):
    def store(width, height, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return make_image(encoded(quarters(width, height), "PNG"), **fields)

    return store


@pytest.fixture
def publisher():
    return desk("Publisher")


def cards_of(image):
    return image.renditions.filter(shape="card")


def colours(image):
    """What the cards of an image show; all of them show the same."""
    found = [colours_of(card.file) for card in cards_of(image)]
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize(
    ("size", "focus", "kept"),
    [
        ((1200, 400), ("0.50", "0.50"), ALL),
        ((1200, 400), ("0.10", "0.50"), LEFT),
        ((1200, 400), ("0", "0"), LEFT),
        ((1200, 400), ("0.90", "0.20"), RIGHT),
        ((1200, 400), ("1", "1"), RIGHT),
        ((400, 1200), ("0.50", "0.10"), TOP),
        ((400, 1200), ("0", "1"), BOTTOM),
        ((600, 400), ("0", "0"), ALL),  # nothing is cut off
    ],
)
def test_cards_show_the_part_around_the_focal_point(stored, size, focus, kept):
    x, y = map(Decimal, focus)
    image = stored(*size, focus_x=x, focus_y=y)
    assert colours(image) == kept
    for card in cards_of(image):
        assert abs(card.width / card.height - 1.5) < 0.01 and card.width <= size[0]
    assert all(colours_of(copy.file) == ALL for copy in image.renditions.filter(shape="whole"))


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3, 2), (2, 3), (3200, 17)])
@pytest.mark.parametrize("focus", [(0, 0), (0.5, 0.5), (1, 1), (0.99, 0.01)])
def test_a_part_is_never_empty_and_never_outside(size, focus):
    left, upper, right, lower = image_files.crop(*size, image_files.CARD, focus)
    assert 0 <= left < right <= size[0] and 0 <= upper < lower <= size[1]


def test_moving_the_point_cuts_the_cards_anew_and_leaves_the_rest(
    stored, publisher, media, django_capture_on_commit_callbacks
):
    image = stored(1200, 400)
    before, whole = stored_files(media), set(image.renditions.filter(shape="whole"))
    old = {card.file.name for card in cards_of(image)}
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(publisher, url(image), focus_x="0.9", focus_y="0.5")
    assert answer.status_code == 302
    image = Image.objects.get()
    assert colours(image) == RIGHT and images.missing_copies(image) == set()
    assert set(image.renditions.filter(shape="whole")) == whole
    new = {card.file.name for card in cards_of(image)}
    assert not old & new and {"card-90-50-" in name for name in new} == {True}
    assert stored_files(media) == sorted(set(before) - old | new)


def test_a_form_without_a_change_of_the_point_makes_nothing_anew(
    stored, publisher, media, django_capture_on_commit_callbacks
):
    image = stored(1200, 400, focus_x=Decimal("0.1"))
    before = stored_files(media)
    with django_capture_on_commit_callbacks(execute=True):
        send(publisher, url(image), title="Another title")
        send(publisher, url(image), focus_x="", focus_y="")  # left empty: as it is
    image.refresh_from_db()
    assert (image.title, image.focus_x, image.focus_y) == (
        "Another title",
        Decimal("0.1"),
        Decimal("0.5"),
    )
    assert stored_files(media) == before


def test_cards_that_could_not_be_cut_are_missing_and_made_later(stored, publisher):
    image = stored(1200, 400)
    send(publisher, url(image), focus_x="0.9")  # nothing runs after the commit in this test
    image = Image.objects.get()
    assert colours(image) == ALL
    assert {wanted.shape for wanted in images.missing_copies(image)} == {"card"}
    action = {"action": "make_missing_copies", "_selected_action": image.pk}
    publisher.post(reverse("admin:content_image_changelist"), action)
    assert colours(Image.objects.get()) == RIGHT


@pytest.mark.parametrize("value", ["-0.01", "1.01", "x", "0.555", "NaN", "1e9"])
def test_a_point_outside_the_picture_is_refused_beside_its_field(stored, publisher, value):
    image = stored(60, 40)
    answer = send(publisher, url(image), focus_x=value)
    assert list(answer.context["adminform"].form.errors) == ["focus_x"]
    assert Image.objects.get().focus_x == Decimal("0.5")


def test_the_database_keeps_no_point_outside_the_picture(stored):
    image = stored(60, 40)
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(focus_y=Decimal("1.01"))


def test_who_saves_second_is_told_and_decides(stored, publisher):
    image, other = stored(1200, 400), desk("Publisher")
    opened = form_of(publisher.get(url(image)))
    send(other, url(image), focus_x="0.9", alt="Cells of a colleague")
    mine = opened | {"focus_x": "0.1", "_save": "1"}
    answer = publisher.post(url(image), mine)
    said = answer.context["adminform"].form.non_field_errors()[0]
    assert "Somebody saved this picture after you had opened it" in said
    assert "from the left: 0.90" in said and "Cells of a colleague" in said
    assert Image.objects.get().alt == "Cells of a colleague"
    again = form_of(answer)
    assert (again["focus_x"], again["alt"]) == ("0.1", "Round cells")
    assert publisher.post(url(image), again | {"_save": "1"}).status_code == 302
    saved = Image.objects.get()
    assert (saved.focus_x, saved.alt) == (Decimal("0.1"), "Round cells")


def test_a_form_that_does_not_say_what_it_shows_is_no_way_around(stored, publisher):
    image = stored(60, 40)
    sent = form_of(publisher.get(url(image))) | {"title": "Forged", "_save": "1"}
    assert publisher.post(url(image), sent | {"opened": ""}).status_code == 200
    assert Image.objects.get().title == "Cells"


# What visitors get


def test_articles_in_lists_and_on_the_first_page_show_the_card(client, stored):
    hero = stored(1200, 400, focus_x=Decimal("0.9"))
    topic = make_topic()
    make_article(title="With", hero=hero, topic=topic, is_featured=True, order=2)
    make_article(title="Without", topic=topic, is_featured=True, order=1)
    for address in ("/articles/", topic.get_absolute_url(), "/"):
        page = body(client, address)
        (shown,) = re.findall(r'<picture class="card-picture">.*?</picture>', page, re.DOTALL)
        assert f"/media/{hero.folder}/card-90-50-320.avif 320w" in shown, address
        assert 'alt=""' in shown and 'loading="lazy"' in shown


@pytest.mark.parametrize(("size", "is_cut"), [((1200, 400), True), ((800, 400), False)])
def test_phones_get_the_part_of_a_very_wide_lead_picture_alone(client, stored, size, is_cut):
    hero = stored(*size)
    page = body(client, make_article(hero=hero).get_absolute_url())
    cut = f'<source media="(max-width: 40rem)" type="image/avif" srcset="/media/{hero.folder}/card-'
    assert (cut in page) == is_cut
    assert f"/media/{hero.folder}/400.avif 400w" in page


def test_the_library_of_the_editor_shows_the_card(stored, publisher):
    image = stored(1200, 400)
    (found,) = publisher.get(reverse("admin:content_image_library")).json()["pictures"]
    assert found["thumbnail"] == f"/media/{image.folder}/card-50-50-320.webp"
