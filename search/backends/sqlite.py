"""Two FTS5 tables: `search_names` for names, `search_words` for everything."""

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection

from search.backends.base import BREAK, Document, Row
from search.words import Question, Word

# The first column is a `Stage`. The limits keep the time of common words within bounds. With
# `CROSS JOIN` SQLite looks at the condition before it reads the word index. No bm25: it would read
# every row of every word first. The profile (c0) and the prior (c1) of a row are read where FTS5
# keeps its columns: that takes half the time of asking the virtual table.
FIND = """
    WITH named AS MATERIALIZED (
        SELECT kept.id, c0, c1
        FROM search_names CROSS JOIN search_names_content AS kept ON kept.id = search_names.rowid
        WHERE search_names MATCH %(all)s LIMIT %(cap)s
    ),
    few AS (SELECT 1 WHERE (SELECT count(*) FROM named) < %(enough)s),
    texts AS MATERIALIZED (
        SELECT search_words.rowid AS id FROM few CROSS JOIN search_words
        WHERE search_words MATCH %(whole)s LIMIT %(cap)s
    ),
    many AS (SELECT 1 WHERE (SELECT count(*) FROM texts) >= %(enough)s),
    partly AS MATERIALIZED (
        SELECT search_words.rowid AS id FROM many CROSS JOIN search_words
        WHERE search_words MATCH %(partly)s LIMIT %(cap)s
    ),
    none AS (
        SELECT 1 FROM few
        WHERE NOT EXISTS (SELECT 1 FROM named) AND NOT EXISTS (SELECT 1 FROM texts)
    ),
    loose AS MATERIALIZED (
        SELECT kept.id, c0, c1
        FROM none CROSS JOIN search_names
        CROSS JOIN search_names_content AS kept ON kept.id = search_names.rowid
        WHERE search_names MATCH %(any)s LIMIT %(cap)s
    )
    SELECT * FROM (
        SELECT 0, entry_id, c0, key, weight
        FROM search_alias CROSS JOIN search_names_content AS kept ON kept.id = entry_id
        WHERE key IN (SELECT value FROM json_each(%(aliases)s))
        ORDER BY weight DESC, entry_id LIMIT %(cap)s
    )
    UNION ALL SELECT * FROM (
        SELECT 1, id, c0, '', 0 FROM named ORDER BY c1 DESC, id
    )
    UNION ALL SELECT * FROM (
        SELECT 2, kept.id, c0, '', 0
        FROM partly CROSS JOIN search_names_content AS kept USING (id) ORDER BY c1 DESC, kept.id
    )
    UNION ALL SELECT * FROM (
        SELECT 3, kept.id, c0, '', 0
        FROM texts CROSS JOIN search_names_content AS kept USING (id) ORDER BY c1 DESC, kept.id
    )
    UNION ALL SELECT * FROM (
        SELECT 4, id, c0, '', 0 FROM loose ORDER BY c1 DESC, id
    )
    UNION ALL
    SELECT 5, CAST(word.key AS INTEGER), '', '', 0 FROM none CROSS JOIN json_each(%(words)s) word
    WHERE EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH word.value)
"""
PHRASE = """
    SELECT search_entry.content_type_id, search_entry.object_id
    FROM search_words JOIN search_entry ON search_entry.id = search_words.rowid
    WHERE search_words MATCH %s
    ORDER BY 1, 2
"""
ORPHANS = """
    SELECT count(*) FROM (
        SELECT rowid FROM search_names UNION SELECT rowid FROM search_words
    ) WHERE rowid NOT IN (SELECT id FROM search_entry)
"""


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def any_form(word: Word) -> str:
    star = " *" if word.is_unfinished else ""
    return "(" + " OR ".join(quoted(form) + star for form in word.forms) + ")"


class SqliteBackend:
    def find(self, question: Question, aliases: Sequence[str], cap: int, enough: int) -> list[Row]:
        whole = [any_form(word) for word in question.whole_words]
        asked = {
            "all": " AND ".join(map(any_form, question.words)),
            "partly": " AND ".join([*whole, "{names} : (" + " OR ".join(whole) + ")"]),
            "whole": " AND ".join(whole),
            "any": " OR ".join(map(any_form, question.telling_words)),
            "aliases": json.dumps(aliases),
            "words": json.dumps({n: any_form(w) for n, w in question.long_words.items()}),
            "cap": cap,
            "enough": enough,
        }
        return self._rows(FIND, asked)

    def phrase(self, words: Sequence[str]) -> list[tuple[int, int]]:
        return self._rows(PHRASE, [quoted(" ".join(words))])

    def entries_named(self, word: str, cap: int) -> list[int]:
        found = "SELECT rowid FROM search_names WHERE search_names MATCH %s LIMIT %s"
        return [key for (key,) in self._rows(found, [quoted(word), cap])]

    def aliases(self, start: str, cap: int) -> list[tuple[str, int, int, str]]:
        return self._rows(
            "SELECT key, weight, entry_id, c0 FROM search_alias"
            " JOIN search_names_content ON search_names_content.id = entry_id"
            " WHERE key >= %s AND key < %s ORDER BY key, entry_id LIMIT %s",
            [start, start + "\U0010ffff", cap],
        )

    def write(self, documents: Iterable[Document]) -> None:
        names, rows = [], []
        for document in documents:
            all_names = f" {BREAK} ".join(document.names)
            names.append((document.entry_id, document.profile, document.prior, all_names))
            rows.append((document.entry_id, all_names, document.summary, document.body))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_names (rowid, profile, prior, names)"
                " VALUES (%s, %s, %s, %s)",
                names,
            )
            cursor.executemany(
                "INSERT OR REPLACE INTO search_words (rowid, names, summary, body)"
                " VALUES (%s, %s, %s, %s)",
                rows,
            )

    def filling(self) -> AbstractContextManager[None]:
        return nullcontext()

    def delete(self, entry_ids: Sequence[int]) -> None:
        keys = json.dumps(list(entry_ids))
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_names WHERE rowid IN (SELECT value FROM json_each(%s))", [keys]
            )
            cursor.execute(
                "DELETE FROM search_words WHERE rowid IN (SELECT value FROM json_each(%s))", [keys]
            )

    def count_orphans(self) -> int:
        return self._rows(ORPHANS, [])[0][0]

    def delete_orphans(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_names WHERE rowid NOT IN (SELECT id FROM search_entry)"
            )
            cursor.execute(
                "DELETE FROM search_words WHERE rowid NOT IN (SELECT id FROM search_entry)"
            )

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_names (search_names) VALUES ('optimize')")
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE search_entry")
            cursor.execute("ANALYZE search_alias")
            cursor.execute("ANALYZE search_spellingkey")

    def _rows(self, sql: str, values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
