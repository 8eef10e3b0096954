import django.db.models.deletion
from django.db import migrations, models

# Until `rebuild_search` runs, what is indexed can be filtered by type and language alone.
PROFILES = (
    "UPDATE search_entry SET profile = 'type=' || kind || {newline} || 'language=' || language"
)
NEW_NAMES = """
    CREATE VIRTUAL TABLE search_names USING fts5(
        profile UNINDEXED, prior UNINDEXED, names,
        prefix='2 3', tokenize="ascii tokenchars '_|'"
    )
"""
OLD_NAMES = """
    CREATE VIRTUAL TABLE search_names USING fts5(
        names, prefix='2 3', tokenize="ascii tokenchars '_|'"
    )
"""
SQLITE = (
    PROFILES.format(newline="char(10)"),
    "CREATE TEMPORARY TABLE kept AS SELECT rowid AS id, names FROM search_names",
    "DROP TABLE search_names",
    NEW_NAMES,
    """
    INSERT INTO search_names (rowid, profile, prior, names)
    SELECT kept.id, profile, boost, kept.names FROM kept JOIN search_entry USING (id)
    """,
    "DROP TABLE kept",
)
SQLITE_REVERSE = (
    "CREATE TEMPORARY TABLE kept AS SELECT rowid AS id, names FROM search_names",
    "DROP TABLE search_names",
    OLD_NAMES,
    "INSERT INTO search_names (rowid, names) SELECT id, names FROM kept",
    "DROP TABLE kept",
)
POSTGRESQL = (
    PROFILES.format(newline="chr(10)"),
    """
    ALTER TABLE search_index
        ADD COLUMN profile text NOT NULL DEFAULT '', ADD COLUMN prior real NOT NULL DEFAULT 0
    """,
    """
    UPDATE search_index SET profile = search_entry.profile, prior = boost
    FROM search_entry WHERE id = entry_id
    """,
    'CREATE INDEX search_alias_start ON search_alias (key COLLATE "C")',
)
POSTGRESQL_REVERSE = (
    "DROP INDEX search_alias_start",
    "ALTER TABLE search_index DROP COLUMN profile, DROP COLUMN prior",
)

STATEMENTS = {
    "sqlite": (SQLITE, SQLITE_REVERSE),
    "postgresql": (POSTGRESQL, POSTGRESQL_REVERSE),
}


def change(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def change_back(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_word_index")]
    operations = [
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
        migrations.RemoveField(
            model_name="entry",
            name="published_at",
        ),
        migrations.AddField(
            model_name="entry",
            name="frequent_words",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="profile",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="entry",
            name="published_day",
            field=models.PositiveIntegerField(default=0),
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
        migrations.RunPython(change, change_back, elidable=False),
    ]
