"""Deleting on the desk is moving to the trash, after a look at what points here."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import workflow
from editorial.workflow import Pointer, Verb, pointing_at


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
