"""Filters and columns that help on every list of entries."""

from functools import reduce
from operator import or_

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from content.models import ChildRow, Verification


def marks(model):
    """The fields that say how far a fact of the row was checked."""
    return [field for field in model._meta.fields if field.choices == Verification.choices]


def has_unchecked_facts(model):
    """Condition: the entry, or one of its rows, says something that nobody has checked yet."""
    own = [Q(**{field.name: Verification.MEMORY}) for field in marks(model)]
    in_rows = [
        Q(
            Exists(
                relation.related_model._base_manager.filter(
                    **{relation.field.name: OuterRef("pk"), field.name: Verification.MEMORY}
                )
            )
        )
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, ChildRow)
        for field in marks(relation.related_model)
    ]
    return reduce(or_, own + in_rows, Q(pk__in=[]))


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    STATES = {
        "live": Q(is_live=True),
        "new": Q(is_live=False, withdrawn_at__isnull=True),
        "withdrawn": Q(is_live=False, withdrawn_at__isnull=False),
    }

    def lookups(self, request, model_admin):
        return [
            ("live", _("on the public site")),
            ("new", _("not public yet")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request, queryset):
        return queryset.filter(self.STATES.get(self.value(), Q()))


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
        return [("none", _("never reviewed")), ("done", _("reviewed"))]

    def queryset(self, request, queryset):
        if self.value() in ("none", "done"):
            return queryset.filter(last_reviewed_on__isnull=self.value() == "none")
        return queryset


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
