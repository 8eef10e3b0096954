"""Keeps link plans and mentions true when content or names change, and tells of them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from content import richtext, text
from content.drafting import is_previewed
from content.languages import Text, local_path
from content.models import Publishable
from content.reachable import by_key, reachable
from content.registry import entry_models
from linking import names
from linking.dictionary import Dictionary, path_of
from linking.models import LinkExclusion, LinkName, Mention, StoredPlan
from linking.names import Target, linkable_models, target_of
from linking.planner import COUNTED, EVERYTHING, Flag, LinkPlan, Span, overlaps, plan_links
from linking.render import LinkTarget, render_links
from linking.wording import REASONS
from search import services as search
from search.parts import parts_of

# Of longer texts the search index may hold only the beginning; see search.writer.LONGEST_TEXT.
LONG_TEXT = 200_000
BATCH = 200
MOST_MENTIONS = 10
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
def published(entry: Publishable) -> None:
    """Link the entry's texts, and those of others when its names changed."""
    if not _waiting.get():
        names.take_turn()
        changed = names.refresh([(target_of(entry), names.wanted_names(entry))])
        relink(_shown_together(entry) | affected_by(changed))


@transaction.atomic
def withdrawn(entry: Publishable) -> None:
    """Forget the entry's plans and mentions, and its names in other texts."""
    if not _waiting.get():
        names.take_turn()
        changed = names.refresh([(target_of(entry), {})])
        gone = _shown_together(entry)
        relink(gone | affected_by(changed), gone=gone)


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
        found.update(search.phrase(text.fold_phrase(name)))
    if changed:
        found.update(
            StoredPlan.objects.filter(is_long=True).values_list("content_type_id", "object_id")
        )
    return found


# Plans


class Linked(NamedTuple):
    """What is stored of an entry: plans by field, as JSON has them, and mentions by target."""

    fields: dict[str, list]
    mentions: dict[Target, int]
    is_long: bool = False


NOTHING = Linked({}, {})


def text_of(entry: Publishable, field: str) -> str:
    """The HTML that plans count in: rich text as stored, plain text escaped line by line."""
    stored = getattr(entry, field)
    if field in entry.rich_fields():
        return stored
    return LINE_END.join(map(escape, stored.splitlines()))


def plan_entry(
    entry: Publishable, dictionary: Dictionary, excluded: frozenset
) -> dict[str, LinkPlan]:
    """A plan for each field that has text; nothing is stored."""
    texts = {field: text_of(entry, field) for field in entry.linked_fields()}
    own = target_of(entry)
    return {
        field: plan_links(html, dictionary, self_target=own, exclude=excluded)
        for field, html in texts.items()
        if html
    }


def as_stored(entry: Publishable, plans: Mapping[str, LinkPlan]) -> Linked:
    fields, mentions = {}, Counter()
    for field, plan in plans.items():
        mentions.update(span.target for span in plan.spans if span.flag in COUNTED)
        links = [span for span in plan.spans if span.flag == Flag.LINKED]
        if links:
            fields[field] = [plan.html_sha, [[s.start, s.end, *s.target] for s in links]]
    length = sum(len(getattr(entry, field)) for field in entry.linked_fields())
    return Linked(fields, dict(mentions), length > LONG_TEXT)


def exclusions(targets: Sequence[Target]) -> dict[Target, frozenset]:
    """What each of these entries, all of one type, does not want."""
    found: dict[Target, set] = {}
    rows = LinkExclusion.objects.filter(_among(targets)) if targets else ()
    for row in rows:
        nothing = row.target_type_id is None
        found.setdefault((row.content_type_id, row.object_id), set()).add(
            EVERYTHING if nothing else (row.target_type_id, row.target_id)
        )
    return {target: frozenset(unwanted) for target, unwanted in found.items()}


def _among(targets: Iterable[Target]) -> Q:
    by_type: dict[int, list[int]] = {}
    for content_type, key in targets:
        by_type.setdefault(content_type, []).append(key)
    somewhere = Q(pk__in=[])
    for content_type, keys in by_type.items():
        somewhere |= Q(content_type=content_type, object_id__in=keys)
    return somewhere


class Tally(NamedTuple):
    seen: int = 0
    changed: int = 0


@transaction.atomic
def relink(
    targets: Iterable[Target], *, gone: Collection[Target] = (), dry_run: bool = False
) -> Tally:
    """Make plans and mentions of these entries true; what is no longer public has none.

    `gone` are those that leave the public site at the end of this transaction.
    """
    names.take_turn()
    dictionary = names.get_dictionary()
    targets = sorted(targets)
    changed = 0
    for start in range(0, len(targets), BATCH):
        some = targets[start : start + BATCH]
        wanted = _planned([target for target in some if target not in gone], dictionary)
        stored = _stored(some)
        differing = {
            target: wanted.get(target, NOTHING)
            for target in some
            if wanted.get(target, NOTHING) != stored.get(target, NOTHING)
        }
        changed += len(differing)
        if differing and not dry_run:
            _store(differing)
    return Tally(len(targets), changed)


def _planned(targets: Sequence[Target], dictionary: Dictionary) -> dict[Target, Linked]:
    unwanted = exclusions(targets)
    return {
        target: as_stored(entry, plan_entry(entry, dictionary, unwanted.get(target, frozenset())))
        for target, entry in by_key(targets).items()
        if entry.linked_fields()
    }


def _stored(targets: Sequence[Target]) -> dict[Target, Linked]:
    somewhere = _among(targets)
    mentions: dict[Target, dict[Target, int]] = {}
    rows = Mention.objects.filter(somewhere)
    for content_type, key, *target, count in rows.values_list(
        "content_type_id", "object_id", "target_type_id", "target_id", "count"
    ):
        mentions.setdefault((content_type, key), {})[tuple(target)] = count
    found = {target: Linked({}, counts) for target, counts in mentions.items()}
    for row in StoredPlan.objects.filter(somewhere):
        target = row.content_type_id, row.object_id
        found[target] = Linked(row.fields, mentions.get(target, {}), row.is_long)
    return found


def _store(linked: Mapping[Target, Linked]) -> None:
    somewhere = _among(linked)
    StoredPlan.objects.filter(somewhere).delete()
    Mention.objects.filter(somewhere).delete()
    StoredPlan.objects.bulk_create(
        StoredPlan(
            content_type_id=content_type, object_id=key, fields=one.fields, is_long=one.is_long
        )
        for (content_type, key), one in linked.items()
        if one.fields or one.is_long
    )
    Mention.objects.bulk_create(
        Mention(
            content_type_id=content_type,
            object_id=key,
            target_type_id=target[0],
            target_id=target[1],
            count=count,
        )
        for (content_type, key), one in linked.items()
        for target, count in one.mentions.items()
    )


def relink_all(
    progress: Callable[[int, int], None] | None = None, *, dry_run: bool = False
) -> Tally:
    """Read every name and make every plan anew, a transaction per batch; write what differs.

    `progress` is called with the number done and the number of all.
    """
    if not dry_run:
        refresh_all_names()
    targets = sorted(_linked_entries() | _entries_with_rows())
    changed = 0
    for start in range(0, len(targets), BATCH):
        changed += relink(targets[start : start + BATCH], dry_run=dry_run).changed
        if progress:
            progress(min(start + BATCH, len(targets)), len(targets))
    return Tally(len(targets), changed)


@transaction.atomic
def refresh_all_names() -> set[str]:
    names.take_turn()
    wanted: dict[Target, dict[str, LinkName]] = dict.fromkeys(
        LinkName.objects.values_list("content_type_id", "object_id").distinct(), {}
    )
    for model in linkable_models():
        for entry in model.objects.published().prefetch_related("names"):
            wanted[target_of(entry)] = names.wanted_names(entry)
    return names.refresh(wanted.items())


def _linked_entries() -> set[Target]:
    return {
        (ContentType.objects.get_for_model(model).pk, key)
        for model in entry_models()
        if model.linked_fields()
        for key in reachable(model).values_list("pk", flat=True)
    }


def _entries_with_rows() -> set[Target]:
    return {
        key
        for model in (StoredPlan, Mention)
        for key in model.objects.values_list("content_type_id", "object_id").distinct()
    }


# For public pages


def plans_of(*entries: Publishable) -> dict[Target, dict[str, LinkPlan]]:
    """Stored plans by entry and field, in one query; a previewed draft is planned on the spot."""
    found = {}
    stored = [target_of(entry) for entry in entries if not is_previewed(entry)]
    for row in StoredPlan.objects.filter(_among(stored)) if stored else ():
        found[row.content_type_id, row.object_id] = {
            field: LinkPlan(
                tuple(
                    Span(start, end, (kind, key), Flag.LINKED) for start, end, kind, key in spans
                ),
                html_sha,
            )
            for field, (html_sha, spans) in row.fields.items()
        }
    for entry in entries:
        if is_previewed(entry):
            target = target_of(entry)
            unwanted = exclusions([target]).get(target, frozenset())
            found[target] = plan_entry(entry, names.get_dictionary(), unwanted)
    return found


class LinkedTexts:
    """The texts of some entries with their links; two queries for all of them."""

    def __init__(self, *entries: Publishable):
        self._plans = plans_of(*entries)
        self._pages = resolve(
            span.target
            for plans in self._plans.values()
            for plan in plans.values()
            for span in plan.spans
            if span.flag == Flag.LINKED
        )

    def html(self, entry: Publishable, field: str) -> SafeString:
        """Rich text, or the escaped lines of plain text with `<br>` between them."""
        plan = self._plans.get(target_of(entry), {}).get(field)
        return render_links(text_of(entry, field), plan, lambda _targets: self._pages)

    def lines(self, entry: Publishable, field: str) -> list[str]:
        return self.html(entry, field).split(LINE_END)


def resolve(targets: Iterable[Target]) -> dict[Target, LinkTarget]:
    """Where those targets that are public now are found; one query for all of them."""
    by_type: dict[int, set[int]] = {}
    for content_type, key in targets:
        by_type.setdefault(content_type, set()).add(key)
    queries = []
    for content_type, keys in sorted(by_type.items()):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model in linkable_models():
            note = F(model.link_note) if model.link_note else Value("", TextField())
            rows = model.objects.published().filter(pk__in=keys).order_by()
            queries.append(rows.values_list(Value(content_type), "pk", "slug", note))
    if not queries:
        return {}
    first, *others = queries
    found = {}
    for content_type, key, slug, note in first.union(*others, all=True) if others else first:
        model = ContentType.objects.get_for_id(content_type).model_class()
        url = model(pk=key, slug=slug).get_absolute_url()
        found[content_type, key] = LinkTarget(url, note)
    return found


class MentioningPage(NamedTuple):
    title: Text
    url: str


class Mentions(NamedTuple):
    pages: list[MentioningPage]
    all_url: str  # where the rest is; empty when there is no more


def pages_mentioning(entry: Publishable) -> QuerySet[Mention]:
    """Pages whose text names the entry, those that do so most often first."""
    content_type, key = target_of(entry)
    kinds = [model._meta.label_lower for model in entry_models() if model.has_page]
    mentions = Mention.objects.filter(target_type=content_type, target_id=key, page__kind__in=kinds)
    return mentions.select_related("page").order_by("-count", "page__title", "pk")


def mentioned_in(entry: Publishable, listed: Iterable[Publishable] = ()) -> Mentions:
    """Some of the pages that mention the entry, without those its page lists anyway; one query."""
    known = {target_of(other) for other in listed}
    rows = [
        row
        for row in pages_mentioning(entry)[: MOST_MENTIONS + len(known) + 1]
        if (row.content_type_id, row.object_id) not in known
    ]
    more = len(rows) > MOST_MENTIONS
    kind = entry._meta.model_name
    return Mentions(
        [shown_page(row) for row in rows[:MOST_MENTIONS]],
        reverse("linking:mentions", args=[kind, entry.slug]) if more else "",
    )


def shown_page(mention: Mention) -> MentioningPage:
    page = mention.page
    return MentioningPage(Text(page.title, page.language), local_path(page.url))


# For editors


class Explained(NamedTuple):
    """A name in a text and what became of it."""

    surface: str  # as the text has it, without markup
    targets: tuple[Publishable, ...]  # several for a name that is unsure
    flag: Flag
    reason: str
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
    own, unwanted, texts = None, frozenset(), {"": subject}
    if not isinstance(subject, str):
        own = target_of(subject)
        unwanted = exclusions([own]).get(own, frozenset())
        texts = {field: text_of(subject, field) for field in subject.linked_fields()}
    found = []
    for field, html in texts.items():
        spans = list(plan_links(html, dictionary, self_target=own, exclude=unwanted).spans)
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
