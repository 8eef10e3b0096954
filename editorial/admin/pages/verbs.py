"""Publish, withdraw, duplicate and delete on the lists and forms of the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from editorial import workflow
from editorial.admin.pages.gate import of_gate, of_reviews
from editorial.admin.pages.steps import StepForm
from editorial.admin.pages.trash import of_pointers
from editorial.workflow import Verb, gate, refusal

# The verbs that have a page of their own, on which a note or a moment is asked for.
STEPS = {
    Verb.SUBMIT: _("Submit for review"),
    Verb.REASSIGN: _("Ask another reviewer"),
    Verb.REQUEST_CHANGES: _("Request changes"),
    Verb.APPROVE: _("Approve"),
    Verb.PUBLISH: _("Publish"),
    Verb.SCHEDULE: _("Schedule"),
    Verb.UNSCHEDULE: _("Cancel the schedule"),
    Verb.MARK_REVIEWED: _("Reviewed, no change"),
    Verb.DISCARD: _("Discard the draft"),
    Verb.WITHDRAW: _("Withdraw"),
    Verb.PLAN_WITHDRAWAL: _("Withdraw later"),
    Verb.CANCEL_WITHDRAWAL: _("Cancel the withdrawal"),
}
# What brings a text on its way; the others stand behind “More”.
NEXT_STEPS = frozenset(
    {
        Verb.SUBMIT,
        Verb.REQUEST_CHANGES,
        Verb.APPROVE,
        Verb.PUBLISH,
        Verb.SCHEDULE,
        Verb.MARK_REVIEWED,
    }
)


class EntryVerbs:
    """For a ModelAdmin with `has_publish_permission` and `may_duplicate`."""

    actions = ["submit_selected", "publish_selected", "withdraw_selected", "delete_selected"]

    def get_urls(self):
        views = {
            "step/<slug:verb>": self.step_view,
            "check": self.check_view,
            "duplicate": self.duplicate_view,
            "preview": self.preview_view,
            "outside": self.outside_view,
            "questions": self.questions_view,
            "compare": self.compare_view,
            "restore": self.restore_view,
        }
        return [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{address.partition('/')[0]}",
            )
            for address, view in views.items()
        ] + super().get_urls()

    def address(self, name, obj, *more):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(name, args=[obj.pk, *more])

    def entry_of(self, request, object_id):
        obj = super().get_object(request, object_id)
        if obj is None:
            raise Http404
        return obj

    def step_view(self, request, object_id, verb):
        """One verb on one entry: what it does, and a note or a moment where one is needed."""
        obj = self.entry_of(request, object_id)
        if verb not in STEPS:
            raise Http404
        verb = Verb(verb)
        if error := refusal(verb, obj, request.user):
            if isinstance(error, PermissionDenied):
                raise error
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.address("change", obj))
        form = StepForm(verb, obj, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                with transaction.atomic():
                    form.take(by=request.user)
                    self.log_change(request, obj, gettext(Verb(verb).label))
            except (workflow.Refused, ValidationError) as error:
                form.add_error(None, reasons_of(self.model, error))
            else:
                self.message_user(request, gettext("Done."), messages.SUCCESS)
                return HttpResponseRedirect(self.address("change", obj))
        context = {
            **self.admin_site.each_context(request),
            "title": STEPS[verb],
            "opts": self.opts,
            "original": obj,
            "form": form,
            "verb": verb,
            "change_url": self.address("change", obj),
            "looks": list(self.versions_to_look_at(obj, form.draft)) if verb in NEXT_STEPS else [],
            **of_gate(obj, form.checks, verb),
            **of_reviews(obj, verb),
            **of_pointers(obj, verb),
        }
        return TemplateResponse(request, "admin/step.html", context)

    def check_view(self, request, object_id):
        """What the gate would say, for whoever may see the entry; changes nothing."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        obj = self.entry_of(request, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Check before publishing"),
            "opts": self.opts,
            "original": obj,
            "verb": "check",
            "change_url": self.address("change", obj),
            **of_gate(obj, gate.look_ahead(obj)),
        }
        return TemplateResponse(request, "admin/step.html", context)

    def duplicate_view(self, request, object_id):
        if not self.may_duplicate(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.entry_of(request, object_id)
        with transaction.atomic():
            copy = workflow.duplicate(obj, by=request.user)
            self.log_addition(request, copy, gettext("Duplicated from “%s”.") % obj)
        self.message_user(
            request, gettext("This is a copy of “%s”. It is not public.") % obj, messages.SUCCESS
        )
        return HttpResponseRedirect(self.address("change", copy))

    def try_verb(self, request, verb, obj, log):
        """Call a service with its entry in the history; return why it refused, or nothing."""
        try:
            with transaction.atomic():
                done = verb(obj, by=request.user)
                self.log_change(request, done, str(log))
        except (workflow.Refused, PermissionDenied, ValidationError) as error:
            return reasons_of(self.model, error)
        return None

    def tell(self, request, refusal):
        if refusal:
            self.message_user(request, refusal, messages.ERROR)
        else:
            self.message_user(request, gettext("Done."), messages.SUCCESS)

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


def reasons_of(model, error):
    return reasons(model, error) if isinstance(error, ValidationError) else str(error)


def reasons(model, error):
    """What a ValidationError says, each with the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {field.name: field.verbose_name for field in model._meta.fields}
    return " ".join(
        f"{capfirst(names[name])}: {' '.join(said)}" if name in names else " ".join(said)
        for name, said in error.message_dict.items()
    )
