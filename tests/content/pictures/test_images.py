from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.template.loader import render_to_string
from PIL import Image as Pixels

from articles.models import Article
from content.models import Image
from content.pictures import image_files, images
from content.text import richtext
from tests.content.picture_files import encoded, make_image, picture, stored_files
from tests.factories import make_disease

pytestmark = pytest.mark.usefixtures("media")


@pytest.mark.django_db
def test_copies_are_made_after_the_commit(media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(encoded(picture(900, 600)))
        assert not image.renditions.exists()
    made = list(image.renditions.values_list("shape", "format", "width", "height"))
    whole, cards = [(400, 267), (800, 533), (900, 600)], [(320, 213), (640, 427), (900, 600)]
    assert made == [
        (shape, name, *size)
        for shape, sizes in (("card", cards), ("whole", whole))
        for name in ("avif", "webp")
        for size in sizes
    ]
    for copy in image.renditions.all():
        with Pixels.open(copy.file) as opened:
            assert opened.size == (copy.width, copy.height)
            assert opened.format == copy.format.upper()
        part = "card-50-50-" if copy.shape == "card" else ""
        assert copy.file.name == f"{image.folder}/{part}{copy.width}.{copy.format}"
    assert len(stored_files(media)) == 13 and images.make_copies(image) == 0


@pytest.mark.django_db
def test_a_transparent_picture_has_transparent_copies(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(encoded(picture(60, 40, "RGBA", (9, 9, 9, 0)), "PNG"))
    for copy in image.renditions.all():
        with Pixels.open(copy.file) as opened:
            assert opened.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("disk", [0], indirect=True)
def test_a_full_disk_leaves_no_half_picture(disk, media):
    with pytest.raises(images.NotStored, match="No space left on device"):
        make_image()
    assert stored_files(media) == [] and not Image.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("disk", [3], indirect=True)
def test_a_failing_copy_leaves_the_others_and_can_be_made_later(
    disk, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(encoded(picture(900, 600)))
    assert image.renditions.count() == 2 and len(stored_files(media)) == 3
    assert len(images.missing_copies(image)) == 10
    disk.room = 20
    assert images.make_copies(image) == 10 and len(stored_files(media)) == 13


@pytest.mark.django_db
def test_a_row_that_cannot_be_saved_leaves_no_file(media):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(alt="")
    assert stored_files(media) == []


@pytest.mark.django_db
def test_a_copy_made_twice_at_once_is_kept_once(media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()
    again = image_files.Copy("whole", "avif", 60, 40, b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        images.add_copy(image, again)
    assert len(stored_files(media)) == 5
    assert image.renditions.get(format="avif", shape="whole").file.size > 1


# Use and deletion


@pytest.mark.django_db
def test_deleting_an_image_deletes_its_files_after_the_commit(
    media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image, other = make_image(), make_image()
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
        assert len(stored_files(media)) == 10
    assert [name for name in stored_files(media) if other.folder not in name] == []
    assert not (media / image.folder).exists() and len(stored_files(media)) == 5


def in_text(image):
    body = f'<p><img src="{image.file.url}" alt="x"></p>'
    return Article.objects.create(title="Text", slug="text", body=body)


def in_disease(image):
    risks = f'<p><img src="/media/{image.folder}/400.webp" alt="x"></p>'
    return make_disease(title="Asthma", risks=risks)


def as_hero(image):
    return Article.objects.create(title="Hero", slug="hero", hero=image)


@pytest.mark.django_db
@pytest.mark.parametrize("use", [in_text, in_disease, as_hero])
def test_an_image_in_use_is_not_deleted(use, media):
    image, unused = make_image(), make_image()
    user = use(image)
    assert images.uses(image) == [user] and images.uses(unused) == []
    with pytest.raises(models.ProtectedError), transaction.atomic():
        image.delete()
    with pytest.raises(models.ProtectedError), transaction.atomic():
        Image.objects.filter(pk=image.pk).delete()
    assert Image.objects.filter(pk=image.pk).exists() and len(stored_files(media)) == 2
    unused.delete()
    user.delete()
    image.delete()
    assert not Image.objects.exists()


# The rule about words


@pytest.mark.parametrize(
    ("alt", "decorative", "right"),
    [("x", False, True), ("", True, True), ("", False, False)]
    + [("x", True, False), ("  ", False, False)],
)
def test_a_picture_has_a_text_alternative_or_is_decorative(alt, decorative, right):
    image = Image(title="a", alt=alt, is_decorative=decorative)
    if right:
        image.clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            image.clean()
        assert list(refusal.value.message_dict) == ["alt"]


# Showing


def render(image, **context):
    context = {"picture": images.picture(image)} | context
    return render_to_string("includes/_picture.html", context)


@pytest.mark.django_db
def test_a_picture_is_shown_with_lighter_copies_size_and_credit(shown):
    markup = render(shown, sizes="50vw")
    folder = f"/media/{shown.folder}"
    assert (
        f'<source type="image/avif" srcset="{folder}/400.avif 400w, {folder}/800.avif 800w, '
        f'{folder}/900.avif 900w" sizes="50vw">'
    ) in markup
    assert markup.index("image/avif") < markup.index("image/webp")
    assert (
        f'<img src="{folder}/original.jpg" alt="Round cells" width="900" height="600" '
        'loading="lazy" decoding="async">'
    ) in markup
    assert "A &lt;b&gt; &amp; C, CC BY 4.0</figcaption></figure>" in markup


@pytest.mark.django_db
def test_a_decorative_picture_without_credit_needs_no_caption(
    django_capture_on_commit_callbacks, django_assert_num_queries
):
    make_image(alt="", is_decorative=True)
    image = Image.objects.prefetch_related("renditions").get()
    with django_assert_num_queries(0):
        markup = render(image, eager=True)
    assert 'alt=""' in markup and "figure" not in markup and "lazy" not in markup
    assert "<source" not in markup  # no copies yet: the original is shown


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_all_pictures_of_a_text_cost_one_query(count, shown, django_assert_num_queries):
    body = "".join(
        f'<p><img src="{image.file.url}" alt="n"></p>'
        for image in [shown, *(make_image() for _ in range(count - 1))]
    )
    with django_assert_num_queries(1):
        found = images.pictures_in(body, "<p>no picture</p>", body)
    assert len(found) == count
    # Texts show pictures whole.
    assert found[shown.file.name] == replace(images.picture(shown), card=())
    markup = richtext.with_renditions(richtext.clean(body), found)
    assert markup.count("<picture>") == count and markup.count('alt="n"') == count


def test_a_text_without_pictures_costs_nothing():
    assert images.pictures_in("<p>a</p>", "") == {}
