"""The one parser of what visitors put into an address."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
SLUG = re.compile(r"[A-Za-z0-9_-]{1,120}")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class PagedRows(Protocol):
    """A list, a queryset or anything else of which a page can be cut."""

    def __len__(self) -> int: ...

    def __getitem__(self, shown: slice, /) -> Any: ...


def declare(*names: str) -> Callable:
    """Name the parameters that a view reads. Only addresses with no others have kept answers."""

    def declared(view):
        view.parameters = frozenset(names)
        return view

    return declared


def page_of(request: HttpRequest, rows: PagedRows, per_page: int = 25) -> Page:
    """The page that `?page=` names; Http404 for nonsense. Page 1 of an empty list exists."""
    number = request.GET.get("page", "1")
    if not PAGE_NUMBER.fullmatch(number):
        raise Http404
    try:
        return Paginator(rows, per_page).page(int(number))
    except InvalidPage as error:
        raise Http404 from error


def choice(request: HttpRequest, name: str, allowed: Container[str]) -> str:
    """The value when it is one of the allowed ones, else empty; `unknown` tells them apart."""
    value = request.GET.get(name, "")
    return value if value and value in allowed else ""


class Unknown(NamedTuple):
    """A value of the address that no entry of the list has."""

    label: str
    known_as: str = ""  # in our own words, where it means something; else it is not repeated


def unknown(
    request: HttpRequest,
    name: str,
    label: str,
    allowed: Container[str],
    known: Mapping[str, Any] = MappingProxyType({}),
) -> list[Unknown]:
    """Empty when `choice` takes the value. `known` names values that mean something elsewhere."""
    value = request.GET.get(name, "")
    if not value or value in allowed:
        return []
    return [Unknown(label, str(known.get(value, "")))]


def slug(request: HttpRequest, name: str) -> str:
    value = request.GET.get(name, "")
    return value if SLUG.fullmatch(value) else ""


def text(request: HttpRequest, name: str, longest: int = 200) -> str:
    """Typed words, trimmed and cut; control characters count as spaces."""
    return CONTROL_CHARACTERS.sub(" ", request.GET.get(name, "")).strip()[:longest].strip()


def query_without(request: HttpRequest, *names: str) -> str:
    """The filters of this address without its page number, encoded, for pagination links.

    `names` are the filters to keep; everything else, `page` above all, is dropped.
    """
    kept = [(name, text(request, name)) for name in names if name != "page"]
    return urlencode([(name, value) for name, value in kept if value])


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """For an answer to a value that anybody can invent: no cache fills with it, no index has it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def kept_if_known(response: HttpResponse, values: Iterable[Unknown]) -> HttpResponse:
    return response if all(value.known_as for value in values) else kept_nowhere(response)
