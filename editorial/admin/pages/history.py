"""What was: the list of versions, the comparison of two, and the way back to one."""

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.params import page_of
from editorial import versions, workflow
from editorial.admin.pages.preview import asked_version
from editorial.models import Revision
from editorial.versions import drafts, history, version_diff
from editorial.workflow import Verb, refusal

VERSIONS_ON_A_PAGE = 50
LINES_OF_LOG = 50
LIVE = "live"
SIDES = "sides"


class KeepsHistory:
    """For a ModelAdmin with `ShowsPreviews`; goes before Django's own."""

    def history_view(self, request, object_id, extra_context=None):
        entry = self._row(object_id)
        if entry is None:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        found = Revision.objects.of(entry).defer("payload").order_by("-number")
        page = page_of(request, found.select_related("author", "approved_by"), VERSIONS_ON_A_PAGE)
        context = {
            **self._looking_at(request, entry),
            "title": gettext("Versions of “%s”") % entry,
            "page": page,
            "lines": history.lines_of(entry, list(page.object_list)),
            "steps": [] if page.paginator.count else history.steps_without_version(entry),
            "log": log_of(entry),
            "may_restore": refusal(Verb.RESTORE, entry, request.user) is None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/versions.html", context)

    def compare_view(self, request, object_id):
        """`?old=` and `?new=`: numbers of versions; without them what is public and the draft.

        `?view=sides`: in two columns.
        """
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        entry = self.seen_entry(request, object_id)
        new = asked_version(request, entry, "new") or drafts.pending(entry)
        if request.GET.get("old") == LIVE:
            old = None
            if not entry.is_live:
                raise Http404
        else:
            old = asked_version(request, entry, "old")
            if old is None and not entry.is_live:
                old = version_before(entry, new)
        changes = None
        if old or entry.is_live:
            sides = [side.payload if side else versions.capture(entry) for side in (old, new)]
            changes = version_diff.between(self.model, *sides)
        context = {
            **self._looking_at(request, entry),
            "title": gettext("What changed in “%s”") % entry,
            "old": old,
            "new": new,
            "changes": changes,
            "is_side_by_side": request.GET.get("view") == SIDES,
        }
        return TemplateResponse(request, "admin/compare.html", context)

    def restore_view(self, request, object_id):
        """A new draft says what the old version said; what is public stays as it is."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        entry = self.seen_entry(request, object_id)
        if isinstance(error := refusal(Verb.RESTORE, entry, request.user), PermissionDenied):
            raise error
        number = request.POST.get("version", "")
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        try:
            with transaction.atomic():
                made = workflow.restore(entry, int(number) if is_number else -1, by=request.user)
                said = gettext("Version %s was made the draft.") % number
                self.log_change(request, entry, said)
        except workflow.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(self.address("history", entry))
        said = gettext(
            "Version %(old)s is the draft now, as version %(new)s. What is public is unchanged."
        )
        self.message_user(request, said % {"old": number, "new": made.number}, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", entry))

    def _looking_at(self, request, entry):
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "original": entry,
            **{
                f"{name}_url": self.address(name, entry)
                for name in ("change", "history", "preview", "compare", "restore")
            },
        }

    def looking_tools(self, request, entry):
        """Links above the form that change nothing."""
        yield from self.versions_to_look_at(entry, request.draft)
        yield {"name": _("Check before publishing"), "url": self.address("check", entry)}
        yield {"name": _("History"), "url": self.address("history", entry)}

    def versions_to_look_at(self, entry, draft):
        if draft and entry.is_live:
            compared = self.address("compare", entry)
            yield {"name": _("What changed since it was published"), "url": compared}
        name = _("Preview of the draft") if draft else _("Preview")
        yield {"name": name, "url": self.address("preview", entry)}


def log_of(entry):
    """The newest lines of Django's own log: what is no step of a version is told there."""
    content_type = ContentType.objects.get_for_model(type(entry))
    lines = LogEntry.objects.filter(content_type=content_type, object_id=str(entry.pk))
    return list(lines.select_related("user").order_by("-action_time", "-pk")[:LINES_OF_LOG])


def version_before(entry, version):
    """The one that a version was made from, or None for the first."""
    older = Revision.objects.of(entry).order_by("-number")
    return older.filter(number__lt=version.number).first() if version else None
