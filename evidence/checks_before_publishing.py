"""What the gate asks of statements, products, trials and what disease pages say of approvals."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diseases.models import Disease
from editorial.gate import Check, Level, add_check
from evidence.approvals import State, in_places
from evidence.models import EvidenceStatement, Product, Trial
from evidence.status_notes import contradiction
from literature.checks_before_publishing import has_source


def register() -> None:
    add_check(EvidenceStatement, source_of_statement)
    add_check(Product, official_events)
    add_check(Disease, ended_authorisations)
    add_check(Trial, contradicted_status)


def source_of_statement(statement: EvidenceStatement) -> Iterator[Check]:
    if not has_source(statement):
        yield Check(
            Level.ERROR,
            "no_source",
            _("no public source"),
            "citations",
            _("Add the publication that found this, and publish it."),
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


def contradicted_status(trial: Trial) -> Iterator[Check]:
    """Readers see both, and would have to guess which of them holds."""
    if words := contradiction(trial.status, trial.status_note):
        yield Check(
            Level.ERROR,
            "contradicted_status",
            _("says “%(words)s”, but the status is “%(status)s”")
            % {"words": words, "status": trial.get_status_display()},
            "status_note",
            _("Correct the one that is wrong."),
        )
