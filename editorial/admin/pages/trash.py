"""Deleting on the desk is moving to the trash, after a look at what points here."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import quote
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial import workflow
from editorial.models import Trashed
from editorial.workflow import Pointer, Verb, cited_by, pointing_at


def described(entry):
    """`Disease: Osteoarthritis`, with a link to its form."""
    meta = entry._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_change"
    try:
        address = reverse(name, args=[quote(entry.pk)])
    except NoReverseMatch:
        return f"{capfirst(meta.verbose_name)}: {entry}"
    return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), address, entry)


def listed(pointer: Pointer):
    return format_html(
        "{} ({})", described(pointer.entry), ", ".join(str(words) for words in pointer.in_words)
    )


def of_pointers(entry, verb: Verb) -> dict:
    """For the page that asks before an entry leaves the public site."""
    if verb != Verb.WITHDRAW:
        return {}
    return {"shows_pointers": True, "pointers": [listed(one) for one in pointing_at(entry)]}


class MovesToTrash:
    """For a ModelAdmin of a Publishable; goes before `EntryVerbs`."""

    delete_confirmation_template = "admin/trash_confirmation.html"
    delete_selected_confirmation_template = "admin/trash_selected_confirmation.html"

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.exclude(pk__in=Trashed.objects.keys(self.model))

    @admin.action(description=_("Move to the trash"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        """All or none, after the page that asks."""
        try:
            with transaction.atomic():
                number, asked = queryset.count(), delete_selected(self, request, queryset)
        except workflow.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        if asked is None:
            said = ngettext("%d entry is in the trash.", "%d entries are in the trash.", number)
            self.say_instead(request, said % number)
        return asked

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except workflow.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(self.address("change", self.entry_of(request, object_id)))

    def delete_model(self, request, obj):
        workflow.trash(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            workflow.trash(obj, by=request.user)

    def response_delete(self, request, obj_display, obj_id):
        response = super().response_delete(request, obj_display, obj_id)
        said = gettext("“%s” is in the trash. It can be taken out again.") % obj_display
        self.say_instead(request, said)
        return response

    def say_instead(self, request, said):
        """In the place of Django's message that something was deleted."""
        list(messages.get_messages(request))
        self.message_user(request, said, messages.SUCCESS)

    def get_deleted_objects(self, objs, request):
        """What points here, and what forbids it; nothing is deleted with the entry."""
        _all, counts, _rights, protected = super().get_deleted_objects(objs, request)
        forbidden = set()
        if not self.has_delete_permission(request):
            forbidden.add(self.opts.verbose_name)
        citing = [listed(pointer) for obj in objs for pointer in cited_by(obj)]
        shown = []
        for obj in objs:
            shown.append(described(obj))
            if pointers := [listed(pointer) for pointer in pointing_at(obj)]:
                shown.append([gettext("Live pages that point here:"), pointers])
        return shown, {self.opts.verbose_name_plural: len(objs)}, forbidden, citing or protected


class TrashAdmin(admin.ModelAdmin):
    """What lies in the trash; only `services` put it there."""

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
