"""One table, `search_index`: a vector of the names, one of everything, a GIN index on both.

Vectors and questions are written in their own notation instead of through `to_tsvector`: the
database's parser would split or drop keys that look to it like numbers, hosts or tags.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from search.backends.base import BREAK, Document, Row
from search.words import Question, Word

# What a vector can hold; where a text has more, its words are kept for exact phrases.
LAST_POSITION = 16_383
MOST_POSITIONS = 255

# The first column is a `Stage`. The limits keep the time of common words within bounds.
FIND = """
    WITH named AS MATERIALIZED (
        SELECT entry_id AS id, profile, prior FROM search_index
        WHERE nv @@ %(all)s::tsquery LIMIT %(cap)s
    ),
    texts AS MATERIALIZED (
        SELECT entry_id AS id, profile, prior FROM search_index
        WHERE v @@ %(whole)s::tsquery
        AND (SELECT count(*) FROM named) < %(enough)s LIMIT %(cap)s
    ),
    partly AS MATERIALIZED (
        SELECT entry_id AS id, profile, prior FROM search_index
        WHERE v @@ %(whole)s::tsquery AND nv @@ %(any_whole)s::tsquery
        AND (SELECT count(*) FROM texts) >= %(enough)s LIMIT %(cap)s
    ),
    none AS MATERIALIZED (
        SELECT WHERE NOT EXISTS (SELECT FROM named) AND NOT EXISTS (SELECT FROM texts)
    ),
    loose AS MATERIALIZED (
        SELECT entry_id AS id, profile, prior FROM search_index
        WHERE nv @@ %(any)s::tsquery AND EXISTS (SELECT FROM none) LIMIT %(cap)s
    )
    (
        SELECT 0, entry_id, profile, key, weight
        FROM search_alias JOIN search_index USING (entry_id) WHERE key = ANY(%(aliases)s)
        ORDER BY weight DESC, entry_id LIMIT %(cap)s
    )
    UNION ALL (SELECT 1, id, profile, '', 0 FROM named ORDER BY prior DESC, id)
    UNION ALL (
        SELECT 2, id, profile, '', 0 FROM partly ORDER BY prior DESC, id
    )
    UNION ALL (SELECT 3, id, profile, '', 0 FROM texts ORDER BY prior DESC, id)
    UNION ALL (SELECT 4, id, profile, '', 0 FROM loose ORDER BY prior DESC, id)
    UNION ALL (
        SELECT 5, word.number, '', '', 0
        FROM unnest(%(numbers)s::int[], %(words)s::tsquery[]) AS word (number, asked)
        WHERE EXISTS (SELECT FROM none)
        AND EXISTS (SELECT FROM search_index WHERE v @@ word.asked)
    )
"""
PHRASE = """
    SELECT search_entry.content_type_id, search_entry.object_id
    FROM search_index JOIN search_entry ON search_entry.id = search_index.entry_id
    WHERE search_index.v @@ %s::tsquery
    AND CASE WHEN search_index.words = '' THEN search_index.v @@ %s::tsquery
        ELSE strpos(search_index.words, %s) > 0 END
    ORDER BY 1, 2
"""
WRITE = """
    INSERT INTO search_index (entry_id, profile, prior, nv, v, words)
    SELECT entry_id, profile, prior, nv::tsvector, v::tsvector, words
    FROM unnest(%s::bigint[], %s::text[], %s::real[], %s::text[], %s::text[], %s::text[])
        AS new (entry_id, profile, prior, nv, v, words)
    ON CONFLICT (entry_id) DO UPDATE
    SET profile = excluded.profile, prior = excluded.prior,
        nv = excluded.nv, v = excluded.v, words = excluded.words
    WHERE (search_index.profile, search_index.prior, search_index.words, search_index.nv,
        search_index.v) IS DISTINCT FROM (excluded.profile, excluded.prior, excluded.words,
        excluded.nv, excluded.v)
"""
# As the migrations make it.
CREATE_INDEX = """
    CREATE INDEX IF NOT EXISTS search_index_words ON search_index
    USING gin (nv, v) WITH (fastupdate = off)
"""


Part = tuple[str, Sequence[str]]  # weight and words, in reading order


def quoted(word: str) -> str:
    if word.isalnum():
        return word
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def any_form(word: Word) -> str:
    star = ":*" if word.is_unfinished else ""
    return "(" + " | ".join(quoted(form) + star for form in word.forms) + ")"


def vector(parts: Sequence[Part]) -> str:
    """`parts`: (weight, words) in reading order; a phrase does not run from one to the next."""
    places: dict[str, list[str]] = defaultdict(list)
    position = 0
    for weight, words in parts:
        for word in words:
            position += 1
            where = places[word]
            if position <= LAST_POSITION and len(where) < MOST_POSITIONS:
                where.append(f"{position}{weight}")
        position += 1
    return " ".join(
        f"{quoted(word)}:{','.join(where)}" if where else quoted(word)
        for word, where in places.items()
    )


def words_for_phrases(parts: Sequence[Part]) -> str:
    """Empty when the vector holds every position."""
    everything = [word for _weight, words in parts for word in (BREAK, *words)]
    most_often = Counter(everything).most_common(1)[0][1]
    if len(everything) < LAST_POSITION and most_often <= MOST_POSITIONS:
        return ""
    return f" {' '.join(everything)} "


class PostgresqlBackend:
    def find(self, question: Question, aliases: Sequence[str], cap: int, enough: int) -> list[Row]:
        whole = [any_form(word) for word in question.whole_words]
        asked = {
            "all": " & ".join(map(any_form, question.words)),
            "whole": " & ".join(whole),
            "any_whole": " | ".join(whole),
            "any": " | ".join(map(any_form, question.telling_words)),
            "aliases": list(aliases),
            "numbers": list(question.long_words),
            "words": list(map(any_form, question.long_words.values())),
            "cap": cap,
            "enough": enough,
        }
        return self._rows(FIND, asked)

    def phrase(self, words: Sequence[str]) -> list[tuple[int, int]]:
        every = " & ".join(map(quoted, words))
        in_order = " <-> ".join(map(quoted, words))
        return self._rows(PHRASE, [every, in_order, f" {' '.join(words)} "])

    def entries_named(self, word: str, cap: int) -> list[int]:
        found = "SELECT entry_id FROM search_index WHERE nv @@ %s::tsquery LIMIT %s"
        return [key for (key,) in self._rows(found, [quoted(word), cap])]

    def aliases(self, start: str, cap: int) -> list[tuple[str, int, int, str]]:
        return self._rows(
            "SELECT key, weight, entry_id, profile FROM search_alias"
            " JOIN search_index USING (entry_id)"
            ' WHERE key COLLATE "C" >= %s'
            ' AND key COLLATE "C" < %s ORDER BY key COLLATE "C", entry_id LIMIT %s',
            [start, start + "\U0010ffff", cap],
        )

    def write(self, documents: Iterable[Document]) -> None:
        rows = []
        for document in documents:
            name_parts = [("A", name.split()) for name in document.names]
            parts = [
                *name_parts,
                ("B", document.summary.split()),
                ("C", document.body.split()),
            ]
            rows.append(
                (
                    document.entry_id,
                    document.profile,
                    document.prior,
                    vector(name_parts),
                    vector(parts),
                    words_for_phrases(parts),
                )
            )
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])

    @contextmanager
    def filling(self) -> Iterator[None]:
        [[is_empty]] = self._rows("SELECT NOT EXISTS (SELECT FROM search_index)", [])
        if is_empty:
            with connection.cursor() as cursor:
                cursor.execute("DROP INDEX IF EXISTS search_index_words")
        try:
            yield
        finally:
            # Also where a rebuild was killed before it came here.
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
                cursor.execute(CREATE_INDEX)

    def delete(self, entry_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_index WHERE entry_id = ANY(%s::bigint[])", [list(entry_ids)]
            )

    def count_orphans(self) -> int:
        return self._rows(
            "SELECT count(*) FROM search_index"
            " WHERE NOT EXISTS (SELECT FROM search_entry WHERE id = entry_id)",
            [],
        )[0][0]

    def delete_orphans(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_index"
                " WHERE NOT EXISTS (SELECT FROM search_entry WHERE id = entry_id)"
            )

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry, search_alias, search_spellingkey, search_index")

    def _rows(self, sql: str, values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
