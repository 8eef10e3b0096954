"""The form and the list that every kind of entry has on the desk."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin_mixins import TellsWhatWasRemoved
from content.models import Verification
from editorial import services
from editorial.admin_forms import HTTPS, EntryForm, LookUp, LookUpSeveral
from editorial.admin_lists import StateFilter, marks
from editorial.admin_rows import CorrectionInline, ReviewInline
from editorial.admin_verbs import EntryVerbs

STATE = ["is_live", "published_at", "withdrawn_at"]
REVIEW_DATES = ["last_reviewed_on", "next_review_on"]

# Groups of fields that end the form of most entries.
PEOPLE = (_("Who stands for it"), {"fields": ["owner", "authors", tuple(REVIEW_DATES)]})
SEARCH_ENGINES = (
    _("Language and search engines"),
    {"classes": ["collapse"], "fields": ["meta_description", "language"]},
)


class EntryAdmin(TellsWhatWasRemoved, EntryVerbs, admin.ModelAdmin):
    """Everything that changes what the public sees goes through `editorial.services`."""

    form = EntryForm
    formfield_overrides = HTTPS
    list_display = ["title", "is_live", "updated_at"]
    list_filter = [StateFilter]
    list_per_page = 50
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    # Plain words for fields whose model says nothing.
    help_texts = {}

    def has_publish_permission(self, request, obj=None):
        return services.may(request.user, "publish", self.model)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return services.may_change(request.user, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs.setdefault("help_texts", self.help_texts)
        form = super().get_form(request, obj, change=change, **kwargs)
        form.goes_live = "_publish" in request.POST
        form.refusal = getattr(request, "refusal", None)
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
        return [*self.inlines, CorrectionInline, ReviewInline] if obj else self.inlines

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.is_live else super().get_prepopulated_fields(request, obj)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"owner": request.user.pk, **initial} if hasattr(self.model, "owner") else initial

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj)]
        fields += [name for name in REVIEW_DATES if hasattr(self.model, name)]
        return [*fields, "slug"] if obj and obj.is_live else fields

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_live else None

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        if obj is None or not transaction.get_connection().in_atomic_block:
            return obj
        # Django is about to save or delete. What was read before the lock may be old, and a save
        # writes the state fields too.
        self.model._base_manager.select_for_update().filter(pk=obj.pk).first()
        return super().get_object(request, object_id, from_field)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (services.Refused, ValidationError) as refusal:
            # All was rolled back. The form comes again with the text that was sent and the reason.
            request.refusal = refusal if isinstance(refusal, ValidationError) else str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_publish = self.has_publish_permission(request)
        if obj is None or not obj.pk:
            context["show_publish"] = may_publish
        else:
            context["state"] = state_in_words(obj)
            context["desk_tools"] = list(self.tools(request, obj))
            context["show_publish"] = may_publish and not obj.is_live
            context["needs_publisher"] = (
                obj.is_live and not may_publish and self.has_change_permission(request)
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def tools(self, request, obj):
        """The buttons above the form; `post` when pressing one changes something at once."""
        if obj.is_live and self.has_publish_permission(request):
            yield {"name": _("Withdraw"), "url": self.address("withdraw", obj)}
        if self.may_duplicate(request):
            yield {"name": _("Duplicate"), "url": self.address("duplicate", obj), "post": True}
        if request.user.has_perm("editorial.add_review"):
            entry = f"{obj._meta.label_lower}.{obj.pk}"
            url = reverse("admin:editorial_review_add", query={"entry": entry})
            yield {"name": _("Record a review"), "url": url}

    def may_duplicate(self, request):
        return self.has_add_permission(request) and not services.is_identity(self.model)

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

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "_publish" in request.POST:
            services.publish(form.instance, by=request.user)
            form.instance.refresh_from_db(fields=STATE)
            said = gettext("“%s” is on the public site now.") % form.instance
            self.message_user(request, said, messages.SUCCESS)
        else:
            services.announce_change(form.instance)

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        if "_publish" in request.POST:
            message.append({"changed": {"name": gettext("state"), "object": gettext("published")}})
        return message

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


def day(moment):
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
