from django.contrib.contenttypes.models import ContentType

from content.text import richtext
from literature.models import Publication, TextCitation


def note_tokens(sender, entry, **kwargs):
    """Keep which publications the texts of this entry name; also of those not public yet."""
    place = place_of(entry)
    texts = [getattr(entry, name) for name in (*entry.rich_fields(), *entry.token_fields)]
    named = {key for text in texts for key in richtext.cited_keys(text)}
    stored = TextCitation.objects.filter(**place)
    stored.exclude(publication__slug__in=named).delete()
    known = set(stored.values_list("publication__slug", flat=True))
    if missing := named - known:
        TextCitation.objects.bulk_create(
            TextCitation(**place, publication=publication)
            for publication in Publication.objects.filter(slug__in=missing)
        )


def forget_tokens(sender, entry, **kwargs):
    TextCitation.objects.filter(**place_of(entry)).delete()


def place_of(entry):
    content_type = ContentType.objects.get_for_model(type(entry))
    return {"content_type": content_type, "object_id": entry.pk}
