"""What this app adds to the page of a disease."""

from collections import defaultdict
from collections.abc import Callable
from itertools import chain

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import partial_dates, places
from content.prepared import prepared
from content.registry import Block, entry_model
from diseases.models import Disease, SoldCondition
from diseases.vocabulary import Certainty, Direction, Phase
from evidence import reading, safety
from evidence.answers import about, answers, answers_of, in_short, of_product
from evidence.approvals import State, Use, uses_of
from evidence.asked_places import is_named, places_in
from evidence.models import (
    EvidenceStatement,
    Jurisdiction,
    Price,
    Product,
    SafetyItem,
    Trial,
)
from evidence.models.trials import Numbers, numbers_of, oldest_first
from evidence.pictures import evidence_map
from evidence.pictures.timeline import timeline
from evidence.prices import shown
from evidence.unchecked import of_findings, of_harms, of_listed_trials, of_prices, of_steps
from literature.named_sources import short_name

TRIALS_SHOWN = 10


def stage_ladder(disease: Disease) -> Block | None:
    """How far testing went, as steps; the result and an approval stand apart as what they are."""
    if not disease.testing_stage:
        return None
    stages = evidence_map.STAGES
    reached = stages.index(disease.testing_stage)
    rungs = [
        (stage.value, stage.label, place <= reached, place == reached)
        for place, stage in enumerate(stages)
    ]
    return Block(
        "evidence/_stage_ladder.html",
        {
            "rungs": rungs,
            "direction": disease.evidence_direction,
            "direction_label": disease.get_evidence_direction_display(),
            "approved": of_page(disease).approved,
        },
    )


class OfDisease:
    """What several blocks of a page read, each of it once."""

    def __init__(self, disease: Disease):
        self.disease = disease

    @cached_property
    def products(self) -> list[Product]:
        """What the page of the disease may name, each with its `uses`."""
        found = reading.with_events(_products(self.disease.pk), self.places)
        for product in found:
            product.uses = uses_of(product)
        return found

    @cached_property
    def places(self) -> list[Jurisdiction]:
        return reading.places_with_rules()

    @cached_property
    def uses(self) -> list[Use]:
        """Uses of MSC products that are about this very disease."""
        followed = (each for each in self.products if each.kind != Product.Kind.OTHER)
        return about(self.disease, [use for product in followed for use in product.uses])

    @cached_property
    def approved(self) -> str:
        return in_short(self.uses)

    @cached_property
    def _cited(self) -> tuple[list[EvidenceStatement], list[SafetyItem]]:
        """Findings and harms, with their citations."""
        found, harms = reading.findings_of(self.disease), _safety_items(self.disease.pk)
        reading.with_citations(*found, *harms)
        return found, harms

    @property
    def findings(self) -> list[EvidenceStatement]:
        return self._cited[0]

    @property
    def harms(self) -> list[SafetyItem]:
        return self._cited[1]


def of_page(disease: Disease) -> OfDisease:
    if not hasattr(disease, "read_for_blocks"):
        disease.read_for_blocks = OfDisease(disease)
    return disease.read_for_blocks


@prepared
def _products(disease: int) -> QuerySet:
    return Product.objects.published().named_with(disease).by_kind()


def findings(disease: Disease) -> Block:
    """Current findings, and apart from them those that no longer count."""
    statements = of_page(disease).findings
    for statement in statements:
        statement.rests_on_doubtful_source = any(
            citation.publication.needs_warning for citation in statement.citations.all()
        )
        if statement.certainty_by:
            statement.certainty_by_name = short_name(statement.certainty_by)
    current = [statement for statement in statements if statement.is_counted]
    set_aside = [statement for statement in statements if not statement.is_counted]
    return Block(
        "evidence/_findings.html",
        {
            "current": current,
            "set_aside": set_aside,
            "cited": current + set_aside,
            "marks": of_findings(current + set_aside),
            "levels": Certainty.choices,
            "ways": Direction.choices,
            "facts": [(_("Certainty of the findings"), certainty_in_short(disease, current))],
        },
    )


def certainty_in_short(disease: Disease, statements: list[EvidenceStatement]) -> str:
    """Only what reviews stated; the rest is counted as not assessed. Each count opens its list."""
    if not statements:
        return _("No finding listed yet.")
    statements = [statement for statement in statements if statement.is_msc]
    if not statements:
        return _("No finding about MSC listed yet.")
    counts = []
    for level in Certainty:
        number = sum(statement.certainty == level for statement in statements)
        if number:
            finding = ngettext("%(number)d finding", "%(number)d findings", number)
            query = {"disease": disease.slug, "certainty": level.value}
            address = reverse("evidence:findings", query=query)
            label = level.label if counts else capfirst(level.label)
            counts.append((label, address, finding % {"number": number}))
    return format_html_join("; ", '{}: <a href="{}">{}</a>', counts)


def trials(disease: Disease) -> Block:
    numbers = numbers_of(_trials_counted(disease.pk))
    open_now = of_status(numbers, Trial.Status.RECRUITING)
    total, recruiting = number_of(numbers), number_of(open_now)
    seen = seen_when(numbers)
    shown = reading.with_parts(_trials_shown(disease.pk))
    return Block(
        "evidence/_disease_trials.html",
        {
            "disease": disease,
            "trials": shown,
            "listed": shown,
            "marks": of_listed_trials(shown),
            "total": total,
            "recruiting": recruiting,
            "outdated": number_of(of_status(numbers, Trial.Status.UNKNOWN)),
            "seen": seen,
            "facts": [
                *latest_phase(numbers),
                (
                    _("Trials recruiting"),
                    recruiting_in_short(total, recruiting, seen, seen_when(open_now)),
                ),
            ],
        },
    )


@prepared
def _trials_counted(disease: int) -> QuerySet:
    return Trial.objects.published().filter(diseases=disease).counted_alike()


@prepared
def _trials_shown(disease: int) -> QuerySet:
    return Trial.objects.published().filter(diseases=disease).open_first()[:TRIALS_SHOWN]


def trials_in_short(disease: Disease) -> Block:
    """For the best answer of a search."""
    numbers = numbers_of(_trials_counted(disease.pk))
    open_now = of_status(numbers, Trial.Status.RECRUITING)
    total, recruiting = number_of(numbers), number_of(open_now)
    text = recruiting_in_short(total, recruiting, seen_when(numbers), seen_when(open_now))
    return Block("search/_fact.html", {"label": _("Trials recruiting"), "text": text})


def approvals_in_short(disease: Disease) -> Block:
    """For the best answer of a search."""
    text = of_page(disease).approved
    return Block("search/_fact.html", {"label": _("Approved anywhere?"), "text": text})


def standings_in_short(keys: list[int]) -> dict[int, Block]:
    """For products that a search found."""
    products = reading.with_uses(_products_found(keys))
    told = {product.pk: (of_product(uses_of(product)), product) for product in products}
    return {
        key: Block("evidence/_in_short.html", {"in_short": in_short, "product": product})
        for key, (in_short, product) in told.items()
        if in_short
    }


def statuses_in_short(keys: list[int]) -> dict[int, Block]:
    """For trials that a search found."""
    return {
        trial.pk: Block("evidence/_status_in_short.html", {"trial": trial})
        for trial in _trials_found(keys)
    }


@prepared
def _products_found(keys: list[int]) -> QuerySet:
    return Product.objects.published().filter(pk__in=keys)


@prepared
def _trials_found(keys: list[int]) -> QuerySet:
    return Trial.objects.published().filter(pk__in=keys)


def approvals_asked_for(asked: str, named: Callable[[], list[tuple[int, int]]]) -> Block | None:
    """For a question such as “approved in the UK”: what we know of each place that it names.

    Of the products that it names alone, of the diseases that it names alone, else of all.
    """
    found = places_in(asked)
    if not found:
        return None
    keys = keys_by_model(named())
    diseases = list(Disease.objects.published().filter(pk__in=keys[Disease]))
    known = reading.with_uses(_every_product())
    products = [each for each in known if each.pk in keys[Product] or is_named(each.title, asked)]
    is_of_the_union = not places.MEMBERS_OF_THE_UNION.isdisjoint(found)
    codes = list(dict.fromkeys([*found, "EU"])) if is_of_the_union else found
    followed = products or [each for each in known if each.kind != Product.Kind.OTHER]
    uses = [use for product in followed for use in uses_of(product)]
    if diseases:
        uses = [use for use in uses if any(map(use.is_about, diseases))]
    rules = Jurisdiction.objects.published().filter(country__in=codes)
    return Block(
        "evidence/_asked_places.html",
        {
            "answers": answers_of(codes, uses, {place.country: place for place in rules}),
            "is_of_the_union": is_of_the_union,
            "products": products,
            "diseases": diseases,
            "anywhere": [
                (disease, in_short(about(disease, uses))) for disease in diseases if not products
            ],
        },
    )


@prepared
def _every_product() -> QuerySet:
    return Product.objects.published()


def keys_by_model(targets: list[tuple[int, int]]) -> dict[type, set[int]]:
    found: dict[type, set[int]] = defaultdict(set)
    for content_type, key in targets:
        if model := entry_model(content_type):
            found[model].add(key)
    return found


def latest_phase(numbers: list[Numbers]) -> list[tuple[str, str]]:
    """Of the listed trials, whether they are done or not; nothing where no trial has a number."""
    latest = max((row.latest_phase for row in numbers), default="")
    return [(_("Latest phase in our list"), capfirst(Phase(latest).label))] if latest else []


def of_status(numbers: list[Numbers], status: str) -> list[Numbers]:
    return [row for row in numbers if row.status == status]


def number_of(numbers: list[Numbers]) -> int:
    return sum(row.number for row in numbers)


def seen_when(numbers: list[Numbers]) -> str:
    return span(oldest_first({row.seen for row in numbers}))


def recruiting_in_short(total: int, recruiting: int, seen: str, seen_open: str) -> str:
    if not total:
        return _("No trial listed yet.")
    if not recruiting:
        return _("None that we know of, by registry entries of %(seen)s.") % {"seen": seen}
    return _("%(number)d in our list, by registry entries of %(seen)s. This may have changed.") % {
        "number": recruiting,
        "seen": seen_open,
    }


def span(dates: list[tuple]) -> str:
    """First to last of some partial dates, in words."""
    known = [pair for pair in dates if pair[0]]
    if not known:
        return _("unknown date")
    words, last = partial_dates.show(*known[0]), partial_dates.show(*known[-1])
    if last != words:
        words = _("%(first)s to %(last)s") % {"first": words, "last": last}
    if len(known) < len(dates):
        words = _("%(dates)s, some without a date") % {"dates": words}
    return words


def approvals(disease: Disease) -> Block:
    """What the steps about this disease say; products that are only named here stand apart."""
    uses, products = of_page(disease).uses, of_page(disease).products
    rules = of_page(disease).places
    followed = [product for product in products if product.kind != Product.Kind.OTHER]
    shown = {use.product.pk for use in uses}
    unnamed = [each for each in followed if not all(use.diseases for use in each.uses)]
    others = [each for each in followed if each.uses and each.pk not in shown]
    return Block(
        "evidence/_disease_approvals.html",
        {
            "answers": answers(uses, {place.country: place for place in rules}),
            "groups": [(state, [use for use in uses if use.state == state]) for state in State],
            "timeline": timeline(uses),
            "has_products": bool(products),
            "listed": products,
            "elsewhere": [product for product in others if product not in unnamed],
            "unnamed": [
                (product, [use for use in product.uses if not use.is_about(disease)])
                for product in unnamed
            ],
            "marks": of_steps(chain.from_iterable(use.steps for use in uses), "approval-steps"),
            "without_steps": [product for product in followed if not product.uses],
            "not_msc": [product for product in products if product.kind == Product.Kind.OTHER],
            "facts": [(_("Approved anywhere?"), of_page(disease).approved)],
        },
    )


def safety_items(disease: Disease) -> Block | None:
    items = of_page(disease).harms
    if not items:
        return None
    safety.with_named_references(items)
    return Block(
        "evidence/_safety_items.html",
        {"items": items, "cited": items, "marks": of_harms(items, "harms")},
    )


@prepared
def _safety_items(disease: int) -> QuerySet:
    return SafetyItem.objects.published().for_disease(disease)


def prices_of_condition(condition: SoldCondition) -> Block | None:
    prices = shown(Price.objects.published().for_condition(condition).in_groups())
    if not prices:
        return None
    return Block("evidence/_prices.html", {"prices": prices, "marks": of_prices(prices, "cost")})
