"""Open questions about an entry, on the desk: what is not sure, and what was decided."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.web.params import page_of
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


def questions_page(session):
    may_settle = workflow.may(session.user, Right.CHANGE.value, session.entry)
    if session.request.method == "POST":
        if not may_settle:
            raise PermissionDenied
        return settle(session)
    return asked_page(session, may_settle)


def settle(session):
    open_ones = workflow.questions_about(session.entry).open()
    form = decision_form(open_ones, session.request.POST)
    if not form.is_valid():
        return asked_page(session, True, form)
    try:
        with transaction.atomic():
            question = workflow.settle(
                form.cleaned_data["question"],
                by=session.user,
                decision=form.cleaned_data["decision"],
            )
            session.log(gettext("Settled: %s") % question.text)
    except workflow.Refused as refused:
        session.tell(str(refused), messages.ERROR)
    else:
        session.tell(gettext("Done."))
    return HttpResponseRedirect(session.address("questions"))


def asked_page(session, may_settle, refused=None):
    asked = workflow.questions_about(session.entry)
    page = page_of(session.request, asked.open(), QUESTIONS_ON_A_PAGE)
    sent = refused.data.get("question") if refused else None
    forms_of = [
        refused if sent == str(question.pk) else decision_form(asked.open(), question=question)
        for question in page
    ]
    context = session.context(
        title=gettext("Open questions about “%s”") % session.entry,
        page=page,
        asked=list(zip(page, forms_of, strict=True)),
        settled=asked.exclude(settled_at=None).order_by("-settled_at", "-pk"),
        may_settle=may_settle,
        not_open=refused is not None and "question" in refused.errors,
    )
    return TemplateResponse(session.request, "admin/questions.html", context)


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
