"""What belongs to some entries, read by statements that are composed once (`content.prepared`).

The rows are put where `prefetch_related` would put them, as plain lists.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BooleanField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from content.prepared import as_row, hand_over, prepared
from content.related_links import SHOWN
from diseases.models import Disease
from evidence.models import (
    Authorisation,
    EvidenceStatement,
    Jurisdiction,
    Price,
    Product,
    Regulator,
    SafetyItem,
    Trial,
    TrialCountry,
)
from literature.models import Citation
from therapy.models import TissueSource

# Steps of products

DISEASE = (*SHOWN, "is_live")
SHOWN_OF_PLACE = ("country", "is_live", "language", "slug", "title")
SHOWN_OF_SOURCE = ("is_live", "language", "slug", "title", "url")


def with_uses(products: Iterable[Product]) -> list[Product]:
    """With what tells where each product stands, for which use."""
    return _with_steps(products, _steps)


def with_events(products: Iterable[Product], known: Iterable[Jurisdiction] = ()) -> list[Product]:
    """The same with the sources of each step. `known` are places that have their regulators."""
    products = _with_steps(products, _steps_with_sources)
    by_key = {place.pk: place for place in known}
    steps = (step for product in products for step in product.authorisations.all())
    others = []
    for step in steps:
        if step.jurisdiction_id in by_key:
            step.jurisdiction = by_key[step.jurisdiction_id]
        elif step.jurisdiction_id:
            others.append(step.jurisdiction)
    with_regulators(others)
    return products


def with_regulators(places: Iterable[Jurisdiction]) -> None:
    """Several objects can stand for the same place."""
    places = list(places)
    regulators = defaultdict(list)
    for regulator in _regulators(sorted({place.pk for place in places})):
        regulators[regulator.jurisdiction_id].append(regulator)
    for place in places:
        hand_over(place, "regulators", regulators[place.pk])


@prepared
def public_products() -> QuerySet:
    return Product.objects.published().by_kind()


def newest_first(
    products: Iterable[Product], is_shown: Callable[[Authorisation], bool] = lambda step: True
) -> list[Authorisation]:
    """The steps of these products; the database orders them."""
    products = list(products)
    every = (step for product in products for step in product.authorisations.all())
    steps = {step.pk: step for step in every if is_shown(step)}
    ordered = _newest_first([product.pk for product in products])
    return [steps[key] for key in ordered if key in steps]


@prepared
def _newest_first(products: Sequence[int]) -> QuerySet:
    steps = Authorisation.objects.filter(product__in=products)
    return steps.newest_first().values_list("pk", flat=True)


def places_with_rules() -> list[Jurisdiction]:
    """The public ones that have a code, with the domains of their regulators, in one query."""
    places: dict[int, Jurisdiction] = {}
    for row in _places_with_rules():
        if row.pk not in places:
            places[row.pk] = row
            hand_over(row, "regulators", [])
        if row.regulator is not None:
            regulator = as_row(Regulator, id=row.regulator, domains=row.domains)
            places[row.pk].regulators.all().append(regulator)
    return list(places.values())


@prepared
def _places_with_rules() -> QuerySet:
    """A place with several regulators comes with each of them."""
    told = ("approvals_checked_on", "approvals_checked_precision", "country", "is_live", "slug")
    places = Jurisdiction.objects.published().exclude(country="").only(*told)
    regulators = {"regulator": F("regulators"), "domains": F("regulators__domains")}
    return places.annotate(**regulators).order_by()


def public_places() -> list[Jurisdiction]:
    """By their titles, with their regulators."""
    places = _public_places()
    with_regulators(places)
    return places


@prepared
def _public_places() -> QuerySet:
    return Jurisdiction.objects.published().order_by("title", "pk")


@prepared
def _regulators(places: Sequence[int]) -> QuerySet:
    return Regulator.objects.filter(jurisdiction__in=places)


@prepared
def _steps(products: Sequence[int]) -> QuerySet:
    return _steps_by_disease(products)


@prepared
def _steps_with_sources(products: Sequence[int]) -> QuerySet:
    shown = [field.name for field in Authorisation._meta.concrete_fields]
    shown += [f"jurisdiction__{name}" for name in SHOWN_OF_PLACE]
    shown += [f"publication__{name}" for name in SHOWN_OF_SOURCE]
    steps = _steps_by_disease(products)
    return steps.select_related("jurisdiction", "publication").only(*shown)


def _steps_by_disease(products: Sequence[int] | QuerySet) -> QuerySet:
    """A step about several diseases comes with each of them."""
    diseases = {f"disease_{name}": F(f"diseases__{name}") for name in DISEASE}
    ordering = (*Authorisation._meta.ordering, "disease_title", "disease_id")
    steps = Authorisation.objects.filter(product__in=products)
    return steps.annotate(**diseases).order_by(*ordering)


def products_about(disease: Disease) -> list[Product]:
    """MSC products with a step about this disease, each with all its steps and what tells whether
    their sources are those of the authority, in one query.
    """
    products: dict[int, Product] = {}
    steps: dict[int, list[Authorisation]] = defaultdict(list)
    rows = _steps_of_products_about(disease.pk)
    places = _places_of(rows)
    for step in _each_once(rows):
        step.product = products.setdefault(step.product_id, step.product)
        step.jurisdiction = places.get(step.jurisdiction_id)
        steps[step.product_id].append(step)
    for product in products.values():
        hand_over(product, "authorisations", steps[product.pk])
    return list(products.values())


def _places_of(rows: Iterable[Any]) -> dict[int, Jurisdiction]:
    """By their keys, each with the domains of its regulators."""
    domains: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.jurisdiction_id:
            domains[row.jurisdiction_id].update([row.domains] if row.domains else [])
    places = {key: as_row(Jurisdiction, id=key) for key in domains}
    for key, place in places.items():
        own = [as_row(Regulator, domains=each) for each in sorted(domains[key])]
        hand_over(place, "regulators", own)
    return places


SHOWN_OF_PRODUCT = ("kind", "language", "slug", "stands_since", "title")


@prepared
def _steps_of_products_about(disease: int) -> QuerySet:
    followed = Product.objects.published().exclude(kind=Product.Kind.OTHER)
    about = followed.filter(authorisations__diseases=disease)
    shown = [field.name for field in Authorisation._meta.concrete_fields]
    shown += [f"product__{name}" for name in SHOWN_OF_PRODUCT]
    shown += ["publication__url"]
    steps = _steps_by_disease(about.values("pk")).select_related("product", "publication")
    return steps.annotate(domains=F("jurisdiction__regulators__domains")).only(*shown)


def _with_steps(products: Iterable[Product], steps: prepared) -> list[Product]:
    products = list(products)
    by_product = defaultdict(list)
    for step in _each_once(steps([product.pk for product in products])):
        by_product[step.product_id].append(step)
    for product in products:
        own = by_product[product.pk]
        hand_over(product, "authorisations", own)
        for step in own:
            step.product = product
    return products


def _each_once(rows: Iterable[Any]) -> Iterator[Authorisation]:
    diseases: dict[int, Disease] = {}
    seen: dict[UUID, list[Disease]] = {}
    for row in rows:
        if row.pk not in seen:
            seen[row.pk] = about = []
            hand_over(row, "diseases", about)
            yield row
        if row.disease_id is not None:
            if row.disease_id not in diseases:
                known = {name: getattr(row, f"disease_{name}") for name in DISEASE}
                diseases[row.disease_id] = as_row(Disease, **known)
            if diseases[row.disease_id] not in seen[row.pk]:
                seen[row.pk].append(diseases[row.disease_id])


# Trials


@prepared
def trials_alike() -> QuerySet:
    return Trial.objects.published().alike()


def shown_trials(keys: Iterable[int]) -> list[Trial]:
    """The trials with these keys, in their order, with what lists of them show."""
    keys = list(keys)
    trials = {trial.pk: trial for trial in _trials(keys)}
    return with_parts(trials[key] for key in keys if key in trials)


@prepared
def _trials(keys: Sequence[int]) -> QuerySet:
    return Trial.objects.published().filter(pk__in=keys).order_by()


def with_parts(trials: Iterable[Trial]) -> list[Trial]:
    """With `public_sources` (one that is not live is named nowhere), countries and diseases."""
    trials = list(trials)
    models_of = {"public_sources": TissueSource, "countries": TrialCountry, "diseases": Disease}
    relations = list(models_of)
    found: dict[str, dict[int, list[Any]]] = {name: defaultdict(list) for name in relations}
    known: dict[tuple[int, str], Any] = {}
    for part, trial, key, *told in _parts_of_trials([trial.pk for trial in trials]):
        if (part, key) not in known:
            known[part, key] = _part(models_of[relations[part]], key, *told)
        found[relations[part]][trial].append(known[part, key])
    for trial in trials:
        trial.public_sources = found["public_sources"][trial.pk]
        hand_over(trial, "countries", found["countries"][trial.pk])
        hand_over(trial, "diseases", found["diseases"][trial.pk])
    return trials


def _part(model: type[models.Model], key: str, *told: Any) -> Any:
    names = ("code", "other_name") if model is TrialCountry else ("language", "title")
    language, title, slug, is_live = told
    texts = dict(zip(names, (language, title), strict=True))
    return as_row(model, id=model._meta.pk.to_python(key), **texts, slug=slug, is_live=is_live)


@prepared
def _parts_of_trials(trials: Sequence[int]) -> QuerySet:
    sources = TissueSource.objects.published().filter(trials__in=trials)
    countries = TrialCountry.objects.filter(trial__in=trials)
    diseases = Disease.objects.filter(trials__in=trials)
    of_entry = ("trials", "key", "language", "title", "slug", "is_live")
    nothing, yes = Value("", TextField()), Value(True, BooleanField())
    of_country = ("trial", "key", "code", "other_name", nothing, yes)
    parts = [(sources, of_entry), (countries, of_country), (diseases, of_entry)]
    first, *others = [
        rows.order_by()
        .annotate(part=Value(part), key=Cast("pk", TextField()))
        .values_list("part", *shown)
        for part, (rows, shown) in enumerate(parts)
    ]
    return first.union(*others, all=True).order_by("title", "key")


# Findings


def shown_findings(keys: Iterable[int]) -> list[EvidenceStatement]:
    """The findings with these keys, in their order, with what lists of them show."""
    keys = list(keys)
    findings = {finding.pk: finding for finding in _findings(keys)}
    with_citations(*findings.values())
    return [findings[key] for key in keys if key in findings]


@prepared
def _findings(keys: Sequence[int]) -> QuerySet:
    shown = ["title", "slug", "language", "outcome_name", "effect_plain", "verification"]
    shown += ["direction", "certainty", "best_design", "as_of_on", "as_of_precision"]
    shown += ["of_100_with_cells", "of_100_people", "of_100_time"]
    shown += ["disease__language", "disease__slug", "disease__title"]
    found = EvidenceStatement.objects.published().filter(pk__in=keys).order_by()
    return found.select_related("disease").only(*shown)


def findings_of(disease: Disease) -> list[EvidenceStatement]:
    """The public ones, newest first, each with those that overturned or replaced it."""
    found: dict[int, EvidenceStatement] = {}
    later: dict[int, list[EvidenceStatement]] = {}
    for row in _findings_of(disease.pk):
        if row.pk not in found:
            found[row.pk], later[row.pk] = row, []
            row.disease = disease
            hand_over(row, "superseded_by", later[row.pk])
        if row.later_id is not None:
            known = {name: getattr(row, f"later_{name}") for name in LATER}
            later[row.pk].append(as_row(EvidenceStatement, **known))
    return list(found.values())


LATER = ("id", "is_live", "language", "outcome_name", "slug")


@prepared
def _findings_of(disease: int) -> QuerySet:
    """A finding that several others replaced comes with each of them."""
    later = {f"later_{name}": F(f"superseded_by__{name}") for name in LATER}
    found = EvidenceStatement.objects.published().filter(disease=disease).marking_counted()
    found = found.select_related("certainty_by", "source").annotate(**later)
    return found.order_by("-as_of_on", "pk", "-superseded_by__as_of_on", "later_id")


# Citations


def with_citations(*entries: EvidenceStatement | Price | Product | SafetyItem) -> None:
    """With the publications that they cite."""
    keys = defaultdict(list)
    for entry in entries:
        keys[ContentType.objects.get_for_model(entry).pk].append(entry.pk)
    by_entry = defaultdict(list)
    for citation in _citations(*chain.from_iterable(sorted(keys.items()))) if keys else ():
        by_entry[citation.content_type_id, citation.object_id].append(citation)
    for entry in entries:
        target = ContentType.objects.get_for_model(entry).pk, entry.pk
        hand_over(entry, "citations", by_entry[target])


@prepared
def _citations(*targets: int | Sequence[int]) -> QuerySet:
    """Content types, each with keys behind it."""
    cited = Q()
    for content_type, keys in zip(targets[::2], targets[1::2], strict=True):
        cited |= Q(content_type=content_type, object_id__in=keys)
    return Citation.objects.filter(cited).select_related("publication")
