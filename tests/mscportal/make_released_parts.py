"""Digests of what release 0.2.0 wrote, part by part, whose records have only one for the whole.

    MSC_DATA_DIR=/tmp/site python -m tests.mscportal.make_released_parts

The database is one that 0.2.0 made and filled with its starter content, and that this code
migrated since. Run it again where a migration changes what such a database holds.
"""

import os


def main():

    from django.conf import settings

    from content.models import ImportRecord
    from mscportal.starter import pages_of, parse_articles, parse_facts, parse_pages
    from mscportal.starter.load import SOURCE
    from mscportal.starter.mapping import wanted_entries
    from mscportal.starter.parts import RELEASED, columns_of, parts_of, shape_of, write_released

    facts = parse_facts(settings.STARTER_DIR / "facts")
    known_pages = pages_of(facts)
    articles = parse_articles(settings.STARTER_DIR / "articles", facts, known_pages)
    addresses = known_pages.union(f"/articles/{article.slug}/" for article in articles)
    pages = parse_pages(settings.STARTER_DIR / "pages", facts, addresses)
    shapes = {
        (wanted.model, wanted.key): shape_of(wanted)
        for wanted in wanted_entries(facts, articles, pages)
    }
    records = {
        (record.content_type.model_class(), record.key): record
        for record in ImportRecord.objects.filter(source=SOURCE).order_by("content_type", "key")
    }
    keys = {(model, record.object_id): key for (model, key), record in records.items()}

    def found():
        for (model, key), record in records.items():
            shape = shapes.get((model, key)) or record.shape | {
                "children": {name: columns_of(model, name) for name in record.shape["children"]}
            }
            yield record, shape, parts_of(record.entry, shape, keys)

    RELEASED.parent.mkdir(exist_ok=True)
    write_released(RELEASED, found())
    print(f"{RELEASED}: {RELEASED.stat().st_size // 1024} KB")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")
    import django

    django.setup()
    main()
