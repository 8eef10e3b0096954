"""Many rows in one statement, on both databases; the ORM would make a hundred of them."""

from collections.abc import Sequence

from django.db import connection

# Of one statement; SQLite takes 32,766.
MOST_VALUES = 30_000
INSERT = "INSERT INTO {table} ({columns}) VALUES {rows} {then}"


def insert(table: str, columns: Sequence[str], rows: Sequence[tuple], then: str = "") -> list:
    """`then`: what to do on a conflict, and what to return of each row."""
    returned = []
    size = MOST_VALUES // len(columns)
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            statement = INSERT.format(
                table=table,
                columns=", ".join(columns),
                rows=", ".join([marks] * len(some)),
                then=then,
            )
            cursor.execute(statement, [value for row in some for value in row])
            if cursor.description:
                returned += cursor.fetchall()
    return returned
