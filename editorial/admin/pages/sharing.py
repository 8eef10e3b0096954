"""Links for readers without an account, on the desk: make one, end one, read what they wrote."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.addresses import absolute
from content.params import page_of
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


class SharesDrafts:
    """For a ModelAdmin with `ShowsPreviews`."""

    def outside_view(self, request, object_id):
        entry = self.seen_entry(request, object_id)
        if request.method == "POST":
            if not workflow.may(request.user, Right.CHANGE.value, entry):
                raise PermissionDenied
            return self._share_or_end(request, entry)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self._outside_page(request, entry, OutsideLinkForm())

    def _share_or_end(self, request, entry):
        try:
            if "end" in request.POST:
                self._end(request, entry)
            elif "read" in request.POST:
                workflow.mark_comments_read(entry)
            else:
                return self._share(request, entry)
        except workflow.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, gettext("Done."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("outside", entry))

    def _share(self, request, entry):
        """The address is on the page that answers, and never again."""
        form = OutsideLinkForm(request.POST)
        address = ""
        if form.is_valid():
            with transaction.atomic():
                link, secret = workflow.share(entry, by=request.user, **form.cleaned_data)
                said = gettext("A link for an outside reader was made: %s.") % link.reader
                self.log_change(request, entry, said)
            address = absolute(reverse("outside_review", args=[link.pk, secret]))
            form = OutsideLinkForm()
        return self._outside_page(request, entry, form, address=address)

    def _end(self, request, entry):
        key = request.POST["end"]
        links = self._links(entry)
        link = links.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
        if link is None:
            raise workflow.Refused(gettext("There is no such link."))
        with transaction.atomic():
            workflow.unshare(entry, link, by=request.user)
            said = gettext("The link for an outside reader was ended: %s.") % link.reader
            self.log_change(request, entry, said)

    def _links(self, entry):
        revisions = Revision.objects.of(entry)
        return OutsideLink.objects.filter(revision__in=revisions.values("pk"))

    def _outside_page(self, request, entry, form, address=""):
        links = self._links(entry).select_related("made_by", "revision")
        comments = workflow.comments_on(entry).select_related("link__revision")
        error = refusal(Verb.SHARE, entry, request.user)
        context = {
            **self._looking_at(request, entry),
            "title": gettext("Outside readers of “%s”") % entry,
            "form": form,
            "link_address": address,
            "links": links.defer("revision__payload"),
            "page": page_of(request, comments.defer("link__revision__payload"), COMMENTS_ON_A_PAGE),
            "has_unread": comments.filter(read_at=None).exists(),
            "may_share": error is None,
            "why_not": "" if isinstance(error, PermissionDenied) else error,
            "may_end": workflow.may(request.user, Right.CHANGE.value, entry),
        }
        return TemplateResponse(request, "admin/outside.html", context)

    def outside_tool(self, entry):
        number = workflow.comments_on(entry).filter(read_at=None).count()
        name = _("Outside readers (%d new)") % number if number else _("Outside readers")
        return {"name": name, "url": self.address("outside", entry)}
