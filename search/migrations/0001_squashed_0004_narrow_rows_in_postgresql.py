import django.db.models.deletion
from django.db import migrations, models

# Words come folded from content/text/analyser.py and are joined by spaces. The tokenizer takes every other
# character as part of a word, so it never splits what the analyser left whole.
SQLITE = (
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        names, summary, body, tokenize="ascii tokenchars '_|'"
    )
    """,
    """
    CREATE VIRTUAL TABLE search_names USING fts5(
        profile UNINDEXED, prior UNINDEXED, names,
        prefix='2 3', tokenize="ascii tokenchars '_|'"
    )
    """,
)
SQLITE_REVERSE = ("DROP TABLE search_names", "DROP TABLE search_words")

POSTGRESQL = (
    # No foreign key: emptying the tables that Django knows must not fail because of one it does
    # not. A search reads thousands of rows and none of their vectors: with those out of the way the
    # rows fill a tenth of the pages.
    """
    CREATE TABLE search_index (
        entry_id bigint PRIMARY KEY,
        nv tsvector NOT NULL,
        v tsvector NOT NULL,
        words text NOT NULL,
        profile text NOT NULL DEFAULT '',
        prior real NOT NULL DEFAULT 0
    ) WITH (toast_tuple_target = 128)
    """,
    # Without statistics the planner takes the index always; it does not know what reading every
    # vector costs.
    "ALTER TABLE search_index ALTER nv SET STATISTICS 0, ALTER v SET STATISTICS 0",
    # One tree for both, so that what is asked of names and of everything meets within it. Without
    # fastupdate a search never has to read through what was written lately.
    "CREATE INDEX search_index_words ON search_index USING gin (nv, v) WITH (fastupdate = off)",
    'CREATE INDEX search_alias_start ON search_alias (key COLLATE "C")',
)
POSTGRESQL_REVERSE = ("DROP INDEX search_alias_start", "DROP TABLE search_index")

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
    replaces = [
        ("search", "0001_initial"),
        ("search", "0002_word_index"),
        ("search", "0003_spelling_and_facets"),
        ("search", "0004_narrow_rows_in_postgresql"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("kind", models.CharField(db_index=True, max_length=100)),
                ("title", models.TextField()),
                ("names", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("name_words", models.TextField(blank=True)),
                ("summary_words", models.TextField(blank=True)),
                ("url", models.TextField()),
                ("language", models.CharField(max_length=10)),
                ("boost", models.FloatField(default=0)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                ("frequent_words", models.TextField(blank=True)),
                ("profile", models.TextField(default="")),
                ("published_day", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "entries",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="search_entry_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "bodies",
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(db_index=True, max_length=250)),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="search.entry",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "aliases",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "key"), name="search_alias_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=64, unique=True)),
                ("shown", models.CharField(max_length=100)),
            ],
            options={
                "verbose_name_plural": "spellings",
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=100)),
                ("day", models.DateField()),
                ("times", models.PositiveIntegerField(default=0)),
                ("times_without_result", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "asked",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "words"), name="search_asked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SpellingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=65)),
                ("length", models.PositiveSmallIntegerField()),
                (
                    "spelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="search.spelling",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "spelling keys",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "length", "spelling"), name="search_spellingkey_once"
                    )
                ],
            },
        ),
        migrations.RunPython(create, drop, elidable=False),
    ]
