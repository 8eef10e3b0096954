from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.reachable import by_key, grouped
from content.registry import entry_models
from content.text.richtext import with_citations
from content.web.pages import get_public
from content.web.params import declare, page_of
from editorial.models import Contributor, Correction, Reviewed
from editorial.public import jsonld
from editorial.public.citation_formats import STYLES, record_of


@require_safe
@declare("page")
def contributor_list(request):
    contributors = Contributor.objects.published().prefetch_related("roles")
    return render(
        request,
        "editorial/contributor_list.html",
        {
            "page": page_of(request, contributors, 50),
            "crumbs": [(_("Authors and reviewers"), "")],
        },
    )


@require_safe
def contributor_detail(request, slug):
    contributor = get_public(Contributor.objects.prefetch_related("roles"), slug=slug)
    authored = [model for model in entry_models() if issubclass(model, Reviewed)]
    return render(
        request,
        "editorial/contributor_detail.html",
        {
            "described_by": jsonld.contributor,
            "entry": contributor,
            "biography": with_citations(contributor.biography, lambda keys: SafeString()),
            "written": grouped(lambda entries: entries.filter(authors=contributor), authored),
            "reviewed": reviewed_by(contributor),
            "crumbs": [
                (_("Authors and reviewers"), reverse("editorial:contributors")),
                (contributor.title, ""),
            ],
        },
    )


def reviewed_by(contributor):
    """Public entries with the day of the last medical review by this person, newest first."""
    reviews = contributor.reviews.approving().of_public_texts().order_by("made_on")
    days = {(review.content_type_id, review.object_id): review.made_on for review in reviews}
    found = [(entry, days[key]) for key, entry in by_key(days).items()]
    return sorted(found, key=lambda pair: (-pair[1].toordinal(), pair[0].title))


@require_safe
@declare("page")
def correction_list(request):
    page = page_of(request, Correction.objects.published())
    entries = by_key((made.content_type_id, made.object_id) for made in page.object_list)
    corrections = [
        (made, entries.get((made.content_type_id, made.object_id))) for made in page.object_list
    ]
    return render(
        request,
        "editorial/correction_list.html",
        {"page": page, "corrections": corrections, "crumbs": [(_("Corrections"), "")]},
    )


@require_safe
def cite(request, kind, slug, style):
    """A page as a record for reference managers: data, and so the same in every language."""
    models = {m._meta.model_name: m for m in entry_models() if m.has_page}
    if kind not in models:
        raise Http404
    entry = get_public(models[kind].objects, slug=slug)
    authors = entry.authors.published() if isinstance(entry, Reviewed) else []
    return file_of([record_of(request, entry, authors)], style, entry.slug)


def file_of(records, style, name):
    """Citations to be saved."""
    write, content_type = STYLES[style]
    response = HttpResponse(write(records), content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{style}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
