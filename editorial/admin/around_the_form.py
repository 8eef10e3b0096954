"""What stands around the form of an entry that exists: its state, its tools, what is open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import workflow
from editorial.admin.conflicts import BASE, OPENED_AT
from editorial.admin.pages.steps import NEXT_STEPS, STEPS, versions_to_look_at
from editorial.admin.words import draft_in_words, state_in_words
from editorial.versions import drafts
from editorial.workflow import possible


def around_the_form(session) -> dict:
    other = session.overtaken
    return {
        "opened_at_name": OPENED_AT,
        "opened_at": other.opened_at if other else drafts.newest_number(session.entry),
        "overtaken": other is not None,
        "base_name": BASE,
        "base": other.base_number if other else None,
        "conflicts": other.conflicts if other else [],
        "draft": session.draft,
        "problems": session.problems,
        "is_on_site": session.entry.is_live,
        "page_names": session.entry.page_names,
        "public_pages": public_pages(session.entry),
        "state": state_in_words(session.entry),
        "draft_state": draft_in_words(session.draft),
        "open_questions": workflow.questions_about(session.entry).open(),
        "questions_url": session.address("questions"),
        **tools(session),
    }


def tools(session) -> dict:
    """What stands above the form; `post` when pressing it changes something at once."""
    steps = [verb for verb in possible(session.entry, session.user) if verb in STEPS]
    more = [step_tool(session, verb) for verb in steps if verb not in NEXT_STEPS]
    if session.admin.may_duplicate(session.request):
        more.append({"name": _("Duplicate"), "url": session.address("duplicate"), "post": True})
    if session.user.has_perm("editorial.add_review"):
        entry = f"{session.entry._meta.label_lower}.{session.entry.pk}"
        url = reverse("admin:editorial_review_add", query={"entry": entry})
        more.append({"name": _("Record a review"), "url": url})
    return {
        "next_steps": [step_tool(session, verb) for verb in steps if verb in NEXT_STEPS],
        "looks": [
            *versions_to_look_at(session),
            {"name": _("Check before publishing"), "url": session.address("check")},
            {"name": _("History"), "url": session.address("history")},
            outside_tool(session),
        ],
        "more_steps": more,
    }


def public_pages(entry) -> list[dict]:
    """Those below its own."""
    own = entry.get_absolute_url() if entry.is_live else ""
    return [
        {"name": name, "url": f"{own}{end}"}
        for end, name in entry.page_names.items()
        if own and end
    ]


def step_tool(session, verb):
    return {"name": STEPS[verb], "url": session.address("step", verb.value)}


def outside_tool(session):
    number = workflow.comments_on(session.entry).filter(read_at=None).count()
    name = _("Outside readers (%d new)") % number if number else _("Outside readers")
    return {"name": name, "url": session.address("outside")}
