"""The pages of the steps: submit, approve, publish and the others, the check, the copy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import workflow
from editorial.admin.pages.gate_shown import of_gate, of_reviews
from editorial.admin.pointers import of_pointers
from editorial.admin.session import page_address
from editorial.admin.step_form import StepForm
from editorial.admin.words import reasons_of
from editorial.workflow import Verb, gate, preview, refusal

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


def step_page(session, verb):
    """One verb on one entry: what it does, and a note or a moment where one is needed."""
    entry, request = session.entry, session.request
    if verb not in STEPS:
        raise Http404
    verb = Verb(verb)
    if error := refusal(verb, entry, session.user):
        if isinstance(error, PermissionDenied):
            raise error
        session.tell(str(error), messages.ERROR)
        return HttpResponseRedirect(session.address("change"))
    form = StepForm(verb, entry, request.POST if request.method == "POST" else None)
    if form.is_valid() and is_taken(session, form):
        return HttpResponseRedirect(session.address("change"))
    context = session.context(
        title=STEPS[verb],
        form=form,
        verb=verb,
        looks=list(versions_to_look_at(session)) if verb in NEXT_STEPS else [],
        **of_gate(entry, form.checks, verb),
        **of_reviews(entry, verb),
        **of_pointers(entry, verb),
    )
    return TemplateResponse(request, "admin/step.html", context)


def is_taken(session, form) -> bool:
    """Do the step; what refuses it is said on the form."""
    try:
        with transaction.atomic():
            form.take(by=session.user)
            session.log(gettext(form.verb.label))
    except (workflow.Refused, ValidationError) as error:
        form.add_error(None, reasons_of(session.admin.model, error))
        return False
    session.tell(gettext("Done."))
    return True


def check_page(session):
    """What the gate would say, for whoever may see the entry; changes nothing."""
    if not session.admin.has_view_permission(session.request, session.entry):
        raise PermissionDenied
    context = session.context(
        title=gettext("Check before publishing"),
        verb="check",
        **of_gate(session.entry, gate.look_ahead(session.entry)),
    )
    return TemplateResponse(session.request, "admin/step.html", context)


def duplicate_page(session):
    if not session.admin.may_duplicate(session.request):
        raise PermissionDenied
    with transaction.atomic():
        copy = workflow.duplicate(session.entry, by=session.user)
        said = gettext("Duplicated from “%s”.") % session.entry
        session.admin.log_addition(session.request, copy, said)
    session.tell(gettext("This is a copy of “%s”. It is not public.") % session.entry)
    return HttpResponseRedirect(page_address(copy, "change"))


def versions_to_look_at(session):
    if session.draft and session.entry.is_live:
        compared = session.address("compare")
        yield {"name": _("What changed since it was published"), "url": compared}
    name = _("Preview of the draft") if session.draft else _("Preview")
    address = session.address("preview")
    yield {"name": name, "url": address}
    for page, url in preview.other_pages(session.entry, "", address):
        yield {"name": _("Preview: %s") % page, "url": url}
