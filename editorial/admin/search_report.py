"""The desk's page about what visitors search for; rows that few have asked are shown to nobody."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial.desk import search
from search import query_statistics

DAYS = 90


class HasSearchReport:
    """For the AdminSite."""

    def get_urls(self):
        return [
            path("searches/", self.admin_view(self.search_report), name="desk_searches"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def search_report(self, request):
        if not search.models_for(request.user):
            raise PermissionDenied
        context = {
            **self.each_context(request),
            "title": _("What visitors search for"),
            "lists": [
                (_("Asked most"), list(query_statistics.report(DAYS))),
                (_("Asked in vain"), list(query_statistics.report(DAYS, without_result=True))),
            ],
            "days": DAYS,
            "least_times": query_statistics.LEAST_TIMES,
            "least_days": query_statistics.LEAST_DAYS,
        }
        return TemplateResponse(request, "admin/asked.html", context)
