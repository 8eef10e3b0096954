"""One search: find few, rank them, show ten."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models.functions import Left
from django.utils import timezone
from django.utils.safestring import SafeString

from content.richtext import shorten
from search import excerpts, kinds, ranking
from search.backends import get_backend
from search.models import Alias, Entry
from search.ranking import Candidate
from search.words import Question, ask

# Looked at in the index, and ranked.
MOST_FOUND = 2000
MOST_RANKED = 300
# Read of each text for its excerpt.
LONGEST_READ = 50_000
LONGEST_START = 300


@dataclass(frozen=True)
class Hit:
    label: str
    title: str
    url: str
    language: str
    # The whole summary, or the start of the text.
    summary: str
    title_marked: SafeString
    excerpt: SafeString
    # Another name by which it was found; empty when the title shows why.
    also_called: SafeString
    # The question is a whole name of this entry.
    is_exact: bool


@dataclass(frozen=True)
class SearchPage:
    hits: list[Hit]
    total: int
    total_is_lower_bound: bool
    type_counts: dict[str, int]
    # No entry has every word; these have some of them.
    is_loose: bool
    corrected: str | None = None


@dataclass
class Found:
    """Keys and kinds of entries that may answer, the likelier first."""

    kinds: dict[int, str] = field(default_factory=dict)
    named: dict[int, ranking.Named] = field(default_factory=dict)
    is_cut: bool = False
    is_loose: bool = False

    def add(self, rows: Sequence[tuple[int, str]]) -> None:
        self.is_cut = self.is_cut or len(rows) >= MOST_FOUND
        known = kinds.models_by_kind()
        for entry_id, kind in rows:
            if kind in known:
                self.kinds.setdefault(entry_id, kind)


class Results:
    """What a search found; a slice of it reads and marks what that page shows."""

    def __init__(self, question: Question, found: Found, types: Sequence[str]):
        self.question = question
        self.found = found
        self.keys = [key for key, kind in found.kinds.items() if not types or kind in types]
        self.total = len(self.keys)
        self.total_is_lower_bound = found.is_cut
        self.is_loose = found.is_loose

    @cached_property
    def type_counts(self) -> dict[str, int]:
        """Of all types, whichever are shown; the most frequent first."""
        counts = Counter(self.found.kinds.values())
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def ranked(self) -> list[int]:
        """Keys of the entries, the best first; of equals the order of title and address."""
        if not self.keys:
            return []
        now = timezone.now()
        rows = Entry.objects.filter(pk__in=self.keys[:MOST_RANKED]).values_list(*Candidate._fields)
        scored = [
            (-ranking.score(candidate, self.question, self.found.named, now), candidate)
            for candidate in map(Candidate._make, rows)
        ]
        scored.sort(key=lambda pair: (pair[0], pair[1].title, pair[1].url))
        return [candidate.id for _score, candidate in scored]

    def __len__(self) -> int:
        return min(self.total, MOST_RANKED)

    def __getitem__(self, shown: slice) -> list[Hit]:
        keys = self.ranked[shown]
        if not keys:
            return []
        rows = Entry.objects.annotate(text=Left("body__text", LONGEST_READ)).in_bulk(keys)
        return [self._hit(rows[key]) for key in keys if key in rows]

    def page(self, number: int, per_page: int) -> SearchPage:
        first = (number - 1) * per_page
        return SearchPage(
            hits=self[first : first + per_page],
            total=self.total,
            total_is_lower_bound=self.total_is_lower_bound,
            type_counts=self.type_counts,
            is_loose=self.is_loose,
        )

    def _hit(self, entry: Entry) -> Hit:
        named = self.found.named.get(entry.pk)
        other_name = ranking.telling_name(entry.title, entry.names.splitlines(), self.question)
        return Hit(
            label=kinds.label(entry.kind),
            title=entry.title,
            url=entry.url,
            language=entry.language,
            summary=entry.summary or shorten(excerpts.in_one_line(entry.text), LONGEST_START),
            title_marked=excerpts.marked(entry.title, self.question),
            excerpt=excerpts.excerpt([entry.summary, entry.text], self.question),
            also_called=excerpts.marked(other_name, self.question),
            is_exact=named is not None and named.is_whole,
        )


def find(query: str, *, types: Sequence[str] = ()) -> Results:
    question = ask(query)
    return Results(question, _look_up(question), types)


def _look_up(question: Question) -> Found:
    found, backend = Found(), get_backend()
    if not question.keys:
        return found
    names = Alias.objects.filter(key__in=ranking.names_in(question)).order_by("-weight", "entry")
    aliases = list(names.values_list("entry_id", "key", "weight", "entry__kind")[:MOST_RANKED])
    found.named = ranking.entries_named(question, [alias[:3] for alias in aliases])
    found.add([(entry_id, kind) for entry_id, _key, _weight, kind in aliases])
    by_name = backend.names(question.words, MOST_FOUND)
    in_text = backend.body(question.whole_words, MOST_FOUND)
    found.add(by_name)
    found.add(in_text)
    if not by_name and not in_text:
        found.add(backend.any_name(question.telling_words, MOST_FOUND))
        found.is_loose = not any(named.is_whole for named in found.named.values())
    return found
