"""Picture files: what may come in, what is stored, and the lighter copies. No database here."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from typing import NamedTuple

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3200  # of the stored original, in pixels; larger pictures are made smaller
WIDTHS = (400, 800, 1600)
CARD = Fraction(3, 2)
CARD_WIDTHS = (320, 640, 960)
ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF")
ACCEPTED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif")

# These two hold for the whole process: no other part of the site opens pictures.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

# What Pillow's readers raise on files made by hand or cut off.
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)
PROGRAMS = (b"<script", b"<?php", b"<html", b"<!doctype")
ARCHIVE_END, LONGEST_ARCHIVE_END = b"PK\x05\x06", 66_000
SRGB = ImageCms.createProfile("sRGB")


class PictureRefused(Exception):
    """One sentence for the editor that names the file and says what to do."""


class WantedCopy(NamedTuple):
    """What makes a copy another one than the next."""

    shape: str
    format: str
    width: int


class Copy(NamedTuple):
    shape: str
    format: str
    width: int
    height: int
    data: bytes


def checked(upload: File) -> ContentFile:
    """Return the picture decoded and encoded anew; of the upload nothing but pixels is left.

    Raise PictureRefused for everything else. The returned name is `original.jpg` or `original.png`.
    """
    name = shown_name(upload.name)
    if upload.size > MOST_BYTES:
        raise PictureRefused(
            _("“%(name)s” has %(size).1f MB. The limit is %(limit)d MB: save it smaller.")
            % {"name": name, "size": upload.size / 1024**2, "limit": MOST_BYTES // 1024**2}
        )
    data = upload.read()
    refuse_stowaways(data, name)
    with opened(data, name) as image:
        refuse_large_or_moving(image, name)
        is_drawing = image.format == "PNG"
        try:
            picture = plain_pixels(image)
        except (Image.DecompressionBombError, *UNREADABLE) as error:
            raise PictureRefused(
                _("“%(name)s” is damaged or incomplete. Save it again from a picture program.")
                % {"name": name}
            ) from error
    return encoded_original(picture, is_drawing)


def shown_name(name: str) -> str:
    """The file's name for a message: one line of at most 60 printable characters."""
    printable = "".join(sign for sign in name or "" if sign.isprintable())
    return printable if len(printable) <= 60 else f"{printable[:40]}…{printable[-19:]}"


def refuse_stowaways(data: bytes, name: str) -> None:
    """Files that are a picture and a program at once are made to deceive, never by a camera."""
    lowered = data.lower()
    if (
        any(mark in lowered for mark in PROGRAMS)
        or ARCHIVE_END in data[-LONGEST_ARCHIVE_END:]
        or b"%PDF-" in data[:1024]
    ):
        raise PictureRefused(
            _("“%(name)s” carries a program or another file besides the picture.") % {"name": name}
        )


def opened(data: bytes, name: str) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=ACCEPTED)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels(name) from error
    except UNREADABLE as error:
        raise PictureRefused(
            _("“%(name)s” is not a picture we can use. Save it as JPEG, PNG, WebP or AVIF.")
            % {"name": name}
        ) from error


def too_many_pixels(name: str) -> PictureRefused:
    return PictureRefused(
        _("“%(name)s” has too many pixels. The limit is %(limit)d million: save it smaller.")
        % {"name": name, "limit": MOST_PIXELS // 1_000_000}
    )


def refuse_large_or_moving(image: Image.Image, name: str) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise too_many_pixels(name)
    # Cameras put a second view into JPEG files (format MPO); that is no moving picture.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureRefused(
            _("“%(name)s” is a moving picture. Save one still picture of it.") % {"name": name}
        )


def plain_pixels(image: Image.Image) -> Image.Image:
    """Decode; turn upright; convert to sRGB; make it fit; forget everything but the pixels."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image = in_srgb(ImageOps.exif_transpose(image))
    if image.mode == "RGBA" and image.getextrema()[3][0] == 255:
        image = image.convert("RGB")
    pixels = Image.new(image.mode, image.size)
    pixels.paste(image)
    return pixels


def in_srgb(image: Image.Image) -> Image.Image:
    has_alpha = image.has_transparency_data
    profile = image.info.get("icc_profile")
    if profile and not (has_alpha and image.mode != "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            return ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile nobody can read: browsers show such pictures as sRGB, and so do we
    return image.convert("RGBA" if has_alpha else "RGB")


def encoded_original(picture: Image.Image, is_drawing: bool) -> ContentFile:
    """Two formats that every browser shows: PNG where edges or transparency count, else JPEG."""
    encoded = BytesIO()
    if is_drawing or picture.mode == "RGBA":
        picture.save(encoded, "PNG")
        return ContentFile(encoded.getvalue(), name="original.png")
    picture.save(encoded, "JPEG", quality=90, optimize=True, progressive=True)
    return ContentFile(encoded.getvalue(), name="original.jpg")


ENCODING = {
    "avif": {"quality": 60, "speed": 6},
    "webp": {"quality": 80, "method": 4},
}


Box = tuple[int, int, int, int]  # left, upper, right, lower
Focus = tuple[float, float]  # shares of the sides


def shapes(width: int, height: int, focus: Focus) -> dict[str, tuple[Box, tuple[int, ...]]]:
    """What part of the picture each shape shows, and how wide its copies may be."""
    return {
        "whole": ((0, 0, width, height), WIDTHS),
        "card": (crop(width, height, CARD, focus), CARD_WIDTHS),
    }


def crop(width: int, height: int, sides: Fraction, focus: Focus) -> Box:
    """The largest part of these proportions, with the point as near its middle as can be."""
    wide = min(width, max(1, round(height * sides)))
    high = min(height, max(1, round(wide / sides)))
    left = min(max(round(width * focus[0] - wide / 2), 0), width - wide)
    upper = min(max(round(height * focus[1] - high / 2), 0), height - high)
    return left, upper, left + wide, upper + high


def copy_sizes(box: Box, widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """Sizes of the lighter copies, the largest never above the original."""
    width, height = box[2] - box[0], box[3] - box[1]
    fitting = [small for small in widths if small < width] + [min(width, widths[-1])]
    return [(small, max(1, round(height * small / width))) for small in dict.fromkeys(fitting)]


def all_copies(width: int, height: int, focus: Focus) -> set[WantedCopy]:
    return {
        WantedCopy(shape, name, small)
        for shape, (box, widths) in shapes(width, height, focus).items()
        for small, _height in copy_sizes(box, widths)
        for name in ENCODING
    }


def copies(original: File, wanted: set[WantedCopy], focus: Focus) -> Iterator[Copy]:
    """Make the wanted copies of a stored original, one at a time."""
    with Image.open(original, formats=("JPEG", "PNG")) as image:
        for shape, (box, widths) in shapes(*image.size, focus).items():
            for width, height in copy_sizes(box, widths):
                formats = [name for name in ENCODING if WantedCopy(shape, name, width) in wanted]
                if not formats:
                    continue
                small = image.resize(
                    (width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0
                )
                for name in formats:
                    encoded = BytesIO()
                    small.save(encoded, name.upper(), **ENCODING[name])
                    yield Copy(shape, name, width, height, encoded.getvalue())
