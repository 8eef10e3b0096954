"""The pages of an entry beside its form, each a view of an EditingSession; reports of the desk."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpResponse, HttpResponseNotAllowed

from editorial.admin.pages import compare, measures, preview, questions, recovery, sharing, steps
from editorial.admin.session import EditingSession

LOOK = ("GET", "HEAD")


class EntryPage(NamedTuple):
    address: str  # beneath that of the entry; its first part names it
    view: Callable[..., HttpResponse]  # of a session, and of what the address holds
    methods: tuple[str, ...] = LOOK
    opened: Callable[..., EditingSession] = EditingSession.seen

    def answer(self, admin):
        """The view that Django calls."""

        def answered(request, object_id, **named):
            if request.method not in self.methods:
                return HttpResponseNotAllowed(self.methods)
            return self.view(self.opened(admin, request, object_id), **named)

        return answered


# Of types with fields that are measured while somebody types.
MEASURES = EntryPage("measures", measures.measures_page, ("POST",), recovery.edited)
ENTRY_PAGES = [
    EntryPage("recovery", recovery.recovery_page, (*LOOK, "POST"), recovery.edited),
    MEASURES,
    EntryPage("step/<slug:verb>", steps.step_page, (*LOOK, "POST"), EditingSession.listed),
    EntryPage("check", steps.check_page, opened=EditingSession.listed),
    EntryPage("duplicate", steps.duplicate_page, ("POST",), EditingSession.listed),
    EntryPage("preview", preview.preview_page),
    EntryPage("outside", sharing.sharing_page, (*LOOK, "POST")),
    EntryPage("questions", questions.questions_page, (*LOOK, "POST")),
    EntryPage("compare", compare.compare_page),
    EntryPage("restore", compare.restore_page, ("POST",)),
]
