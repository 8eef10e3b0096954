import io
import re

import pytest
from django.core.exceptions import SuspiciousFileOperation
from PIL import Image as Pixels
from PIL.ImageFile import ImageFile

from content.models import Image
from content.pictures import image_files, images
from tests.content import picture_files as files
from tests.content.picture_files import SECRET, encoded, picture, stored_files, upload

pytestmark = pytest.mark.usefixtures("media")
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
def test_another_file_is_refused_with_its_name_and_the_reason(kind):
    data, reason = REFUSED[kind]
    with pytest.raises(image_files.PictureRefused, match=re.escape(reason)) as refusal:
        image_files.checked(upload(data, "my picture.jpg"))
    assert "my picture.jpg" in str(refusal.value)


@pytest.mark.parametrize("kind", [kind for kind in REFUSED if REFUSED[kind][1] != DAMAGED])
def test_what_can_be_refused_at_sight_is_refused_before_any_pixel_is_decoded(kind, monkeypatch):
    monkeypatch.setattr(ImageFile, "load", lambda image: pytest.fail("pixels are decoded"))
    with pytest.raises(image_files.PictureRefused):
        image_files.checked(upload(REFUSED[kind][0], "my picture.jpg"))


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
    with pytest.raises(image_files.PictureRefused) as refusal:
        image_files.checked(upload(b"no", name))
    assert str(refusal.value).isprintable() and len(str(refusal.value)) < 200


@pytest.mark.parametrize("name", ["x.svg", "x.php", "x", "x.html"])
def test_no_other_type_of_file_can_enter_the_library(name):
    with pytest.raises(SuspiciousFileOperation):
        Image._meta.get_field("file").generate_filename(Image(), name)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (400, [400]), (1000, [400, 800, 1000]), (3200, [400, 800, 1600])],
)
def test_copies_are_never_larger_than_the_original(width, widths):
    made = image_files.copy_sizes((0, 0, width, 500), image_files.WIDTHS)
    assert [small for small, _height in made] == widths
