from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from content.models import Verification
from content.web.drawn import draw, once
from editorial.public import STYLES
from literature import reference_lists
from literature.reference_lists import ReferencePage

register = template.Library()


class Cited(NamedTuple):
    """What a reference shows of a publication."""

    address: str
    language: str
    authors: str
    title: str
    journal: str
    year: int
    locator: str
    retraction: str
    retraction_label: str
    doi: str
    doi_url: str
    doi_mark: str
    pmid: str
    pmid_url: str
    pmcid: str
    pmcid_url: str
    other_url: str
    mark: str
    host: str
    has_way: bool


@register.simple_tag
def reference_files(entry, part=""):
    """Addresses of all references of a page, by style; none in a sample."""
    page = ReferencePage(entry._meta.model_name, part)
    if page not in reference_lists.pages() or not entry.published_at:
        return {}
    place = {"kind": page.kind, "slug": entry.slug} | ({"part": part} if part else {})
    name = "references_of_part" if part else "references"
    return {style: reverse(f"{name}_{style}", kwargs=place) for style in STYLES}


@register.simple_tag(name="reference")
def reference_of(publication, with_marks=True):
    """`with_marks` off, for a page that says of all its facts at once how far they were checked."""
    seen = "" if with_marks else Verification.CHECKED
    return draw(
        "literature/_reference.html",
        Cited(
            address=publication.get_absolute_url(),
            language=publication.language,
            authors=publication.authors_text,
            title=publication.title,
            journal=publication.journal,
            year=publication.year,
            locator=publication.locator,
            retraction=publication.retraction,
            retraction_label=publication.get_retraction_display(),
            doi=publication.doi,
            doi_url=publication.doi_url,
            doi_mark=seen or publication.doi_verification,
            pmid=publication.pmid,
            pmid_url=publication.pmid_url,
            pmcid=publication.pmcid,
            pmcid_url=publication.pmcid_url_if_only,
            other_url=publication.url_if_only,
            mark=seen or publication.verification,
            host=publication.host,
            has_way=bool(publication.ways_to_source),
        ),
    )


@register.simple_tag
def numbered_references(references, with_marks=True, prefix=""):
    """Items of a list; in Python, as a page may have a hundred of them."""
    return format_html_join(
        "\n", "{}", ((numbered(each, with_marks, prefix),) for each in references)
    )


def numbered(reference, with_marks, prefix):
    parts = [reference_of(reference.publication, with_marks)]
    if reference.locator:
        said = _("Place in the source:")
        parts.append(
            format_html('<span class="reference-place">{} {}.</span>', said, reference.locator)
        )
    if day := reference.accessed_on:
        parts.append(
            format_html(
                '<span class="reference-place">{} <time datetime="{}">{}</time>.</span>',
                _("Opened on"),
                day.isoformat(),
                date_format(day),
            )
        )
    if reference.note:
        parts.append(format_html('<span class="reference-note">{}</span>', reference.note))
    if reference.back_links:
        parts.append(links_to(reference.number, tuple(reference.back_links)))
    return format_html(
        '<li id="{}ref-{}" value="{}">\n{}\n</li>',
        prefix,
        reference.number,
        reference.number,
        format_html_join("\n", "{}", ((part,) for part in parts)),
    )


@once
def links_to(number, places):
    said = _("Reference %(number)s, place") % {"number": number}
    return format_html(
        '<span class="back-links">{}\n{}</span>',
        _("Back to the text:"),
        format_html_join(
            "",
            '<a href="#{}"><span aria-hidden="true">↑</span>'
            '<span class="visually-hidden">{}</span> {}</a> ',
            ((place, said, count) for count, place in enumerate(places, 1)),
        ),
    )


@register.simple_tag
def short_references(references, prefix=""):
    """First author, journal, year and DOI or address: for a sheet of paper."""
    return format_html_join(
        "\n",
        '<li id="{}ref-{}" value="{}">{}</li>',
        ((prefix, *in_short(each)) for each in references),
    )


def in_short(reference):
    publication = reference.publication
    told = (publication.authors_text.split(",")[0], publication.journal, publication.year)
    where = f"doi:{publication.doi}" if publication.doi else publication.url or publication.host
    return (
        reference.number,
        reference.number,
        ", ".join(str(part) for part in (*told, where) if part),
    )
