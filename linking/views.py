from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.web import params
from content.web.pages import get_public
from linking.names import linkable_models, target_of
from linking.on_pages import pages_mentioning, shown_page

PER_PAGE = 50


@require_safe
def mentions(request, kind, slug):
    """Every page whose text names an entry; the entry's own page shows the first of them."""
    models = {model._meta.model_name: model for model in linkable_models()}
    if kind not in models:
        raise Http404
    entry = get_public(models[kind].objects.all(), slug=slug)
    page = params.page_of(request, pages_mentioning(*target_of(entry)), PER_PAGE)
    return render(
        request,
        "linking/mentions.html",
        {
            "described_by": mentions_page,
            "about": entry,
            "page": page,
            "pages": [shown_page(mention.page) for mention in page],
            "query": "",
            "crumbs": [
                (title_of(entry), entry.get_absolute_url()),
                (_("Pages that mention it"), ""),
            ],
        },
    )


def mentions_page(page):
    """For machines."""
    return [page.node("CollectionPage")]
