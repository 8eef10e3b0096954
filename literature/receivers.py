from content.text import richtext
from literature.models import Publication, TextCitation


def note_tokens(sender, entry, **kwargs):
    """Keep which publications the texts of this entry name; also of those not public yet."""
    texts = [getattr(entry, name) for name in (*entry.rich_fields(), *entry.token_fields)]
    named = {key for text in texts for key in richtext.cited_keys(text)}
    stored = TextCitation.objects.of(entry)
    stored.exclude(publication__slug__in=named).delete()
    known = set(stored.values_list("publication__slug", flat=True))
    if missing := named - known:
        TextCitation.objects.bulk_create(
            TextCitation(entry=entry, publication=publication)
            for publication in Publication.objects.filter(slug__in=missing)
        )


def forget_tokens(sender, entry, **kwargs):
    TextCitation.objects.of(entry).delete()
