"""What was: the list of versions, the comparison of two, and the way back to one."""

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from content.web.params import page_of
from editorial import versions, workflow
from editorial.admin.pages.preview import asked_version
from editorial.models import Revision
from editorial.versions import history, version_diff
from editorial.workflow import Verb, refusal

VERSIONS_ON_A_PAGE = 50
LINES_OF_LOG = 50
LIVE = "live"
SIDES = "sides"


def versions_page(session, extra_context=None):
    entry = session.entry
    found = Revision.objects.of(entry).select_related("author", "approved_by")
    newest_first = found.defer("payload").order_by("-number")
    page = page_of(session.request, newest_first, VERSIONS_ON_A_PAGE)
    context = session.context(
        title=gettext("Versions of “%s”") % entry,
        page=page,
        lines=history.lines_of(entry, list(page.object_list)),
        steps=[] if page.paginator.count else history.steps_without_version(entry),
        log=log_of(entry),
        may_restore=refusal(Verb.RESTORE, entry, session.user) is None,
        **(extra_context or {}),
    )
    return TemplateResponse(session.request, "admin/versions.html", context)


def compare_page(session):
    """`?old=` and `?new=`: numbers of versions; without them what is public and the draft.

    `?view=sides`: in two columns.
    """
    entry = session.entry
    new = asked_version(session, "new") or session.draft
    if session.request.GET.get("old") == LIVE:
        old = None
        if not entry.is_live:
            raise Http404
    else:
        old = asked_version(session, "old")
        if old is None and not entry.is_live:
            old = version_before(entry, new)
    changes = None
    if old or entry.is_live:
        sides = [side.payload if side else versions.capture(entry) for side in (old, new)]
        changes = version_diff.between(type(entry), *sides)
    context = session.context(
        title=gettext("What changed in “%s”") % entry,
        old=old,
        new=new,
        changes=changes,
        is_side_by_side=session.request.GET.get("view") == SIDES,
    )
    return TemplateResponse(session.request, "admin/compare.html", context)


def restore_page(session):
    """A new draft says what the old version said; what is public stays as it is."""
    entry = session.entry
    if isinstance(error := refusal(Verb.RESTORE, entry, session.user), PermissionDenied):
        raise error
    number = session.request.POST.get("version", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    try:
        with transaction.atomic():
            made = workflow.restore(entry, int(number) if is_number else -1, by=session.user)
            session.log(gettext("Version %s was made the draft.") % number)
    except workflow.Refused as refused:
        session.tell(str(refused), messages.ERROR)
        return HttpResponseRedirect(session.address("history"))
    said = gettext(
        "Version %(old)s is the draft now, as version %(new)s. What is public is unchanged."
    )
    session.tell(said % {"old": number, "new": made.number})
    return HttpResponseRedirect(session.address("change"))


def log_of(entry):
    """The newest lines of Django's own log: what is no step of a version is told there."""
    content_type = ContentType.objects.get_for_model(type(entry))
    lines = LogEntry.objects.filter(content_type=content_type, object_id=str(entry.pk))
    return list(lines.select_related("user").order_by("-action_time", "-pk")[:LINES_OF_LOG])


def version_before(entry, version):
    """The one that a version was made from, or None for the first."""
    older = Revision.objects.of(entry).order_by("-number")
    return older.filter(number__lt=version.number).first() if version else None
