"""The form and the list that every kind of entry has on the desk."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Verification
from editorial import versions, workflow
from editorial.admin.actions import ActsOnEntries
from editorial.admin.around_the_form import around_the_form
from editorial.admin.change_form import EditsVersions
from editorial.admin.filters import DraftFilter, DueFilter, EntryList, MineFilter, StateFilter
from editorial.admin.forms import HTTPS, EntryForm, LookUp, LookUpSeveral
from editorial.admin.inlines import CorrectionInline, ReviewInline
from editorial.admin.links import LinkInline
from editorial.admin.pages import ENTRY_PAGES, MEASURES
from editorial.admin.pages.compare import versions_page
from editorial.admin.pages.measures import Part
from editorial.admin.pages.recovery import address_beside, recovery_address
from editorial.admin.session import EditingSession
from editorial.admin.words import moment
from editorial.desk import marks
from editorial.models import Reviewed, Revision

# More entries than a list looks up by their keys; SQLite takes three times as many values.
MOST_KEYS = 10_000
REVIEW_DATES = ["last_reviewed_on", "next_review_on"]

# Groups of fields that end the form of most entries.
PEOPLE = (_("Who stands for it"), {"fields": ["owner", "authors", tuple(REVIEW_DATES)]})
SEARCH_ENGINES = (
    _("Language and search engines"),
    {"classes": ["collapse"], "fields": ["meta_description", "language"]},
)


def fixed_address(entry) -> bool:
    """Texts cite publications by their key, so it stays; other addresses may change."""
    return entry.slug_is_key and entry.published_at is not None


class EntryAdmin(EditsVersions, ActsOnEntries, admin.ModelAdmin):
    """Everything that changes what the public sees goes through `editorial.workflow`."""

    form = EntryForm
    formfield_overrides = HTTPS
    list_display = ["title", "is_live", "updated_at"]
    list_filter = [StateFilter]
    list_per_page = 50
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    # Plain words for fields whose model says nothing.
    help_texts = {}
    # Below these the form says how much they ask of readers, while somebody types.
    measured_fields: Sequence[str] = ()

    def get_changelist(self, request, **kwargs):
        return EntryList

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_list_display(self, request):
        """What waits beside the public page stands next to whether there is one."""
        columns = [*super().get_list_display(request)]
        columns.insert(columns.index("is_live") + 1, "draft_in_list")
        return columns

    def get_list_filter(self, request):
        due = [DueFilter] if issubclass(self.model, Reviewed) else []
        return [*super().get_list_filter(request), *due, DraftFilter, MineFilter]

    def get_search_results(self, request, queryset, search_term):
        """A list asks four times; the long texts are read once."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return rows, may_repeat
        keys = {*rows.order_by().values_list("pk", flat=True)[: MOST_KEYS + 1]}
        if len(keys) > MOST_KEYS:
            return rows, may_repeat
        return queryset.filter(pk__in=keys), False

    @admin.display(description=_("draft"), empty_value="")
    def draft_in_list(self, obj):
        state = Revision.State(obj.draft_state).label if obj.draft_state else None
        if obj.draft_due_at is None:
            return state
        return format_html(
            "{}<br>{}", state or "", gettext("Publication on %s") % moment(obj.draft_due_at)
        )

    def has_publish_permission(self, request, obj=None):
        return workflow.may(request.user, "publish", self.model)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                f"<path:object_id>/{page.address}/",
                self.admin_site.admin_view(page.answer(self)),
                name=f"{name}_{page.address.partition('/')[0]}",
            )
            for page in ENTRY_PAGES
            if page is not MEASURES or self.measured_fields
        ] + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        try:
            session = EditingSession.seen(self, request, object_id)
        except Http404:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return versions_page(session, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs.setdefault("help_texts", self.help_texts)
        form = super().get_form(request, obj, change=change, **kwargs)
        row = self.session.entry if self.session else None
        if "slug" in form.base_fields and row and row.published_at and row.has_page:
            form.base_fields["slug"].help_text = (
                gettext(
                    "The last part of the page's web address. It has been public as %s. When a "
                    "version with another address is published, the old one leads to it."
                )
                % row.get_absolute_url()
            )
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Deleting a whole entry is no business of a small cross beside a field."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUpSeveral(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        if obj is None:
            return self.inlines
        links = [LinkInline] if obj.linked_fields() else []
        return [*self.inlines, *links, CorrectionInline, ReviewInline]

    def get_prepopulated_fields(self, request, obj=None):
        live = obj and self.is_on_site(obj)
        return {} if live else super().get_prepopulated_fields(request, obj)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"owner": request.user.pk, **initial} if hasattr(self.model, "owner") else initial

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj)]
        fields += [name for name in REVIEW_DATES if hasattr(self.model, name)]
        if obj is None:
            return fields
        if self.is_on_site(obj) and not self.has_publish_permission(request):
            at_once = versions.STATE - versions.DESK_FIELDS - set(fields)
            fields += [field.name for field in self.opts.fields if field.name in at_once]
        return [*fields, "slug"] if fixed_address(obj) else fields

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_live else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["is_entry"] = True
        context["site_url"] = settings.SITE_URL
        context["show_publish"] = self.has_publish_permission(request)
        context["can_preview"] = True
        may_save = self.has_add_permission(request) if add else (
            obj is not None and self.has_change_permission(request, obj)
        )  # fmt: skip
        if may_save and not context.get("is_popup"):
            context["recovery_url"] = recovery_address(self, None if add else obj)
            context["now"] = timezone.now()
            if self.measured_fields:
                context["measured_fields"] = " ".join(self.measured_fields)
                context["measures_url"] = address_beside(self, None if add else obj, "measures")
        if obj is not None and obj.pk:
            obj.is_live = self.session.entry.is_live
            context |= around_the_form(self.session)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def measured(self, texts: Mapping[str, str], language: str) -> dict[str, list[Part]]:
        """What is said below each of `measured_fields`."""
        raise NotImplementedError

    def may_duplicate(self, request):
        return self.has_add_permission(request) and not workflow.is_identity(self.model)

    def save_formset(self, request, form, formset, change):
        """Removed rows go first, so that another row may take the place of one."""
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        if getattr(formset, "writes_anew", False):
            changed = [row.pk for row in rows if not row._state.adding]
            formset.model._base_manager.filter(pk__in=changed).delete()
        put_at_the_end(formset)
        for row in rows:
            row.save()
        formset.save_m2m()

    @admin.display(description=_("not yet checked"))
    def unchecked(self, obj):
        """The facts of the entry itself, without its rows, that nobody has checked."""
        return ", ".join(
            str(field.verbose_name)
            for field in marks(self.model)
            if getattr(obj, field.name) == Verification.MEMORY
        )


def put_at_the_end(formset):
    """A new row whose order was left alone comes after the others."""
    new = [
        form.instance
        for form in formset.extra_forms
        if "order" in form.fields and form.has_changed() and "order" not in form.changed_data
    ]
    last = max((form.instance.order for form in formset.initial_forms), default=0) if new else 0
    for order, row in enumerate(new, last + 1):
        row.order = order
