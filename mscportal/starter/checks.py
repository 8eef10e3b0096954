"""Rules between entries. They run on the entries that are valid by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mscportal.starter.schema.base import FactRecord
from mscportal.starter.schema.evidence import is_about_msc

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
    for section in ("conditions_sold", "prices"):
        yield from twice(entries, section, "key")
    yield from twice(entries, "trials", "id")
    yield from twice(entries, "plain_pages", "disease")
    yield from twice(entries, "references", "doi")
    yield from twice(entries, "references", "pmid")
    yield from product_keys(entries)
    yield from shared_names(entries, "diseases", "name")
    yield from shared_names(entries, "terms", "term")
    yield from names_of_conditions(entries)
    yield from trials_of_diseases(entries)
    yield from products_of_diseases(entries)
    yield from trials_of_statements(entries)
    yield from findings_that_differ(entries)
    yield from certainty_by(entries)
    yield from superseded(entries)
    yield from sources_of_usual_care(entries)
    yield from replaced_references(entries)
    yield from overall_directions(entries)
    yield from stages(entries)
    yield from deciding_results(entries)


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
    """All products share one set of keys."""
    seen: set[str] = set()
    for section in ("products", "not_authorised", "not_msc"):
        for position, product in entries[section].items():
            if product.key in seen:
                yield Clash(section, position, "key", f"{product.key!r} is used twice")
            seen.add(product.key)


def shared_names(entries: Entries, section: str, field: str) -> Iterator[Clash]:
    """A name must lead to one entry only, else it cannot be linked."""
    owners: dict[str, tuple[int, FactRecord]] = {}
    for position, record in entries[section].items():
        for name in record.names:
            first, owner = owners.setdefault(name.lower(), (position, record))
            if first != position:
                message = f"the name {name!r} also belongs to {getattr(owner, field)!r}"
                yield Clash(section, position, field, message)


def names_of_conditions(entries: Entries) -> Iterator[Clash]:
    """What has a disease page is none of the other conditions, and a name leads to one of them."""
    owners = {
        name.lower(): disease.key
        for disease in entries["diseases"].values()
        for name in disease.names
    }
    for position, condition in entries["conditions_sold"].items():
        for name in condition.all_names:
            owner = owners.setdefault(name.lower(), condition.key)
            if owner != condition.key:
                message = f"the name {name!r} also belongs to {owner!r}"
                yield Clash("conditions_sold", position, "title", message)


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
        about = sorted(key for key in products if disease.key in products[key].authorised_for)
        if sorted(disease.approved_products) != about:
            message = f"differs from the products whose authorisation is about it: {about}"
            yield Clash("diseases", position, "approved_products", message)
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


def findings_that_differ(entries: Entries) -> Iterator[Clash]:
    """A finding of one trial has its people and its phase, or the editors are asked why not."""
    trials = by(entries["trials"], "id")
    for position, statement in entries["statements"].items():
        trial = trials.get(statement.trials[0]) if len(statement.trials) == 1 else None
        if trial is None or statement.n_studies != 1:
            continue
        asked = f"{trial.check} {statement.check}"
        people = (None, trial.enrolment, trial.enrolment_registry)
        is_asked = str(statement.n_participants) in asked or str(trial.enrolment) in asked
        if statement.n_participants not in people and not is_asked:
            message = f"{trial.id} has {trial.enrolment} people: correct it, or ask under check"
            yield Clash("statements", position, "n_participants", message)
        if statement.phase not in (None, trial.phase) and "phase" not in asked.lower():
            message = f"{trial.id} has phase {trial.phase}: correct it, or ask under check"
            yield Clash("statements", position, "phase", message)


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


def sources_of_usual_care(entries: Entries) -> Iterator[Clash]:
    """Guidelines, authorities and pages of health services, never papers on a trial."""
    references = by(entries["references"], "key")
    for position, disease in entries["diseases"].items():
        info = disease.patient_info
        told = [
            (f"standard_care_sentences.{number}", each)
            for number, each in enumerate(info.standard_care_sentences)
        ]
        for field, sentence in [*told, ("emergency", info.emergency)]:
            for key in sentence.references:
                if key in references and not references[key].may_back_usual_care:
                    message = f"{key!r} is neither a guideline nor an official health page"
                    yield Clash("diseases", position, f"patient_info.{field}", message)


def replaced_references(entries: Entries) -> Iterator[Clash]:
    """A guideline of which there is a newer edition is cited nowhere."""
    newer = {each.key: each.replaced_by for each in entries["references"].values()}
    for section, records in entries.items():
        for position, record in records.items():
            for key in sorted(set(cited_by(record))):
                if newer.get(key):
                    message = f"{key!r} was replaced by {newer[key]!r}"
                    yield Clash(section, position, "references", message)


def cited_by(value: Any) -> Iterator[str]:
    """Every key under a field `references`, however deep."""
    if isinstance(value, tuple):
        for each in value:
            yield from cited_by(each)
    elif isinstance(value, FactRecord):
        for name in type(value).model_fields:
            if name == "references":
                yield from getattr(value, name)
            else:
                yield from cited_by(getattr(value, name))


CONTROLLED = ("rct", "systematic_review")


def overall_directions(entries: Entries) -> Iterator[Clash]:
    """The direction of a disease follows from its findings that no later one overturned.

    Findings on safety stand aside, and only controlled findings on what matters to people decide.
    """
    statements = entries["statements"].values()
    replaced = {key for each in statements for key in each.supersedes}
    for position, disease in entries["diseases"].items():
        found = [
            each
            for each in statements
            if each.disease == disease.key
            and each.key not in replaced
            and each.outcome.kind != "safety"
        ]
        if message := disagreement(disease.evidence.direction, found):
            yield Clash("diseases", position, "evidence.direction", message)


def disagreement(overall: str, found: list[Any]) -> str:
    better = [each for each in found if each.direction == "benefit"]
    not_better = [each for each in found if each.direction in ("no_difference", "harm")]
    decisive_better, decisive_not = map(decisive, (better, not_better))
    if overall == "positive" and (not better or not_better):
        return "positive needs findings for a benefit and none against it"
    disagree = bool(better and not_better) or any(each.direction == "mixed" for each in found)
    if overall == "mixed" and not disagree:
        return "mixed needs findings for a benefit and against it"
    if overall == "negative" and (not controlled(not_better) or decisive_better):
        return "negative needs a controlled finding against a benefit and none for it"
    if overall == "uncertain" and decisive_better and decisive_not:
        return f"uncertain, but {decisive_better} and {decisive_not} disagree"
    return ""


def controlled(found: list[Any]) -> list[str]:
    return [each.key for each in found if each.best_design in CONTROLLED]


def decisive(found: list[Any]) -> list[str]:
    matter = ("efficacy", "patient-reported")
    return controlled([each for each in found if each.outcome.kind in matter])


def stages(entries: Entries) -> Iterator[Clash]:
    """“First studies in people” only where no randomised trial of MSC with a comparison is."""
    for position, disease in entries["diseases"].items():
        if disease.evidence.level != "early_human":
            continue
        for each in entries["statements"].values():
            is_tested = each.best_design == "rct" and each.has_comparison
            if each.disease == disease.key and is_tested and is_about_msc(each):
                message = f"early_human, but {each.key} is a randomised trial"
                yield Clash("diseases", position, "evidence.level", message)


def deciding_results(entries: Entries) -> Iterator[Clash]:
    """One for a disease, and not one that a later finding overturned."""
    statements = entries["statements"]
    replaced = {key for each in statements.values() for key in each.supersedes}
    seen: set[str] = set()
    for position, each in statements.items():
        if each.deciding and each.disease in seen:
            yield Clash("statements", position, "deciding", f"{each.disease} has another one")
        if each.deciding and each.key in replaced:
            yield Clash("statements", position, "deciding", "a later finding overturned it")
        if each.deciding:
            seen.add(each.disease)
