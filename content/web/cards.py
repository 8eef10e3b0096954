"""Addresses of the pictures that stand for pages where they are shared, and their files.

The address of an entry's card holds a digest of what is on it, so it may be kept for good: with
another title the address is another one. The card of any other page carries its text in the
address, sealed with the site's key, so that nobody can have other words drawn in our name.
"""

import base64
import binascii
import contextlib
import hashlib
import logging
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import capfirst

from content import languages
from content.models import Publishable
from content.registry import entry_models
from content.web import card_drawing

log = logging.getLogger(__name__)

ADDRESS = "/cards/"  # what the address of each begins with
# Raise it when the drawing changes: every address becomes another one.
DESIGN = "1"
MOST_KEPT, PRUNED_AT_ONCE = 20_000, 1_000  # of 28 KB
LONGEST_TITLE = 200


class Card(NamedTuple):
    title: str
    kind: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256("\0".join([DESIGN, *self]).encode()).hexdigest()[:16]


def models_with_cards() -> dict[str, type[Publishable]]:
    return {model._meta.model_name: model for model in entry_models() if model.has_page}


def of_entry(entry: Publishable) -> Card:
    """In the language of the entry, wherever it is shown."""
    words, above = entry.card_words()
    return Card(words, above or kind_of(type(entry), entry.language))


@cache
def kind_of(model: type[Publishable], language: str) -> str:
    home = languages.version_in(language, "/")
    with translation.override(home.language if home else settings.LANGUAGE_CODE):
        kind = model._meta.verbose_name if model.card_kind is None else model.card_kind
        return capfirst(str(kind))


def entry_address(entry: Publishable) -> str:
    arguments = [entry._meta.model_name, entry.slug, of_entry(entry).digest]
    return reverse("content:entry_card", args=arguments)


def page_address(title: str) -> str:
    """`title` is the site's own, never what a visitor typed."""
    text = base64.urlsafe_b64encode(title[:LONGEST_TITLE].encode()).decode().rstrip("=")
    return reverse("content:page_card", args=[text, seal(text)])


def seal(text: str) -> str:
    return salted_hmac("content.web.cards", f"{DESIGN}.{text}").hexdigest()[:24]


def opened(text: str, found_seal: str) -> Card | None:
    """The card of a sealed text; None for a text that is not ours."""
    if not constant_time_compare(seal(text), found_seal):
        return None
    with contextlib.suppress(binascii.Error, UnicodeDecodeError):
        return Card(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    return None


def picture(card: Card) -> bytes:
    """From the data folder, or drawn now and kept there when the folder takes it."""
    file = folder() / f"{card.digest}.png"
    try:
        return file.read_bytes()
    except OSError:
        drawn = card_drawing.draw(*card)
    try:
        keep(file, drawn)
    except OSError as error:
        log.warning("The card %s could not be kept: %s", file.name, error)
    return drawn


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cards"


def keep(file: Path, drawn: bytes) -> None:
    """Whole or not at all, also when two processes draw the same card."""
    file.parent.mkdir(exist_ok=True)
    prune(file.parent)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(drawn)
        Path(name).replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def prune(kept_in: Path) -> None:
    """Cards can be drawn again at any time: the oldest make room."""
    files = list(kept_in.iterdir())
    if len(files) < MOST_KEPT:
        return
    with contextlib.suppress(OSError):
        files.sort(key=lambda file: file.stat().st_mtime)
    for old in files[:PRUNED_AT_ONCE]:
        with contextlib.suppress(OSError):
            old.unlink()
