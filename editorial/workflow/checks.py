"""What the gate asks of entries of every type, and of contributors."""

import copy
import datetime
from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.local_links import skipped_heading
from content.models import Publishable
from content.text import claims, richtext
from editorial.models import Contributor, Reviewed
from editorial.versions import shown_texts
from editorial.workflow import leftovers, link_checks
from editorial.workflow.gate import Check, Level, add_check

MOST_WORDS_OF_SUMMARY = 120
DESCRIPTION_LENGTH = range(70, 156)
STALE_INTERESTS = datetime.timedelta(days=730)
BEGINNING = 120  # how much of a sentence is quoted


def register() -> None:
    for check in (
        complete,
        summary,
        description,
        pictures,
        heading_order,
        link_checks.local_pages,
        link_checks.places,
        link_checks.addresses,
        unfinished_words,
        leftovers.tables,
        leftovers.struck_words,
        leftovers.unreadable,
    ):
        add_check(Publishable, check)
    for check in (claim_words, long_sentences, bare_percentages):
        add_check(Reviewed, check)
    add_check(Contributor, interests)


def complete(entry: Publishable) -> Iterator[Check]:
    """The rules that its model has for a live row."""
    live = copy.copy(entry)
    live.is_live, live.withdrawn_at = True, None
    live.published_at = entry.published_at or timezone.now()
    try:
        live.full_clean(validate_constraints=False)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            field = "" if field == NON_FIELD_ERRORS else field
            yield Check(Level.ERROR, "incomplete", " ".join(messages), field)
    for model, constraints in live.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, live)
            except ValidationError as error:
                yield from broken_rule(constraint, live, " ".join(error.messages))


def broken_rule(rule: models.BaseConstraint, entry: Publishable, said: str) -> Iterator[Check]:
    """At each empty field that a public page needs; another rule in its own words."""
    named = fields_of(rule)
    if rule.violation_error_code in named:
        yield Check(Level.ERROR, "incomplete", said, rule.violation_error_code)
        return
    fields = [field.name for field in entry._meta.concrete_fields if field.name in named]
    empty = [name for name in fields if getattr(entry, name) in ("", None)]
    if "is_live" not in named or not empty:
        yield Check(Level.ERROR, "incomplete", said, next(iter(empty), ""))
        return
    for name in empty:
        yield Check(Level.ERROR, "incomplete", _("is empty."), name, _("A public page needs it."))


def fields_of(rule: models.BaseConstraint) -> set[str]:
    condition = getattr(rule, "condition", None)
    return condition.referenced_base_fields if condition else set()


def needs_summary(model: type[Publishable]) -> bool:
    rules = (fields_of(rule) for rule in model._meta.constraints)
    return any({"is_live", "plain_summary"} <= fields for fields in rules)


def summary(entry: Publishable) -> Iterator[Check]:
    """One that a live row cannot do without is found by `complete`."""
    words = len(entry.plain_summary.split())
    if words > MOST_WORDS_OF_SUMMARY:
        yield Check(
            Level.ERROR,
            "summary_too_long",
            _("has %(words)s words; %(most)s are the most.")
            % {"words": words, "most": MOST_WORDS_OF_SUMMARY},
            "plain_summary",
            _("Leave out what the page says further down."),
        )
    elif not words and isinstance(entry, Reviewed) and not needs_summary(type(entry)):
        yield Check(
            Level.WARNING,
            "no_summary",
            _("is empty."),
            "plain_summary",
            _("Say in a few plain words what the page says; lists and search show it."),
        )


def description(entry: Publishable) -> Iterator[Check]:
    length = len(entry.meta_description)
    if length and length not in DESCRIPTION_LENGTH:
        yield Check(
            Level.WARNING,
            "description_length",
            _("has %(length)s characters; %(least)s to %(most)s are shown well.")
            % {
                "length": length,
                "least": DESCRIPTION_LENGTH.start,
                "most": DESCRIPTION_LENGTH.stop - 1,
            },
            "meta_description",
            _("Change its length, or empty it: then the summary is used."),
        )


def pictures(entry: Publishable) -> Iterator[Check]:
    for field in entry.rich_fields():
        if count := richtext.pictures_without_alternative(getattr(entry, field)):
            yield Check(
                Level.ERROR,
                "picture_without_alternative",
                ngettext(
                    "has %d picture without text alternative",
                    "has %d pictures without text alternative",
                    count,
                )
                % count,
                field,
                _("Describe each picture for people who cannot see it."),
            )


def heading_order(entry: Publishable) -> Iterator[Check]:
    for field in entry.rich_fields():
        if skipped := skipped_heading(getattr(entry, field)):
            before, level = skipped
            yield Check(
                Level.ERROR,
                "heading_order",
                _("has a heading of level %(level)s below one of level %(before)s.")
                % {"level": level, "before": before},
                field,
                _("Choose headings in order: each is at most one level below the one before."),
            )


def prose(entry: Publishable) -> str:
    return f"{entry.plain_summary}\n{entry.search_text()}"


def field_of(entry: Publishable, sentence: str) -> str:
    """In which field a sentence stands; empty when it is put together from several."""
    names = ["plain_summary", "what_it_means", *entry.token_fields, *entry.rich_fields()]
    found = (name for name in names if sentence in richtext.plain_text(getattr(entry, name)))
    return next(found, "")


def claim_words(entry: Publishable) -> Iterator[Check]:
    for word, sentence in claims.claims(prose(entry)):
        yield Check(
            Level.ERROR,
            "claim_word",
            _("“%(word)s” in: %(sentence)s") % {"word": word, "sentence": sentence[:BEGINNING]},
            field_of(entry, sentence),
            _("Say what was measured and in how many people, not what is promised."),
        )


def long_sentences(entry: Publishable) -> Iterator[Check]:
    short, total = claims.short_sentences(entry.search_text())
    if total and short / total < claims.SHARE_OF_SHORT_SENTENCES:
        yield Check(
            Level.WARNING,
            "long_sentences",
            _("%(short)s of %(total)s sentences have at most %(most)s words")
            % {"short": short, "total": total, "most": claims.LONG_SENTENCE},
            remedy=_("Split the long ones where you can."),
        )


def bare_percentages(entry: Publishable) -> Iterator[Check]:
    for sentence in claims.bare_percentages(prose(entry)):
        yield Check(
            Level.WARNING,
            "bare_percentage",
            _("a percentage without people: %s") % sentence[:BEGINNING],
            field_of(entry, sentence),
            _("Say of how many people."),
        )


def unfinished_words(entry: Publishable) -> Iterator[Check]:
    """In everything that a page shows of the entry and of its rows."""
    for field, text in shown_texts(entry):
        for words, sentence in claims.unfinished(text):
            yield Check(
                Level.ERROR,
                "unfinished_words",
                _("“%(words)s” in: %(sentence)s")
                % {"words": words, "sentence": sentence[:BEGINNING]},
                field,
                _("Write what is missing, or leave it out and say what is not known."),
            )


def interests(person: Contributor) -> Iterator[Check]:
    stated = person.interests_stated_on
    if not person.interests or stated is None:
        said = _("no dated statement of interests")
    elif stated < timezone.localdate() - STALE_INTERESTS:
        said = _("interests were stated on %s") % stated
    else:
        return
    yield Check(
        Level.ERROR,
        "interests",
        said,
        "interests" if not person.interests else "interests_stated_on",
        _("Ask for a statement of interests that is not older than two years."),
    )
