"""What texts say of how a trial stands now, while its own page says something else.

Only what is sure counts: a clause in the present, without a date, a doubt or a denial. It is about
the trials that it names, links or cites, else about those that the sentence does, else about those
that belong to the entry; where the page of one of them agrees, nothing is said. English words only.
"""

import copy
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from content import richtext, wording
from content.models import Publishable
from diseases.models import Disease
from evidence.models import EvidenceStatement, Trial
from evidence.status_notes import CLAUSES, OF_THE_PAST, UNSURE, sayings
from literature.models import Citation

PEOPLE = r"(?:participants|patients|people|children|babies|infants|adults)"
RUNNING = re.compile(
    r"\b(?:(?:is|are|remains?)\s+(?:still\s+|now\s+|currently\s+)?(?:running|ongoing|on-going"
    r"|under\s*way|in\s+progress|following|treating|testing|being\s+(?:run|tested|carried\s+out))"
    rf"|follows\s+(?:its|their|the)\s+{PEOPLE}"
    r"|continues?\s+to\s+(?:recruit|enrol|follow|treat|test|run)"
    r"|(?:an?|the|this)\s+(?:ongoing|running)\s+(?:\S+\s+){0,3}(?:trial|study))\b"
)
RECRUITING, ACTIVE, NOT_YET = (
    Trial.Status.RECRUITING,
    Trial.Status.ACTIVE,
    Trial.Status.NOT_YET_RECRUITING,
)
ALLOWED = {
    "recruiting": {RECRUITING},
    "active": {ACTIVE},
    "not yet": {NOT_YET},
    "running": {RECRUITING, ACTIVE},
}
# No sentences; the note on the status of a trial has a check of its own.
LEFT_OUT = {"status_note", "slug", "url"}
LINK = re.compile(r'<a [^>]*href="(?:/[a-z]{2})?/trials/([^"/]+)/[^"]*"[^>]*>')
# What stands behind a full stop and belongs to the sentence before it: tokens and links.
BEHIND = re.compile(r"([.!?])((?:\s*(?:\{[^}]*\}|\([^()]*\)))+)")
COMMA = re.compile(r"\b([Aa]ctive), (?=not (?:recruit|enrol))")  # it parts no clauses
MARK = re.compile(r"\{([^}]*)\}")


class Told(NamedTuple):
    field: str
    words: str
    trial: Trial


def told_otherwise(entry: Publishable) -> Iterator[Told]:
    """One for each clause that the pages of all trials that it is about contradict."""
    said = [
        (field, sentence, clause, what, words)
        for field, text in texts_of(entry)
        for sentence in wording.sentences(text)
        for clause in CLAUSES.split(sentence)
        for what, words in claims(clause)
    ]
    if not said:
        return
    known = Known(entry)
    for field, sentence, clause, what, words in said:
        trials = known.meant(sentence, clause)
        if trials and all(each.shown_status not in ALLOWED[what] for each in trials):
            yield Told(field, words, trials[0])


def texts_of(entry: Publishable) -> Iterator[tuple[str, str]]:
    if not entry.language.startswith("en"):
        return
    for field in entry._meta.concrete_fields:
        value = getattr(entry, field.attname)
        if isinstance(value, str) and not field.choices and field.name not in LEFT_OUT:
            yield field.name, with_marks(value)


def with_marks(fragment: str) -> str:
    """Plain text with its tokens and links to trials in braces, inside their sentence."""
    cited = richtext.TOKEN.sub(
        lambda match: f" {{{' '.join(richtext.token_keys(match[1]))}}}", fragment
    )
    plain = BEHIND.sub(r"\2\1", richtext.plain_text(LINK.sub(r" {/\1} ", cited)))
    return COMMA.sub(r"\1 ", plain)


def claims(clause: str) -> Iterator[tuple[str, str]]:
    """(what, in which words) of a clause in the present that is sure."""
    plain = MARK.sub(" ", clause)
    found = [(what, words, before) for what, words, before, _clause in sayings(plain)]
    for match in RUNNING.finditer(plain if not found else ""):
        found.append(("running", match[0], plain[: match.start()]))
    for what, words, before in found:
        if what in ALLOWED and not UNSURE.search(before) and not OF_THE_PAST.search(plain):
            yield what, words


class Known:
    """The public trials, by what texts call them."""

    def __init__(self, entry: Publishable):
        self.own = list(own_trials(entry))
        self.by_name: dict[str, list[Trial]] = {}
        self.by_mark: dict[str, list[Trial]] = {}
        trials = {trial.pk: trial for trial in Trial.objects.published()}
        for trial in [*self.own, *trials.values()]:
            for name in filter(None, (trial.registry_id, trial.acronym)):
                self.by_name.setdefault(name, []).append(trial)
            self.by_mark.setdefault(f"/{trial.slug}", []).append(trial)
        rows = Citation.objects.filter(content_type__model="trial", object_id__in=trials)
        for key, pk in rows.values_list("publication__slug", "object_id"):
            self.by_mark.setdefault(key, []).append(trials[pk])

    def meant(self, sentence: str, clause: str) -> list[Trial]:
        before = CLAUSES.split(sentence[: sentence.index(clause)])
        for part in (clause, *reversed(before), sentence):
            if found := self.named(part):
                return found
        return self.cited(sentence) or self.own

    def named(self, text: str) -> list[Trial]:
        plain = MARK.sub(" ", text)
        found = [
            trial
            for name, trials in self.by_name.items()
            if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", plain)
            for trial in trials
        ]
        linked = [mark for mark in MARK.findall(text) if mark.startswith("/")]
        return found + [trial for mark in linked for trial in self.by_mark.get(mark, ())]

    def cited(self, sentence: str) -> list[Trial]:
        """Of a source that stands behind one trial alone."""
        keys = [key for mark in MARK.findall(sentence) for key in mark.split()]
        return [self.by_mark[key][0] for key in keys if len(self.by_mark.get(key, ())) == 1]


def own_trials(entry: Publishable) -> Iterable[Trial]:
    if isinstance(entry, Trial):
        trial = copy.copy(entry)
        trial.derive()
        return [trial]
    if isinstance(entry, EvidenceStatement | Disease) and entry.pk:
        return entry.trials.published()
    return []
