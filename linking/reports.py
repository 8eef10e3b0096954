"""What editors may want to mend: names nobody uses, targets nobody mentions, names that are missing
or mean too much. Each function returns typed rows and reads the live content as it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from content.models import Publishable
from content.reachable import by_key, reachable
from content.registry import entry_models
from content.text import analyser, richtext
from linking import names
from linking.common_words import is_general, is_plain
from linking.dictionary import default_rules, path_of
from linking.models import LinkName, Mention
from linking.names import Target, linkable_models
from linking.services import job_of, plan
from search import services as search
from search.words import STOP_WORDS

BATCH = 200
SHORT_NAME = 3
# Endings of words that name an illness, and last words of longer names.
ILLNESS = re.compile(r"\w{3,}(?:itis|osis|oma|pathy|aemia|emia|plegia|trophy|algia|uria|penia)\b")
HEADS = frozenset(
    "disease syndrome disorder deficiency cancer carcinoma tumour tumor failure injury infection "
    "dystrophy sclerosis anaemia anemia".split()
)
LONG_FORM = re.compile(r"((?:[\w’'-]+ ){1,6})\(([A-Z][\w-]{1,8})\)")
WORDS_BEFORE = 3


class UnusedName(NamedTuple):
    name: str
    target: Publishable
    is_enabled: bool


class AmbiguousName(NamedTuple):
    name: str
    targets: tuple[Publishable, ...]
    pages: int


@dataclass(frozen=True)
class NameCandidate:
    """Words that several pages use like a name and that no entry has."""

    name: str
    pages: int
    count: int


def names_that_link_nowhere() -> list[UnusedName]:
    """Names that no live text has, whatever the rules say; one phrase query for each name."""
    rows = [
        row
        for row in LinkName.objects.order_by("text", "pk").iterator(chunk_size=2_000)
        if not _pages_with(row.text, {(row.content_type_id, row.object_id)})
    ]
    targets = by_key((row.content_type_id, row.object_id) for row in rows)
    return [
        UnusedName(row.text, targets[key], row.is_enabled)
        for row in rows
        if (key := (row.content_type_id, row.object_id)) in targets
    ]


def _pages_with(name: str, besides: set[Target]) -> set[Target]:
    return set(search.phrase(analyser.fold_phrase(name))) - besides


def targets_nobody_mentions() -> list[Publishable]:
    """Live targets without a mention on any page; one query per type."""
    found: list[Publishable] = []
    for model in linkable_models():
        content_type, _key = names.target_of(model())
        mentions = Mention.objects.filter(target_type=content_type, target_id=OuterRef("pk"))
        found += reachable(model).filter(~Exists(mentions)).order_by("title", "pk")
    return found


def ambiguous_names() -> list[AmbiguousName]:
    """Names between whose targets no rule decides, those on most pages first."""
    unsure = names.get_dictionary().ambiguous
    targets = by_key(target for several in unsure.values() for target in several)
    rows = [
        AmbiguousName(
            LinkName.objects.filter(path=path).order_by("pk")[0].text,
            tuple(targets[target] for target in sorted(several) if target in targets),
            len(_pages_with(path, set(several))),
        )
        for path, several in unsure.items()
    ]
    return sorted(rows, key=lambda row: (-row.pages, row.name))


def candidates(most: int = 100, at_least: int = 2) -> list[NameCandidate]:
    """What the live texts seem to name and no entry is called: long forms that are followed by
    their short form, and phrases that end like the name of an illness. The frequent first."""
    counts: Counter[str] = Counter()
    pages: dict[str, set[Target]] = defaultdict(set)
    spelled: dict[str, str] = {}
    for target, html in _texts_without_names():
        for phrase in _phrases(html):
            key = path_of(phrase)
            spelled.setdefault(key, phrase)
            counts[key] += 1
            pages[key].add(target)
    rows = [
        NameCandidate(spelled[key], len(pages[key]), count)
        for key, count in counts.items()
        if key and len(pages[key]) >= at_least
    ]
    return sorted(rows, key=lambda row: (-row.pages, -row.count, row.name))[:most]


def _texts_without_names() -> Iterator[tuple[Target, str]]:
    """The plain text of every linked field, with a stop where a known name stands."""
    dictionary = names.get_dictionary()
    for model in entry_models():
        if not model.linked_fields():
            continue
        for entry in reachable(model).order_by("pk").iterator(chunk_size=BATCH):
            own = names.target_of(entry)
            job = job_of(entry, frozenset())
            for field, made in plan(job, dictionary).items():
                html, done = job.texts[field], 0
                parts: list[str] = []
                for span in made.spans:
                    parts += html[done : span.start], " ; "
                    done = span.end
                yield own, richtext.plain_text("".join([*parts, html[done:]]))


def _phrases(plain: str) -> Iterator[str]:
    for found in LONG_FORM.finditer(plain):
        words, short = found[1].split(), found[2]
        for size in range(1, len(words) + 1):
            long = " ".join(words[-size:])
            initials = "".join(word[0] for part in long.split() for word in part.split("-") if word)
            if initials.casefold() == short.casefold():
                yield long
    parts = analyser.split(plain)
    words, gaps = parts[1::2], parts[::2]
    for place, word in enumerate(words):
        is_head = word.lower() in HEADS
        if not is_head and not ILLNESS.fullmatch(word.lower()):
            continue
        first = place
        while first > max(0, place - WORDS_BEFORE) and gaps[first] in (" ", "-"):
            if words[first - 1].lower() in STOP_WORDS:
                break
            first -= 1
        if first < place or not is_head:
            yield "".join(parts[2 * first + 1 : 2 * place + 2])


def is_risky(name: str, entry: Publishable | None = None) -> list[str]:
    """Why an editor should think twice before this becomes a name of the entry."""
    reasons = []
    exact_case, _stands_alone = default_rules(name)
    if is_general(name) or is_plain(name):
        reasons.append(_("This is a common word: it may link where something else is meant."))
    if exact_case:
        reasons.append(
            _("An abbreviation may have other meanings: let it stand alone only if not.")
        )
    elif len(name.strip()) <= SHORT_NAME:
        reasons.append(_("So short a name is found in texts that mean something else."))
    own = names.target_of(entry) if entry is not None and entry.pk else None
    others = {
        (row.content_type_id, row.object_id) for row in LinkName.objects.filter(path=path_of(name))
    } - {own}
    if others:
        titles = ", ".join(sorted(other.title for other in by_key(others).values()))
        reasons.append(_("It is already a name of: %s.") % titles)
    return reasons
