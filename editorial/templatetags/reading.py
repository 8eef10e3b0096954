"""What a reader can do with a page, as tags."""

from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.urls import reverse

from editorial.public import address_of, record_of, vancouver

register = template.Library()


class CitedPage(NamedTuple):
    text: str
    address: str
    ris: str
    bib: str
    json: str
    mail: str


@register.simple_tag(takes_context=True)
def citation(context, entry, byline=None):
    """How to cite the page of an entry; nothing where there is no address, as in a sample."""
    request = getattr(context, "request", None)
    if request is None or not getattr(entry, "slug", "") or not entry.published_at:
        return None
    record = record_of(request, entry, byline.authors if byline else [])
    address = address_of(request, entry)
    place = {"kind": entry._meta.model_name, "slug": entry.slug}
    return CitedPage(
        text=vancouver(record),
        address=address,
        ris=reverse("cite_ris", kwargs=place),
        bib=reverse("cite_bib", kwargs=place),
        json=reverse("cite_json", kwargs=place),
        mail=f"mailto:?subject={quote(entry.title)}&body={quote(address)}",
    )
