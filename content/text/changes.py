"""What cleaning a text left out and changed, counted by kind, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext


def sentences(counts: Mapping[str, int]) -> Iterator[str]:
    """“Left out: 2 deleted passages, 1 comment.” and “Changed: 3 signs of a symbol font.”"""
    for lead, words in ((gettext("Left out: %s."), left_out), (gettext("Changed: %s."), changed)):
        kinds = [kind for kind in words(1) if counts.get(kind)]
        if kinds:
            yield lead % ", ".join(words(counts[kind])[kind] % counts[kind] for kind in kinds)


def for_script() -> dict[str, Any]:
    """All words in the language of the reader, for a script that counts by the same kinds.

    `left_out` and `changed` are {"lead": "Left out: %s.", "kinds": {kind: [singular, plural]}};
    `%d` stands in the words for the number. A sentence names its kinds in this order.
    """
    return {
        "left_out": {"lead": gettext("Left out: %s."), "kinds": _forms(left_out)},
        "changed": {"lead": gettext("Changed: %s."), "kinds": _forms(changed)},
    }


def _forms(words):
    many = words(2)
    return {kind: [one, many[kind]] for kind, one in words(1).items()}


def left_out(number: int) -> dict[str, str]:
    """The words for so many of each kind that is not in the text."""
    return {
        "deletions": ngettext("%d deleted passage", "%d deleted passages", number),
        "comments": ngettext("%d comment", "%d comments", number),
        "hidden": ngettext("%d hidden passage", "%d hidden passages", number),
        "fields": ngettext("%d field code", "%d field codes", number),
        "pictures": ngettext(
            "%d picture that is not in the library",
            "%d pictures that are not in the library",
            number,
        ),
        "private_links": ngettext(
            "%d link to a private document", "%d links to private documents", number
        ),
        "lost_links": ngettext(
            "%d link without an address that can be kept",
            "%d links without an address that can be kept",
            number,
        ),
        "markup": ngettext(
            "the markup of %d text with too much of it",
            "the markup of %d texts with too much of it",
            number,
        ),
    }


def changed(number: int) -> dict[str, str]:
    """The words for so many of each kind that is in the text in another form."""
    return {
        "symbols": ngettext("%d sign of a symbol font", "%d signs of a symbol font", number),
        "unreadable": ngettext(
            "%d sign that nobody here can read (now �)",
            "%d signs that nobody here can read (now �)",
            number,
        ),
        "redirects": ngettext(
            "%d link that led over another address",
            "%d links that led over another address",
            number,
        ),
        "completed": ngettext(
            "%d address without https://", "%d addresses without https://", number
        ),
        "headers": ngettext(
            "%d table whose first row became its header",
            "%d tables whose first row became their header",
            number,
        ),
        "footnotes": ngettext(
            "%d footnote, which wants to become a citation",
            "%d footnotes, which want to become citations",
            number,
        ),
    }
