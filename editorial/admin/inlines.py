"""Rows of an entry that are edited on its form."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.contrib.contenttypes.admin import GenericTabularInline
from django.db.models import CharField
from django.utils.translation import gettext_lazy as _

from editorial.admin.forms import (
    HTTPS,
    GenericRowFormSet,
    KnownChoice,
    KnownChoices,
    RowForm,
    RowFormSet,
)
from editorial.models import Correction, Review


class RowsInline:
    """What all kinds of rows share; goes before an inline class of Django."""

    form = RowForm
    formfield_overrides = HTTPS
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Of the small buttons beside a look-up, a row has room for the one that adds."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownChoices(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RowInline(RowsInline, admin.TabularInline):
    formset = RowFormSet


class StackedRowInline(RowsInline, admin.StackedInline):
    formset = RowFormSet


class GenericRowInline(RowsInline, GenericTabularInline):
    formset = GenericRowFormSet


LONG_LINE = AdminTextInputWidget(attrs={"class": "vTextField desk-long"})


class AskedInline(RowInline):
    """`model` is the AskedQuestion of the app."""

    formfield_overrides = {CharField: {"widget": LONG_LINE}}
    fields = ["text", "order"]
    verbose_name_plural = _(
        "what people ask, in their words: found by search, not told on the page"
    )


class NameInline(RowInline):
    """Other names of an entry; `model` is the EntryName of the app."""

    fields = ["text", "kind", "is_enabled", "exact_case", "stands_alone", "order"]
    verbose_name = _("other name")
    verbose_name_plural = _(
        "other names: found by search and used for automatic links; one with the title itself "
        "holds the rules of the title"
    )


class RecordInline(GenericRowInline):
    """Shown for information: what was said about an entry is no part of its text."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CorrectionInline(RecordInline):
    """Corrections are written with a publication and changed in their own list."""

    model = Correction
    fields = ["made_on", "kind", "what_was", "what_is", "is_public"]
    verbose_name_plural = _("corrections: changes of fact that readers are told about")


class ReviewInline(RecordInline):
    """Reviews are recorded by approving, or on their own page, and never changed."""

    model = Review
    fields = ["made_on", "kind", "reviewer", "decision", "comment"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("reviewer")
