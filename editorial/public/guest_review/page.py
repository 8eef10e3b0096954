"""What somebody without an account gets by a link: one version, and a form for comments."""

from copy import copy

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from content.web import params
from content.web.csp import CSP, build_policy
from editorial.models import OutsideLink
from editorial.public import throttle
from editorial.public.feedback.service import MOST_BYTES, size_of
from editorial.public.guest_review.forms import OutsideCommentForm
from editorial.public.same_site import came_from_this_site
from editorial.versions import drafts
from editorial.workflow import entry_behind, preview

# Nobody frames it, and what is typed goes to this site alone.
OUTSIDE_CSP = {
    **preview.PREVIEW_CSP,
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}


def answer(request, pk, secret):
    links = OutsideLink.objects.select_related("revision__content_type", "made_by")
    link = links.filter(pk=pk).first()
    if link is None or not link.fits(secret):
        return closed(
            404,
            _("This link is not known"),
            _("The address is not complete or was mistyped. Copy all of it from the message."),
        )
    entry = entry_behind(link)
    if entry is None:
        return closed(
            410,
            _("This link has ended"),
            _("Ask the colleague who gave it to you for a new one."),
        )
    if request.method == "POST":
        return take_comment(request, link, entry)
    is_sent = bool(params.choice(request, "sent", ("1",)))
    return shown(request, link, entry, OutsideCommentForm(), is_sent=is_sent)


def take_comment(request, link, entry):
    if size_of(request) > MOST_BYTES:
        return closed(413, _("This is too long"), _("Please shorten your comment."))
    form = OutsideCommentForm(request.POST)
    if not came_from_this_site(request):
        said = _("We could not see that this was sent from our own page, so nothing was stored.")
        return shown(request, link, entry, form, refusal=said, status=403)
    if not throttle.admit(request, throttle.COMMENTS):
        said = _("Too much has come in. Nothing was stored. Try again in an hour.")
        response = shown(request, link, entry, form, refusal=said, status=429)
        response.headers["Retry-After"] = str(throttle.until_next_hour())
        return response
    if not form.is_valid():
        return shown(request, link, entry, form, status=400)
    form.save(link)
    response = HttpResponseRedirect(f"{request.path}?sent=1#comment")
    response.status_code = 303
    return response


def shown(request, link, entry, form, *, is_sent=False, refusal="", status=200):
    """The public page of the version, which stays the same whatever the desk saves later."""
    revision = link.revision
    said = preview.Preview(
        _("Version %(number)s of %(day)s, shown to you until %(end)s.")
        % {
            "number": revision.number,
            "day": day(revision.created_at),
            "end": day(link.expires_at),
        },
        outside={
            "address": request.path,
            "form": form,
            "is_sent": is_sent,
            "refusal": refusal,
            "asked_by": link.made_by,
        },
    )
    approved = preview.says_approved(entry, revision)
    further = preview.asked_page(request, entry) if request.method == "GET" else ""
    said.links += preview.other_pages(entry, further, request.path)
    drafts.clean_ahead(entry, revision.payload)
    with drafts.one_writer_at_a_time(), transaction.atomic():
        if request.method == "GET":
            OutsideLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        with drafts.draft_applied(copy(entry), revision.payload) as said.problems:
            try:
                response = preview.page_of(request, entry, said, approved=approved, further=further)
            except preview.NoPage:
                return closed(
                    404,
                    _("There is no page to show yet"),
                    _("The text belongs to the page of another entry that is not public."),
                )
    response.status_code = status
    response.headers["Content-Security-Policy"] = build_policy(OUTSIDE_CSP)
    return response


def closed(status, title, advice):
    page = render_to_string("errors/error.html", {"title": title, "advice": advice})
    return HttpResponse(page, status=status)


def day(moment):
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
