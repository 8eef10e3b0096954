"""Filters and columns that help on every list of entries."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from editorial.desk import OF_STATE, due_condition, has_unchecked_facts, with_drafts
from editorial.models import Revision


class EntryList(ChangeList):
    """A list that knows the drafts, in the one query that reads its rows."""

    def get_queryset(self, request, exclude_parameters=None):
        if "draft_state" not in self.root_queryset.query.annotations:
            self.root_queryset = with_drafts(self.root_queryset)
        return super().get_queryset(request, exclude_parameters)


class DraftFilter(admin.SimpleListFilter):
    title = _("draft")
    parameter_name = "draft"

    def lookups(self, request, model_admin):
        return [
            *Revision.State.choices,
            ("scheduled", _("to be published later")),
            ("none", _("no draft")),
        ]

    def queryset(self, request, queryset):
        if self.value() in Revision.State.values:
            return queryset.filter(draft_state=self.value())
        if self.value() == "scheduled":
            return queryset.filter(draft_due_at__isnull=False)
        if self.value() == "none":
            return queryset.filter(draft_state__isnull=True)
        return queryset


class MineFilter(admin.SimpleListFilter):
    title = _("mine")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        draft = [("draft", _("I changed the draft last"))]
        if not hasattr(model_admin.model, "owner"):
            return draft
        return [("owner", _("I am responsible")), *draft]

    def queryset(self, request, queryset):
        if self.value() == "draft":
            return queryset.filter(draft_author=request.user.pk)
        if self.value() == "owner":
            return queryset.filter(owner=request.user)
        return queryset


STATES = {
    "live": _("on the public site"),
    "new": _("not public yet"),
    "withdrawn": _("withdrawn"),
}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return STATES.items()

    def queryset(self, request, queryset):
        return queryset.filter(OF_STATE.get(self.value(), Q()))


class FactsFilter(admin.SimpleListFilter):
    title = _("facts")
    parameter_name = "facts"

    def lookups(self, request, model_admin):
        return [("unchecked", _("some not yet checked")), ("checked", _("all checked"))]

    def queryset(self, request, queryset):
        unchecked = has_unchecked_facts(queryset.model)
        if self.value() == "unchecked":
            return queryset.filter(unchecked)
        if self.value() == "checked":
            return queryset.exclude(unchecked)
        return queryset


class ReviewFilter(admin.SimpleListFilter):
    title = _("medical review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("none", _("not reviewed")), ("done", _("reviewed"))]

    def queryset(self, request, queryset):
        if self.value() in ("none", "done"):
            return queryset.filter(last_reviewed_on__isnull=self.value() == "none")
        return queryset


DUE = {
    "due": _("due or overdue"),
    "overdue": _("overdue"),
    "soon": _("due in the next 30 days"),
    "later": _("due later"),
    "none": _("no date"),
}


class DueFilter(admin.SimpleListFilter):
    title = _("next review")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return DUE.items()

    def queryset(self, request, queryset):
        return queryset.filter(due_condition(self.value())) if self.value() in DUE else queryset


class PageFilter(admin.SimpleListFilter):
    """The pages that readers wrote most about."""

    title = _("page")
    parameter_name = "page_path"
    MOST = 20

    def lookups(self, request, model_admin):
        pages = model_admin.model.objects.order_by().values("page").annotate(number=Count("pk"))
        rows = pages.order_by("-number", "page")[: self.MOST]
        return [(row["page"], f"{row['page']} ({row['number']})") for row in rows]

    def queryset(self, request, queryset):
        return queryset.filter(page=self.value()) if self.value() else queryset
