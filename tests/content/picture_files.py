"""Picture files for tests, honest and hostile, made on the spot."""

import io
import math
import struct
import zlib
from collections import Counter
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageColor, ImageDraw

from content import models
from content.pictures import image_files, images

SECRET = b"SECRET-PLACE"


def picture(width=60, height=40, mode="RGB", colour=None):
    image = Image.new(mode, (width, height), colour or 0)
    if colour is None and mode in ("RGB", "RGBA"):
        ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 2), fill="red")
    return image


QUARTERS = {"red": (0, 0), "lime": (1, 0), "blue": (0, 1), "yellow": (1, 1)}


def quarters(width, height):
    """Each quarter has a colour of its own, so that a part of it says where it was."""
    image = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(image)
    for colour, (across, down) in QUARTERS.items():
        left, upper = across * width // 2, down * height // 2
        pen.rectangle((left, upper, left + width // 2, upper + height // 2), fill=colour)
    return image


def colours_of(file):
    """The colours that cover a tenth of a picture or more."""
    with Image.open(file) as picture:
        small = picture.convert("RGB").resize((40, 40), Image.Resampling.BOX)
    names = {ImageColor.getrgb(name): name for name in QUARTERS}
    seen = Counter()
    for number, pixel in small.getcolors(1600):
        nearest = min(names, key=partial(math.dist, pixel))
        seen[names[nearest]] += number
    return {name for name, number in seen.items() if number >= 160}


def encoded(image, format="JPEG", **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def upload(data, name="cells.jpg"):
    return SimpleUploadedFile(name, data)


def with_place():
    """A JPEG with GPS coordinates, a comment and the orientation of a phone held upright."""
    image = picture(60, 40)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return encoded(image, exif=exif, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")


def png_with_text():
    image = picture()
    return with_chunk(encoded(image, "PNG"), b"tEXt", b"Author\x00" + SECRET)


def png_with_swollen_text():
    """A few kilobytes that unpack to 100 MB."""
    return with_chunk(
        encoded(picture(), "PNG"), b"zTXt", b"a\x00\x00" + zlib.compress(b"0" * 100_000_000)
    )


def with_chunk(png, kind, body):
    """Put a chunk before the pixels of a PNG."""
    place = png.index(b"IDAT") - 4
    chunk = struct.pack(">I", len(body)) + kind + body
    return png[:place] + chunk + struct.pack(">I", zlib.crc32(kind + body)) + png[place:]


def png_header(width, height):
    """A PNG that only claims its size; its pixels are a few bytes of zeros."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1000)
    parts = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def moving(format):
    frames = [picture(colour=(shade, 0, 0)) for shade in (0, 120, 250)]
    return encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=100)


def two_views():
    """What some cameras write: a JPEG with a second picture behind it."""
    return encoded(picture(), "MPO", save_all=True, append_images=[picture(colour=(0, 0, 9))])


def with_exchanged_colours():
    """Red pixels under a colour profile whose red is blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ")
    exchanged = exchanged.replace(b"?XYZ", b"bXYZ")
    return encoded(picture(colour="red"), "PNG", icc_profile=exchanged)


def with_unusable_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return encoded(picture(colour="red"), "PNG", icc_profile=profile)


def bomb_of_pixels():
    return encoded(Image.new("1", (9000, 9000)), "PNG")


def stored_files(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def make_image(data=None, **fields):
    image = models.Image(**({"title": "Cells", "alt": "Round cells"} | fields))
    return images.store(image, image_files.checked(upload(data or encoded(picture()))))
