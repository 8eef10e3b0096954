"""What is done with entries from their list: steps of several at once, and the trash."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from content.desk_links import described
from editorial import workflow
from editorial.admin.pointers import listed
from editorial.admin.session import page_address
from editorial.admin.words import reasons_of
from editorial.models import Trashed
from editorial.versions import drafts
from editorial.workflow import cited_by, pointing_at


class ActsOnEntries:
    """For a ModelAdmin of a Publishable with `has_publish_permission`.

    Deleting is moving to the trash, after a look at what points here.
    """

    actions = ["submit_selected", "publish_selected", "withdraw_selected", "delete_selected"]
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
            return HttpResponseRedirect(page_address(self.get_object(request, object_id), "change"))

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

    def try_verb(self, request, verb, obj, log):
        """Call a service with its entry in the history; return why it refused, or nothing."""
        draft = drafts.pending(obj)
        drafts.clean_ahead(obj, draft and draft.payload)
        try:
            with transaction.atomic():
                done = verb(obj, by=request.user)
                self.log_change(request, done, str(log))
        except (workflow.Refused, PermissionDenied, ValidationError) as error:
            return reasons_of(self.model, error)
        return None

    def for_each(self, request, queryset, verb, log):
        """Do it one by one, and report by name what was left out and why."""
        refusals = [(obj, self.try_verb(request, verb, obj, log)) for obj in queryset]
        skipped = [(obj, refusal) for obj, refusal in refusals if refusal]
        done = len(refusals) - len(skipped)
        if done:
            self.message_user(
                request,
                ngettext("%d entry: done.", "%d entries: done.", done) % done,
                messages.SUCCESS,
            )
        if skipped:
            report = format_html(
                "{}<ul>{}</ul>",
                ngettext("%d entry was skipped:", "%d entries were skipped:", len(skipped))
                % len(skipped),
                format_html_join("", "<li>{}: {}</li>", skipped),
            )
            self.message_user(request, report, messages.WARNING)

    @admin.action(description=_("Submit for review"), permissions=["change"])
    def submit_selected(self, request, queryset):
        self.for_each(request, queryset, workflow.submit, _("Submitted for review."))

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        self.for_each(request, queryset, workflow.publish, _("Published."))

    @admin.action(description=_("Withdraw"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        self.for_each(request, queryset, workflow.withdraw, _("Withdrawn."))
