from django.db import migrations

# A search reads thousands of rows and none of their vectors: with those out of the way the rows fill
# a tenth of the pages. `|| ''` unpacks a vector, so that it is stored anew and moves out. Without
# statistics the planner takes the index always; it does not know what reading every vector costs.
POSTGRESQL = (
    """
    CREATE TABLE search_index_anew (
        entry_id bigint PRIMARY KEY,
        nv tsvector NOT NULL,
        v tsvector NOT NULL,
        words text NOT NULL,
        profile text NOT NULL DEFAULT '',
        prior real NOT NULL DEFAULT 0
    ) WITH (toast_tuple_target = 128)
    """,
    "ALTER TABLE search_index_anew ALTER nv SET STATISTICS 0, ALTER v SET STATISTICS 0",
    """
    INSERT INTO search_index_anew (entry_id, nv, v, words, profile, prior)
    SELECT entry_id, nv || ''::tsvector, v || ''::tsvector, words, profile, prior
    FROM search_index ORDER BY entry_id
    """,
    "DROP TABLE search_index",
    "ALTER TABLE search_index_anew RENAME TO search_index",
    "ALTER INDEX search_index_anew_pkey RENAME TO search_index_pkey",
    # One tree for both, so that what is asked of names and of everything meets within it. Without
    # fastupdate a search never has to read through what was written lately.
    "CREATE INDEX search_index_words ON search_index USING gin (nv, v) WITH (fastupdate = off)",
)
POSTGRESQL_REVERSE = (
    "DROP INDEX search_index_words",
    "ALTER TABLE search_index RESET (toast_tuple_target)",
    "ALTER TABLE search_index ALTER nv SET STATISTICS -1, ALTER v SET STATISTICS -1",
    "CREATE INDEX search_index_nv ON search_index USING gin (nv) WITH (fastupdate = off)",
    "CREATE INDEX search_index_v ON search_index USING gin (v) WITH (fastupdate = off)",
)


def change(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def change_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL_REVERSE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_spelling_and_facets")]
    operations = [migrations.RunPython(change, change_back, elidable=False)]
