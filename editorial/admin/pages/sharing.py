"""Links for readers without an account, on the desk: make one, end one, read what they wrote."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.web.addresses import absolute
from content.web.params import page_of
from editorial import workflow
from editorial.models import OutsideLink, Revision
from editorial.workflow import MOST_DAYS, USUAL_DAYS, Right, Verb, refusal

COMMENTS_ON_A_PAGE = 50


class OutsideLinkForm(forms.Form):
    reader = forms.CharField(
        label=_("For whom"),
        max_length=150,
        help_text=_("A name that you will know again. Only the desk sees it."),
    )
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        help_text=_("How long the link works, %s days at most.") % MOST_DAYS,
    )


def sharing_page(session):
    if session.request.method == "POST":
        if not workflow.may(session.user, Right.CHANGE.value, session.entry):
            raise PermissionDenied
        return share_or_end(session)
    return links_page(session, OutsideLinkForm())


def share_or_end(session):
    sent = session.request.POST
    try:
        if "end" in sent:
            end(session, sent["end"])
        elif "read" in sent:
            workflow.mark_comments_read(session.entry)
        else:
            return share(session)
    except workflow.Refused as refused:
        session.tell(str(refused), messages.ERROR)
    else:
        session.tell(gettext("Done."))
    return HttpResponseRedirect(session.address("outside"))


def share(session):
    """The address is on the page that answers, and never again."""
    form = OutsideLinkForm(session.request.POST)
    address = ""
    if form.is_valid():
        with transaction.atomic():
            link, secret = workflow.share(session.entry, by=session.user, **form.cleaned_data)
            session.log(gettext("A link for an outside reader was made: %s.") % link.reader)
        address = absolute(reverse("outside_review", args=[link.pk, secret]))
        form = OutsideLinkForm()
    return links_page(session, form, address=address)


def end(session, key):
    links = links_to(session.entry)
    link = links.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if link is None:
        raise workflow.Refused(gettext("There is no such link."))
    with transaction.atomic():
        workflow.unshare(session.entry, link, by=session.user)
        session.log(gettext("The link for an outside reader was ended: %s.") % link.reader)


def links_to(entry):
    revisions = Revision.objects.of(entry)
    return OutsideLink.objects.filter(revision__in=revisions.values("pk"))


def links_page(session, form, address=""):
    entry = session.entry
    links = links_to(entry).select_related("made_by", "revision")
    comments = workflow.comments_on(entry).select_related("link__revision")
    comments_page = page_of(
        session.request, comments.defer("link__revision__payload"), COMMENTS_ON_A_PAGE
    )
    error = refusal(Verb.SHARE, entry, session.user)
    context = session.context(
        title=gettext("Outside readers of “%s”") % entry,
        form=form,
        link_address=address,
        links=links.defer("revision__payload"),
        page=comments_page,
        has_unread=comments.filter(read_at=None).exists(),
        may_share=error is None,
        why_not="" if isinstance(error, PermissionDenied) else error,
        may_end=workflow.may(session.user, Right.CHANGE.value, entry),
    )
    return TemplateResponse(session.request, "admin/outside.html", context)
