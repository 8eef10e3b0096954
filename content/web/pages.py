"""How a public view gets its entry."""

from django.http import Http404

from content.drafting import is_previewed
from content.models import OldAddress
from content.prepared import prepared


class Withdrawn(Exception):
    """The entry was public and is not any more; answered with 410 and our own page."""


class Moved(Http404):
    """A live entry had this slug once; answered with one redirect to the same page of it.

    For whoever only asks whether there is a page, there is none.
    """

    def __init__(self, old_slug, entry):
        super().__init__(old_slug)
        self.old_slug, self.entry = old_slug, entry


def get_public(entries, slug):
    """The one live entry: of a queryset, or of a prepared query that takes the slug.

    Raises Withdrawn for a former one, Moved for one that has another address now, and Http404 for
    the rest. Old addresses are looked up only when there is no live entry: a live one comes first.
    """
    entry = (
        entries.first(slug) if isinstance(entries, prepared) else entries.filter(slug=slug).first()
    )
    if entry is not None and is_previewed(entry):
        entry.is_live = True
    if entry is not None and entry.is_live:
        return entry
    if entry is not None and entry.withdrawn_at:
        raise Withdrawn
    former = OldAddress.objects.entry_at(entries.model, slug)
    if former is None:
        raise Http404
    if former.is_live:
        raise Moved(slug, former)
    if former.withdrawn_at:
        raise Withdrawn
    raise Http404
