"""The desk's page about names: what could be mended so that automatic links are right."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from content.desk_links import form_address
from content.models import Publishable
from content.web import params
from editorial.desk import search
from linking import reports

PER_PAGE = 50


class NameReport(NamedTuple):
    title: str
    help: str
    rows: Callable[[], list]
    line: Callable[[object], tuple[str, tuple[Publishable, ...], str]]  # words, entries, remark


def on_pages(number: int) -> str:
    return ngettext("on %(number)s page", "on %(number)s pages", number) % {"number": number}


REPORTS = {
    "unsure": NameReport(
        _("Names of several entries"),
        _(
            "No rule decides between the entries, so these never link. Keep the name at one entry "
            "only, or make it the title of one."
        ),
        reports.ambiguous_names,
        lambda row: (row.name, row.targets, on_pages(row.pages)),
    ),
    "missing": NameReport(
        _("Names that no entry has"),
        _(
            "Several pages use these words like a name. Add them to an entry as another name, or "
            "write the entry."
        ),
        reports.candidates,
        lambda row: (row.name, (), on_pages(row.pages)),
    ),
    "lonely": NameReport(
        _("Entries that no page mentions"),
        _("No text names them. A name may be missing, or a text that should lead there."),
        reports.targets_nobody_mentions,
        lambda entry: ("", (entry,), ""),
    ),
    "unused": NameReport(
        _("Names that no text uses"),
        _("They do no harm. A name that readers search for is worth keeping."),
        reports.names_that_link_nowhere,
        lambda row: (row.name, (row.target,), ""),
    ),
}


class HasNameReports:
    """For the AdminSite."""

    def get_urls(self):
        return [
            path("names/", self.admin_view(self.name_reports), name="desk_names"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def name_reports(self, request):
        """`?show=`: one of REPORTS; only that one is worked out, as each reads many rows."""
        if not search.models_for(request.user):
            raise PermissionDenied
        shown = params.choice(request, "show", REPORTS) or "unsure"
        report = REPORTS[shown]
        page = params.page_of(request, report.rows(), PER_PAGE)
        lines = []
        for row in page:
            words, entries, remark = report.line(row)
            addressed = [
                (one, one._meta.verbose_name, form_address(one, one.pk)) for one in entries
            ]
            lines.append((words, addressed, remark))
        context = {
            **self.each_context(request),
            "title": _("Names and automatic links"),
            "reports": REPORTS,
            "shown": shown,
            "report": report,
            "page": page,
            "paging": f"show={shown}&",
            "lines": lines,
        }
        return TemplateResponse(request, "admin/names.html", context)
