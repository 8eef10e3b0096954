"""What should stand in the database, in plain values that can be compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.html import format_html, format_html_join

from mscportal.starter.dates import PartialDate


class Ref(NamedTuple):
    """Points at another wanted entry by content type and key in the source."""

    model: type[Model]
    key: str


@dataclass(frozen=True)
class Wanted:
    model: type[Model]
    key: str
    slug: str
    fields: dict[str, Any]  # values, or Ref for a foreign key
    related: dict[str, list[Ref]] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    # What the source leaves open, for the editors alone.
    open_questions: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        asked = [self.open_questions] if self.open_questions else []
        return digest([self.slug, self.fields, self.related, self.children, *asked])


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=plain)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> str:
    return value._meta.label if isinstance(value, type) else str(value)


def paragraph(text: str | None, *sources: str) -> str:
    return format_html("<p>{}{}</p>", text, token(sources)) if text else ""


def sentences(told: Sequence[Any], trials: Mapping[str, str] = MappingProxyType({})) -> str:
    """One paragraph; behind each sentence its sources, or the trial where nothing is published.

    `trials` are the addresses of trials by their key; one that has none is left out.
    """
    return format_html(
        "<p>{}</p>",
        format_html_join(
            " ",
            "{}{}{}",
            ((each.text, token(each.references), links(each.trials, trials)) for each in told),
        ),
    )


def links(keys: Sequence[str], addresses: Mapping[str, str]) -> str:
    found = [(addresses[key], key) for key in keys if key in addresses]
    if not found:
        return ""
    return format_html(" ({})", format_html_join(", ", '<a href="{}">{}</a>', found))


def bullets(texts: Sequence[str], *sources: str) -> str:
    """The sources stand after the last point."""
    if not texts:
        return ""
    marked = [*texts[:-1], f"{texts[-1]}{token(sources)}"]
    items = format_html_join("", "<li>{}</li>", ((text,) for text in marked))
    return format_html("<ul>{}</ul>", items)


def token(sources: Sequence[str]) -> str:
    """A citation token with a space before it, or nothing."""
    return f" [{'; '.join(f'@{key}' for key in sources)}]" if sources else ""


def noted(*checks: str | None) -> list[str]:
    return [check for check in checks if check]


def noted_of_parts(parts: Iterable[tuple[str, str | None]]) -> list[str]:
    """What is open about a part of an entry names the part: an editor sees no file of facts."""
    return [f"{part}: {check}" for part, check in parts if check]


def dated(name: str, when: PartialDate | None) -> dict[str, date | str | None]:
    """The two columns of a date that is known to the day, month or year."""
    return {
        f"{name}_on": when.date if when else None,
        f"{name}_precision": when.precision if when else "unknown",
    }
