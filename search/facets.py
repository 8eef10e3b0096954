"""What results can be filtered by. Content types say it (`facet_fields`); nobody here names one.

The profile of an entry is one short text with all its values. Many entries share a profile, so that
counting thousands of results is counting a few dozen texts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.models import Publishable
from content.registry import entry_models
from content.web import params
from search import kinds

TYPE, LANGUAGE = "type", "language"
LONGEST_VALUE = 120
# In the order of the page.
LABELS: dict[str, str | Promise] = {
    TYPE: _("Type"),
    "topic": _("Topic"),
    "evidence": _("Certainty of evidence"),
    "status": _("Status of the trial"),
    LANGUAGE: _("Language"),
}

Profile = Mapping[str, tuple[str, ...]]
Counts = dict[str, dict[str, int]]
Chosen = Mapping[str, Sequence[str]]


def paths(model: type[Publishable], facet: str) -> tuple[str, ...]:
    fields = model.facet_fields.get(facet, ())
    return (fields,) if isinstance(fields, str) else tuple(fields)


def profile_of(entry: Publishable) -> str:
    lines = [f"{TYPE}={entry._meta.label_lower}", f"{LANGUAGE}={entry.language}"]
    for facet in type(entry).facet_fields:
        values = {value for path in paths(type(entry), facet) for value in _values(entry, path)}
        lines += [f"{facet}={value}" for value in sorted(values)]
    return "\n".join(lines)


def _values(entry: models.Model, path: str) -> Iterator[str]:
    """The value of a field, or the slugs of the live entries that a relation leads to."""
    name, _sep, rest = path.partition("__")
    value = getattr(entry, name)
    reached = value.all() if isinstance(value, models.Manager) else [value]
    for one in reached:
        if isinstance(one, Publishable):
            if one.is_live:
                yield from _values(one, rest) if rest else [one.slug]
        elif one:
            yield str(one)


@lru_cache(4096)
def read(profile: str) -> Profile:
    values: dict[str, tuple[str, ...]] = {}
    for line in profile.split("\n"):
        facet, _sep, value = line.partition("=")
        values[facet] = (*values.get(facet, ()), value)
    return values


def kind_of(profile: str) -> str:
    return read(profile).get(TYPE, ("",))[0]


def fits(profile: Profile, chosen: Chosen, but: str = "") -> bool:
    return all(
        facet == but or any(value in profile.get(facet, ()) for value in values)
        for facet, values in chosen.items()
    )


def count(numbers: Mapping[str, int], chosen: Chosen) -> Counts:
    """facet -> value -> number of results, under the other chosen facets; the most frequent first.

    `numbers`: of entries with the same profile.
    """
    counts: dict[str, Counter] = {facet: Counter() for facet in LABELS}
    for text, number in numbers.items():
        profile = read(text)
        for facet, counter in counts.items():
            values = profile.get(facet, ())
            if values and fits(profile, chosen, but=facet):
                for value in values:
                    counter[value] += number
    return {
        facet: dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
        for facet, counter in counts.items()
    }


@cache
def relations(model: type[Publishable]) -> tuple[list[str], list[str]]:
    """What `profile_of` follows: for `select_related` and for `prefetch_related`."""
    many = [way for way in ways(model) if _is_many(model, way)]
    return [way for way in ways(model) if way not in many], many


def _is_many(model: type[models.Model], way: str) -> bool:
    hops = way.split("__")
    return any(
        _last_field(model, "__".join(hops[:end])).many_to_many for end in range(1, len(hops) + 1)
    )


def dependents(entry: Publishable) -> Iterator[tuple[type[Publishable], list[int]]]:
    """Model and keys of live entries whose values are read from this one."""
    for model in entry_models():
        for way in ways(model):
            read_from = _last_field(model, way).related_model
            if read_from and isinstance(entry, read_from):
                rows = model._default_manager.published().filter(**{way: entry})
                if keys := sorted(set(rows.values_list("pk", flat=True))):
                    yield model, keys


@cache
def ways(model: type[Publishable]) -> tuple[str, ...]:
    """Every relation that a value is read through, such as `disease` and `disease__category`."""
    found = []
    for facet in model.facet_fields:
        for path in paths(model, facet):
            hops = path.split("__")
            found += ["__".join(hops[:end]) for end in range(1, len(hops) + 1)]
    return tuple(dict.fromkeys(way for way in found if _last_field(model, way).is_relation))


@cache
def choices(facet: str) -> dict[str, str | Promise]:
    """Labels of the values that are choices of a field."""
    found: dict[str, str | Promise] = {}
    for model in entry_models():
        for path in paths(model, facet):
            found |= dict(getattr(_last_field(model, path), "choices", None) or ())
    return found


@cache
def kinds_of_values(facet: str) -> tuple[str, ...]:
    """The types whose entries are the values."""
    last = {_last_field(model, path) for model in entry_models() for path in paths(model, facet)}
    types = {field.related_model for field in last if field.related_model}
    return tuple(sorted(model._meta.label_lower for model in types))


def _last_field(model: type[models.Model], path: str) -> models.Field | models.ForeignObjectRel:
    *hops, name = path.split("__")
    for hop in hops:
        related = model._meta.get_field(hop).related_model
        if related is None:
            raise ValueError(f"{hop} of {model._meta.label} leads to no other entry.")
        model = related
    return model._meta.get_field(name)


def chosen_in(request: HttpRequest) -> dict[str, list[str]]:
    """facet -> values, of those that the address names; a value that nothing has finds nothing."""
    chosen = {facet: params.text(request, facet, LONGEST_VALUE) for facet in LABELS}
    chosen[TYPE] = kinds.kinds_by_word().get(chosen[TYPE], chosen[TYPE])
    return {facet: [value] for facet, value in chosen.items() if value}
