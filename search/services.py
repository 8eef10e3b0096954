"""The search index: kept true by two signals, made anew by a command, asked by visitors."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from content.models import Publishable
from content.reachable import reachable
from content.registry import entry_models
from search import facets, writer
from search.backends import get_backend
from search.embedded_entries import can_be_found, parts_of
from search.finder import Results, SearchPage, find
from search.folding import Folded, folding_by
from search.models import Entry
from search.suggestions import suggest
from search.words import index_word

__all__ = [
    "Results",
    "SearchPage",
    "find",
    "index",
    "phrase",
    "rebuild",
    "search",
    "suggest",
    "unindex",
]


@transaction.atomic
def index(entry: Publishable) -> None:
    """Make the entry's public text findable, in the transaction that makes it public."""
    if not can_be_found(entry):
        unindex(entry)
        return
    before = _rows_of(type(entry), [entry.pk]).values_list("url", "profile").first()
    if writer.write([entry]) != [before]:
        _index_again(entry)


@transaction.atomic
def unindex(entry: Publishable) -> None:
    """Take the entry out of every result at once, and the parts shown on its page with it."""
    if entry.pk is None:  # deleted: the receiver of its deletion was here before
        return
    gone = list(_rows_of(type(entry), [entry.pk]).values_list("pk", flat=True))
    for model, keys in parts_of(entry):
        gone += _rows_of(model, keys).values_list("pk", flat=True)
    if gone:
        writer.remove(gone)
        _index_again(entry)


def _index_again(host: Publishable) -> None:
    """What is shown on its page or filtered by what it says."""
    wanted: dict[type[Publishable], set[int]] = {}
    for model, keys in [*parts_of(host), *facets.dependents(host)]:
        wanted.setdefault(model, set()).update(keys)
    for model, some in wanted.items():
        writer.write(writer.read_and_lock(model, sorted(some)))


def phrase(keys: Sequence[str]) -> list[tuple[int, int]]:
    """(content type, key) of entries whose names, summary or text have these folded words
    side by side; `keys` come from `content.text.analyser.fold_phrase`."""
    words = [index_word(key) for key in keys]
    return get_backend().phrase(words) if words else []


def search(
    query: str,
    *,
    chosen: facets.Chosen | None = None,
    as_typed: bool = False,
    page: int = 1,
    per_page: int = 10,
) -> SearchPage:
    return find(query, chosen=chosen, as_typed=as_typed).page(page, per_page)


@dataclass
class IndexTally:
    new: int = 0
    refreshed: int = 0
    removed: int = 0
    orphans: int = 0


def rebuild(
    types: Sequence[type[Publishable]] | None = None,
    batch: int = 2000,
    progress: Callable[[type[Publishable], int, int], None] | None = None,
    dry_run: bool = False,
    workers: int = 0,
) -> IndexTally:
    """Index every live entry anew, a transaction per batch, and remove what is not live.

    `progress` is called with the model, the number done and the number of all. A dry run counts
    what would be done. `workers` are other processes that fold words, for very many texts.
    Without `types` also the remains of content types that are no more go.
    """
    tally = IndexTally()
    filling = nullcontext() if dry_run else get_backend().filling()
    with folding_by(workers) as fold_all, filling:
        for model in types or entry_models():
            keys = list(reachable(model).order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), batch):
                some = keys[start : start + batch]
                _rebuild_some(model, some, tally, dry_run, fold_all)
                if progress:
                    progress(model, start + len(some), len(keys))
            rows = Entry.objects.filter(content_type=ContentType.objects.get_for_model(model))
            _remove(rows.exclude(object_id__in=reachable(model).values("pk")), tally, dry_run)
    if types is None:
        known = [ContentType.objects.get_for_model(model) for model in entry_models()]
        _remove(Entry.objects.exclude(content_type__in=known), tally, dry_run)
        _finish(tally, dry_run)
    return tally


@transaction.atomic
def _rebuild_some(
    model: type[Publishable],
    keys: Sequence[int],
    tally: IndexTally,
    dry_run: bool,
    fold_all: Callable[..., Iterable[Folded]],
) -> None:
    entries = writer.read_and_lock(model, keys)
    indexed = _rows_of(model, [entry.pk for entry in entries]).count()
    tally.refreshed += indexed
    tally.new += len(entries) - indexed
    if not dry_run:
        writer.write(entries, fold_all)


@transaction.atomic
def _remove(rows: QuerySet[Entry], tally: IndexTally, dry_run: bool) -> None:
    keys = list(rows.values_list("pk", flat=True))
    tally.removed += len(keys)
    if not dry_run:
        writer.remove(keys)


@transaction.atomic
def _finish(tally: IndexTally, dry_run: bool) -> None:
    backend = get_backend()
    tally.orphans = backend.count_orphans()
    if not dry_run:
        backend.delete_orphans()
        backend.tidy()


def _rows_of(model: type[Publishable], keys: Sequence[int]) -> QuerySet[Entry]:
    return Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=keys
    )
