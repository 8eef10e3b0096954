"""What is an entry's own on its page, kept apart from the frame around it.

A finished answer (delivery/page_cache/response.py) is right for one address with its parameters and
for one day. The pieces kept here are right for the page under any parameters and on every day: a
new day, a link with the mark of a campaign, or an answer that was dropped costs the frame and no
query. Whether they still hold is decided as it is there, by the questions that they were made from.
"""

import datetime
import json
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from content.drafting import in_draft
from content.models import Publishable
from delivery.content_version.build_id import build_id
from delivery.content_version.version import Seen, content_version, tables_written_since
from delivery.page_cache import query_log
from delivery.page_cache.addresses import is_usual
from delivery.page_cache.response import Key
from delivery.page_cache.stores import name_of, shared_store

LENGTH = struct.Struct("<I")
store = shared_store("parts")


def code() -> str:
    """In Redis pieces lie beside whole pages of the same address."""
    return f"{build_id()}.parts"


class ShownEntry(NamedTuple):
    """What the frame says of the entry."""

    language: str
    updated_at: datetime.datetime


class Part(NamedTuple):
    pieces: dict[str, str]  # markup by the names in base.html
    entry: ShownEntry
    until: datetime.date | None  # the last day on which it holds
    token: str  # of the state of the content for which it is known to hold
    number: int
    asked: bytes  # packed questions

    @property
    def questions(self) -> str:
        return zlib.decompress(self.asked).decode()


def show(request: HttpRequest, template: str, whole: Callable[[], dict]) -> HttpResponse:
    """The page of an entry. `whole` looks the entry up and gives the context of the template.

    It is asked only where no kept part holds; what it raises (404, 410, moved) goes its way. Where
    the context has `until`, the page holds to the end of that day.
    """
    key = place_of(request)
    with query_log.unnoticed():
        seen = content_version.now() if key else None
    if key is None or seen is None:
        return render(request, template, whole())
    part = found(key, seen)
    if part is None:
        return made(request, template, whole, key, seen)
    if query_log.current_log.get() is not None:
        query_log.repeat(part.questions)
    return render(request, template, {"entry": part.entry, "kept": part.pieces})


def place_of(request: HttpRequest) -> Key | None:
    """None where nothing is kept: for drafts and whatever else is not committed, for invented
    hosts, and while somebody changes templates.
    """
    if settings.DEBUG or in_draft.get() or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return None
    key = Key(request.get_host(), request.path, "", request.scheme or "http")
    return key if is_usual(key, request.META.get("SERVER_PORT", "")) else None


def found(key: Key, seen: Seen) -> Part | None:
    part = unpacked(store.read(code(), name_of(key)))
    if part is None or (part.until and timezone.localdate() > part.until):
        return None
    if part.token == seen.token:
        return part
    if part.number >= seen.number:
        return None
    with query_log.unnoticed():
        try:
            changed = written_between(part.number, seen.number, seen.token)
            if not query_log.results_unchanged(part.questions, changed):
                return None
        except Error:
            return None
    part = part._replace(token=seen.token, number=seen.number)
    store.write(code(), name_of(key), packed(part))
    return part


@lru_cache(maxsize=64)
def written_between(number: int, _number: int, _token: str) -> frozenset[str]:
    return tables_written_since(number)


def made(
    request: HttpRequest, template: str, whole: Callable[[], dict], key: Key, seen: Seen
) -> HttpResponse:
    pieces: dict[str, str] = {}
    try:
        with query_log.recorded() as notes:
            context = whole()
            response = render(request, template, {**context, "kept": pieces})
    finally:
        asked = notes.packed()
        query_log.repeat(asked)
    if asked is not None:
        entry = context["entry"]
        part = Part(
            pieces,
            ShownEntry(entry.language, entry.updated_at),
            last_day(entry, context.get("until")),
            seen.token,
            seen.number,
            zlib.compress(asked.encode(), 1),
        )
        store.write(code(), name_of(key), packed(part))
    return response


def last_day(entry: Publishable, named: datetime.date | None = None) -> datetime.date | None:
    """A page says from one day on that its next review is overdue, and what else the view names."""
    days = [getattr(entry, "next_review_on", None), named]
    return min((day for day in days if day and day >= timezone.localdate()), default=None)


def packed(part: Part) -> bytes:
    """A line of JSON and the pieces one after the other, compressed; then the questions."""
    lengths = {name: len(text) for name, text in part.pieces.items()}
    until = part.until and part.until.isoformat()
    language, updated_at = part.entry
    line = json.dumps([lengths, language, updated_at.isoformat(), until, part.token, part.number])
    front = zlib.compress("".join([line, "\n", *part.pieces.values()]).encode(), 1)
    return LENGTH.pack(len(front)) + front + part.asked


def unpacked(whole: bytes | None) -> Part | None:
    """None for what is damaged, such as a file that was cut when the power went."""
    if not whole or len(whole) < LENGTH.size:
        return None
    [length] = LENGTH.unpack_from(whole)
    front, asked = whole[LENGTH.size :][:length], whole[LENGTH.size + length :]
    try:
        line, _end, text = zlib.decompress(front).decode().partition("\n")
        lengths, language, updated_at, until, token, number = json.loads(line)
    except (zlib.error, ValueError):
        return None
    pieces, place = {}, 0
    for name, long in lengths.items():
        pieces[name] = text[place : place + long]
        place += long
    return Part(
        pieces,
        ShownEntry(language, datetime.datetime.fromisoformat(updated_at)),
        until and datetime.date.fromisoformat(until),
        token,
        number,
        asked,
    )
