"""Two FTS5 tables: `search_names` for names, `search_words` for everything."""

import json

from django.db import connection

from search.backends.base import BREAK

# Ranking looks at no more than `cap` rows, however common the words are.
NAMES = """
    SELECT search_entry.id, search_entry.kind
    FROM (SELECT rowid AS id, rank FROM search_names WHERE search_names MATCH %s LIMIT %s) AS found
    JOIN search_entry ON search_entry.id = found.id
    ORDER BY found.rank, search_entry.id
"""
BODY = """
    SELECT search_entry.id, search_entry.kind
    FROM (
        SELECT rowid AS id, bm25(search_words, 8.0, 3.0, 1.0) AS rank
        FROM search_words WHERE search_words MATCH %s LIMIT %s
    ) AS found
    JOIN search_entry ON search_entry.id = found.id
    ORDER BY found.rank, search_entry.id
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


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def question(words, joint):
    star = {True: " *", False: ""}
    return joint.join(
        "(" + " OR ".join(quoted(form) + star[word.is_unfinished] for form in word.forms) + ")"
        for word in words
    )


class SqliteBackend:
    def names(self, words, cap):
        return self._rows(NAMES, [question(words, " AND "), cap])

    def any_name(self, words, cap):
        return self._rows(NAMES, [question(words, " OR "), cap])

    def body(self, words, cap):
        return self._rows(BODY, [question(words, " AND "), cap])

    def phrase(self, words):
        return self._rows(PHRASE, [quoted(" ".join(words))])

    def write(self, documents):
        names, rows = [], []
        for document in documents:
            all_names = f" {BREAK} ".join(map(" ".join, document.names))
            names.append((document.entry_id, all_names))
            rows.append(
                (
                    document.entry_id,
                    all_names,
                    " ".join(document.summary),
                    " ".join(document.body),
                )
            )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_names (rowid, names) VALUES (%s, %s)", names
            )
            cursor.executemany(
                "INSERT OR REPLACE INTO search_words (rowid, names, summary, body)"
                " VALUES (%s, %s, %s, %s)",
                rows,
            )

    def delete(self, entry_ids):
        keys = json.dumps(list(entry_ids))
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_names WHERE rowid IN (SELECT value FROM json_each(%s))", [keys]
            )
            cursor.execute(
                "DELETE FROM search_words WHERE rowid IN (SELECT value FROM json_each(%s))", [keys]
            )

    def count_orphans(self):
        return self._rows(ORPHANS, [])[0][0]

    def delete_orphans(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_names WHERE rowid NOT IN (SELECT id FROM search_entry)"
            )
            cursor.execute(
                "DELETE FROM search_words WHERE rowid NOT IN (SELECT id FROM search_entry)"
            )

    def tidy(self):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_names (search_names) VALUES ('optimize')")
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE search_entry")
            cursor.execute("ANALYZE search_alias")

    def _rows(self, sql, values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
