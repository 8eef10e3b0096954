"""From a public address to the form of its entry. Public pages know nothing of it: they are the
same for every visitor, so no “edit” can be in them."""

from urllib.parse import unquote, urlsplit

from content.languages import resolved
from content.local_links import pages
from content.models import Publishable


def entry_at(address: str) -> Publishable | None:
    """The entry whose page this is, live or not; None for lists and everything else."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return None
    match = resolved(path)
    model = match and pages().get(match.view_name)
    return model and model._base_manager.filter(slug=match.kwargs.get("slug")).first()
