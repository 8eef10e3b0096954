"""The versions of an entry with what was done to them, and when each was public."""

import datetime
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from content.models import Publishable
from editorial.models import Revision, Transition, Verb

MOST_STEPS = 500
MOST_SHOWN = 50


@dataclass
class VersionLine:
    version: Revision
    steps: list[Transition] = field(default_factory=list)
    live_from: datetime.datetime | None = None
    live_to: datetime.datetime | None = None
    is_live: bool = False
    is_newest: bool = False

    @property
    def state(self) -> str:
        if self.is_live:
            return _("public now")
        if self.live_from:
            return _("was public")
        if not self.is_newest:
            return _("a draft that a later one replaced")
        return self.version.get_state_display()


def lines_of(entry: Publishable, versions: list[Revision]) -> list[VersionLine]:
    """For one page of versions, the newest first; the same number of queries for any number."""
    lines = [VersionLine(version) for version in versions]
    if lines:
        _set_periods(entry, lines)
        _add_steps(entry, lines)
    return lines


def _set_periods(entry: Publishable, lines: list[VersionLine]) -> None:
    lowest = lines[-1].version.number
    published = Revision.objects.of(entry).filter(published_at__isnull=False, number__gte=lowest)
    starts = sorted(
        (number, max(published_at, created_at))  # a discarded draft brings an old text back later
        for number, published_at, created_at in published.values_list(
            "number", "published_at", "created_at"
        ).order_by("number")[: len(lines) + 1]
        if published_at
    )
    withdrawn = steps_of(entry).filter(verb=Verb.WITHDRAW)
    taken_off = list(withdrawn.order_by("made_at").values_list("made_at", flat=True))
    top = Revision.objects.of(entry).aggregate(
        newest=Max("number"), published=Max("number", filter=Q(published_at__isnull=False))
    )
    begins = dict(starts)
    ends = {number: after[1] for (number, _from), after in zip(starts, starts[1:], strict=False)}
    for line in lines:
        number = line.version.number
        line.is_newest = number == top["newest"]
        if number not in begins:
            continue
        begin = line.live_from = begins[number]
        line.live_to = ends.get(number)
        line.is_live = entry.is_live and number == top["published"]
        if not line.is_live:
            over = [at for at in taken_off if at >= begin]
            if over and (line.live_to is None or over[0] < line.live_to):
                line.live_to = over[0]


def _add_steps(entry: Publishable, lines: list[VersionLine]) -> None:
    """A step without a version, such as a withdrawal, stands with the one that was newest then."""
    by_number: dict[int | None, VersionLine] = {line.version.number: line for line in lines}
    steps = steps_of(entry).filter(made_at__gte=lines[-1].version.created_at)
    after = Revision.objects.of(entry).filter(number=lines[0].version.number + 1).first()
    if after:
        steps = steps.filter(made_at__lt=after.created_at) | steps.filter(
            revision_number__in=by_number
        )
    for step in steps.select_related("made_by").order_by("-made_at", "-pk")[:MOST_STEPS]:
        line = by_number.get(step.revision_number) or next(
            (line for line in lines if line.version.created_at <= step.made_at), None
        )
        if line:
            line.steps.append(in_words(step))


def steps_of(entry: Publishable) -> QuerySet[Transition]:
    return Transition.objects.filter(
        content_type=ContentType.objects.get_for_model(type(entry)), object_id=entry.pk
    )


def steps_without_version(entry: Publishable) -> list[Transition]:
    """The newest ones of an entry of which no version was kept."""
    return [in_words(step) for step in steps_of(entry).select_related("made_by")[:MOST_SHOWN]]


def in_words(step: Transition) -> Transition:
    step.said = str(Verb(step.verb).label) if step.verb in Verb else step.verb
    return step
