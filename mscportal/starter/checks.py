"""Rules between entries. They run on the entries that are valid by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mscportal.starter.schema.base import Record

Entries = Mapping[str, Mapping[int, Any]]
"""By section, the records by their position in the file."""


@dataclass(frozen=True)
class Clash:
    section: str
    position: int
    field: str
    message: str


def clashes(entries: Entries) -> Iterator[Clash]:
    for section in ("diseases", "tissue_sources", "mechanisms", "statements", "references"):
        yield from twice(entries, section, "key")
    for section in ("resources", "outlook", "patient_reports", "jurisdictions"):
        yield from twice(entries, section, "key")
    yield from twice(entries, "trials", "id")
    yield from twice(entries, "references", "doi")
    yield from twice(entries, "references", "pmid")
    yield from product_keys(entries)
    yield from shared_names(entries, "diseases", "name")
    yield from shared_names(entries, "terms", "term")
    yield from trials_of_diseases(entries)
    yield from products_of_diseases(entries)
    yield from trials_of_statements(entries)
    yield from certainty_by(entries)
    yield from superseded(entries)


def by(records: Mapping[int, Any], field: str) -> dict[str, Any]:
    return {getattr(record, field): record for record in records.values()}


def twice(entries: Entries, section: str, field: str) -> Iterator[Clash]:
    seen: set[str] = set()
    for position, record in entries[section].items():
        value = getattr(record, field)
        if value is None:
            continue
        if value.lower() in seen:
            yield Clash(section, position, field, f"{value!r} is used twice")
        seen.add(value.lower())


def product_keys(entries: Entries) -> Iterator[Clash]:
    """Products with and without authorisation share one set of keys."""
    seen: set[str] = set()
    for section in ("products", "not_authorised"):
        for position, product in entries[section].items():
            if product.key in seen:
                yield Clash(section, position, "key", f"{product.key!r} is used twice")
            seen.add(product.key)


def shared_names(entries: Entries, section: str, field: str) -> Iterator[Clash]:
    """A name must lead to one entry only, else it cannot be linked."""
    owners: dict[str, tuple[int, Record]] = {}
    for position, record in entries[section].items():
        for name in record.names:
            first, owner = owners.setdefault(name.lower(), (position, record))
            if first != position:
                message = f"the name {name!r} also belongs to {getattr(owner, field)!r}"
                yield Clash(section, position, field, message)


def trials_of_diseases(entries: Entries) -> Iterator[Clash]:
    trials = by(entries["trials"], "id")
    for position, disease in entries["diseases"].items():
        for trial_id in disease.trials:
            trial = trials.get(trial_id)
            if trial and disease.key not in trial.diseases:
                message = f"{trial_id} does not name this disease"
                yield Clash("diseases", position, "trials", message)
        for trial in trials.values():
            if disease.key in trial.diseases and trial.id not in disease.trials:
                message = f"lacks {trial.id}, which names this disease"
                yield Clash("diseases", position, "trials", message)


def products_of_diseases(entries: Entries) -> Iterator[Clash]:
    products = by(entries["products"], "key")
    for position, disease in entries["diseases"].items():
        named = [products[key] for key in disease.approved_products if key in products]
        for product in named:
            if disease.key not in product.diseases:
                message = f"{product.key} does not name this disease"
                yield Clash("diseases", position, "approved_products", message)
        if len(named) < len(disease.approved_products):
            continue
        is_authorised = any(product.status != "withdrawn" for product in named)
        if is_authorised != disease.evidence.authorised_product_somewhere:
            message = f"does not fit approved_products, which say {is_authorised}"
            field = "evidence.authorised_product_somewhere"
            yield Clash("diseases", position, field, message)


def trials_of_statements(entries: Entries) -> Iterator[Clash]:
    trials = by(entries["trials"], "id")
    for position, statement in entries["statements"].items():
        for trial_id in statement.trials:
            trial = trials.get(trial_id)
            if trial and statement.disease not in trial.diseases:
                message = f"{trial_id} is not about {statement.disease}"
                yield Clash("statements", position, "trials", message)


def certainty_by(entries: Entries) -> Iterator[Clash]:
    references = by(entries["references"], "key")
    for position, statement in entries["statements"].items():
        review = references.get(statement.certainty_by)
        if review and review.type not in ("systematic_review", "guideline"):
            message = f"{review.key!r} is neither a systematic review nor a guideline"
            yield Clash("statements", position, "certainty_by", message)


def superseded(entries: Entries) -> Iterator[Clash]:
    statements = by(entries["statements"], "key")
    for position, statement in entries["statements"].items():
        for key in statement.supersedes:
            earlier = statements.get(key)
            if earlier is None:
                continue
            if earlier.disease != statement.disease:
                message = f"{key} is about another disease, {earlier.disease}"
            elif statement.as_of.is_before(earlier.as_of):
                message = f"{key} is later ({earlier.as_of}) than this one ({statement.as_of})"
            elif statement.key in earlier.supersedes:
                message = f"{key} supersedes this one"
            else:
                continue
            yield Clash("statements", position, "supersedes", message)
