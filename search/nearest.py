"""Live pages that a wrong address may have meant."""

from difflib import SequenceMatcher

from django.utils.text import slugify

from content.models.publishable import LONGEST_SLUG
from search.finder import find
from search.models import Entry

MOST = 5
MOST_COMPARED = 1000
# Below this two slugs have only letters in common.
LIKE_ENOUGH = 0.6


def nearest(path: str) -> list[Entry]:
    """At most five entries with a page: those with a like address, then those with its words.

    The cost has a bound whatever the address: a few queries, a few hundred comparisons. Nothing
    is made of addresses that no page of ours has, such as those of files.
    """
    wanted = slug_of(path)
    if not wanted:
        return []
    found = {entry.url: entry for entry in with_like_slugs(wanted)}
    if len(found) < MOST:
        keys = find(wanted.replace("-", " ")).ranked[: MOST * 2]
        rows = Entry.objects.in_bulk(keys)
        for entry in (rows[key] for key in keys if key in rows):
            if "#" not in entry.url:
                found.setdefault(entry.url, entry)
    return list(found.values())[:MOST]


def slug_of(path: str) -> str:
    """The last part of an address as a slug; empty when it cannot be one of ours."""
    last = path.rstrip("/").rpartition("/")[2]
    if "." in last or not 3 <= len(last) <= LONGEST_SLUG:
        return ""
    return slugify(last.replace("_", "-").replace("+", "-"))


def with_like_slugs(wanted: str) -> list[Entry]:
    """Typing errors seldom touch the first two letters, and the index can find by those."""
    some = Entry.objects.filter(url__contains=f"/{wanted[:2]}").exclude(url__contains="#")
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    scored = []
    for entry in some.order_by("pk")[:MOST_COMPARED]:
        matcher.set_seq1(entry.url.rstrip("/").rpartition("/")[2])
        if matcher.quick_ratio() >= LIKE_ENOUGH and matcher.ratio() >= LIKE_ENOUGH:
            scored.append((-matcher.ratio(), entry.title, entry))
    return [entry for _score, _title, entry in sorted(scored, key=lambda row: row[:2])[:MOST]]
