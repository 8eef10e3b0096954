"""Our mark, a spindle cell with its nucleus, drawn with Pillow; the same form as icons/mark.svg."""

import math

from PIL import Image, ImageDraw

# The outline as cubic curves on a square of 32: a start, then two handles and an end each.
SIDE = 32
START = (2, 30)
CURVES = [
    ((2, 16), (6, 8), (13, 5)),
    ((19, 3), (25, 2), (30, 2)),
    ((30, 16), (26, 24), (19, 27)),
    ((13, 29), (7, 30), (2, 30)),
]
NUCLEUS = (16, 16, 5)
STEPS = 24
LARGE = 200  # above this size coarser drawing is smooth enough


def outline() -> list[tuple[float, float]]:
    points, start = [START], START
    for one, two, end in CURVES:
        for step in range(1, STEPS + 1):
            t = step / STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            points.append(
                tuple(
                    sum(w * p[axis] for w, p in zip(weights, (start, one, two, end), strict=True))
                    for axis in (0, 1)
                )
            )
        start = end
    return points


def draw(canvas: Image.Image, place: tuple, size: float, cell, nucleus, turned: float = 0) -> None:
    """Draw the mark with its middle at `place`, turned by so many degrees."""
    cosine, sine = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    side = int(size * 1.5)
    finer = 2 if size > LARGE else 4  # drawn larger, then made smaller: smooth edges
    mask = Image.new("L", (side * finer, side * finer))
    middle, scale = side * finer / 2, size * finer / SIDE

    def placed(point):
        x, y = (point[0] - SIDE / 2) * scale, (point[1] - SIDE / 2) * scale
        return middle + x * cosine - y * sine, middle + x * sine + y * cosine

    corner = (round(place[0] - side / 2), round(place[1] - side / 2))
    ImageDraw.Draw(mask).polygon([placed(point) for point in outline()], fill=255)
    canvas.paste(cell, corner, mask.resize((side, side), Image.Resampling.BOX))
    mask.paste(0, (0, 0, *mask.size))
    x, y = placed(NUCLEUS[:2])
    radius = NUCLEUS[2] * scale
    ImageDraw.Draw(mask).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    canvas.paste(nucleus, corner, mask.resize((side, side), Image.Resampling.BOX))
