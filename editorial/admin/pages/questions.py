"""Open questions about an entry, on the desk: what is not sure, and what was decided."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.params import page_of
from editorial import workflow
from editorial.admin.forms import is_key
from editorial.models import OpenQuestion
from editorial.workflow import Right

QUESTIONS_ON_A_PAGE = 50


class DecisionForm(forms.Form):
    question = forms.ModelChoiceField(OpenQuestion.objects.none(), widget=forms.HiddenInput)
    decision = forms.CharField(
        label=_("What was decided"),
        max_length=OpenQuestion._meta.get_field("decision").max_length,
        help_text=_("And by which source. Only the desk sees it."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": _("Say what was decided.")},
    )


class AsksQuestions:
    """For a ModelAdmin with `ShowsPreviews`."""

    def questions_view(self, request, object_id):
        entry = self.seen_entry(request, object_id)
        may_settle = workflow.may(request.user, Right.CHANGE.value, entry)
        if request.method == "POST":
            if not may_settle:
                raise PermissionDenied
            return self._settle(request, entry)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self._questions_page(request, entry, may_settle)

    def _settle(self, request, entry):
        form = decision_form(workflow.questions_about(entry).open(), request.POST)
        if not form.is_valid():
            return self._questions_page(request, entry, True, form)
        try:
            with transaction.atomic():
                question = workflow.settle(
                    form.cleaned_data["question"],
                    by=request.user,
                    decision=form.cleaned_data["decision"],
                )
                self.log_change(request, entry, gettext("Settled: %s") % question.text)
        except workflow.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, gettext("Done."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("questions", entry))

    def _questions_page(self, request, entry, may_settle, refused=None):
        asked = workflow.questions_about(entry)
        page = page_of(request, asked.open(), QUESTIONS_ON_A_PAGE)
        sent = refused.data.get("question") if refused else None
        context = {
            **self._looking_at(request, entry),
            "title": gettext("Open questions about “%s”") % entry,
            "page": page,
            "asked": [
                (
                    question,
                    refused
                    if sent == str(question.pk)
                    else decision_form(asked.open(), question=question),
                )
                for question in page
            ],
            "settled": asked.exclude(settled_at=None).order_by("-settled_at", "-pk"),
            "may_settle": may_settle,
            "not_open": refused is not None and "question" in refused.errors,
        }
        return TemplateResponse(request, "admin/questions.html", context)

    def open_questions(self, entry):
        """What the form says above its fields."""
        return {
            "open_questions": workflow.questions_about(entry).open(),
            "questions_url": self.address("questions", entry),
        }


def decision_form(asked, sent=None, question=None):
    """Each question of a page has one, so the ids of its controls differ by the question."""
    key = question.pk if question else sent.get("question", "")
    form = DecisionForm(
        sent,
        initial={"question": question},
        auto_id=f"id_%s_{key}" if is_key(key) else "id_%s",
    )
    form.fields["question"].queryset = asked
    return form
