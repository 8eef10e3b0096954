"""A sheet of paper with plain shapes, drawn as SVG and as PNG from the same numbers.

The SVG stands alone: it brings its colours and needs no style sheet, script or file.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from PIL import Image, ImageDraw

from content.web.card_drawing import NOT_DRAWN, font

# Pixels of the PNG for each unit of the sheet.
SCALE = 2
FACE = "'Source Serif Pro','Source Serif 4',Charter,Cambria,Georgia,serif"
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


class Lettering(NamedTuple):
    x: float
    y: float  # of the base line
    text: str
    size: int
    ink: str
    anchor: str = "start"


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0


class Disc(NamedTuple):
    x: float
    y: float
    radius: float
    fill: str


class Area(NamedTuple):
    """A surface with straight edges."""

    points: tuple[tuple[float, float], ...]
    fill: str


Shape = Lettering | Box | Disc | Area


class Sheet(NamedTuple):
    width: int
    height: int
    title: str
    description: str
    language: str
    shapes: list[Shape]


def width_of(text: str, size: int) -> float:
    return font(size).getlength(text)


def wrapped(text: str, size: int, widest: float) -> list[str]:
    """Lines that fit; a single word may be longer."""
    used, lines = font(size), [""]
    for word in NOT_DRAWN.sub(" ", text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and used.getlength(longer) > widest:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def as_svg(sheet: Sheet) -> str:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" viewBox="0 0 {width} '
        '{height}" width="{width}" height="{height}" role="img" aria-labelledby="title desc">\n'
        '<title id="title">{title}</title>\n<desc id="desc">{description}</desc>\n'
        '<g font-family="{face}" font-weight="600">\n{shapes}\n</g>\n</svg>\n',
        language=sheet.language,
        width=sheet.width,
        height=sheet.height,
        title=NOT_DRAWN.sub(" ", sheet.title),
        description=NOT_DRAWN.sub(" ", sheet.description),
        face=FACE,
        shapes=format_html_join("\n", "{}", ((element(shape),) for shape in sheet.shapes)),
    )


def element(shape: Shape) -> SafeString:
    match shape:
        case Lettering(x, y, text, size, ink, anchor):
            words = NOT_DRAWN.sub(" ", text)
            # Where our face is missing, another one is set as wide.
            return format_html(
                '<text x="{}" y="{}" font-size="{}" fill="{}" text-anchor="{}" textLength="{}" '
                'lengthAdjust="spacingAndGlyphs">{}</text>',
                *(number(x), number(y), size, ink, anchor, number(width_of(words, size)), words),
            )
        case Box(x, y, width, height, fill, radius):
            return format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}"/>',
                *(*map(number, (x, y, width, height, radius)), fill),
            )
        case Disc(x, y, radius, fill):
            return format_html(
                '<circle cx="{}" cy="{}" r="{}" fill="{}"/>', *map(number, (x, y, radius)), fill
            )
        case Area(points, fill):
            corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
            return format_html('<polygon points="{}" fill="{}"/>', corners, fill)


def number(value: float) -> str:
    """With a point in every language."""
    return f"{value:.1f}".removesuffix(".0")


def as_png(sheet: Sheet) -> bytes:
    canvas = Image.new("RGB", (sheet.width * SCALE, sheet.height * SCALE), "#ffffff")
    pen = ImageDraw.Draw(canvas)
    for shape in sheet.shapes:
        paint(pen, shape)
    file = BytesIO()
    canvas.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def paint(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Lettering(x, y, text, size, ink, anchor):
            place = scaled((x, y))
            words = NOT_DRAWN.sub(" ", text)
            pen.text(place, words, font=font(size * SCALE), fill=ink, anchor=ANCHORS[anchor])
        case Box(x, y, width, height, fill, radius):
            # The last pixel belongs to the box.
            corners = (*scaled((x, y)), *(at - 1 for at in scaled((x + width, y + height))))
            pen.rounded_rectangle(corners, radius=radius * SCALE, fill=fill)
        case Disc(x, y, radius, fill):
            pen.circle(scaled((x, y)), radius * SCALE, fill=fill)
        case Area(points, fill):
            pen.polygon([scaled(point) for point in points], fill=fill)


def scaled(point: Iterable[float]) -> tuple[float, ...]:
    return tuple(at * SCALE for at in point)
