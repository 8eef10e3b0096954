"""What the drawn pictures show: places of the body, ways of acting, cells made in a dish.

They are SVG inside the page, so that the style sheet themes them and no request is added. What a
drawing says stands beside it as a list of links, so it is hidden from screen readers.

Geometry is in whole units of the drawings and handed on as text, so that no language of the
interface changes a number inside a picture.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from literature.models import Publication
from literature.named_sources import short_name
from therapy.models import Mechanism, TissueSource

Place = TissueSource.BodyPlace

NAMED_AT_A_PLACE = 3
NAMED_BESIDE = 6
WAYS_SHOWN = 12
SOURCES_NAMED = 6
# Longer names need more lines than the space beside the drawing has: then only numbers connect.
LONGEST_CONNECTED = 60


class Drawing(NamedTuple):
    """The size of a drawing, the edge its lines run to, and where its places are."""

    template: str
    height: int
    edge: int
    bend: int
    places: dict[str, tuple[int, int]]


BODY = Drawing(
    "therapy/drawings/_body.svg",
    height=520,
    edge=0,
    bend=20,
    places={
        Place.TEETH: (120, 63),
        Place.SKIN: (68, 152),
        Place.VEIN: (56, 196),
        Place.FAT: (104, 222),
        Place.HIP: (86, 254),
        Place.WOMB: (120, 262),
        Place.MUSCLE: (96, 322),
        Place.JOINT: (96, 385),
    },
)
BIRTH = Drawing(
    "therapy/drawings/_birth.svg",
    height=340,
    edge=240,
    bend=222,
    places={Place.PLACENTA: (160, 66), Place.AMNION: (210, 164), Place.CORD: (118, 190)},
)


class PictureMark(NamedTuple):
    number: int
    place: str
    x: int
    y: int
    line: str  # from the mark to the middle of its space beside the drawing
    sources: list[TissueSource]
    more: int

    @property
    def label(self):
        return Place(self.place).label

    @property
    def only_source(self):
        return self.sources[0] if len(self.sources) == 1 and not self.more else None


class BodyMap(NamedTuple):
    body: list[PictureMark]
    birth: list[PictureMark]
    beside: list[TissueSource]
    more_beside: int
    is_connected: bool

    @property
    def first_birth_number(self):
        return len(self.body) + 1


def body_map() -> BodyMap | None:
    """Where published sources are taken from, in one query; None when there is none."""
    sources = list(
        TissueSource.objects.published()
        .in_groups()
        .only("title", "slug", "group", "body_place", "language")
    )
    if not sources:
        return None
    at = defaultdict(list)
    for source in sources:
        at[source.body_place].append(source)
    body = marks(BODY, at)
    birth = marks(BIRTH, at, first=len(body) + 1)
    beside = at[""]
    named = [source for mark in body + birth for source in mark.sources]
    return BodyMap(
        body,
        birth,
        beside[:NAMED_BESIDE],
        max(0, len(beside) - NAMED_BESIDE),
        is_connected=all(len(source.title) <= LONGEST_CONNECTED for source in named),
    )


def marks(drawing: Drawing, at: dict[str, list[TissueSource]], first: int = 1) -> list[PictureMark]:
    """One numbered mark for each place that has a source, from top to bottom."""
    used = sorted((place for place in drawing.places if at.get(place)), key=height_in(drawing))
    return [
        PictureMark(
            first + order,
            place,
            *drawing.places[place],
            line_to_edge(drawing, place, slot=(2 * order + 1) * drawing.height // (2 * len(used))),
            at[place][:NAMED_AT_A_PLACE],
            max(0, len(at[place]) - NAMED_AT_A_PLACE),
        )
        for order, place in enumerate(used)
    ]


def height_in(drawing: Drawing):
    return lambda place: drawing.places[place][1]


def line_to_edge(drawing: Drawing, place: str, slot: int) -> str:
    x, y = drawing.places[place]
    return f"M{drawing.edge} {slot}H{drawing.bend}L{x} {y}"


class Spot(NamedTuple):
    """One place in the drawing it belongs to."""

    template: str
    height: int
    x: int
    y: int


def spot(source: TissueSource) -> Spot | None:
    for drawing in (BODY, BIRTH):
        if source.body_place in drawing.places:
            return Spot(drawing.template, drawing.height, *drawing.places[source.body_place])
    return None


class Ways(NamedTuple):
    """Two columns of mechanisms around a cell, with the threads that lead to them."""

    left: list[Mechanism]
    right: list[Mechanism]
    threads: str
    has_more: bool

    @property
    def key(self):
        return Mechanism.Support.choices


def ways() -> Ways | None:
    """Published mechanisms by title, in one query; None when there is none."""
    found = list(
        Mechanism.objects.published()
        .order_by("title", "pk")
        .defer("how_plain", "limits", "open_questions")[: WAYS_SHOWN + 1]
    )
    if not found:
        return None
    shown = found[:WAYS_SHOWN]
    half = (len(shown) + 1) // 2
    left, right = shown[:half], shown[half:]
    return Ways(
        left,
        right,
        threads=threads(len(left), edge=0) + threads(len(right), edge=100),
        has_more=len(found) > WAYS_SHOWN,
    )


def threads(number: int, edge: int) -> str:
    """From the middle of a field of 100 by 1000 to each of equal spaces at one edge."""
    heights = [(2 * order + 1) * 1000 // (2 * number) for order in range(number)]
    bend = 30 if edge == 0 else 70
    return "".join(f"M{edge} {y}C{bend} {y} {bend} 500 50 500" for y in heights)


class Differentiation(NamedTuple):
    mechanism: Mechanism
    sources: Sequence[tuple[Publication, str]]


def differentiation() -> Differentiation | None:
    """The published mechanism behind the tree of cells, with its sources; else no picture."""
    mechanism = (
        Mechanism.objects.published()
        .filter(drawing=Mechanism.Drawing.LINEAGES)
        .order_by("title", "pk")
        .first()
    )
    if mechanism is None:
        return None
    cited = mechanism.citations.filter(publication__in=Publication.objects.published())
    return Differentiation(
        mechanism,
        [
            (citation.publication, short_name(citation.publication))
            for citation in cited.select_related("publication")[:SOURCES_NAMED]
        ],
    )
