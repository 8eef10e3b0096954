"""Previews on the desk: the public page as a version would make it."""

from copy import copy

from django.db import transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.admin.links import told
from editorial.admin.words import moment
from editorial.models import Revision
from editorial.versions import drafts
from editorial.workflow import preview

LARGEST_NUMBER = 2**31 - 1


def preview_page(session):
    """`?version=`: the number of one; without it the draft, or what is public.

    `?_page=`: the end of the address of a page below its own.
    """
    entry = session.entry
    further = preview.asked_page(session.request, entry)
    revision = asked_version(session, "version") or session.draft
    live = Revision.objects.live_number(entry)
    said = preview.Preview(what_is_shown(entry, revision, live))
    said.links.append((gettext("Back to the form"), session.address("change")))
    said.links.append((gettext("History"), session.address("history")))
    approved = preview.says_approved(entry, revision)
    if revision is not None and not (entry.is_live and revision.number == live):
        compared = f"{session.address('compare')}?new={revision.number}"
        said.links.append((gettext("What changed"), compared))
    version = {"version": revision.number} if revision else {}
    said.links += preview.other_pages(entry, further, session.address("preview"), version)
    session.say_nothing()
    payload = revision.payload if revision else None
    drafts.clean_ahead(entry, payload)
    with (
        drafts.one_writer_at_a_time(),
        transaction.atomic(),
        drafts.draft_applied(copy(entry), payload) as said.problems,
    ):
        return shown(session, entry, said, approved=approved, further=further)


def shown(session, entry, said, *, approved, further=""):
    """`entry`: with the version applied to its row."""
    said.told = told(entry)
    try:
        return preview.page_of(session.request, entry, said, approved=approved, further=further)
    except preview.NoPage:
        reason = gettext(
            "It has no page of its own. It is shown on the page of another entry, and that "
            "one is not public yet."
        )
        return refused(session, [("", [reason])])


def refused(session, reasons):
    """Rendered at once: what it names is rolled back afterwards."""
    is_form = session.request.method == "POST"
    context = {
        **session.admin.admin_site.each_context(session.request),
        "title": _("No preview"),
        "opts": session.admin.opts,
        "reasons": reasons,
        "is_form": is_form,
        "is_popup": is_form,  # beside the form: without the head of the desk
    }
    return TemplateResponse(session.request, "admin/preview_refused.html", context).render()


def asked_version(session, name):
    """The version whose number the address names; None without one, Http404 for nonsense."""
    number = session.request.GET.get(name, "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and int(number[:12]) <= LARGEST_NUMBER):
        raise Http404
    found = Revision.objects.of(session.entry).filter(number=int(number)).first()
    if found is None:
        raise Http404
    return found


def what_is_shown(entry, revision, live):
    if revision is None:
        if entry.is_live:
            return gettext("This is what is public now.")
        return gettext("This entry is not public yet.")
    words = {
        "number": revision.number,
        "who": revision.author or gettext("a command"),
        "when": moment(revision.created_at),
    }
    said = gettext("Version %(number)s of %(when)s, saved by %(who)s.") % words
    if entry.is_live and revision.number == live:
        said += " " + gettext("It is public now.")
    return said
