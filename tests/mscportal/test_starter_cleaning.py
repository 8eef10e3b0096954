"""What the site is delivered with passes the cleaning of texts as it stands."""

from django.conf import settings

from content.text import cleaning
from content.text.fields import RichTextField
from mscportal.starter import pages_of, parse_articles, parse_facts, parse_pages
from mscportal.starter.mapping import wanted_entries


def rich_texts():
    folder = settings.STARTER_DIR
    facts = parse_facts(folder / "facts")
    known = pages_of(facts)
    articles = parse_articles(folder / "articles", facts, known)
    addresses = known.union(f"/articles/{article.slug}/" for article in articles)
    pages = parse_pages(folder / "pages", facts, addresses)
    for wanted in wanted_entries(facts, articles, pages):
        for field in wanted.model._meta.concrete_fields:
            if isinstance(field, RichTextField) and wanted.fields.get(field.name):
                yield f"{wanted.key} {field.name}", str(wanted.fields[field.name])


def test_what_the_site_is_delivered_with_is_not_changed_and_nothing_is_said_of_it():
    texts = dict(rich_texts())
    assert len(texts) > 500
    stored = {name: cleaning.cleaned_anew(text) for name, text in texts.items()}
    # Entities of quotation marks are written as the marks themselves.
    changed = {
        name
        for name, text in texts.items()
        if stored[name].text != text.replace("&#x27;", "'").replace("&quot;", '"').strip()
    }
    assert not changed
    assert not [name for name, cleaned in stored.items() if cleaned.counts or cleaned.markup]
    again = {name: cleaning.cleaned_anew(cleaned.text).text for name, cleaned in stored.items()}
    assert again == {name: cleaned.text for name, cleaned in stored.items()}
