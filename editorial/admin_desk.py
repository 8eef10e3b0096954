"""The desk's own pages: its lists, the search over everything, cancelling an appointment."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from content import params
from content.models import Publishable
from editorial import desk, finding, reviewers, services
from editorial.admin_steps import zone_in_words
from editorial.models import PlannedWithdrawal, Revision

PER_PAGE = 50
LONGEST_QUERY = 200


class HasDesk:
    """For the AdminSite."""

    def get_urls(self):
        pages = [
            path("desk/<slug:name>/", self.admin_view(self.desk_list), name="desk_list"),
            path(
                "desk/cancel/<slug:kind>/<int:pk>/",
                self.admin_view(self.cancel_appointment),
                name="desk_cancel",
            ),
            path("find/", self.admin_view(self.find), name="desk_find"),
        ]
        return pages + super().get_urls()

    def index(self, request, extra_context=None):
        context = {
            "desk": desk.first_screen(request.user),
            "too_few_reviewers": reviewers.too_few(),
            "reviewers_needed": reviewers.NEEDED,
        }
        return super().index(request, {**context, **(extra_context or {})})

    @method_decorator(require_safe)
    def desk_list(self, request, name):
        shown = desk.list_for(request.user, name)
        if shown is None:
            raise Http404
        if shown.url != request.path:
            return HttpResponseRedirect(shown.url)
        page = params.page_of(request, desk.Pages(shown), PER_PAGE)
        context = {
            **self.each_context(request),
            "title": shown.title,
            "list": shown,
            "page": page,
            "zone": zone_in_words() if shown.can_cancel else "",
        }
        return TemplateResponse(request, "admin/desk_list.html", context)

    def cancel_appointment(self, request, kind, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if kind == "publication":
            row = Revision.objects.filter(pk=pk, publish_at__isnull=False).first()
            cancel = services.unschedule
        elif kind == "withdrawal":
            row = PlannedWithdrawal.objects.filter(pk=pk).first()
            cancel = services.cancel_withdrawal
        else:
            raise Http404
        may_cancel = any(
            services.may(request.user, "publish", model)
            for model in finding.models_for(request.user)
        )
        if not may_cancel:
            raise PermissionDenied
        if row is None or row.entry is None:
            self.tell(request, gettext("This appointment was cancelled or kept already."))
        else:
            try:
                with transaction.atomic():
                    cancel(row.entry, by=request.user)
            except services.Refused as refusal:
                self.tell(request, str(refusal))
            else:
                said = gettext("The appointment of “%s” was cancelled.") % row.title
                messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:desk_list", args=[desk.ComingUp.slug]))

    def tell(self, request, refusal):
        messages.warning(request, refusal)

    @method_decorator(require_safe)
    def find(self, request):
        query = params.text(request, "q", LONGEST_QUERY)
        found = finding.Results(query, finding.models_for(request.user))
        page = params.page_of(request, found, PER_PAGE)
        context = {
            **self.each_context(request),
            "title": gettext("Find on the desk"),
            "query": query,
            "paging": f"{urlencode({'q': query})}&",
            "page": page,
            "elsewhere": self.found_elsewhere(request, query) if query else [],
        }
        return TemplateResponse(request, "admin/find.html", context)

    def found_elsewhere(self, request, query):
        """Rows that are no entries, by the search of their own list."""
        found = []
        for model, admin in self._registry.items():
            if issubclass(model, Publishable) or not admin.search_fields:
                continue
            if not admin.has_view_permission(request):
                continue
            rows, _may_repeat = admin.get_search_results(
                request, admin.get_queryset(request), query
            )
            if number := rows.order_by().values("pk").distinct().count():
                meta = model._meta
                name = f"admin:{meta.app_label}_{meta.model_name}_changelist"
                found.append((meta.verbose_name_plural, number, reverse(name, query={"q": query})))
        return found
