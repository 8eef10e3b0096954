"""What the gate asks of statements, products and what disease pages say of approvals."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diseases.models import Disease
from editorial.gate import Check, Level, add_check
from evidence.approvals import State, in_places
from evidence.models import EvidenceStatement, Product, SafetyItem
from literature.checks_before_publishing import (
    MOST_AT_ONE_PLACE,
    citations_of,
    crowded,
    has_source,
)


def register() -> None:
    add_check(EvidenceStatement, source_of_statement)
    add_check(Product, official_events)
    add_check(Disease, ended_authorisations)
    add_check(EvidenceStatement, crowded_sources)
    add_check(SafetyItem, crowded_sources)
    add_check(Disease, direction_of_findings)


def source_of_statement(statement: EvidenceStatement) -> Iterator[Check]:
    if not has_source(statement):
        yield Check(
            Level.ERROR,
            "no_source",
            _("no public source"),
            "citations",
            _("Add the publication that found this, and publish it."),
        )


def crowded_sources(entry: EvidenceStatement | SafetyItem) -> Iterator[Check]:
    """All of them stand behind its one text."""
    numbers = citations_of(entry).filter(publication__is_live=True).count()
    if numbers > MOST_AT_ONE_PLACE:
        yield crowded("citations", numbers)


def direction_of_findings(disease: Disease) -> Iterator[Check]:
    """What the page says of all studies together is what at least one counted finding says."""
    overall = disease.evidence_direction
    if overall and not disease.evidence_statements.counted().agree_with(overall):
        yield Check(
            Level.WARNING,
            "direction_of_no_finding",
            _("“%s” is the direction of no finding that counts.")
            % disease.get_evidence_direction_display(),
            "evidence_direction",
            _("Add the finding, or choose another direction and say why."),
        )


def official_events(product: Product) -> Iterator[Check]:
    """Readers are told “source to be confirmed” until an official one is there."""
    for event in product.authorisations.with_sources():
        if not event.has_official_source:
            yield Check(
                Level.WARNING,
                "unofficial_source",
                _("%s: source to be confirmed") % event,
                "authorisations",
                _("Give an address on the domain of the regulator."),
            )


def ended_authorisations(disease: Disease) -> Iterator[Check]:
    """The one sentence of a disease page must not name a place where every authorisation ended."""
    if not disease.what_it_means:
        return
    products = disease.products.published().with_events()
    rows = [row for product in products for row in in_places(product)]
    in_force = {row.place for row in rows if row.state == State.CURRENT}
    for place in sorted({row.place for row in rows} - in_force):
        if place in disease.what_it_means:
            yield Check(
                Level.ERROR,
                "ended_authorisation",
                _("“what this means” names %s, where no authorisation is in force") % place,
                "what_it_means",
                _("Take the place out of the sentence."),
            )
