"""Corrections as items of feeds."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from content.models import Publishable
from content.reachable import by_key
from content.web.feeds import MOST_ITEMS, Item, lasting_id, start_of
from editorial.models import Correction


def corrections(kinds: list[str]) -> Iterator[Item]:
    """The newest public ones of these kinds."""
    made = list(Correction.objects.published().filter(kind__in=kinds)[:MOST_ITEMS])
    entries = by_key((correction.content_type_id, correction.object_id) for correction in made)
    for correction in made:
        entry = entries.get((correction.content_type_id, correction.object_id))
        yield item(correction, entry)


def corrections_of(entry: Publishable) -> Iterator[Item]:
    """The newest public ones of one entry, of every kind."""
    for correction in Correction.objects.published().of(entry)[:MOST_ITEMS]:
        yield item(correction, entry)


def item(correction: Correction, entry: Publishable | None) -> Item:
    title = entry.title if entry else _("A page that is no longer public")
    is_new = not correction.what_was
    said = (
        correction.what_is
        if is_new
        else _("It said: %(before)s It says now: %(after)s")
        % {"before": correction.what_was, "after": correction.what_is}
    )
    heading = _("New: %(title)s") if is_new else _("Correction: %(title)s")
    return Item(
        title=heading % {"title": title},
        text=said,
        link=entry.get_absolute_url() if entry else reverse("editorial:corrections"),
        id=lasting_id(correction),
        updated=start_of(correction.made_on),
    )
