"""The desk's own pages: its lists, the search over everything, what is done with a line."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts import mails
from accounts.models import User
from content.models import Publishable
from content.web import params
from editorial import desk, workflow
from editorial.admin.filters import DUE, STATES
from editorial.admin.step_form import zone_in_words
from editorial.desk import search
from editorial.models import PlannedWithdrawal, Revision
from editorial.workflow import reviewers

PER_PAGE = 50
LONGEST_QUERY = 200


def type_choices(models):
    return {model._meta.label_lower: capfirst(model._meta.verbose_name) for model in models}


def filters_of(models):
    """(name in the address, heading, choices) of what narrows a search."""
    colleagues = User.objects.filter(is_staff=True, is_active=True)
    return [
        ("kind", gettext("Type"), type_choices(models)),
        ("state", gettext("State"), {**STATES, **dict(Revision.State.choices)}),
        ("owner", gettext("Responsible"), {str(user.pk): str(user) for user in colleagues}),
        ("due", gettext("Next review"), DUE),
    ]


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
            path(
                "desk/mail/<slug:action>/<int:pk>/",
                self.admin_view(self.failed_mail),
                name="desk_mail",
            ),
            path("find/", self.admin_view(self.find), name="desk_find"),
        ]
        return pages + super().get_urls()

    def index(self, request, extra_context=None):
        context = {
            "desk": desk.first_screen(request.user),
            "too_few_reviewers": reviewers.too_few(),
        }
        return super().index(request, {**context, **(extra_context or {})})

    @method_decorator(require_safe)
    def desk_list(self, request, name):
        shown = desk.list_for(request.user, name)
        if shown is None:
            raise Http404
        if shown.url != request.path:
            return HttpResponseRedirect(shown.url)
        choices = type_choices(shown.types.values())
        kind = params.choice(request, "kind", choices)
        if kind:
            shown.narrow(kind)
        page = params.page_of(request, desk.Pages(shown), PER_PAGE)
        context = {
            **self.each_context(request),
            "title": shown.title,
            "list": shown,
            "filters": [("kind", gettext("Type"), choices, kind)] if choices else [],
            "is_narrowed": bool(kind),
            "paging": f"{params.query_without(request, 'kind')}&" if kind else "",
            "page": page,
            "zone": zone_in_words() if shown.names_zone else "",
        }
        return TemplateResponse(request, "admin/desk_list.html", context)

    def cancel_appointment(self, request, kind, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if kind == "publication":
            row = Revision.objects.filter(pk=pk, publish_at__isnull=False).first()
            cancel = workflow.unschedule
        elif kind == "withdrawal":
            row = PlannedWithdrawal.objects.filter(pk=pk).first()
            cancel = workflow.cancel_withdrawal
        else:
            raise Http404
        may_cancel = any(
            workflow.may(request.user, "publish", model)
            for model in search.models_for(request.user)
        )
        if not may_cancel:
            raise PermissionDenied
        if row is None or row.entry is None:
            self.tell(request, gettext("This appointment was cancelled or kept already."))
        else:
            try:
                with transaction.atomic():
                    cancel(row.entry, by=request.user)
            except workflow.Refused as refusal:
                self.tell(request, str(refusal))
            else:
                said = gettext("The appointment of “%s” was cancelled.") % row.title
                messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:desk_list", args=[desk.ComingUp.slug]))

    def failed_mail(self, request, action, pk):
        choices = {
            "again": (mails.send_again, gettext("The mail is on its way.")),
            "discard": (mails.discard, gettext("The mail was discarded.")),
        }
        if action not in choices:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        service, said = choices[action]
        try:
            service(pk, by=request.user)
        except mails.OfNoUse as refusal:
            self.tell(request, str(refusal))
        else:
            messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:desk_list", args=[desk.FailedMails.slug]))

    def tell(self, request, refusal):
        messages.warning(request, refusal)

    @method_decorator(require_safe)
    def find(self, request):
        query = params.text(request, "q", LONGEST_QUERY)
        models = search.models_for(request.user)
        filters = filters_of(models)
        chosen = {name: params.choice(request, name, allowed) for name, _title, allowed in filters}
        as_typed = bool(params.choice(request, "exact", ("1",)))
        found = search.DeskResults(query, models, search.Narrowing(**chosen), as_typed)
        page = params.page_of(request, found, PER_PAGE)
        context = {
            **self.each_context(request),
            "title": gettext("Find on the desk"),
            "query": query,
            "filters": [(*one, chosen[one[0]]) for one in filters],
            "is_narrowed": any(chosen.values()),
            "corrected": found.corrected,
            "as_typed": f"{params.query_without(request, 'q', *chosen)}&exact=1",
            "paging": f"{params.query_without(request, 'q', *chosen, 'exact')}&",
            "page": page,
            "elsewhere": self.found_elsewhere(request, query)
            if query and not any(chosen.values())
            else [],
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
