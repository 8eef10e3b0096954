"""The links of a page and the pages that mention it, as visitors get them."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.safestring import SafeString

from content.drafting import is_previewed
from content.languages import Text, local_path
from content.models import Publishable
from content.prepared import prepared
from content.registry import entry_model, entry_models
from linking import names
from linking.models import Mention, StoredPlan
from linking.names import Target, linkable_models, target_of
from linking.planner import Flag, LinkPlan, Span
from linking.render import LinkTarget, render_links
from linking.services import LINE_END, exclusions, job_of, plan, text_of
from search.models import Entry

MOST_MENTIONS = 10


def plans_of(*entries: Publishable) -> dict[Target, dict[str, LinkPlan]]:
    """Stored plans by entry and field, in one query; a previewed draft is planned on the spot."""
    found = {}
    stored = [target_of(entry) for entry in entries if not is_previewed(entry)]
    for row in stored_plans(stored):
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
            job = job_of(entry, exclusions([target]).get(target, frozenset()))
            found[target] = plan(job, names.get_dictionary())
    return found


def stored_plans(targets: Iterable[Target]) -> list[StoredPlan]:
    by_type = keys_by_type(targets)
    values: list[int | list[int]] = []
    for content_type, keys in by_type.items():
        values += [content_type, keys]
    return _stored_plans(*values) if values else []


@prepared
def _stored_plans(*types_and_keys: int | list[int]) -> QuerySet[StoredPlan]:
    """Each content type is followed by the keys of its entries."""
    somewhere = Q()
    for content_type, keys in zip(types_and_keys[::2], types_and_keys[1::2], strict=True):
        somewhere |= Q(content_type=content_type, object_id__in=keys)
    return StoredPlan.objects.filter(somewhere)


def keys_by_type(targets: Iterable[Target]) -> dict[int, list[int]]:
    by_type: dict[int, set[int]] = {}
    for content_type, key in targets:
        by_type.setdefault(content_type, set()).add(key)
    return {content_type: sorted(keys) for content_type, keys in sorted(by_type.items())}


class LinkedTexts:
    """The texts of some entries with their links; two queries for all of them."""

    def __init__(self, *entries: Publishable):
        self._plans = plans_of(*entries)
        self._pages = resolve(
            target
            for plans in self._plans.values()
            for plan in plans.values()
            for _start, _end, target in plan.links
        )

    def html(self, entry: Publishable, field: str) -> SafeString:
        """Rich text, or the escaped lines of plain text with `<br>` between them."""
        plan = self._plans.get(target_of(entry), {}).get(field)
        return render_links(text_of(entry, field), plan, lambda _targets: self._pages)

    def lines(self, entry: Publishable, field: str) -> list[str]:
        return self.html(entry, field).split(LINE_END)


def resolve(targets: Iterable[Target]) -> dict[Target, LinkTarget]:
    """Where those targets that are public now are found; one query for all of them."""
    linkable = linkable_models()
    by_type = {
        content_type: keys
        for content_type, keys in keys_by_type(targets).items()
        if entry_model(content_type) in linkable
    }
    models = {content_type: entry_model(content_type) for content_type in by_type}
    if not models:
        return {}
    found = {}
    for number, key, slug, note in _link_targets(tuple(models.values()))(*by_type.values()):
        content_type, model = tuple(models.items())[number]
        found[content_type, key] = LinkTarget(model(slug=slug).get_absolute_url(), note)
    return found


@cache
def _link_targets(models: tuple[type[Publishable], ...]) -> prepared:
    """Takes the keys of each type; of a row the number of its type comes first."""

    def link_targets(*keys_of_types: list[int]) -> QuerySet:
        queries = []
        for number, (model, keys) in enumerate(zip(models, keys_of_types, strict=True)):
            note = F(model.link_note) if model.link_note else Value("", TextField())
            rows = model.objects.published().filter(pk__in=keys).order_by()
            queries.append(rows.values_list(Value(number), "pk", "slug", note))
        first, *others = queries
        return first.union(*others, all=True) if others else first

    return prepared(link_targets)


class MentioningPage(NamedTuple):
    title: Text
    url: str


class Mentions(NamedTuple):
    pages: list[MentioningPage]
    all_url: str  # where the rest is; empty when there is no more


@cache
def _first_mentioning(most: int) -> prepared:
    return prepared(lambda content_type, key: pages_mentioning(content_type, key)[:most])


def pages_mentioning(content_type: int, key: int) -> QuerySet[Mention]:
    """Pages whose text names the entry, those that do so most often first."""
    kinds = [model._meta.label_lower for model in entry_models() if model.has_page]
    mentions = Mention.objects.filter(target_type=content_type, target_id=key, page__kind__in=kinds)
    mentions = mentions.select_related("page").only(
        "content_type", "object_id", "count", "page__title", "page__language", "page__url"
    )
    return mentions.order_by("-count", "page__title", "pk")


def mentioned_in(entry: Publishable, listed: Iterable[Publishable] = ()) -> Mentions:
    """Some of the pages that mention the entry, without those its page lists anyway; one query."""
    known = {target_of(other) for other in listed}
    enough = 1 << (MOST_MENTIONS + len(known)).bit_length()  # a power of two: few statements
    rows = [
        row
        for row in _first_mentioning(enough)(*target_of(entry))
        if (row.content_type_id, row.object_id) not in known
    ]
    more = len(rows) > MOST_MENTIONS
    kind = entry._meta.model_name
    return Mentions(
        [shown_page(row.page) for row in rows[:MOST_MENTIONS] if row.page],
        reverse("linking:mentions", args=[kind, entry.slug]) if more else "",
    )


def shown_page(page: Entry) -> MentioningPage:
    return MentioningPage(Text(page.title, page.language), local_path(page.url))
