"""What engines ask about content without naming a content type."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from content.languages import local_path
from content.models import Ageing, Publishable


class Block(NamedTuple):
    template: str
    context: dict


_blocks: dict[tuple[type, str], list[Callable]] = defaultdict(list)
_told_of_results: dict[type, Callable] = {}
_answers: list[Callable] = []
_places: dict[str, str] = {}


def entry_models() -> list[type[Publishable]]:
    """Every concrete content type, in a stable order."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def types_that_age() -> list[type[Ageing]]:
    """Every concrete type with rows that hold until a day, in a stable order."""
    return [model for model in apps.get_models() if issubclass(model, Ageing) and model.holds_until]


def entry_model(content_type: int) -> type[Publishable] | None:
    """The content type behind a stored key; None for one that the site has no more."""
    model = ContentType.objects.get_for_id(content_type).model_class()
    return model if model is not None and issubclass(model, Publishable) else None


def add_block(model: type[Publishable], place: str, function: Callable) -> None:
    """Let an upper app put its part on a lower app's page.

    `function(entry)` returns a Block, or None when it has nothing to show.
    """
    if function not in _blocks[model, place]:
        _blocks[model, place].append(function)


def blocks(entry: Publishable, place: str) -> list[Block]:
    made = (function(entry) for function in _blocks[type(entry), place])
    return [block for block in made if block is not None]


def told_in(blocks: Iterable[Block], name: str) -> Iterator[Any]:
    """What their contexts hold under this name, one after another."""
    return chain.from_iterable(block.context.get(name, ()) for block in blocks)


def tell_of_results(model: type[Publishable], function: Callable) -> None:
    """Let an upper app say what holds today of the entries that a search found.

    `function(keys)` returns a Block by key, in as many queries for many as for one.
    """
    _told_of_results[model] = function


def told_of_results(targets: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Block]:
    """`targets` are pairs of content type and key, as are the keys of the answer."""
    by_type = defaultdict(list)
    for content_type, key in targets:
        by_type[content_type].append(key)
    return {
        (content_type, key): block
        for content_type, keys in by_type.items()
        if (function := _told_of_results.get(entry_model(content_type)))
        for key, block in function(keys).items()
    }


def add_answer(function: Callable) -> None:
    """Let an upper app answer what a visitor asks and what is the name of no entry.

    `function(asked, named)` returns a Block, or None where it understands nothing; then it asks
    nothing of the database. `named()` gives (content type, key) of the entries that have a whole
    name in the question.
    """
    if function not in _answers:
        _answers.append(function)


def answers_to(asked: str, named: Callable[[], list[tuple[int, int]]]) -> list[Block]:
    made = (function(asked, named) for function in _answers)
    return [block for block in made if block is not None]


def add_place(name: str, address: str) -> None:
    """Let lower apps lead to a page of an upper one: `address` is the name of a URL or a path."""
    _places[name] = address


def place(name: str) -> str:
    """The address in the language of this page; KeyError where no app has such a page."""
    address = _places[name]
    return local_path(address) if address.startswith("/") else reverse(address)
