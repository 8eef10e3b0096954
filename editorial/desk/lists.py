"""What waits on the desk, and for whom. The first screen counts it; each count opens its list."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import OutgoingMail
from content.models import Publishable
from content.text.richtext import shorten
from editorial.desk.conditions import has_unchecked_facts
from editorial.desk.search import models_for
from editorial.models import (
    Contributor,
    DeskText,
    Feedback,
    OpenQuestion,
    OutsideComment,
    PlannedWithdrawal,
    Reviewed,
    Revision,
    Trashed,
)
from editorial.workflow import DESCRIPTION_LENGTH, STALE_INTERESTS, may

JUST_NOW = datetime.timedelta(minutes=1)


class Button(NamedTuple):
    label: str
    url: str
    name: str  # for those who hear the button without its line


@dataclass
class DeskLine:
    """One entry on a list of the desk."""

    model: type[models.Model]
    key: int
    title: str
    facts: Sequence[str] = ()
    when: datetime.datetime | datetime.date | None = None
    buttons: list[Button] = field(default_factory=list)
    page: str = "change"  # of the entry, to which the line leads; empty where there is none

    @property
    def type(self):
        return self.model._meta.verbose_name

    @property
    def url(self):
        meta = self.model._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_{self.page}"
        return reverse(name, args=[self.key]) if self.page else ""


class DeskList:
    """A list of the desk as one colleague sees it; upper apps may add their own."""

    slug = ""
    title = ""
    # What the sentence of an empty list says, and the headings of two columns.
    empty = gettext_lazy("Nothing waits here.")
    facts = gettext_lazy("State")
    moment = gettext_lazy("When")
    # The first screen shows the first lines of it.
    is_shown_at_once = False
    has_time = True
    has_buttons = False
    names_zone = False  # because its moments were chosen by somebody

    def __init__(self, user):
        self.user = user

    @property
    def url(self):
        return reverse("admin:desk_list", args=[self.slug])

    @property
    def is_for_user(self):
        return True

    @cached_property
    def types(self) -> dict[int, type[Publishable]]:
        """Content types of which the colleague may see entries."""
        found = ContentType.objects.get_for_models(*models_for(self.user))
        return {content_type.pk: model for model, content_type in found.items()}

    def narrow(self, label: str) -> None:
        """From now on only entries of this type."""
        self.types = {pk: one for pk, one in self.types.items() if one._meta.label_lower == label}

    @cached_property
    def number(self) -> int:
        return self.rows().count()

    def rows(self) -> models.QuerySet:
        raise NotImplementedError

    def lines(self, shown: slice) -> list[DeskLine]:
        return [self.line(row) for row in self.rows()[shown]]

    def line(self, row) -> DeskLine:
        raise NotImplementedError


class Pages:
    """A list for a paginator; templates would take a list with keys for a dictionary."""

    def __init__(self, made: DeskList):
        self.made = made

    def __len__(self):
        return self.made.number

    def __getitem__(self, shown: slice) -> list[DeskLine]:
        return self.made.lines(shown)


class Drafts(DeskList):
    """Pending drafts: `DeskText` has one row for each, however long the histories are."""

    is_shown_at_once = True

    def rows(self):
        # By key, or SQLite looks through all versions of the author first.
        texts = DeskText.objects.filter(revision__isnull=False, content_type__in=self.types)
        drafts = Revision.objects.filter(pk__in=texts.order_by().values("revision"))
        return self.chosen(drafts.select_related("author", "assigned_to").defer("payload"))

    def line(self, draft):
        facts = [draft.get_state_display()]
        if draft.author:
            facts.append(_("changed by %s") % draft.author)
        if draft.assigned_to:
            facts.append(_("reviewer: %s") % draft.assigned_to)
        if draft.publish_at:
            facts.append(_("to be published"))
        return DeskLine(
            self.types[draft.content_type_id], draft.object_id, draft.title, facts, draft.created_at
        )


class Waiting(Drafts):
    slug = "waiting"
    title = gettext_lazy("Waiting for review")
    empty = gettext_lazy("No draft waits for a review.")
    moment = gettext_lazy("Submitted")

    def chosen(self, drafts):
        return drafts.filter(state=Revision.State.IN_REVIEW).order_by("submitted_at", "pk")

    def line(self, draft):
        line = super().line(draft)
        line.facts = line.facts[1:]
        if draft.submitted_at:
            line.when = draft.submitted_at
            line.facts.insert(0, waiting_since(draft.submitted_at))
        return line


def waiting_since(moment: datetime.datetime) -> str:
    now = timezone.now()
    if now - moment < JUST_NOW:
        return _("submitted just now")
    return _("waiting for %(age)s") % {"age": timesince(moment, now, depth=1)}


class Assigned(Waiting):
    slug = "assigned"
    title = gettext_lazy("Assigned to me")
    empty = gettext_lazy("Nobody waits for your review.")

    def chosen(self, drafts):
        return super().chosen(drafts).filter(assigned_to=self.user)


class Mine(Drafts):
    slug = "mine"
    title = gettext_lazy("My drafts")
    empty = gettext_lazy("You have no drafts.")
    moment = gettext_lazy("Saved")

    def chosen(self, drafts):
        return drafts.filter(author=self.user).order_by("-created_at", "-pk")


class Approved(Drafts):
    """For those who publish: what has its review and no moment yet."""

    slug = "approved"
    title = gettext_lazy("Approved, to be published")
    empty = gettext_lazy("No approved draft waits to be published.")
    moment = gettext_lazy("Saved")

    @property
    def is_for_user(self):
        return any(may(self.user, "publish", model) for model in self.types.values())

    def chosen(self, drafts):
        return drafts.filter(state=Revision.State.APPROVED, publish_at=None).order_by("pk")


class ComingUp(DeskList):
    slug = "coming-up"
    title = gettext_lazy("Coming up")
    empty = gettext_lazy("Nothing is scheduled.")
    is_shown_at_once = True
    has_buttons = True
    names_zone = True
    PUBLISH, WITHDRAW = 0, 1

    @cached_property
    def appointments(self):
        """All of them, since they are few; a condition on the type would miss their index."""
        columns = ["verb", "pk", "content_type_id", "object_id", "title"]
        publications = Revision.objects.filter(publish_at__isnull=False).order_by()
        publications = publications.annotate(verb=Value(self.PUBLISH, IntegerField()))
        withdrawals = PlannedWithdrawal.objects.order_by()
        withdrawals = withdrawals.annotate(verb=Value(self.WITHDRAW, IntegerField()))
        both = publications.values_list(*columns, "publish_at").union(
            withdrawals.values_list(*columns, "withdraw_at"), all=True
        )
        in_order = both.order_by("publish_at", "verb", "pk")
        return [row for row in in_order if row[2] in self.types]

    @property
    def number(self):
        return len(self.appointments)

    def lines(self, shown):
        return [self.line(row) for row in self.appointments[shown]]

    def line(self, row):
        verb, pk, content_type, key, title, at = row
        model = self.types[content_type]
        said = _("becomes public") if verb == self.PUBLISH else _("is withdrawn")
        line = DeskLine(model, key, title, [said], at)
        if self.user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}"):
            kind = "publication" if verb == self.PUBLISH else "withdrawal"
            url = reverse("admin:desk_cancel", args=[kind, pk])
            name = _("Cancel: “%(entry)s” %(what)s") % {"entry": title, "what": said}
            line.buttons = [Button(_("Cancel"), url, name)]
        return line


class OutsideComments(DeskList):
    slug = "outside"
    title = gettext_lazy("New comments by outside readers")
    empty = gettext_lazy("No outside reader whom you asked has written anything new.")
    moment = gettext_lazy("Sent")
    is_shown_at_once = True

    def rows(self):
        asked = OutsideComment.objects.filter(link__made_by=self.user, read_at=None)
        seen = asked.filter(link__revision__content_type__in=self.types)
        return seen.select_related("link__revision").defer("link__revision__payload")

    def line(self, comment):
        revision = comment.link.revision
        return DeskLine(
            self.types[revision.content_type_id],
            revision.object_id,
            revision.title,
            [f"{comment.name}: {shorten(comment.text, 100)}"],
            comment.sent_at,
            page="outside",
        )


class Questions(DeskList):
    slug = "questions"
    title = gettext_lazy("Open questions")
    empty = gettext_lazy("No question about an entry is open.")
    facts = gettext_lazy("Question")
    moment = gettext_lazy("Asked")
    has_time = False

    def rows(self):
        """Of entries in the trash none; those wait with their entry."""
        asked = OpenQuestion.objects.open().filter(content_type__in=self.types)
        in_trash = Trashed.objects.filter(
            content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
        )
        return asked.exclude(Exists(in_trash)).prefetch_related("entry")

    def line(self, question):
        entry = question.entry
        return DeskLine(
            self.types[question.content_type_id],
            question.object_id,
            str(entry or _("deleted")),
            [question.text],
            question.asked_at,
            page="questions" if entry else "",
        )


class OverTypes(DeskList):
    """Entries of several types, each found by a condition on its own table."""

    has_time = False

    def conditions(self, model) -> Iterable[tuple[str, Q]]:
        """(what is the matter, which rows)"""
        raise NotImplementedError

    def moment_of(self, model):
        return Value(None, models.DateField())

    @cached_property
    def questions(self):
        return [
            (content_type, model, said, condition)
            for content_type, model in self.types.items()
            for said, condition in self.conditions(model)
        ]

    def rows(self):
        asked = [
            model._base_manager.filter(condition)
            .exclude(pk__in=Trashed.objects.keys(model))
            .annotate(
                question=Value(place, IntegerField()),
                moment=self.moment_of(model),
            )
            .order_by()
            .values_list("moment", "title", "question", "pk")
            for place, (_type, model, _said, condition) in enumerate(self.questions)
        ]
        if not asked:
            return Revision.objects.none().values_list("created_at", "title", "number", "pk")
        return asked[0].union(*asked[1:], all=True).order_by("moment", "title", "question", "pk")

    def line(self, row):
        moment, title, place, key = row
        _type, model, said, _condition = self.questions[place]
        return DeskLine(model, key, title, [said] if said else [], moment)


class ReviewsDue(OverTypes):
    slug = "reviews"
    title = gettext_lazy("Reviews due")
    empty = gettext_lazy("No page is due for its next medical review.")
    moment = gettext_lazy("Next review")

    def conditions(self, model):
        if issubclass(model, Reviewed):
            yield "", Q(is_live=True, next_review_on__lte=timezone.localdate())

    def moment_of(self, model):
        return F("next_review_on")


class UncheckedFacts(OverTypes):
    slug = "facts"
    title = gettext_lazy("Facts waiting for verification")
    empty = gettext_lazy("Every fact was checked.")

    def conditions(self, model):
        unchecked = has_unchecked_facts(model)
        if unchecked != Q(pk__in=[]):
            yield "", unchecked


Condition = Callable[[type[Publishable]], Iterable[tuple[str, Q]]]
_cheap_checks: list[Condition] = []


def add_cheap_check(check: Condition) -> None:
    """`check(model)` yields what is the matter, and the condition on rows for which it holds.

    Only what one query over an index or a small table answers; the gate asks everything else.
    """
    if check not in _cheap_checks:
        _cheap_checks.append(check)


def description_length(model):
    length = Length("meta_description")
    short = LessThan(length, DESCRIPTION_LENGTH.start)
    long = GreaterThanOrEqual(length, DESCRIPTION_LENGTH.stop)
    said = _("the description for search engines is too short or too long")
    yield said, Q(is_live=True) & ~Q(meta_description="") & (Q(short) | Q(long))


def interests_not_stated(model):
    if model is Contributor:
        stale = Q(interests_stated_on=None) | Q(
            interests_stated_on__lt=timezone.localdate() - STALE_INTERESTS
        )
        yield _("the statement of interests is missing or old"), Q(is_live=True) & stale


add_cheap_check(description_length)
add_cheap_check(interests_not_stated)


class Failing(OverTypes):
    slug = "checks"
    title = gettext_lazy("Failing checks")
    empty = gettext_lazy("Nothing that is public fails a check.")

    def conditions(self, model):
        return [found for check in _cheap_checks for found in check(model)]


class OnOwnPage(DeskList):
    """What has a list of its own on the desk already: the count opens it, filtered."""

    model: type[models.Model]
    query: dict[str, str] = {}

    @property
    def is_for_user(self):
        meta = self.model._meta
        return self.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")

    @property
    def url(self):
        meta = self.model._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_changelist"
        return reverse(name, query=self.query)

    def lines(self, shown):
        return []


class ReaderFeedback(OnOwnPage):
    slug = "feedback"
    title = gettext_lazy("Feedback of readers")
    model = Feedback
    query = {"state__exact": Feedback.State.NEW}

    def rows(self):
        return Feedback.objects.filter(state=Feedback.State.NEW)


class FailedMails(DeskList):
    """For those who manage accounts: mails that a server did not take."""

    slug = "mails"
    title = gettext_lazy("Mails that could not be sent")
    empty = gettext_lazy("Every mail was sent.")
    moment = gettext_lazy("Written")
    is_shown_at_once = True
    has_buttons = True

    @property
    def is_for_user(self):
        return self.user.has_perm("accounts.view_outgoingmail")

    @cached_property
    def types(self):
        return {}  # a mail is no entry

    def rows(self):
        return OutgoingMail.objects.failed()

    def line(self, letter):
        facts = [_("to %s") % letter.recipient, shorten(letter.last_error, 200), tried_next(letter)]
        line = DeskLine(OutgoingMail, letter.pk, letter.subject, facts, letter.created_at, page="")
        about = _("“%(subject)s” to %(address)s") % {
            "subject": letter.subject,
            "address": letter.recipient,
        }
        for verb, action, label in [
            ("change", "again", _("Send again")),
            ("delete", "discard", _("Discard")),
        ]:
            if self.user.has_perm(f"accounts.{verb}_outgoingmail"):
                url = reverse("admin:desk_mail", args=[action, letter.pk])
                line.buttons.append(Button(label, url, f"{label}: {about}"))
        return line


def tried_next(letter: OutgoingMail) -> str:
    if letter.next_attempt_at is None:
        return _("not tried any more")
    if letter.next_attempt_at <= timezone.now():
        return _("is tried now")
    moment = timezone.localtime(letter.next_attempt_at)
    return _("tried again at %s") % formats.date_format(moment, "DATETIME_FORMAT")


_lists: list[type[DeskList]] = [
    Assigned,
    Mine,
    Waiting,
    Approved,
    OutsideComments,
    ReviewsDue,
    ComingUp,
    UncheckedFacts,
    Questions,
    Failing,
    ReaderFeedback,
    FailedMails,
]


def add_list(made: type[DeskList]) -> None:
    """Let an upper app put its own list on the desk."""
    if made not in _lists:
        _lists.append(made)


def lists_for(user) -> list[DeskList]:
    return [made for made in (kind(user) for kind in _lists) if made.is_for_user]


def list_for(user, slug: str) -> DeskList | None:
    return next((made for made in lists_for(user) if made.slug == slug), None)


class FirstScreen(NamedTuple):
    lists: list[DeskList]
    # Those with the first lines, of which there is at least one.
    shown: list[tuple[DeskList, list[DeskLine]]]
    is_empty: bool


LINES_AT_ONCE = 5


def first_screen(user) -> FirstScreen:
    lists = lists_for(user)
    shown = [(made, made.lines(slice(0, LINES_AT_ONCE))) for made in lists if made.is_shown_at_once]
    return FirstScreen(
        lists,
        [(made, lines) for made, lines in shown if lines],
        not any(made.number for made in lists),
    )
