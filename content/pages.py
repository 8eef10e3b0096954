"""How a public view gets its entry."""

from django.http import Http404

from content.drafting import is_previewed


class Withdrawn(Exception):
    """The entry was public and is not any more; answered with 410 and our own page."""


def get_public(queryset, **lookup):
    """Return the one live entry; raise Withdrawn for a former one and Http404 for the rest."""
    entry = queryset.filter(**lookup).first()
    if entry is None:
        raise Http404
    if is_previewed(entry):
        entry.is_live = True
    if not entry.is_live:
        if entry.withdrawn_at:
            raise Withdrawn
        raise Http404
    return entry
