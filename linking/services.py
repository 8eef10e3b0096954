"""Keeps link plans and mentions true when content or names change."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from content import text
from content.drafting import is_previewed
from content.models import Publishable
from content.reachable import by_key
from content.registry import entry_models
from linking.dictionary import Dictionary, Name, build_dictionary, default_rules
from linking.models import LinkName, Mention, StoredPlan
from linking.planner import Flag, LinkPlan, Span, plan_links
from search import services as search

Target = tuple[int, int]  # content type, key

_waiting: ContextVar[bool] = ContextVar("linking_waits", default=False)


@contextmanager
def one_relink_at_the_end(progress: Callable[[int], None] | None = None) -> Iterator[None]:
    """For imports: news are not acted on one by one; every text is linked once at the end."""
    token = _waiting.set(True)
    try:
        yield
    finally:
        _waiting.reset(token)
    relink_all(progress)


def target_of(entry: Publishable) -> Target:
    return ContentType.objects.get_for_model(type(entry)).pk, entry.pk


def get_dictionary() -> Dictionary:
    rows = LinkName.objects.values_list(
        "text",
        "content_type_id",
        "object_id",
        "priority",
        "exact_case",
        "stands_alone",
        "preferred",
    )
    return build_dictionary(
        Name(
            text=name,
            target=(content_type, key),
            priority=priority,
            exact_case=exact_case,
            stands_alone=stands_alone,
            preferred=preferred,
        )
        for name, content_type, key, priority, exact_case, stands_alone, preferred in rows
    )


def link_names(entry: Publishable) -> dict[str, tuple]:
    """text -> (priority, exact_case, stands_alone, preferred) of each name that may link."""
    if not entry.link_priority:
        return {}
    names = {}
    exact_case, stands_alone = default_rules(entry.title)
    names[text.normalise(entry.title)] = (entry.link_priority, exact_case, stands_alone, True)
    for row in entry.other_names():
        if row.may_link:
            rules = (entry.link_priority, row.exact_case, row.stands_alone, False)
            names.setdefault(text.normalise(row.text), rules)
    return names


def published(entry: Publishable) -> None:
    """Receiver: link the entry's texts, and those of others when its names changed."""
    if _waiting.get():
        return
    changed = refresh_names(entry, link_names(entry))
    others = affected_by(target_of(entry), changed) if changed else set()
    relink(others | {target_of(entry)})


def withdrawn(entry: Publishable) -> None:
    """Receiver: forget the entry's plans and mentions, and its names in other texts."""
    if _waiting.get():
        return
    content_type, key = target_of(entry)
    changed = refresh_names(entry, {})
    others = affected_by((content_type, key), changed) if changed else set()
    StoredPlan.objects.filter(content_type=content_type, object_id=key).delete()
    Mention.objects.filter(content_type=content_type, object_id=key).delete()
    relink(others - {(content_type, key)})


def refresh_names(entry: Publishable, wanted: dict[str, tuple]) -> set[str]:
    """Store the names; return the texts that were added, removed or got other rules."""
    content_type, key = target_of(entry)
    rows = LinkName.objects.filter(content_type=content_type, object_id=key)
    stored = {
        row.text: (row.priority, row.exact_case, row.stands_alone, row.preferred) for row in rows
    }
    changed = {
        name for name in stored.keys() | wanted.keys() if stored.get(name) != wanted.get(name)
    }
    if changed:
        rows.filter(text__in=changed).delete()
        LinkName.objects.bulk_create(
            LinkName(
                content_type_id=content_type,
                object_id=key,
                text=name,
                priority=rules[0],
                exact_case=rules[1],
                stands_alone=rules[2],
                preferred=rules[3],
            )
            for name, rules in wanted.items()
            if name in changed
        )
    return changed


def affected_by(target: Target, names: Iterable[str]) -> set[Target]:
    """Entries that mention the target now, or whose text holds one of the names."""
    mentions = Mention.objects.filter(target_type=target[0], target_id=target[1])
    found = set(mentions.values_list("content_type_id", "object_id"))
    for name in names:
        found.update(search.phrase(text.fold_phrase(name)))
    return found


@transaction.atomic
def relink(entries: Iterable[Target]) -> int:
    """Make plans and mentions of these entries anew; those not live are passed over."""
    dictionary = get_dictionary()
    by_type: dict[int, list[int]] = {}
    for content_type, key in entries:
        by_type.setdefault(content_type, []).append(key)
    count = 0
    for content_type, keys in sorted(by_type.items()):
        model = ContentType.objects.get_for_id(content_type).model_class()
        # Locked in one order, so that two publications at once do not write the same plans twice.
        entries = model._default_manager.published().filter(pk__in=keys).order_by("pk")
        for entry in entries.select_for_update():
            relink_entry(entry, content_type, dictionary)
            count += 1
    return count


@transaction.atomic
def relink_all(progress: Callable[[int], None] | None = None) -> int:
    """Read every name and link every live text anew."""
    LinkName.objects.all().delete()
    for model in entry_models():
        if model.link_priority:
            for entry in model.objects.published().prefetch_related("names"):
                refresh_names(entry, link_names(entry))
    StoredPlan.objects.all().delete()
    Mention.objects.all().delete()
    dictionary = get_dictionary()
    count = 0
    for model in entry_models():
        content_type = ContentType.objects.get_for_model(model).pk
        if not model.rich_fields():
            continue
        for entry in model.objects.published().iterator(chunk_size=500):
            relink_entry(entry, content_type, dictionary)
            count += 1
            if progress:
                progress(count)
    return count


def relink_entry(entry: Publishable, content_type: int, dictionary: Dictionary) -> None:
    own = {"content_type_id": content_type, "object_id": entry.pk}
    plans, mentions = [], Counter()
    for field, plan in plan_entry(entry, content_type, dictionary).items():
        mentions.update(span.target for span in plan.spans)
        if plan.spans:
            plans.append(
                StoredPlan(**own, field=field, html_sha=plan.html_sha, spans=as_json(plan))
            )
    StoredPlan.objects.filter(**own).delete()
    StoredPlan.objects.bulk_create(plans)
    Mention.objects.filter(**own).delete()
    Mention.objects.bulk_create(
        Mention(**own, target_type_id=target[0], target_id=target[1], count=count)
        for target, count in mentions.items()
        if target != (content_type, entry.pk)
    )


def plan_entry(
    entry: Publishable, content_type: int, dictionary: Dictionary
) -> dict[str, LinkPlan]:
    """A plan for each rich field that has text; nothing is stored."""
    texts = {field: getattr(entry, field) for field in entry.rich_fields()}
    return {
        field: plan_links(html, dictionary, self_target=(content_type, entry.pk))
        for field, html in texts.items()
        if html
    }


def as_json(plan: LinkPlan) -> list:
    return [[span.start, span.end, list(span.target), span.flag] for span in plan.spans]


def plans_of(entry: Publishable) -> dict[str, LinkPlan]:
    """Stored plans by field, in one query; a draft that is previewed is planned on the spot."""
    content_type, key = target_of(entry)
    if is_previewed(entry):
        return plan_entry(entry, content_type, get_dictionary())
    rows = StoredPlan.objects.filter(content_type=content_type, object_id=key)
    return {
        row.field: LinkPlan(
            spans=[Span(start, end, tuple(target), flag) for start, end, target, flag in row.spans],
            html_sha=row.html_sha,
        )
        for row in rows
    }


def linked_targets(plans: Iterable[LinkPlan]) -> set[Target]:
    return {span.target for plan in plans for span in plan.spans if span.flag == Flag.LINKED}


def resolve(targets: Iterable[Target]) -> dict[Target, tuple[str, str]]:
    """Address and title of those targets that are public now; one query per content type."""
    found = by_key(targets)
    return {target: (entry.get_absolute_url(), entry.title) for target, entry in found.items()}


def mentions_of(entry: Publishable) -> list[Publishable]:
    """Live entries whose text mentions this one, by title; one query per content type."""
    content_type, key = target_of(entry)
    rows = Mention.objects.filter(target_type=content_type, target_id=key)
    found = by_key(rows.values_list("content_type_id", "object_id")).values()
    return sorted(found, key=lambda entry: (entry.title, entry.pk))
