import io
import re
import time
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image as Pixels

from articles.models import Article
from content import image_files, images, richtext
from content.models import Image, ImportRecord, Rendition
from tests.content import picture_files as files
from tests.content.picture_files import SECRET, encoded, picture, upload
from tests.factories import make_disease, make_user

JPEG, PNG = encoded(picture()), encoded(picture(), "PNG")

HONEST = {
    "JPEG": (JPEG, "jpg"),
    "PNG": (PNG, "png"),
    "WebP": (encoded(picture(), "WEBP"), "jpg"),
    "AVIF": (encoded(picture(), "AVIF"), "jpg"),
    "transparent WebP": (encoded(picture(mode="RGBA", colour=(1, 2, 3, 99)), "WEBP"), "png"),
    "WebP with unused transparency": (encoded(picture(mode="RGBA", colour="red"), "WEBP"), "jpg"),
    "transparent PNG": (encoded(picture(mode="RGBA"), "PNG"), "png"),
    "PNG with a palette": (encoded(picture().convert("P"), "PNG", transparency=0), "png"),
    "grey PNG": (encoded(picture(mode="L"), "PNG"), "png"),
    "grey PNG with transparency": (encoded(picture(mode="LA"), "PNG"), "png"),
    "PNG of two colours": (encoded(picture(mode="1"), "PNG"), "png"),
    "PNG of 16 bits": (encoded(picture(mode="I;16", colour=40_000), "PNG"), "png"),
    "JPEG for print": (encoded(picture(mode="CMYK", colour=(9, 9, 9, 9))), "jpg"),
    "progressive JPEG": (encoded(picture(), progressive=True), "jpg"),
    "JPEG of a camera with two views": (files.two_views(), "jpg"),
    "JPEG of a phone": (files.with_place(), "jpg"),
    "PNG with an author": (files.png_with_text(), "png"),
    "one pixel": (encoded(picture(1, 1)), "jpg"),
    "very wide": (encoded(picture(9000, 2)), "jpg"),
}
NOT_USABLE, DAMAGED, MOVING = "not a picture we can use", "damaged or incomplete", "moving picture"
PIXELS, BYTES, STOWAWAY = "too many pixels", "The limit is 10 MB", "besides the picture"
REFUSED = {
    "GIF": (encoded(picture(), "GIF"), NOT_USABLE),
    "BMP": (encoded(picture(), "BMP"), NOT_USABLE),
    "TIFF": (encoded(picture(), "TIFF"), NOT_USABLE),
    "icon": (encoded(picture(), "ICO"), NOT_USABLE),
    "EPS": (encoded(picture(), "EPS"), NOT_USABLE),
    "PDF": (encoded(picture(), "PDF"), STOWAWAY),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', NOT_USABLE),
    "SVG with a script": (b"<svg><script>alert(1)</script></svg>", STOWAWAY),
    "page": (b"<!DOCTYPE html><p>a", STOWAWAY),
    "text": (b"just words", NOT_USABLE),
    "program": (b"MZ\x90\x00" + b"\x00" * 300, NOT_USABLE),
    "first bytes of a JPEG only": (b"\xff\xd8\xff\xe0", NOT_USABLE),
    "first bytes of a PNG only": (b"\x89PNG\r\n\x1a\n", NOT_USABLE),
    "JPEG cut off": (encoded(picture(400, 300))[:-400], DAMAGED),
    "PNG cut off": (encoded(Pixels.effect_noise((99, 99), 50), "PNG")[:-900], DAMAGED),
    "WebP cut off": (encoded(picture(), "WEBP")[:-20], NOT_USABLE),
    "AVIF cut off": (encoded(picture(), "AVIF")[:-60], DAMAGED),
    "PNG with a wrong checksum": (PNG[:-20] + b"\x00\x00\x00\x00" + PNG[-16:], DAMAGED),
    "PNG that claims 60,000 x 60,000": (files.png_header(60_000, 60_000), PIXELS),
    "PNG that claims 7,000 x 7,000": (files.png_header(7_000, 7_000), PIXELS),
    "PNG without its pixels": (files.png_header(3_000, 3_000), DAMAGED),
    "81 million real pixels": (files.bomb_of_pixels(), PIXELS),
    "text that unpacks to 100 MB": (files.png_with_swollen_text(), NOT_USABLE),
    "more than 10 MB": (JPEG + b"\x00" * image_files.MOST_BYTES, BYTES),
    "moving WebP": (files.moving("WEBP"), MOVING),
    "moving PNG": (files.moving("PNG"), MOVING),
    "moving AVIF": (files.moving("AVIF"), MOVING),
    "JPEG and script": (JPEG + b"<SCRIPT>alert(1)</SCRIPT>", STOWAWAY),
    "JPEG with a script in its comment": (encoded(picture(), comment=b"<script>1"), STOWAWAY),
    "PNG and PHP": (files.with_chunk(PNG, b"tEXt", b"a\x00<?php system($_GET[0]);"), STOWAWAY),
    "JPEG and archive": (JPEG + b"PK\x03\x04x" + b"PK\x05\x06" + b"\x00" * 18, STOWAWAY),
    "JPEG and page": (JPEG + b"<html><body onload=alert(1)>", STOWAWAY),
    "PDF and JPEG": (JPEG[:2] + b"\xff\xfe\x00\x0b%PDF-1.4 " + JPEG[2:], STOWAWAY),
}
NAMES = [
    "../../etc/passwd.jpg",
    "..\\..\\boot.ini",
    "cells.php",
    "cells.php\x00.jpg",
    "<img src=x onerror=alert(1)>.jpg",
    "a\r\nSet-Cookie: x.jpg",
    "\u202egpj.exe",
    "x" * 5000 + ".jpg",
    ".htaccess",
    "con",
    "%2e%2e%2fx.svg",
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored_files(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def make_image(data=JPEG, **fields):
    fields = {"title": "Cells", "alt": "Round cells"} | fields
    image = Image(**fields)
    return images.store(image, image_files.checked(upload(data)))


# What comes in


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_picture_is_encoded_anew(kind):
    data, extension = HONEST[kind]
    stored = image_files.checked(upload(data, "any.name"))
    assert stored.name == f"original.{extension}"
    with Pixels.open(stored) as image:
        image.load()
        assert image.format == {"jpg": "JPEG", "png": "PNG"}[extension]
        assert image.mode in ("RGB", "RGBA")
        assert max(image.size) <= image_files.LONGEST_SIDE


@pytest.mark.parametrize("kind", REFUSED)
def test_another_file_is_refused_with_its_name_and_the_reason_at_once(kind):
    data, reason = REFUSED[kind]
    begin = time.monotonic()
    with pytest.raises(image_files.Refused, match=re.escape(reason)) as refusal:
        image_files.checked(upload(data, "my picture.jpg"))
    assert "my picture.jpg" in str(refusal.value)
    assert time.monotonic() - begin < 3


@pytest.mark.parametrize("data", [files.with_place(), files.png_with_text()])
def test_nothing_but_pixels_is_kept(data):
    assert SECRET in data
    stored = image_files.checked(upload(data)).read()
    assert SECRET not in stored
    with Pixels.open(io.BytesIO(stored)) as image:
        assert not image.getexif() and set(image.info) <= {
            *("jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression")
        }


def test_a_picture_taken_upright_stands_upright():
    with Pixels.open(image_files.checked(upload(files.with_place()))) as image:
        assert image.size == (40, 60)
        assert image.convert("RGB").getpixel((35, 5))[0] > 150  # the red corner has turned


def test_colours_are_converted_to_those_of_the_web():
    with Pixels.open(image_files.checked(upload(files.with_exchanged_colours()))) as image:
        red, _green, blue = image.getpixel((5, 5))
        assert blue > 200 and red < 60 and "icc_profile" not in image.info
    with Pixels.open(image_files.checked(upload(files.with_unusable_profile()))) as image:
        assert image.getpixel((5, 5)) == (255, 0, 0)


def test_sixteen_bits_become_eight_with_the_same_brightness():
    with Pixels.open(image_files.checked(upload(HONEST["PNG of 16 bits"][0]))) as image:
        assert image.getpixel((5, 5)) == (156, 156, 156)


def test_a_picture_larger_than_any_page_is_made_smaller():
    with Pixels.open(image_files.checked(upload(encoded(picture(5000, 2500))))) as image:
        assert image.size == (3200, 1600)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_leaves_no_trace(name, media):
    stored = images.store(Image(title="a", alt="b"), image_files.checked(upload(JPEG, name)))
    assert re.fullmatch(r"images/[0-9a-f]{24}/original\.jpg", stored.file.name)
    assert stored_files(media) == [stored.file.name]
    with pytest.raises(image_files.Refused) as refusal:
        image_files.checked(upload(b"no", name))
    assert str(refusal.value).isprintable() and len(str(refusal.value)) < 200


@pytest.mark.parametrize("name", ["x.svg", "x.php", "x", "x.html"])
def test_no_other_type_of_file_can_enter_the_library(name):
    with pytest.raises(SuspiciousFileOperation):
        Image._meta.get_field("file").generate_filename(Image(), name)


# Lighter copies


@pytest.mark.parametrize(
    "width, widths",
    [(300, [300]), (400, [400]), (1000, [400, 800, 1000]), (3200, [400, 800, 1600])],
)
def test_copies_are_never_larger_than_the_original(width, widths):
    assert [small for small, _height in image_files.copy_sizes(width, 500)] == widths


@pytest.mark.django_db
def test_copies_are_made_after_the_commit(media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(encoded(picture(900, 600)))
        assert not image.renditions.exists()
    made = list(image.renditions.values_list("format", "width", "height"))
    sizes = [(400, 267), (800, 533), (900, 600)]
    assert made == [(name, *size) for name in ("avif", "webp") for size in sizes]
    for copy in image.renditions.all():
        with Pixels.open(copy.file) as opened:
            assert opened.size == (copy.width, copy.height)
            assert opened.format == copy.format.upper()
        assert copy.file.name == f"{image.folder}/{copy.width}.{copy.format}"
    assert len(stored_files(media)) == 7 and images.make_copies(image) == 0


@pytest.mark.django_db
def test_a_transparent_picture_has_transparent_copies(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(encoded(picture(60, 40, "RGBA", (9, 9, 9, 0)), "PNG"))
    for copy in image.renditions.all():
        with Pixels.open(copy.file) as opened:
            assert opened.convert("RGBA").getpixel((5, 5))[3] == 0


class FullDisk(FileSystemStorage):
    """Writes half of a file and then has no room."""

    room = 0

    def _save(self, name, content):
        if self.room:
            self.room -= 1
            return super()._save(name, content)
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")


@pytest.fixture
def disk(settings, request):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tests.content.test_images.FullDisk"}
    }
    default_storage.room = request.param
    yield default_storage


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
    assert len(images.missing_copies(image)) == 4
    disk.room = 10
    assert images.make_copies(image) == 4 and len(stored_files(media)) == 7


@pytest.mark.django_db
def test_a_row_that_cannot_be_saved_leaves_no_file(media):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(alt="")
    assert stored_files(media) == []


@pytest.mark.django_db
def test_a_copy_made_twice_at_once_is_kept_once(media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()
    again = image_files.Copy("avif", 60, 40, b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        images.add_copy(image, again)
    assert len(stored_files(media)) == 3
    assert image.renditions.get(format="avif").file.size > 1


# Use and deletion


@pytest.mark.django_db
def test_deleting_an_image_deletes_its_files_after_the_commit(
    media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image, other = make_image(), make_image()
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
        assert len(stored_files(media)) == 6
    assert [name for name in stored_files(media) if other.folder not in name] == []
    assert not (media / image.folder).exists() and len(stored_files(media)) == 3


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
    "alt, decorative, right",
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


@pytest.fixture
def shown(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return make_image(encoded(picture(900, 600)), credit="A <b> & C", licence="CC BY 4.0")


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
    assert found[shown.file.name] == images.picture(shown)
    markup = richtext.with_renditions(richtext.clean(body), found)
    assert markup.count("<picture>") == count and markup.count('alt="n"') == count


def test_a_text_without_pictures_costs_nothing():
    assert images.pictures_in("<p>a</p>", "") == {}


# The desk


@pytest.fixture
def desk(client):
    client.force_login(make_user(is_superuser=True))
    return client


def form(data=JPEG, name="cells.jpg", **fields):
    return {"file": upload(data, name), "title": "Cells", "alt": "Round", "credit": "Me"} | fields


@pytest.mark.django_db
def test_an_editor_adds_a_picture(desk, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(reverse("admin:content_image_add"), form(files.with_place()))
    assert answer.status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.credit) == (40, 60, "Me")
    assert image.renditions.count() == 2 and len(stored_files(media)) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent, sentence",
    [
        (form(b"no", "evil.jpg"), "“evil.jpg” is not a picture we can use."),
        (form(alt=""), "Describe the picture in a few words"),
        (form(is_decorative="on"), "A decorative picture has no text alternative"),
    ],
)
def test_a_refused_picture_is_explained_and_nothing_is_stored(desk, media, sent, sentence):
    answer = desk.post(reverse("admin:content_image_add"), sent)
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert stored_files(media) == [] and not Image.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("disk", [0], indirect=True)
def test_a_full_disk_is_explained_on_the_desk(desk, disk, media):
    answer = desk.post(reverse("admin:content_image_add"), form(), follow=True)
    assert "No space left on device" in answer.content.decode()
    assert not Image.objects.exists()
    answer = desk.post(reverse("admin:content_image_upload"), form())
    assert answer.status_code == 507 and "No space" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_the_list_shows_thumbnails_and_costs_the_same_at_any_size(
    count, desk, django_assert_max_num_queries
):
    for _ in range(count):
        make_image()
    with django_assert_max_num_queries(8):
        answer = desk.get(reverse("admin:content_image_changelist"))
    assert answer.content.decode().count('height="60"') == count


@pytest.mark.django_db
def test_the_form_of_an_image_shows_where_it_is_used_and_keeps_its_file(desk, shown):
    text = in_text(shown)
    address = reverse("admin:content_image_change", args=[shown.pk])
    page = desk.get(address).content.decode()
    assert reverse("admin:articles_article_change", args=[text.pk]) in page
    assert 'type="file"' not in page and "6 made" in page
    before = shown.file.name
    answer = desk.post(address, form(title="New title"))
    shown.refresh_from_db()
    assert answer.status_code == 302 and (shown.title, shown.file.name) == ("New title", before)


@pytest.mark.django_db
@pytest.mark.parametrize("use", [in_text, as_hero])
def test_the_desk_says_what_still_shows_the_image(desk, use):
    image = make_image()
    user = use(image)
    delete = reverse("admin:content_image_delete", args=[image.pk])
    for answer in (
        desk.post(delete, {"post": "yes"}),
        desk.post(
            reverse("admin:content_image_changelist"),
            {"action": "delete_selected", "_selected_action": image.pk, "post": "yes"},
        ),
    ):
        assert answer.status_code == 200 and user.title in answer.content.decode()
    assert Image.objects.exists()


@pytest.mark.django_db
def test_missing_copies_are_made_by_an_action(desk):
    image = make_image()
    sent = {"action": "make_missing_copies", "_selected_action": image.pk}
    answer = desk.post(reverse("admin:content_image_changelist"), sent, follow=True)
    assert "2 smaller copies were made." in answer.content.decode()
    default_storage.delete(image.file.name)
    Rendition.objects.all().delete()
    answer = desk.post(reverse("admin:content_image_changelist"), sent, follow=True)
    assert answer.status_code == 200 and "No such file" in answer.content.decode()


@pytest.mark.django_db
def test_the_editor_uploads_in_place(desk):
    answer = desk.post(reverse("admin:content_image_upload"), form(title="", name="a b.jpg"))
    image = Image.objects.get()
    assert answer.status_code == 201
    assert answer.json() | {"thumbnail": ""} == {
        "src": image.file.url,
        "thumbnail": "",
        "title": "Round",
        "alt": "Round",
        "width": 60,
        "height": 40,
    }
    sent = form(title="", alt="", is_decorative="on", name="line.jpg")
    assert desk.post(reverse("admin:content_image_upload"), sent).json()["title"] == "line.jpg"


@pytest.mark.django_db
def test_the_editor_is_told_why_a_picture_is_refused(desk, media):
    address = reverse("admin:content_image_upload")
    answer = desk.post(address, form(b"no", "evil.jpg", alt=""))
    assert answer.status_code == 400 and {"file", "alt"} == set(answer.json()["errors"])
    assert "evil.jpg" in answer.json()["errors"]["file"][0]["message"]
    assert desk.post(address, {}).status_code == 400
    assert desk.get(address).status_code == 405
    assert stored_files(media) == []


@pytest.mark.django_db
def test_only_staff_with_the_right_upload(client, media):
    address = reverse("admin:content_image_upload")
    assert client.post(address, form()).status_code == 302  # to the login
    client.force_login(make_user())
    answer = client.post(address, form())
    assert (
        answer.status_code == 403
        and "may not add" in answer.json()["errors"]["__all__"][0]["message"]
    )
    assert client.get(reverse("admin:content_image_library")).status_code == 403
    assert stored_files(media) == [] and not Image.objects.exists()


@pytest.mark.django_db
def test_the_library_is_searched_by_words(desk, django_assert_max_num_queries):
    for title in ("Round cells", "Bone marrow"):
        make_image(title=title, alt=f"{title} under a lens")
    address = reverse("admin:content_image_library")
    with django_assert_max_num_queries(4):
        found = desk.get(address, {"q": "lens BONE"}).json()["pictures"]
    assert [picture["title"] for picture in found] == ["Bone marrow"]
    assert len(desk.get(address).json()["pictures"]) == 2


@pytest.mark.django_db
def test_import_records_can_be_seen_and_not_changed(desk):
    disease = make_disease(title="Asthma")
    record = ImportRecord.objects.create(source="starter", key="asthma", entry=disease, digest="0")
    listed = desk.get(reverse("admin:content_importrecord_changelist"))
    assert "Asthma" in listed.content.decode()
    change = reverse("admin:content_importrecord_change", args=[record.pk])
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"key": "x"}).status_code == 403
    assert desk.get(reverse("admin:content_importrecord_add")).status_code == 403
    delete = reverse("admin:content_importrecord_delete", args=[record.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403
