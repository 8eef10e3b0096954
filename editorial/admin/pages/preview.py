"""Previews on the desk: of the form as it is typed, of the draft, of any version."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.admin.drafts import WorksOnDrafts, moment, rendered
from editorial.admin.links import told
from editorial.models import Revision
from editorial.versions import drafts
from editorial.workflow import preview

PREVIEW = "_preview"
LARGEST_NUMBER = 2**31 - 1


class NoMessages:
    """Stands for the messages of a request: a preview says nothing about a save."""

    used = added_new = False

    def add(self, level, message, extra_tags=""):
        pass

    def update(self, response):
        return []

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


class ShowsPreviews:
    """For a ModelAdmin that works on drafts; goes before `WorksOnDrafts`."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and PREVIEW in request.POST:
            with drafts.one_writer_at_a_time(), transaction.atomic():
                return self._preview_form(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _preview_form(self, request, object_id):
        """Save as ever, show the public page, and roll all of it back."""
        entry = self._row(object_id)
        draft = drafts.pending(entry) if entry else None
        request.entry_row, request.draft, request.saved, request.log_later = entry, draft, None, []
        request.previewing, request._messages = True, NoMessages()
        # Its entry is read anew; `entry_row` goes on telling what is public.
        with drafts.draft_applied(copy(entry), draft and draft.payload) as request.problems:
            # Past the view that keeps what was saved.
            response = super(WorksOnDrafts, self).changeform_view(request, object_id)
            if request.saved:
                # Without a link to the form: following it would lose what is typed.
                said = preview.Preview(gettext("This is the form as you typed it; not saved."))
                return self._page(request, request.saved, said, approved=False)
            if getattr(response, "context_data", None) and "adminform" in response.context_data:
                return self._refuse(request, entry, errors_of(response.context_data))
            return rendered(response)

    def response_add(self, request, obj, post_url_continue=None):
        if getattr(request, "previewing", False):
            return HttpResponse()
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if getattr(request, "previewing", False):
            return HttpResponse()
        return super().response_change(request, obj)

    def preview_view(self, request, object_id):
        """`?version=`: the number of one; without it the draft, or what is public."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        entry = self.seen_entry(request, object_id)
        revision = asked_version(request, entry, "version") or drafts.pending(entry)
        live = Revision.objects.live_number(entry)
        said = preview.Preview(what_is_shown(entry, revision, live))
        said.links.append((gettext("Back to the form"), self.address("change", entry)))
        said.links.append((gettext("History"), self.address("history", entry)))
        approved = preview.says_approved(entry, revision)
        if revision is not None and not (entry.is_live and revision.number == live):
            compared = f"{self.address('compare', entry)}?new={revision.number}"
            said.links.append((gettext("What changed"), compared))
        request.previewing, request._messages = True, NoMessages()
        payload = revision.payload if revision else None
        with (
            drafts.one_writer_at_a_time(),
            transaction.atomic(),
            drafts.draft_applied(copy(entry), payload) as problems,
        ):
            said.problems = problems
            return self._page(request, entry, said, approved=approved)

    def _page(self, request, entry, said, *, approved):
        said.told = told(entry)
        try:
            return preview.page_of(request, entry, said, approved=approved)
        except preview.NoPage:
            reason = gettext(
                "It has no page of its own. It is shown on the page of another entry, and that "
                "one is not public yet."
            )
            return self._refuse(request, entry, [("", [reason])])

    def _refuse(self, request, entry, reasons):
        """Rendered at once: what it names is rolled back afterwards."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("No preview"),
            "opts": self.opts,
            "reasons": reasons,
            "is_form": request.method == "POST",
            "is_popup": request.method == "POST",  # beside the form: without the head of the desk
        }
        return rendered(TemplateResponse(request, "admin/preview_refused.html", context))

    def seen_entry(self, request, object_id):
        """The row, for those who may see it: 403 for others, 404 when there is none."""
        entry = self._row(object_id)
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        if entry is None:
            raise Http404
        return entry


def asked_version(request, entry, name):
    """The version whose number the address names; None without one, Http404 for nonsense."""
    number = request.GET.get(name, "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and int(number[:12]) <= LARGEST_NUMBER):
        raise Http404
    found = Revision.objects.of(entry).filter(number=int(number)).first()
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


def errors_of(context):
    """(where, what is wrong) of a form that was refused."""
    forms = [context["adminform"].form]
    found = []
    for formset in context["inline_admin_formsets"]:
        forms += formset.formset.forms
        found.append((formset.opts.verbose_name_plural, formset.formset.non_form_errors()))
    for form in forms:
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            found.append((capfirst(label or ""), errors))
    return [(where, list(errors)) for where, errors in found if errors]
