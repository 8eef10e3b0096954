"""The addresses of a release that moved or are gone, as maps that nginx reads."""

import re
from collections.abc import Iterable
from pathlib import Path

from delivery.static_export.manifest import ManifestEntry

MAPS = ("moved.map", "gone.map")


def write_maps(release: Path, pages: Iterable[ManifestEntry], before: Path | None) -> bool:
    """Addresses that moved or are gone, for hosts without the application; True: nginx must
    read them anew."""
    folder = release / "nginx"
    folder.mkdir(exist_ok=True)
    moved, gone = [], []
    for note in pages:
        if note.status in (301, 302):
            moved.append(f"{quoted(note.address)} {quoted(note.headers['Location'])};\n")
        elif note.status == 410:
            gone.append(f"{quoted(note.address)} 1;\n")
    texts = dict(zip(MAPS, ("".join(moved), "".join(gone)), strict=True))
    for name, text in texts.items():
        (folder / name).write_text(text)
    old = before / "nginx" if before else None
    return not old or any((old / name).read_text() != text for name, text in texts.items())


def quoted(text: str) -> str:
    """A string of nginx's language. A dollar sign cannot be escaped; own variables stay."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if re.search(r"[\n\r\0]", escaped):
        raise ValueError(f"{text!r} has a line break.")
    return f'"{escaped}"'
