"""Keeps link plans and mentions true when content or names change, and tells of them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.functional import Promise
from django.utils.html import escape

from content.models import Publishable
from content.reachable import by_key, reachable
from content.registry import entry_models
from content.text import analyser, richtext
from linking import names
from linking.dictionary import Dictionary, path_of
from linking.models import LinkExclusion, Mention, StoredPlan
from linking.names import Target, among, target_of
from linking.planner import COUNTED, EVERYTHING, Flag, LinkPlan, Span, overlaps, plan_links
from linking.wording import REASONS
from search import bulk
from search import services as search
from search.embedded_entries import parts_of

# Of longer texts the search index may hold only the beginning; see search.writer.LONGEST_TEXT.
LONG_TEXT = 200_000
BATCH = 200
# No name runs over it, and no text field that is escaped has it.
LINE_END = "<br>"

_waiting: ContextVar[bool] = ContextVar("linking_waits", default=False)


@contextmanager
def one_relink_at_the_end(progress: Callable[[int, int], None] | None = None) -> Iterator[None]:
    """For imports: news are not acted on one by one; every text is linked once at the end."""
    token = _waiting.set(True)
    try:
        yield
    finally:
        _waiting.reset(token)
    relink_all(progress)


# News


@transaction.atomic
def published(entry: Publishable) -> "RelinkTally":
    """Link the entry's texts, and those of others when its names changed."""
    if _waiting.get():
        return RelinkTally()
    names.take_relink_lock()
    changed = names.refresh({target_of(entry): names.wanted_names(entry)})
    return relink(_shown_together(entry) | affected_by(changed))._replace(names=len(changed))


@transaction.atomic
def withdrawn(entry: Publishable) -> "RelinkTally":
    """Forget the entry's plans and mentions, and its names in other texts."""
    if _waiting.get():
        return RelinkTally()
    names.take_relink_lock()
    changed = names.refresh({target_of(entry): {}})
    gone = _shown_together(entry)
    return relink(gone | affected_by(changed), gone=gone)._replace(names=len(changed))


def _shown_together(entry: Publishable) -> set[Target]:
    """The entry and those without a page of their own that come and go with it."""
    parts = {
        (ContentType.objects.get_for_model(model).pk, key)
        for model, keys in parts_of(entry)
        for key in keys
    }
    return {target_of(entry)} | parts


def affected_by(changed: Iterable[str]) -> set[Target]:
    """Live entries whose text may have one of the names."""
    found = set()
    for name in changed:
        found.update(search.phrase(analyser.fold_phrase(name)))
    if changed:
        found.update(
            StoredPlan.objects.filter(is_long=True).values_list("content_type_id", "object_id")
        )
    return found


# Plans


class Linked(NamedTuple):
    """What is stored of an entry: plans by field, as JSON has them, and mentions by target."""

    fields: dict[str, list[Any]]
    mentions: dict[Target, int]
    is_long: bool = False


NOTHING = Linked({}, {})


class MentionChange(NamedTuple):
    old: Linked
    rows: dict[Target, int]  # keys of the stored mentions, by target
    new: Linked


def text_of(entry: Publishable, field: str) -> str:
    """The HTML that plans count in: rich text as stored, plain text escaped line by line."""
    stored = getattr(entry, field)
    if field in entry.rich_fields():
        return stored
    return LINE_END.join(map(escape, stored.splitlines()))


class RelinkJob(NamedTuple):
    """All that planning an entry needs, so that another process can do it."""

    own: Target
    texts: dict[str, str]
    excluded: frozenset[Target | str]


def job_of(entry: Publishable, excluded: frozenset[Target | str]) -> RelinkJob:
    texts = {field: text_of(entry, field) for field in entry.linked_fields()}
    texts = {field: html for field, html in texts.items() if html}
    return RelinkJob(target_of(entry), texts, excluded)


def plan(job: RelinkJob, dictionary: Dictionary) -> dict[str, LinkPlan]:
    return {
        field: plan_links(html, dictionary, self_target=job.own, exclude=job.excluded)
        for field, html in job.texts.items()
    }


def linked(job: RelinkJob, dictionary: Dictionary) -> Linked:
    fields: dict[str, list[Any]] = {}
    mentions: Counter[Target] = Counter()
    for field, made in plan(job, dictionary).items():
        mentions.update(s.target for s in made.spans if s.flag in COUNTED and s.target is not None)
        if links := [[start, end, *target] for start, end, target in made.links]:
            fields[field] = [made.html_sha, links]
    return Linked(fields, dict(mentions), sum(map(len, job.texts.values())) > LONG_TEXT)


def exclusions(targets: Sequence[Target]) -> dict[Target, frozenset[Target | str]]:
    """What the texts of these entries shall not be linked to."""
    found: dict[Target, set[Target | str]] = {}
    for row in LinkExclusion.objects.filter(among(targets)) if targets else ():
        unwanted: Target | str = EVERYTHING
        if row.target_type_id is not None and row.target_id is not None:
            unwanted = (row.target_type_id, row.target_id)
        found.setdefault((row.content_type_id, row.object_id), set()).add(unwanted)
    return {target: frozenset(unwanted) for target, unwanted in found.items()}


class RelinkTally(NamedTuple):
    seen: int = 0
    changed: int = 0
    names: int = 0


# Plans for many entries at once; `linking.workers` has one that uses several processes.
PlanMany = Callable[[list[RelinkJob], Dictionary], Iterable[Linked]]
Progress = Callable[[int, int], None]


def plan_here(jobs: list[RelinkJob], dictionary: Dictionary) -> list[Linked]:
    return [linked(job, dictionary) for job in jobs]


@transaction.atomic
def relink(
    targets: Iterable[Target], *, gone: Collection[Target] = (), plan_many: PlanMany = plan_here
) -> RelinkTally:
    """Make plans and mentions of these entries true; what is no longer public has none.

    `gone` are those that leave the public site at the end of this transaction.
    """
    names.take_relink_lock()
    dictionary = names.get_dictionary()
    targets, changed = sorted(targets), 0
    for start in range(0, len(targets), BATCH):
        differing = differences(targets[start : start + BATCH], dictionary, gone, plan_many)
        _store(differing)
        changed += len(differing)
    return RelinkTally(len(targets), changed)


def differences(
    targets: Sequence[Target],
    dictionary: Dictionary,
    gone: Collection[Target] = (),
    plan_many: PlanMany = plan_here,
) -> dict[Target, MentionChange]:
    """Those of the entries of which something else is stored than shall be."""
    entries = by_key(target for target in targets if target not in gone)
    unwanted = exclusions(list(entries))
    jobs = [
        job_of(entry, unwanted.get(target, frozenset()))
        for target, entry in entries.items()
        if entry.linked_fields()
    ]
    planned = plan_many(jobs, dictionary)
    wanted = {job.own: made for job, made in zip(jobs, planned, strict=True)}
    stored = _stored(targets)
    changes = {
        target: MentionChange(*stored.get(target, (NOTHING, {})), wanted.get(target, NOTHING))
        for target in targets
    }
    return {target: change for target, change in changes.items() if change.old != change.new}


def _stored(targets: Sequence[Target]) -> dict[Target, tuple[Linked, dict[Target, int]]]:
    """What is stored of each entry, and the keys of its mentions."""
    somewhere = among(targets)
    mentions: dict[Target, tuple[dict[Target, int], dict[Target, int]]] = {}
    rows = Mention.objects.filter(somewhere)
    for content_type, entry, other_type, other, count, key in rows.values_list(
        "content_type_id", "object_id", "target_type_id", "target_id", "count", "pk"
    ):
        counts, keys = mentions.setdefault((content_type, entry), ({}, {}))
        counts[other_type, other] = count
        keys[other_type, other] = key
    found = {target: (Linked({}, counts), keys) for target, (counts, keys) in mentions.items()}
    for row in StoredPlan.objects.filter(somewhere):
        target = row.content_type_id, row.object_id
        counts, keys = mentions.get(target, ({}, {}))
        found[target] = Linked(row.fields, counts, row.is_long), keys
    return found


def _store(changes: Mapping[Target, MentionChange]) -> None:
    """Write what differs and nothing else: a new name is one of many on its pages."""
    plans, gone, mentions = {}, [], []
    for target, (old, keys, new) in changes.items():
        if (old.fields, old.is_long) != (new.fields, new.is_long):
            plans[target] = new
        for other in old.mentions.keys() | new.mentions.keys():
            count = new.mentions.get(other)
            if count == old.mentions.get(other):
                continue
            if other in keys:
                gone.append(keys[other])
            if count:
                mentions.append((*target, *other, count))
    if plans:
        StoredPlan.objects.filter(among(plans)).delete()
    StoredPlan.objects.bulk_create(
        StoredPlan(
            content_type_id=content_type, object_id=key, fields=one.fields, is_long=one.is_long
        )
        for (content_type, key), one in plans.items()
        if one.fields or one.is_long
    )
    for start in range(0, len(gone), bulk.MOST_VALUES):
        Mention.objects.filter(pk__in=gone[start : start + bulk.MOST_VALUES]).delete()
    columns = "content_type_id", "object_id", "target_type_id", "target_id", "count"
    bulk.insert(Mention._meta.db_table, columns, mentions)


def relink_all(progress: Progress | None = None, *, plan_many: PlanMany = plan_here) -> RelinkTally:
    """Read every name and make every plan anew, a transaction per batch; write what differs.

    `progress` is called with the number done and the number of all.
    """
    with transaction.atomic():
        names.take_relink_lock()
        changed_names = len(names.refresh(names.all_wanted()))
    targets, changed = _all_targets(), 0
    for start in range(0, len(targets), BATCH):
        some = targets[start : start + BATCH]
        changed += relink(some, plan_many=plan_many).changed
        if progress:
            progress(start + len(some), len(targets))
    return RelinkTally(len(targets), changed, changed_names)


def check(progress: Progress | None = None, *, plan_many: PlanMany = plan_here) -> RelinkTally:
    """What `relink_all` would change; nothing is written and nobody has to wait."""
    wanted = names.all_wanted()
    changed_names = len(names.differences(wanted).texts)
    dictionary = names.dictionary_of(row for rows in wanted.values() for row in rows.values())
    targets, changed = _all_targets(), 0
    for start in range(0, len(targets), BATCH):
        some = targets[start : start + BATCH]
        changed += len(differences(some, dictionary, plan_many=plan_many))
        if progress:
            progress(start + len(some), len(targets))
    return RelinkTally(len(targets), changed, changed_names)


def relink_since(moment: datetime, progress: Progress | None = None) -> RelinkTally:
    """Do again what follows from each publication and withdrawal since then."""
    news = []
    for model in entry_models():
        live = model.objects.published().filter(updated_at__gte=moment)
        news += [(published, entry) for entry in live.order_by("pk")]
        off = model._default_manager.filter(is_live=False, withdrawn_at__gte=moment)
        news += [(withdrawn, entry) for entry in off.order_by("pk")]
    total = RelinkTally()
    for done, (follow, entry) in enumerate(news, 1):
        tally = follow(entry)
        total = RelinkTally(*map(sum, zip(total, tally, strict=True)))
        if progress:
            progress(done, len(news))
    return total


def _all_targets() -> list[Target]:
    """Every entry that has linked texts or something stored."""
    readable = {
        (ContentType.objects.get_for_model(model).pk, key)
        for model in entry_models()
        if model.linked_fields()
        for key in reachable(model).values_list("pk", flat=True)
    }
    with_rows = {
        key
        for model in (StoredPlan, Mention)
        for key in model.objects.values_list("content_type_id", "object_id").distinct()
    }
    return sorted(readable | with_rows)


# For editors


class Explained(NamedTuple):
    """A name in a text and what became of it."""

    surface: str  # as the text has it, without markup
    targets: tuple[Publishable, ...]  # several for a name that is unsure
    flag: Flag
    reason: str | Promise
    field: str  # empty for a text that is no field

    @property
    def target(self) -> Publishable | None:
        return self.targets[0] if len(self.targets) == 1 else None

    @property
    def is_linked(self) -> bool:
        return self.flag == Flag.LINKED


def explain(subject: Publishable | str) -> list[Explained]:
    """Every name in the texts of an entry, or in one piece of HTML, in reading order.

    Works on the object as it is given, so also on a draft that is applied to the rows.
    """
    dictionary, off = names.get_dictionary(), names.switched_off()
    if isinstance(subject, str):
        job = RelinkJob((0, 0), {"": subject}, frozenset())
    else:
        own = target_of(subject)
        job = job_of(subject, exclusions([own]).get(own, frozenset()))
    found = []
    for field, made in plan(job, dictionary).items():
        html, spans = job.texts[field], list(made.spans)
        taken = [(span.start, span.end) for span in spans]
        spans += [
            span._replace(flag=Flag.OFF)
            for span in plan_links(html, off).spans
            if not overlaps(span.start, span.end, taken)
        ]
        found += [(field, html[span.start : span.end], span) for span in sorted(spans)]
    meant = [_meant(surface, span, dictionary) for _field, surface, span in found]
    entries = by_key(target for targets in meant for target in targets)
    return [
        Explained(
            richtext.plain_text(surface),
            tuple(entries[target] for target in targets if target in entries),
            span.flag,
            REASONS[span.flag],
            field,
        )
        for (field, surface, span), targets in zip(found, meant, strict=True)
    ]


def _meant(surface: str, span: Span, dictionary: Dictionary) -> list[Target]:
    if span.target is not None:
        return [span.target]
    return sorted(dictionary.ambiguous.get(path_of(richtext.plain_text(surface)), ()))
