from django.db import migrations

# Words come folded from content/text/analyser.py and are joined by spaces. The tokenizer takes every other
# character as part of a word, so it never splits what the analyser left whole.
SQLITE = (
    """
    CREATE VIRTUAL TABLE search_names USING fts5(
        names, prefix='2 3', tokenize="ascii tokenchars '_|'"
    )
    """,
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        names, summary, body, tokenize="ascii tokenchars '_|'"
    )
    """,
)
SQLITE_REVERSE = ("DROP TABLE search_names", "DROP TABLE search_words")

# No foreign key: emptying the tables that Django knows must not fail because of one it does not.
POSTGRESQL = (
    """
    CREATE TABLE search_index (
        entry_id bigint PRIMARY KEY,
        nv tsvector NOT NULL,
        v tsvector NOT NULL,
        words text NOT NULL
    )
    """,
    # Without fastupdate a search never has to read through what was written lately.
    "CREATE INDEX search_index_nv ON search_index USING gin (nv) WITH (fastupdate = off)",
    "CREATE INDEX search_index_v ON search_index USING gin (v) WITH (fastupdate = off)",
)
POSTGRESQL_REVERSE = ("DROP TABLE search_index",)

STATEMENTS = {
    "sqlite": (SQLITE, SQLITE_REVERSE),
    "postgresql": (POSTGRESQL, POSTGRESQL_REVERSE),
}


def create(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
