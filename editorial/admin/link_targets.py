"""For the editor of texts: which pages a link can lead to, and which places they have."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from content.models import Publishable
from content.registry import entry_models
from content.web import params
from editorial.admin.forms import is_key
from editorial.desk import link_targets, search

PER_PAGE = 20
LONGEST_QUESTION = 500


class HasLinkTargets:
    """For the AdminSite."""

    # Pages that are no entry: name of the view, title.
    fixed_pages = {}

    def get_urls(self):
        view = self.admin_view(self.link_targets)
        return [path("link-targets/", view, name="desk_link_targets"), *super().get_urls()]

    @method_decorator(require_safe)
    def link_targets(self, request):
        """`q`: words; `address`: one page with its places; `own`: the entry that is edited."""
        models = search.models_for(request.user)
        if not models:
            raise PermissionDenied
        own = own_entry(request, models)
        if address := params.text(request, "address", LONGEST_QUESTION):
            return JsonResponse(link_targets.page_named(address, models, self.fixed_pages, own))
        text = params.text(request, "q", LONGEST_QUESTION)
        pages = link_targets.LinkTargets(text, models, self.fixed_pages, own)
        page = params.page_of(request, pages, PER_PAGE)
        return JsonResponse(
            {
                "found": page.object_list,
                "said": pages.in_words(),
                "next": page.next_page_number() if page.has_next() else None,
            }
        )


def own_entry(request, models) -> Publishable | None:
    """`diseases.disease:12`; None for nonsense and for what the colleague may not see."""
    kind, _sign, key = request.GET.get("own", "").partition(":")
    model = next((one for one in entry_models() if one._meta.label_lower == kind), None)
    if model not in models or not is_key(key):
        return None
    return link_targets.rows_of(model).filter(pk=key).first()
