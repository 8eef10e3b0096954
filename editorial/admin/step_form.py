"""What is asked before a verb of the desk is done."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from editorial import workflow
from editorial.models import Correction, Reviewed, Revision
from editorial.versions import drafts
from editorial.workflow import Verb, gate, reviewers

PUBLISHES = (Verb.PUBLISH, Verb.SCHEDULE)
# The steps before which it helps to see what the gate will say.
SHOWS_GATE = (*PUBLISHES, Verb.SUBMIT, Verb.APPROVE)

# The arguments that each verb takes of the form; its service in `workflow` has the same name.
ASKS = {
    Verb.SUBMIT: ("note", "reviewer"),
    Verb.REASSIGN: ("note", "reviewer"),
    Verb.REQUEST_CHANGES: ("note",),
    Verb.APPROVE: ("note", "ai_used"),
    Verb.PUBLISH: ("reason", "warnings_read", "correction"),
    Verb.SCHEDULE: ("at", "reason", "warnings_read"),
    Verb.UNSCHEDULE: (),
    Verb.MARK_REVIEWED: ("note",),
    Verb.DISCARD: (),
    Verb.WITHDRAW: ("reason",),
    Verb.PLAN_WITHDRAWAL: ("at", "reason"),
    Verb.CANCEL_WITHDRAWAL: (),
}


def zone_in_words():
    now = timezone.localtime()
    return _("In the time zone of the site: %(zone)s, where it is %(now)s now.") % {
        "zone": timezone.get_current_timezone(),
        "now": formats.date_format(now, "DATETIME_FORMAT"),
    }


class StepForm(forms.Form):
    """The note of a step, the moment of an appointment, and the tick for warnings of the gate.

    `checks` is what the gate says of the version that would become public.
    """

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    reviewer = forms.ModelChoiceField(
        label=_("Who should review it"),
        required=False,
        queryset=None,
        empty_label=_("any reviewer"),
    )
    at = forms.SplitDateTimeField(label=_("When"), required=False, widget=AdminSplitDateTime)
    ai_used = forms.CharField(
        label=_("Use of AI tools"),
        required=False,
        max_length=500,
        help_text=_("Which tools were used for what, or empty."),
    )

    warnings_read = forms.BooleanField(label=_("I have read these warnings"), required=False)
    # The version that the page showed: nobody approves or publishes one that they did not see.
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    correction_kind = forms.ChoiceField(
        label=_("Tell readers what changed"),
        required=False,
        choices=[("", _("nothing")), *Correction.Kind.choices],
        help_text=_(
            "Shown on the page, in its feed and in the list of corrections. Something new needs no "
            "words on what the page said."
        ),
    )
    what_was = forms.CharField(
        label=_("What it said"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    what_is = forms.CharField(
        label=_("What it says now"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    CORRECTION = ("correction_kind", "what_was", "what_is")
    NOTES = {
        Verb.REQUEST_CHANGES: _("What should change?"),
        Verb.WITHDRAW: _("Why is it withdrawn?"),
        Verb.PLAN_WITHDRAWAL: _("Why is it withdrawn?"),
    }

    def __init__(self, verb, entry, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.verb, self.entry = verb, entry
        self.draft = drafts.pending(entry)
        self.checks = gate.look_ahead(entry) if verb in SHOWS_GATE else []
        self.fields["number"].initial = drafts.newest_number(entry)
        self.fields["warnings_read"].required = True
        if verb not in PUBLISHES or not self.warnings:
            del self.fields["warnings_read"]
        self.fields["note"].label = self.NOTES.get(verb, _("Note"))
        self.fields["note"].required = verb == Verb.REQUEST_CHANGES
        if verb not in (Verb.SCHEDULE, Verb.PLAN_WITHDRAWAL):
            del self.fields["at"]
        else:
            self.fields["at"].required = True
            self.fields["at"].help_text = zone_in_words()
            day, time = self.fields["at"].widget.widgets
            day.attrs["aria-label"], time.attrs["aria-label"] = _("Date"), _("Time")
        if verb in (Verb.SUBMIT, Verb.REASSIGN):
            self.ask_for_reviewer()
        else:
            del self.fields["reviewer"]
        if verb != Verb.APPROVE:
            del self.fields["ai_used"]
        if verb != Verb.PUBLISH or not entry.is_live:
            for name in self.CORRECTION:
                del self.fields[name]
        if verb in (Verb.DISCARD, Verb.UNSCHEDULE, Verb.CANCEL_WITHDRAWAL):
            del self.fields["note"]
        if verb in PUBLISHES:
            self.ask_for_reasons()

    def ask_for_reasons(self):
        """One note for both; the history tells what it was the reason for."""
        asked = []
        if self.lacks_review:
            asked.append(
                (
                    _("Why without a medical review?"),
                    _(
                        "The reason is kept. The public page says that it is not yet medically "
                        "reviewed."
                    ),
                )
            )
        if gate.needing_reason(self.checks):
            asked.append(
                (
                    _("Why in spite of what needs a reason?"),
                    _("The history keeps your reason beside what the gate found."),
                )
            )
        if asked:
            note = self.fields["note"]
            note.required = True
            note.label = " ".join(str(question) for question, _help in asked)
            note.help_text = " ".join(str(told) for _question, told in asked)

    def ask_for_reviewer(self):
        """Whoever reviewed an earlier version of this draft is asked again."""
        field = self.fields["reviewer"]
        field.queryset = reviewers.able_for(self.draft)
        field.initial = (
            self.draft.assigned_to_id
            if self.verb == Verb.REASSIGN
            else reviewers.asked_before(self.entry)
        )

    @property
    def warnings(self):
        return gate.warnings(self.checks)

    @property
    def lacks_review(self):
        version = Revision.objects.newest(self.entry)
        approved = version is not None and version.state == Revision.State.APPROVED
        return isinstance(self.entry, Reviewed) and not approved

    def clean(self):
        cleaned = super().clean()
        number = cleaned.get("number")
        if number is not None and number != drafts.newest_number(self.entry):
            raise forms.ValidationError(
                _("Somebody saved a newer version since you opened this page. Read that one first.")
            )
        said = {name for name in self.CORRECTION if cleaned.get(name, "").strip()}
        if said and "what_was" in self.fields:
            needed = set(self.CORRECTION)
            if cleaned.get("correction_kind") == Correction.Kind.UPDATE:
                needed.remove("what_was")
            for name in needed - said:
                self.add_error(name, _("A correction has a kind, what it said, and what it says."))
        return cleaned

    def correction(self):
        if not self.cleaned_data.get("correction_kind"):
            return None
        kind, was, now = (self.cleaned_data[name].strip() for name in self.CORRECTION)
        return {"kind": kind, "what_was": was, "what_is": now}

    def take(self, *, by):
        """Do it, in the caller's transaction; raises what the service raises."""
        service = getattr(workflow, self.verb)
        answers = self.answers()
        service(self.entry, by=by, **{name: answers[name] for name in ASKS[self.verb]})

    def answers(self):
        """What was typed, by the names that the services have for it."""
        note = self.cleaned_data.get("note", "").strip()
        return self.cleaned_data | {
            "note": note,
            "reason": note,
            "warnings_read": self.cleaned_data.get("warnings_read", False),
            "correction": self.correction(),
        }
