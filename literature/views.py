from collections import defaultdict
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.prepared import prepared
from content.reachable import Group, grouped_by_key, reachable
from content.unchecked import unchecked
from content.web import params
from content.web.pages import get_public
from editorial.public import address_of, file_of, highwire, record_of
from literature import jsonld, reference_lists
from literature.models import Citation, Publication, TextCitation
from literature.named_sources import short_name, unique_title
from literature.unchecked import of_publications, of_record

MOST_PER_TYPE = 100
LONGEST_QUERY = 100


@require_safe
@params.declare("q", "type", "year", "page")
def publication_list(request):
    published = Publication.objects.published()
    years = published.years()
    offered = {"type": Publication.Type.values, "year": [str(year) for year in years]}
    chosen = {name: params.choice(request, name, values) for name, values in offered.items()}
    labels = {"type": _("Type"), "year": _("Year")}
    unknown = [
        each
        for name, values in offered.items()
        for each in params.unknown(request, name, labels[name], values)
    ]
    chosen["q"] = params.text(request, "q", LONGEST_QUERY)
    found = published.none() if unknown else published.naming(chosen["q"])
    found = found.filter(**{name: chosen[name] for name in offered if chosen[name]})
    page = params.page_of(request, found, 50)
    response = render(
        request,
        "literature/publication_list.html",
        {
            "page": page,
            "unchecked": unchecked(of_publications(page)),
            "types": Publication.Type.choices,
            "years": [str(year) for year in years],
            "chosen": chosen,
            "unknown": unknown,
            "query": urlencode({name: value for name, value in chosen.items() if value}),
            "crumbs": [(_("Publications we cite"), "")],
        },
    )
    return params.kept_if_known(response, unknown)


@prepared
def publication_at(slug):
    return Publication.objects.filter(slug=slug)[:1]


@require_safe
def publication_detail(request, slug):
    publication = get_public(publication_at, slug)
    return render(
        request,
        "literature/publication_detail.html",
        {
            "described_by": jsonld.publication,
            "entry": publication,
            "record": (cited := publication.bibliographic_record(address_of(request, publication))),
            "citation_tags": highwire(cited),
            "short_title": unique_title(publication),
            "unchecked": unchecked(of_record(publication)),
            "cited_by": cited_by(publication),
            "most_per_type": MOST_PER_TYPE,
            "rated": rated_by(publication.pk),
            "authorisations": steps_told_by(publication.pk),
            "crumbs": [
                (_("Publications we cite"), reverse("literature:list")),
                (short_name(publication), ""),
            ],
        },
    )


@require_safe
def references(request, kind, slug, style, part=""):
    """All references of a page as one file for reference managers; none where it has none."""
    page = reference_lists.ReferencePage(kind, part)
    publications = reference_lists.publications_on(page, slug)
    if not publications:
        raise Http404
    records = [record_of(request, publication, ()) for publication in publications]
    return file_of(records, style, "-".join(filter(None, (slug, part, "references"))))


def cited_by(publication: Publication) -> list[Group]:
    """Entries that name this publication, in a list of references or in a text, by type."""
    keys = defaultdict(set)
    for content_type, key in citing(publication.pk):
        keys[ContentType.objects.get_for_id(content_type).model_class()].add(key)
    return grouped_by_key(keys, MOST_PER_TYPE)


@prepared
def citing(publication):
    """(content type, key)"""
    lists = (Citation.objects, TextCitation.objects)
    in_lists, in_texts = [
        rows.filter(publication=publication).order_by().values_list("content_type", "object_id")
        for rows in lists
    ]
    return in_lists.union(in_texts)


@prepared
def rated_by(publication):
    """Statements whose certainty it states."""
    statements = reachable(Publication(pk=publication).rated_statements.model)
    return statements.filter(certainty_by=publication)[:MOST_PER_TYPE]


@prepared
def steps_told_by(publication):
    steps = Publication(pk=publication).authorisations.filter(product__is_live=True)
    return steps.select_related("product")[:MOST_PER_TYPE]
