"""What the gate asks of statements, products, trials and what disease pages say of approvals."""

import re
from collections.abc import Iterable, Iterator

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content import partial_dates, places
from content.models import Publishable
from content.text import claims, richtext
from diseases import plain_text
from diseases.models import Disease
from diseases.vocabulary import Direction
from editorial.workflow import Check, Level, add_check
from evidence.answers import about, name_of
from evidence.approvals import IN_FORCE, UNCLEAR_STATES, State, Use, uses_of
from evidence.asked_places import tells_of_the_past, told_approved
from evidence.comparisons import names_none
from evidence.doubts import doubt
from evidence.models import EvidenceStatement, Price, Product, SafetyItem, Trial
from evidence.models.statements import NEED_COMPARISON, PLAINLY_NONE
from evidence.status_notes import contradiction
from evidence.statuses import FINAL
from evidence.terms import lies_ahead
from evidence.told_statuses import told_otherwise
from evidence.turned_arms import shares, turned_arms
from literature.checks_before_publishing import (
    MOST_AT_ONE_PLACE,
    citations_of,
    crowded,
    has_source,
)


def register() -> None:
    add_check(EvidenceStatement, source_of_statement)
    add_check(Price, source_of_price)
    add_check(EvidenceStatement, numbers_of_100)
    add_check(EvidenceStatement, direction_of_numbers)
    add_check(EvidenceStatement, direction_without_comparison)
    add_check(Product, official_events)
    add_check(Product, steps_without_disease)
    add_check(Product, doubtful_approvals)
    add_check(Product, impossible_steps)
    add_check(Product, order_of_steps)
    add_check(Disease, ended_authorisations)
    add_check(EvidenceStatement, crowded_sources)
    add_check(SafetyItem, crowded_sources)
    add_check(Disease, direction_of_findings)
    add_check(Disease, groups_the_other_way_round)
    add_check(Trial, contradicted_status)
    add_check(Trial, completion_after_the_look)
    add_check(Trial, seen_in_the_future)
    add_check(Publishable, status_told_otherwise)


def source_of_statement(statement: EvidenceStatement) -> Iterator[Check]:
    if not has_source(statement):
        yield Check(
            Level.ERROR,
            "no_source",
            _("no public source"),
            "citations",
            _("Add the publication that found this, and publish it."),
        )


def source_of_price(price: Price) -> Iterator[Check]:
    if not has_source(price):
        yield Check(
            Level.ERROR,
            "no_source",
            _("no public source"),
            "citations",
            _("Add the publication that names the price, and publish it."),
        )


def numbers_of_100(statement: EvidenceStatement) -> Iterator[Check]:
    """The numbers of a picture are those of the sentence, the group with cells first."""
    with_cells, without = statement.of_100_with_cells, statement.of_100_without
    if with_cells is None or without is None:
        return
    told = re.findall(r"\d+", statement.effect_plain)
    first = told.index(str(with_cells)) if str(with_cells) in told else len(told)
    if str(without) not in told[first + 1 :]:
        yield Check(
            Level.ERROR,
            "numbers_differ",
            _("the effect in plain words does not say %(with)s with cells and then %(without)s")
            % {"with": with_cells, "without": without},
            "effect_plain",
            _("Write the number of the group with cells first, as in the two fields."),
        )

    if statement.of_100_in_words:
        yield from numbers_in_words(statement)
    elif statement.is_deciding:
        yield Check(
            Level.WARNING,
            "picture_without_words",
            _("is empty."),
            "of_100_in_words",
            _("The picture of 100 people says it in words too."),
        )

    if statement.of_100_time and not any(
        statement.of_100_time in text for text in (statement.outcome_name, statement.effect_plain)
    ):
        yield Check(
            Level.ERROR,
            "time_not_said",
            _("neither the outcome nor the effect in plain words says “%s”")
            % statement.of_100_time,
            "of_100_time",
            _("Say when the numbers were seen in the same words: the follow-up can be longer."),
        )


def numbers_in_words(statement: EvidenceStatement) -> Iterator[Check]:
    told = re.findall(r"\d+", statement.of_100_in_words)
    numbers = (statement.of_100_with_cells, statement.of_100_without)
    for number in dict.fromkeys(map(str, numbers)):
        if number not in told:
            yield Check(
                Level.ERROR,
                "numbers_differ",
                _("does not say %s") % number,
                "of_100_in_words",
                _("Say both numbers, as in the two fields."),
            )
    in_order = statement.of_100_with_cells, statement.of_100_without
    said = shares(statement.of_100_in_words)
    if said is not None and said != in_order:
        yield Check(
            Level.ERROR,
            "arms_turned",
            _("gives %(with)s with cells and %(without)s without")
            % {"with": said[0], "without": said[1]},
            "of_100_in_words",
            _("Say the numbers in the groups of the two fields."),
        )
    measures = plain_text.measures(
        statement.of_100_in_words, plain_text.PICTURE, statement.language
    )
    for found in measures:
        if found.is_over:
            yield Check(Level.WARNING, found.code, found.in_full, "of_100_in_words", found.remedy)


def direction_of_numbers(statement: EvidenceStatement) -> Iterator[Check]:
    """Only what is better in its own numbers is a benefit, and only what is worse a harm."""
    better = statement.better_by_numbers
    if better is None:
        return
    contradicted = {Direction.BENEFIT: better <= 0, Direction.HARM: better >= 0}
    if contradicted.get(statement.direction):
        yield Check(
            Level.ERROR,
            "numbers_contradict_direction",
            _("“%(direction)s”, but %(with)s of 100 people with cells and %(without)s without")
            % {
                "direction": statement.get_direction_display(),
                "with": statement.of_100_with_cells,
                "without": statement.of_100_without,
            },
            "direction",
            _("Correct the numbers, which of them is better, or the direction."),
        )


def direction_without_comparison(statement: EvidenceStatement) -> Iterator[Check]:
    """In other words than those that the database refuses by itself."""
    if statement.comparator.lower().startswith(PLAINLY_NONE):
        return
    if statement.direction in NEED_COMPARISON and names_none(statement.comparator):
        yield Check(
            Level.ERROR,
            "no_comparison",
            _("“%s” names nothing that the cells were compared with") % statement.comparator,
            "comparator",
            _("Say what it was compared with, or that the direction cannot be judged."),
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


def groups_the_other_way_round(disease: Disease) -> Iterator[Check]:
    """The deciding finding says how many of each group; a text about it says the same."""
    deciding = disease.evidence_statements.counted().filter(is_deciding=True).first()
    if deciding is None:
        return
    numbers = (deciding.of_100_with_cells, deciding.of_100_without)
    keys = set(citations_of(deciding).values_list("publication__slug", flat=True))
    for field in disease.rich_fields():
        for sentence in turned_arms(getattr(disease, field), numbers, keys):
            yield Check(
                Level.WARNING,
                "groups_turned",
                _("the decisive finding has %(with)s with cells, %(without)s without: %(text)s")
                % {"with": numbers[0], "without": numbers[1], "text": sentence},
                field,
                _("Look up which number is whose, and mend the text or the finding."),
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


def steps_without_disease(product: Product) -> Iterator[Check]:
    """Such a step is an approval for no disease, whatever diseases the product names."""
    if not product.diseases.exists():
        return
    for event in product.authorisations.filter(diseases=None):
        if event.is_of_an_authorisation:
            yield Check(
                Level.WARNING,
                "step_without_disease",
                _("%s: names no disease") % event,
                "authorisations",
                _("Name the diseases that it is about: pages of diseases say “approved” by them."),
            )


def doubtful_approvals(product: Product) -> Iterator[Check]:
    """A use that counts as in force beside words by which its present status is not known."""
    uses = uses_of(product)
    in_force = [use for use in uses if use.state in IN_FORCE]
    # The words about the product may be about another use, where one is in doubt.
    about_all = "" if any(use.state in UNCLEAR_STATES for use in uses) else product.status_note
    for use in in_force:
        if words := doubt(use.decisive.note) or doubt(about_all):
            yield Check(
                Level.WARNING,
                "doubtful_approval",
                _("%(place)s counts as “%(state)s”, but words about it say “%(words)s”")
                % {"place": use.place, "state": use.state.label, "words": words},
                "authorisations",
                _("Mark the step as one of which nobody knows it, or correct the words."),
            )


def impossible_steps(product: Product) -> Iterator[Check]:
    for step in product.authorisations.all():
        if lies_ahead(step.occurred_on, timezone.localdate()):
            yield Check(
                Level.ERROR,
                "step_in_the_future",
                _("%s: its day has not come") % step.in_words,
                "authorisations",
                _("Give what is known to have happened; the end of a term has a field of its own."),
            )
        for message in step.marks_without_meaning().values():
            yield Check(
                Level.ERROR,
                "mark_without_meaning",
                f"{step.in_words}: {message}",
                "authorisations",
                _("Take the mark away, or correct the step."),
            )
    for use in uses_of(product):
        if use.state != State.APPLICATION and not use.has_grant:
            yield Check(
                Level.ERROR,
                "no_grant",
                _("%s: no step says that this was granted before") % use.decisive,
                "authorisations",
                _("Add the step, without a date where it is not known; or say “application”."),
            )


def order_of_steps(product: Product) -> Iterator[Check]:
    """Of two that may be the last one the end counts, and readers are told that it ended."""
    for use in uses_of(product):
        if grant := use.grant_of_unknown_order:
            yield Check(
                Level.WARNING,
                "order_of_steps",
                _("%(end)s: the date does not say whether it was before or after “%(grant)s”")
                % {"end": use.decisive, "grant": grant.in_words},
                "authorisations",
                _("Find the day. Until then pages say that the approval ended."),
            )


def ended_authorisations(disease: Disease) -> Iterator[Check]:
    """What a disease page tells of approvals must not name a place where every authorisation ended,
    nor call something approved where no approval for this disease is in force.

    The answer on approvals may also tell what happened in a year: then there is a step of it.
    """
    answer = claims.sentences(richtext.plain_text(disease.answer_approved))
    if not (disease.verdict or answer or disease.what_it_means):
        return
    products = Product.objects.published().named_with(disease).with_uses()
    with translation.override(disease.language):  # places as the sentence names them
        every = about(disease, [use for each in products for use in uses_of(each)])
        uses = [use for use in every if use.product.kind != Product.Kind.OTHER]
        for field in ("verdict", "what_it_means"):
            text = getattr(disease, field)
            named = {use.place for use in uses if use.place in text}
            yield from wrongly_told(uses, field, text, named)
        for sentence in answer:
            if tells_of_the_past(sentence):
                yield from told_without_a_step(every, "answer_approved", sentence)
            else:
                named = {name_of(code) for code, _is_exempt in told_approved(sentence)}
                yield from wrongly_told(uses, "answer_approved", sentence, named)


def wrongly_told(uses: list[Use], field: str, text: str, named: set[str]) -> Iterator[Check]:
    """`named`: places that are not to be named where every authorisation ended."""
    in_force = {use.place for use in uses if use.state in IN_FORCE}
    ended = ({use.place for use in uses} - in_force) & named
    for place in sorted(ended):
        yield Check(
            Level.ERROR,
            "ended_authorisation",
            _("names %s, where no authorisation is in force") % place,
            field,
            _("Take the place out of the sentence."),
        )
    unknown = {name_of(code) for code in told_without(uses, told_approved(text))}
    yield from approvals_without_a_step(unknown - ended, field)


def told_without_a_step(uses: list[Use], field: str, text: str) -> Iterator[Check]:
    """Of a past approval, however it stands now."""
    known = with_members({use.country for use in uses if use.state != State.APPLICATION})
    codes = {code for code, _is_exempt in told_approved(text)}
    yield from approvals_without_a_step({name_of(code) for code in codes - known}, field)


def approvals_without_a_step(named: set[str], field: str) -> Iterator[Check]:
    for place in sorted(named):
        yield Check(
            Level.WARNING,
            "approval_without_a_step",
            _("tells of an approval in %s, but none for this disease is in force") % place,
            field,
            _("Take the place out of the sentence, or add the step and its disease."),
        )


def told_without(uses: list[Use], told: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Codes of the places of which an approval, or an exemption, is told that is not in force."""
    approved = with_members({use.country for use in uses if use.state == State.CURRENT})
    exempt = {use.country for use in uses if use.state == State.EXEMPT}
    for code, is_exempt in told:
        if code not in approved and not (is_exempt and code in exempt):
            yield code


def with_members(codes: set[str]) -> set[str]:
    """What the union approves its members do."""
    return codes | places.MEMBERS_OF_THE_UNION if "EU" in codes else codes


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


def completion_after_the_look(trial: Trial) -> Iterator[Check]:
    """A trial that had ended on a day cannot have its completion later."""
    looked = partial_dates.last_day(*trial.status_as_of)
    completion = trial.completion_on
    if trial.status in FINAL and looked and completion and completion > looked:
        date = partial_dates.show(completion, trial.completion_precision)
        seen = partial_dates.show(*trial.status_as_of)
        yield Check(
            Level.WARNING,
            "completion_after_the_look",
            _("“%(status)s” as of %(seen)s, but the completion is later, %(date)s")
            % {"status": trial.get_status_display(), "seen": seen, "date": date},
            "status_as_of_on",
            _("Say when the status was seen, or what the registry said instead."),
        )


def seen_in_the_future(trial: Trial) -> Iterator[Check]:
    for name in ("status_as_of_on", "facts_as_of_on"):
        day = getattr(trial, name)
        if day is not None and day > timezone.localdate():
            yield Check(
                Level.ERROR,
                "seen_in_the_future",
                _("was seen on a day that has not come"),
                name,
                _("Give the day of the last look: an open status grows old from then on."),
            )


def status_told_otherwise(entry: Publishable) -> Iterator[Check]:
    """A status grows old, and the sentence that told it stays."""
    for told in told_otherwise(entry):
        yield Check(
            Level.WARNING,
            "status_told_otherwise",
            _("says “%(words)s”, but the page of %(trial)s says “%(status)s”")
            % {
                "words": told.words,
                "trial": told.trial.registry_id,
                "status": told.trial.get_shown_status_display(),
            },
            told.field,
            _("Say when it was so, or correct the one that is wrong."),
        )
