"""One search: find few, rank them, show ten."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.safestring import SafeString

from content.text.richtext import shorten
from search import excerpts, facets, kinds, ranking, spelling
from search.backends import Stage, get_backend
from search.models import Entry
from search.ranking import Candidate
from search.words import Question, Word, ask

# Looked at in the index, and ranked.
MOST_FOUND = 2000
MOST_RANKED = 200
# With so many by their names, those that only have the words in their texts are not looked for.
ENOUGH = 300
# Read of each text for its excerpt.
LONGEST_READ = 50_000
LONGEST_START = 300

CANDIDATES = """
    SELECT id, title, url, boost, published_day, name_words, summary_words, frequent_words
    FROM search_entry WHERE id IN ({})
"""


@dataclass(frozen=True)
class Hit:
    target: tuple[int, int]  # content type, key
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
    facets: facets.Counts
    # No entry has every word; these have some of them.
    is_loose: bool
    # How the question was read instead; None when it was read as typed.
    corrected: str | None


@dataclass
class Found:
    """Keys and profiles of entries that may answer, the likelier first."""

    profiles: dict[int, str] = field(default_factory=dict)
    named: dict[int, ranking.Named] = field(default_factory=dict)
    known_words: set[int] = field(default_factory=set)
    is_cut: bool = False
    has_all_words: bool = False


class Results:
    """What a search found; a slice of it reads and marks what that page shows."""

    def __init__(
        self,
        query: str,
        question: Question,
        found: Found,
        chosen: facets.Chosen,
        unknown: dict[int, Word],
        guesses: spelling.Guesses,
    ):
        self.query = query
        self.question = question
        self.found = found
        self.chosen = chosen
        self.unknown = unknown  # long words, by their numbers, that no entry has
        self.guesses = guesses
        self.numbers = Counter(found.profiles.values())  # of entries with the same profile
        fits = {text: facets.fits(facets.read(text), chosen) for text in self.numbers}
        self.keys = [key for key, profile in found.profiles.items() if fits[profile]]
        self.total = len(self.keys)
        self.total_is_lower_bound = found.is_cut
        self.is_loose = bool(found.profiles) and not (
            found.has_all_words or any(named.is_whole for named in found.named.values())
        )

    @cached_property
    def facets(self) -> facets.Counts:
        """Of each value the results under the other chosen facets; the most frequent first."""
        return facets.count(self.numbers, self.chosen)

    def count_without(self, facet: str) -> int:
        """Results under the other chosen facets."""
        return sum(
            number
            for text, number in self.numbers.items()
            if facets.fits(facets.read(text), self.chosen, but=facet)
        )

    @property
    def type_counts(self) -> dict[str, int]:
        return self.facets[facets.TYPE]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those that are ranked, the best first; of equals the order of title and address."""
        if not self.keys:
            return []
        today = timezone.localdate().toordinal()
        keys = self.keys[:MOST_RANKED]
        with connection.cursor() as cursor:
            cursor.execute(CANDIDATES.format(",".join(["%s"] * len(keys))), keys)
            candidates = list(map(Candidate._make, cursor.fetchall()))
        scored = [
            (-ranking.score(candidate, self.question, self.found.named, today), candidate)
            for candidate in candidates
        ]
        scored.sort(key=lambda pair: (pair[0], pair[1].title, pair[1].url))
        return [candidate for _score, candidate in scored]

    def named(self) -> list[tuple[int, int]]:
        """(content type, key) of the entries that have a whole name in the question."""
        rows = Entry.objects.filter(pk__in=self.found.named)
        return list(rows.values_list("content_type_id", "object_id"))

    @property
    def ranked(self) -> list[int]:
        return [candidate.id for candidate in self.candidates]

    @cached_property
    def corrected(self) -> str | None:
        """The question as it was read: with those guesses that the best result has."""
        if not self.guesses:
            return None
        best = self.candidates[0] if self.candidates else None
        words = f"{best.name_words} {best.summary_words}".split() if best else []
        return spelling.corrected(self.query, self.question, self.guesses, words)

    def __len__(self) -> int:
        return min(self.total, MOST_RANKED)

    def __getitem__(self, shown: slice) -> list[Hit]:
        keys = self.ranked[shown]
        if not keys:
            return []
        rows = Entry.objects.annotate(text=Left("body__text", LONGEST_READ)).in_bulk(keys)
        return [self._hit(rows[key], rows[key].text) for key in keys if key in rows]

    def page(self, number: int, per_page: int) -> SearchPage:
        first = (number - 1) * per_page
        return SearchPage(
            hits=self[first : first + per_page],
            total=self.total,
            total_is_lower_bound=self.total_is_lower_bound,
            type_counts=self.type_counts,
            facets=self.facets,
            is_loose=self.is_loose,
            corrected=self.corrected,
        )

    def _hit(self, entry: Entry, text: str) -> Hit:
        named = self.found.named.get(entry.pk)
        other_name = ranking.telling_name(entry.names.split("\n"), entry.name_words, self.question)
        return Hit(
            target=(entry.content_type_id, entry.object_id),
            label=kinds.label(entry.kind),
            title=entry.title,
            url=entry.url,
            language=entry.language,
            summary=entry.summary
            or shorten(excerpts.in_one_line(text[: 4 * LONGEST_START]), LONGEST_START),
            title_marked=excerpts.marked(entry.title, self.question),
            excerpt=excerpts.marked(entry.summary, self.question)
            if entry.summary and kinds.is_told_by_teaser(entry.kind)
            else excerpts.excerpt([entry.summary, text], self.question),
            also_called=excerpts.marked(other_name, self.question),
            is_exact=named is not None and named.is_whole,
        )


def find(query: str, *, chosen: facets.Chosen | None = None, as_typed: bool = False) -> Results:
    """`chosen`: facet -> values, any of which will do. `as_typed`: unknown words stay unknown."""
    question = ask(query)
    found = _look_up(question)
    unknown = {} if found.has_all_words else question.long_words_but(found.known_words)
    guesses = {} if as_typed else spelling.guesses(unknown)
    if guesses:
        question = question.read_as(guesses)
        found = _look_up(question)
    return Results(query, question, found, chosen or {}, unknown, guesses)


def _look_up(question: Question) -> Found:
    found = Found()
    if not question.keys:
        return found
    names = ranking.names_in(question)
    every_row = get_backend().find(question, list(names), MOST_FOUND, ENOUGH)
    known = kinds.models_by_kind()
    aliases = []
    for stage, group in groupby(every_row, key=itemgetter(0)):
        rows = list(group)
        if stage == Stage.KNOWN_WORD:
            found.known_words = {number for _stage, number, *_ in rows}
            break
        if stage == Stage.ALIAS:
            aliases = [(key, name, weight) for _stage, key, _profile, name, weight in rows]
        elif stage != Stage.ANY_NAME:
            found.has_all_words = True
        found.is_cut = found.is_cut or len(rows) >= MOST_FOUND
        for _stage, key, profile, _name, _weight in rows:
            found.profiles.setdefault(key, profile)
    gone = {text for text in set(found.profiles.values()) if facets.kind_of(text) not in known}
    if gone:
        some = found.profiles.items()
        found.profiles = {key: profile for key, profile in some if profile not in gone}
    found.named = ranking.entries_named(question, aliases)
    return found
