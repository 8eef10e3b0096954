"""Corrections as items of feeds."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from content.reachable import by_key
from content.web.feeds import MOST_ITEMS, Item, start_of
from editorial.models import Correction


def corrections(request: HttpRequest, kinds: list[str]) -> Iterator[Item]:
    """The newest public ones of these kinds."""
    made = list(Correction.objects.published().filter(kind__in=kinds)[:MOST_ITEMS])
    entries = by_key((correction.content_type_id, correction.object_id) for correction in made)
    page = reverse("editorial:corrections")
    for correction in made:
        entry = entries.get((correction.content_type_id, correction.object_id))
        what = entry.title if entry else _("A page that is no longer public")
        yield Item(
            title=_("Correction: %(title)s") % {"title": what},
            text=_("It said: %(before)s It says now: %(after)s")
            % {"before": correction.what_was, "after": correction.what_is},
            link=entry.get_absolute_url() if entry else page,
            id=request.build_absolute_uri(f"{page}#correction-{correction.pk}"),
            updated=start_of(correction.made_on),
        )
