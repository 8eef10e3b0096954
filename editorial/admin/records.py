"""The admin of what stands beside entries: contributors, corrections, reviews, feedback, trash."""

from copy import copy

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from content.desk_links import described, form_address
from content.models import Publishable
from content.text.richtext import shorten
from editorial import workflow
from editorial.admin.entry import SEARCH_ENGINES, EntryAdmin
from editorial.admin.filters import PageFilter, StateFilter
from editorial.admin.forms import LookUp, ShowsEveryError
from editorial.admin.inlines import RowInline
from editorial.models import (
    Contributor,
    ContributorRole,
    Correction,
    Feedback,
    Review,
    SiteDetails,
    Trashed,
)


class ContributorRoleInline(RowInline):
    model = ContributorRole
    fields = ["role"]


@admin.register(Contributor)
class ContributorAdmin(EntryAdmin):
    list_display = ["title", "is_live", "credentials", "affiliation", "interests_stated_on"]
    list_filter = [StateFilter, "roles__role"]
    search_fields = ["title", "slug", "affiliation", "orcid"]
    autocomplete_fields = ["user"]
    inlines = [ContributorRoleInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "credentials", "affiliation", "orcid"]}),
        (_("Who this is"), {"fields": ["plain_summary", "biography"]}),
        (_("Interests"), {"fields": ["interests", "interests_stated_on"]}),
        (_("Desk"), {"fields": ["user"]}),
        (
            _("Language and search engines"),
            {"classes": ["collapse"], "fields": ["what_it_means", *SEARCH_ENGINES[1]["fields"]]},
        ),
    ]
    help_texts = {
        "title": _("The full name, without titles and degrees."),
        "user": _("The account with which this person works here; reviews are recorded under it."),
    }

    def get_readonly_fields(self, request, obj=None):
        """Whose name stands under a review is settled by those who manage the accounts."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.has_perm("accounts.change_user") else [*fields, "user"]


class RecordAdmin(admin.ModelAdmin):
    """Rows about an entry. They are added from the entry, so nobody types its number."""

    list_per_page = 50
    list_select_related = ["content_type"]
    date_hierarchy = "made_on"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entry")

    @admin.display(description=_("entry"))
    def entry_link(self, record):
        if record.entry is None:
            return gettext("deleted")
        return described(record.entry)


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    list_display = ["made_on", "kind", "entry_link", "what_is", "is_public"]
    list_filter = ["kind", "is_public", ("content_type", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["what_was", "what_is"]
    fields = ["entry_link", "made_on", "kind", "what_was", "what_is", "is_public"]
    readonly_fields = ["entry_link"]

    def has_add_permission(self, request):
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        announce(form.instance)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        announce(obj)

    def delete_queryset(self, request, queryset):
        for correction in queryset:
            self.delete_model(request, correction)


def announce(correction):
    """The page of the entry lists its corrections."""
    if correction.entry is not None:
        workflow.announce_change(correction.entry)


class ReviewForm(ShowsEveryError):
    """A medical review is recorded by approving a version, or by “Reviewed, no change”."""

    entry = reviewer = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.entry is not None:
            self.instance.entry = self.entry
        if self.reviewer is not None:
            self.instance.reviewer = self.reviewer
        if "kind" in self.fields:
            self.fields["kind"].choices = [
                choice
                for choice in self.fields["kind"].choices
                if choice[0] != Review.Kind.CLINICAL
            ]


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    """Recorded once, from the form of the entry, and never changed or deleted."""

    form = ReviewForm
    reviewed = None  # the entry that a new review is about
    list_display = ["made_on", "kind", "entry_link", "reviewer", "decision"]
    list_select_related = ["content_type", "reviewer"]
    list_filter = ["kind", "decision", ("content_type", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["reviewer__title", "comment"]
    autocomplete_fields = ["reviewer"]
    readonly_fields = ["entry_link"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", LookUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(self, request, extra_context=None):
        """Without a button that leads to no form: a review begins at its entry."""
        return super().changelist_view(
            request, {"has_add_permission": False, **(extra_context or {})}
        )

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        fields = ["entry_link", "kind", "reviewer", "decision", "comment"]
        if obj is None and not self.may_choose_reviewer(request):
            fields.remove("reviewer")
        return [*fields, "evidence_searched_on", "interests_at_time", "ai_used", "made_on"]

    def may_choose_reviewer(self, request):
        """A publisher also records what somebody without an account has written."""
        return workflow.may(request.user, "publish", self.reviewed)

    def get_form(self, request, obj=None, change=False, **kwargs):
        stated = _("Empty: taken from the statement on the reviewer’s own page.")
        kwargs.setdefault("help_texts", {"interests_at_time": stated})
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.entry = self.reviewed
            if not self.may_choose_reviewer(request):
                form.reviewer = request.user.contributor
        return form

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        entry = self.entry_named(request)
        if entry is None:
            return self.back(
                request,
                reverse("admin:editorial_review_changelist"),
                gettext("Open the entry that was reviewed and choose “Record a review” there."),
            )
        bound = self.bound_to(entry)
        if not bound.may_choose_reviewer(request) and not hasattr(request.user, "contributor"):
            return self.back(
                request,
                form_address(entry, entry.pk),
                gettext(
                    "A review needs a name. Ask a publisher to link your account with your entry "
                    "under “Contributors”."
                ),
            )
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return bound.changeform_view(
            request, None, form_url, {**one_button, **(extra_context or {})}
        )

    def bound_to(self, entry):
        """A copy of this admin that serves the request about the entry."""
        bound = copy(self)
        bound.reviewed = entry
        return bound

    def entry_named(self, request):
        """The entry that the address names as `diseases.disease.12`."""
        label, _dot, pk = request.GET.get("entry", "").rpartition(".")
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            return None
        if not issubclass(model, Publishable) or not workflow.may(request.user, "view", model):
            return None
        try:
            return model._base_manager.filter(pk=pk).first()
        except (ValueError, ValidationError):
            return None

    def back(self, request, url, message):
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(url)

    def save_model(self, request, obj, form, change):
        """What the reviewer states today may be another statement tomorrow."""
        obj.interests_at_time = obj.interests_at_time or obj.reviewer.interests
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.announce_change(form.instance.entry)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, gettext("The review was recorded."), messages.SUCCESS)
        return HttpResponseRedirect(form_address(obj.entry, obj.entry.pk))


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    """What readers sent; the desk notes what became of it."""

    list_display = ["sent_on", "kind", "is_helpful", "page_link", "beginning", "state"]
    list_display_links = ["sent_on", "kind"]
    list_filter = ["state", "kind", "is_helpful", "sent_on", PageFilter]
    list_per_page = 50
    search_fields = ["page", "text", "source", "desk_note"]
    fields = ["sent_on", "kind", "is_helpful", "page_link", "text", "source", "state", "desk_note"]
    readonly_fields = ["sent_on", "kind", "is_helpful", "page_link", "text", "source"]
    actions = ["mark_done", "mark_new"]

    def has_add_permission(self, request):
        return False

    def waiting(self):
        """Shown on the first page of the desk."""
        return Feedback.objects.filter(state=Feedback.State.NEW).count()

    @admin.display(description=_("page"), ordering="page")
    def page_link(self, feedback):
        return format_html('<a href="{}">{}</a>', feedback.page, feedback.page)

    @admin.display(description=_("what the reader wrote"))
    def beginning(self, feedback):
        return shorten(feedback.text, 100)

    @admin.action(description=_("Mark as done"), permissions=["change"])
    def mark_done(self, request, queryset):
        self.tell(request, queryset.update(state=Feedback.State.DONE))

    @admin.action(description=_("Mark as new"), permissions=["change"])
    def mark_new(self, request, queryset):
        self.tell(request, queryset.update(state=Feedback.State.NEW))

    def tell(self, request, number):
        said = ngettext("%d entry was changed.", "%d entries were changed.", number) % number
        self.message_user(request, said, messages.SUCCESS)


@admin.register(SiteDetails)
class SiteDetailsAdmin(admin.ModelAdmin):
    """One row: the list leads to it, or to the form that makes it."""

    fieldsets = [
        (_("Who runs the site"), {"fields": ["owner", "funding"]}),
        (_("How to reach them"), {"fields": ["contact_email", "postal_address"]}),
        (_("Security"), {"fields": ["security_contact"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteDetails.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if details := SiteDetails.objects.first():
            return HttpResponseRedirect(form_address(details, details.pk))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:editorial_sitedetails_add"))
        return super().changelist_view(request, extra_context)


@admin.register(Trashed)
class TrashAdmin(admin.ModelAdmin):
    """What lies in the trash; only `editorial.workflow` puts it there."""

    list_display = ["title", "kind", "was_public", "trashed_by", "trashed_at"]
    list_display_links = None
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter), "trashed_at"]
    list_select_related = ["content_type", "trashed_by"]
    list_per_page = 50
    search_fields = ["title"]
    actions = ["take_out"]
    fields = ["title", "content_type", "trashed_by", "trashed_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entry")

    @admin.display(description=_("kind"), ordering="content_type")
    def kind(self, trashed):
        model = trashed.content_type.model_class()
        return capfirst(model._meta.verbose_name) if model else str(trashed.content_type)

    @admin.display(description=_("was public"), boolean=True)
    def was_public(self, trashed):
        return bool(trashed.entry and trashed.entry.published_at)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Take out of the trash"), permissions=["change"])
    def take_out(self, request, queryset):
        for trashed in queryset:
            try:
                entry = workflow.take_out(trashed, by=request.user)
            except workflow.Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                said = format_html(gettext("{} is back on the desk. It is not public."),
                                   described(entry))  # fmt: skip
                self.message_user(request, said, messages.SUCCESS)
