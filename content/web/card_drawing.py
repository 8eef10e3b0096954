"""The picture that stands for a page where it is shared: its title and type on our paper."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from content.web import logo

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
TITLE_TOP, TITLE_BOTTOM = 218, 560
SIZES = range(80, 39, -4)
LINE = 1.18

PAPER, INK, BRAND, SAFFRON = "#fbfaf5", "#17211d", "#0b4f47", "#e3a51f"
CELL, CELL_NUCLEUS = "#e9efe6", "#f4e8c8"

# Source Serif Pro, unchanged, under the SIL Open Font License in the same folder.
FONT = Path(__file__).parent / "fonts" / "SourceSerifPro-Semibold.ttf"
NOT_DRAWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")


def draw(title: str, kind: str) -> bytes:
    """A PNG of 1200 by 630; `kind` is a word or two above the title and may be empty."""
    card = background().copy()
    pen = ImageDraw.Draw(card)
    if kind:
        pen.text((MARGIN, 176), kind, font=font(34), fill=BRAND, anchor="ls")
    size, lines = fitted(NOT_DRAWN.sub(" ", title))
    baseline = TITLE_TOP + size
    for line in lines:
        pen.text((MARGIN, baseline), line, font=font(size), fill=INK, anchor="ls")
        baseline += round(size * LINE)
    # Few tints: a palette holds them all and makes the file a third of its size.
    file = BytesIO()
    card.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def font(size: int) -> ImageFont.FreeTypeFont:
    """A new one each time: a font must not be shared by threads."""
    return ImageFont.truetype(FONT, size)


@cache
def background() -> Image.Image:
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    logo.draw(card, (1010, 470), 470, CELL, CELL_NUCLEUS, turned=-8)
    logo.draw(card, (690, 590), 300, CELL, CELL_NUCLEUS, turned=38)
    logo.draw(card, (1130, 120), 300, CELL, CELL_NUCLEUS, turned=58)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=BRAND)
    pen.rectangle((MARGIN, 192, MARGIN + 72, 197), fill=SAFFRON)
    logo.draw(card, (MARGIN + 26, 78), 52, BRAND, SAFFRON)
    pen.text((MARGIN + 70, 91), settings.SITE_NAME, font=font(38), fill=BRAND, anchor="ls")
    return card


def fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; what never fits is cut."""
    for size in SIZES:
        used = font(size)
        lines = wrapped(title, used)
        most = int((TITLE_BOTTOM - TITLE_TOP) / (size * LINE))
        if len(lines) <= most:
            return size, lines
    kept, last = lines[: most - 1], lines[most - 1]
    while last and used.getlength(f"{last}…") > WIDTH - 2 * MARGIN:
        last = last[:-1]
    return size, [*kept, f"{last.rstrip(' ,;:')}…"]


def wrapped(title: str, used: ImageFont.FreeTypeFont) -> list[str]:
    widest, lines = WIDTH - 2 * MARGIN, [""]
    for word in title.split()[:100]:
        while used.getlength(word) > widest:
            part = next(n for n in range(len(word), 0, -1) if used.getlength(word[:n]) <= widest)
            lines.append(word[:part])
            word = word[part:]
        longer = f"{lines[-1]} {word}".strip()
        if used.getlength(longer) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line] or [""]
