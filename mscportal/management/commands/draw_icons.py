from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image

from content.web import logo
from content.web.card_drawing import BRAND, PAPER, SAFFRON

CLEAR = (0, 0, 0, 0)
# Name: side, ground, cell, share of the side that the mark takes.
ICONS = {
    "icon-192.png": (192, CLEAR, BRAND, 0.96),
    "icon-512.png": (512, CLEAR, BRAND, 0.96),
    "mark-180.png": (180, PAPER, BRAND, 0.72),
    # Systems cut these to a circle of four fifths of the side.
    "maskable-512.png": (512, BRAND, PAPER, 0.52),
}
FAVICON_SIDES = (16, 32, 48)


def icon(side, ground, cell, share):
    drawn = Image.new("RGBA", (side, side), ground)
    logo.draw(drawn, (side / 2, side / 2), side * share, cell, SAFFRON)
    return drawn


class Command(BaseCommand):
    help = "Draw the icons of the site from its mark; needed only when the mark changes."

    def handle(self, **options):
        folder = Path(settings.BASE_DIR) / "mscportal" / "static" / "icons"
        for name, (side, ground, cell, share) in ICONS.items():
            icon(side, ground, cell, share).quantize(64, Image.Quantize.FASTOCTREE).save(
                folder / name, optimize=True
            )
        small = [icon(side, CLEAR, BRAND, 1) for side in FAVICON_SIDES]
        small[-1].save(
            folder / "favicon.ico",
            sizes=[image.size for image in small],
            append_images=small[:-1],
        )
        self.stdout.write(self.style.SUCCESS(f"{len(ICONS) + 1} icons in {folder}"))
