"""Approval steps on an axis of years: a lane for each product, place and use."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from content import partial_dates
from content.web.badge_icons import paths, shape
from content.web.drawing import Axis, percent, tracks
from evidence.approvals import Use
from evidence.models import Authorisation

LINE_HEIGHT = 28
# Two marks nearer than this would touch on a narrow screen.
MARK_GAP = 0.1


class StepMark(NamedTuple):
    at: str
    y: int
    step: Authorisation
    drawn: SafeString
    is_application: bool


class Band(NamedTuple):
    """A time in which an approval was in force; `is_open`: no end of it is known to us."""

    start: str
    length: str
    end: str
    is_open: bool


class Lane(NamedTuple):
    use: Use
    marks: list[StepMark]
    bands: list[Band]
    height: int
    words: str


class Timeline:
    def __init__(self, uses: Iterable[Use]):
        self.uses = list(uses)

    @cached_property
    def axis(self) -> Axis | None:
        """From the first known step to the last one, or to when we last touched the record."""
        dates = [step.occurred_on for use in self.uses for step in use.steps if step.has_date]
        if not dates:
            return None
        touched = [use.product.updated_at.year for use in self.uses]
        last = max([date.year for date in dates] + touched)
        return Axis(min(min(dates).year, last - 1), last)

    @cached_property
    def lanes(self) -> list[Lane]:
        lanes = [self._lane(use) for use in self.uses] if self.axis else []
        return [lane for lane in lanes if lane.marks]

    @cached_property
    def undated(self) -> list[tuple[Use, list[Authorisation]]]:
        """Steps whose date is not known stand apart."""
        found = [(use, [step for step in use.steps if not step.has_date]) for use in self.uses]
        return [(use, steps) for use, steps in found if steps]

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds of step that occur, for the key."""
        used = {mark.step.kind for lane in self.lanes for mark in lane.marks}
        return [(kind.value, kind.label) for kind in Authorisation.Kind if kind in used]

    @property
    def has_applications(self) -> bool:
        return any(mark.is_application for lane in self.lanes for mark in lane.marks)

    @property
    def has_open_bands(self) -> bool:
        return any(band.is_open for lane in self.lanes for band in lane.bands)

    @property
    def has_bands(self) -> bool:
        return any(lane.bands for lane in self.lanes)

    def _lane(self, use: Use) -> Lane:
        steps = [step for step in reversed(use.steps) if step.has_date]
        shares = [self.axis.share(step.occurred_on, step.occurred_precision) for step in steps]
        lines = self._lines(steps, shares)
        marks = [
            StepMark(
                at=percent(share),
                y=LINE_HEIGHT * line + LINE_HEIGHT // 2,
                step=step,
                drawn=drawn(step.kind),
                is_application=is_application(step),
            )
            for step, share, line in zip(steps, shares, lines, strict=True)
        ]
        return Lane(
            use=use,
            marks=marks,
            bands=self._bands(use, steps, shares),
            height=LINE_HEIGHT * (max(lines, default=0) + 1),
            words="; ".join(step.in_words for step in steps),
        )

    def _lines(self, steps, shares) -> list[int]:
        """Steps of an approval stay on the line of its band; those of applications give way."""
        order = sorted(range(len(steps)), key=lambda place: is_application(steps[place]))
        lines = tracks([shares[place] for place in order], MARK_GAP)
        return [line for _place, line in sorted(zip(order, lines, strict=True))]

    def _bands(self, use: Use, steps, shares) -> list[Band]:
        bands, since = [], None
        for step, share in zip(steps, shares, strict=True):
            if is_application(step):
                continue
            if step.is_grant:
                since = share if since is None else since
            elif since is not None:
                bands.append(band(since, share, is_open=False))
                since = None
        # An end without a date may lie anywhere: then nothing is drawn as still in force.
        if since is not None and use.decisive.is_in_force:
            bands.append(self._last_band(since, use))
        return bands

    def _last_band(self, since: float, use: Use) -> Band:
        """To the end of its term, where that has passed; a term that runs on leaves the picture."""
        ends_on = use.decisive.ends_on
        if not use.has_run_out:
            return band(since, 1, is_open=ends_on is None)
        end = self.axis.share(ends_on, partial_dates.Precision.DAY)
        return band(since, min(1, max(since, end)), is_open=False)


@cache
def drawn(kind: str) -> SafeString:
    return paths(shape("authorisation", kind))


def band(start: float, end: float, *, is_open: bool) -> Band:
    return Band(percent(start), percent(end - start), percent(end), is_open)


def is_application(step: Authorisation) -> bool:
    return step.what == Authorisation.What.APPLICATION


def timeline(uses: Iterable[Use]) -> Timeline | None:
    """None when there is no dated step: an empty axis would say nothing."""
    drawn = Timeline(uses)
    return drawn if drawn.lanes else None
