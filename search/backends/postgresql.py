"""One table, `search_index`: a vector of the names, one of everything, GIN on both.

Vectors and questions are written in their own notation instead of through `to_tsvector`: the
database's parser would split or drop keys that look to it like numbers, hosts or tags.
"""

from collections import Counter, defaultdict

from django.db import connection

from search.backends.base import BREAK

# What a vector can hold; where a text has more, its words are kept for exact phrases.
LAST_POSITION = 16_383
MOST_POSITIONS = 255

# Ranking looks at no more than `cap` rows, however common the words are.
NAMES = """
    SELECT search_entry.id, search_entry.kind
    FROM (SELECT entry_id, nv FROM search_index WHERE nv @@ %s::tsquery LIMIT %s) AS found
    JOIN search_entry ON search_entry.id = found.entry_id
    ORDER BY ts_rank(found.nv, %s::tsquery) DESC, search_entry.id
"""
BODY = """
    SELECT search_entry.id, search_entry.kind
    FROM (SELECT entry_id, v FROM search_index WHERE v @@ %s::tsquery LIMIT %s) AS found
    JOIN search_entry ON search_entry.id = found.entry_id
    ORDER BY ts_rank(found.v, %s::tsquery) DESC, search_entry.id
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
    INSERT INTO search_index (entry_id, nv, v, words)
    SELECT entry_id, nv::tsvector, v::tsvector, words
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS new (entry_id, nv, v, words)
    ON CONFLICT (entry_id) DO UPDATE
    SET nv = excluded.nv, v = excluded.v, words = excluded.words
"""


def quoted(word):
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def question(words, joint):
    star = {True: ":*", False: ""}
    return joint.join(
        "(" + " | ".join(quoted(form) + star[word.is_unfinished] for form in word.forms) + ")"
        for word in words
    )


def vector(parts):
    """`parts`: (weight, words) in reading order; a phrase does not run from one to the next."""
    places, position = defaultdict(list), 0
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


def words_for_phrases(parts):
    """Empty when the vector holds every position."""
    everything = [word for _weight, words in parts for word in (BREAK, *words)]
    most_often = Counter(everything).most_common(1)[0][1]
    if len(everything) < LAST_POSITION and most_often <= MOST_POSITIONS:
        return ""
    return f" {' '.join(everything)} "


class PostgresqlBackend:
    def names(self, words, cap):
        asked = question(words, " & ")
        return self._rows(NAMES, [asked, cap, asked])

    def any_name(self, words, cap):
        asked = question(words, " | ")
        return self._rows(NAMES, [asked, cap, asked])

    def body(self, words, cap):
        asked = question(words, " & ")
        return self._rows(BODY, [asked, cap, asked])

    def phrase(self, words):
        every = " & ".join(map(quoted, words))
        in_order = " <-> ".join(map(quoted, words))
        return self._rows(PHRASE, [every, in_order, f" {' '.join(words)} "])

    def write(self, documents):
        keys, names, everything, words = [], [], [], []
        for document in documents:
            name_parts = [("A", name) for name in document.names]
            parts = [*name_parts, ("B", document.summary), ("C", document.body)]
            keys.append(document.entry_id)
            names.append(vector(name_parts))
            everything.append(vector(parts))
            words.append(words_for_phrases(parts))
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [keys, names, everything, words])

    def delete(self, entry_ids):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_index WHERE entry_id = ANY(%s::bigint[])", [list(entry_ids)]
            )

    def count_orphans(self):
        return self._rows(
            "SELECT count(*) FROM search_index"
            " WHERE NOT EXISTS (SELECT FROM search_entry WHERE id = entry_id)",
            [],
        )[0][0]

    def delete_orphans(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_index"
                " WHERE NOT EXISTS (SELECT FROM search_entry WHERE id = entry_id)"
            )

    def tidy(self):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry, search_alias, search_index")

    def _rows(self, sql, values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
