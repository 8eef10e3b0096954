"""The form and the list that every kind of entry has on the desk."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin_mixins import TellsWhatWasRemoved
from content.models import Verification
from editorial import versions, workflow
from editorial.admin.addresses import TellsAddressChange, fixed_address
from editorial.admin.drafts import WorksOnDrafts, moment, on_site
from editorial.admin.filters import (
    DraftFilter,
    DueFilter,
    EntryList,
    MineFilter,
    StateFilter,
)
from editorial.admin.forms import HTTPS, EntryForm, LookUp, LookUpSeveral
from editorial.admin.inlines import CorrectionInline, ReviewInline
from editorial.admin.links import LinkInline, WarnsOfRiskyNames
from editorial.admin.pages.history import KeepsHistory
from editorial.admin.pages.preview import ShowsPreviews
from editorial.admin.pages.questions import AsksQuestions
from editorial.admin.pages.recovery import KeepsUnsaved
from editorial.admin.pages.sharing import SharesDrafts
from editorial.admin.pages.trash import MovesToTrash
from editorial.admin.pages.verbs import NEXT_STEPS, STEPS, EntryVerbs
from editorial.desk import marks
from editorial.models import Reviewed, Revision
from editorial.workflow import possible

# More entries than a list looks up by their keys; SQLite takes three times as many values.
MOST_KEYS = 10_000
REVIEW_DATES = ["last_reviewed_on", "next_review_on"]

# Groups of fields that end the form of most entries.
PEOPLE = (_("Who stands for it"), {"fields": ["owner", "authors", tuple(REVIEW_DATES)]})
SEARCH_ENGINES = (
    _("Language and search engines"),
    {"classes": ["collapse"], "fields": ["meta_description", "language"]},
)


class EntryAdmin(
    TellsWhatWasRemoved,
    WarnsOfRiskyNames,
    TellsAddressChange,
    KeepsUnsaved,
    SharesDrafts,
    AsksQuestions,
    ShowsPreviews,
    KeepsHistory,
    WorksOnDrafts,
    MovesToTrash,
    EntryVerbs,
    admin.ModelAdmin,
):
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

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs.setdefault("help_texts", self.help_texts)
        form = super().get_form(request, obj, change=change, **kwargs)
        form.overtaken = getattr(request, "overtaken", None)
        form.is_asking = getattr(request, "is_asking", False)
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
        live = obj and on_site(request, obj)
        return {} if live else super().get_prepopulated_fields(request, obj)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"owner": request.user.pk, **initial} if hasattr(self.model, "owner") else initial

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj)]
        fields += [name for name in REVIEW_DATES if hasattr(self.model, name)]
        if obj is None:
            return fields
        if on_site(request, obj) and not self.has_publish_permission(request):
            at_once = versions.STATE - versions.DESK_FIELDS - set(fields)
            fields += [field.name for field in self.opts.fields if field.name in at_once]
        return [*fields, "slug"] if fixed_address(obj) else fields

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_live else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["is_entry"] = True
        context["show_publish"] = self.has_publish_permission(request)
        context["can_preview"] = True
        if obj is not None and obj.pk:
            row = request.entry_row
            obj.is_live = row.is_live
            context |= self.draft_context(request, row)
            context["is_on_site"] = row.is_live
            context["state"] = state_in_words(row)
            context["draft_state"] = draft_in_words(request.draft)
            context |= self.tools(request, row)
            context |= self.open_questions(row)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def tools(self, request, obj):
        """What stands above the form; `post` when pressing it changes something at once."""
        steps = [verb for verb in possible(obj, request.user) if verb in STEPS]
        more = [self.step_tool(verb, obj) for verb in steps if verb not in NEXT_STEPS]
        if self.may_duplicate(request):
            more.append(
                {"name": _("Duplicate"), "url": self.address("duplicate", obj), "post": True}
            )
        if request.user.has_perm("editorial.add_review"):
            entry = f"{obj._meta.label_lower}.{obj.pk}"
            url = reverse("admin:editorial_review_add", query={"entry": entry})
            more.append({"name": _("Record a review"), "url": url})
        return {
            "next_steps": [self.step_tool(verb, obj) for verb in steps if verb in NEXT_STEPS],
            "looks": [*self.looking_tools(request, obj), self.outside_tool(obj)],
            "more_steps": more,
        }

    def step_tool(self, verb, obj):
        return {"name": STEPS[verb], "url": self.address("step", obj, verb.value)}

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


def state_in_words(obj):
    if obj.is_live:
        return gettext("On the public site since %s.") % day(obj.published_at)
    if obj.withdrawn_at:
        return gettext("Not public: withdrawn on %s.") % day(obj.withdrawn_at)
    return gettext("Not public yet.")


def draft_in_words(draft):
    if draft is None:
        return ""
    words = {
        "state": draft.get_state_display(),
        "who": draft.author or gettext("a command"),
        "when": moment(draft.created_at),
    }
    said = gettext("You see the draft (saved by %(who)s, %(when)s): %(state)s.") % words
    if draft.publish_at:
        said += " " + gettext("It will be published: %s") % moment(draft.publish_at)
    return said


def day(moment):
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
