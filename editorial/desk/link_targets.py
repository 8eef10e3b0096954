"""What a link in a text may lead to: pages by their names, and the places on one of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.local_links import Target, is_local, look_up, without_language
from content.models import Publishable
from content.reachable import parents
from editorial.desk.edit_redirect import entry_at
from editorial.desk.search import any_of, contains
from editorial.models import DeskText, Trashed
from editorial.versions import drafts
from editorial.workflow import page_anchors
from search.models import Entry
from search.ranking import name_points
from search.words import ask, index_words

MOST_FOUND = 2000
MOST_DRAFTS = 500
MOST_PLACES = 300
NAME_PARTS = frozenset(["title", "names"])
FIXED = 0  # stands for the content type of a page that is no entry

FixedPages = Mapping[str, str | Promise]  # name of the view: its title
Models = Sequence[type[Publishable]]
Key = tuple[int, int]


class NamedPage(NamedTuple):
    """One page of an entry, or a page that is none, while the list is put in order."""

    points: float
    is_hidden: bool
    title: str
    content_type: int
    object_id: int
    address: str  # of the page itself; empty for what is not public
    end: str = ""  # of the address of a page below it

    @property
    def order(self) -> tuple:
        return (
            -self.points,
            self.is_hidden,
            self.title.casefold(),
            self.content_type,
            self.object_id,
            self.address,
        )


class LinkTargets:
    """Those that have all words in their names or address; the page with the best name first.

    Without words: first the pages of the entry that is edited, then all that are no entries.
    """

    def __init__(
        self, text: str, models: Models, fixed: FixedPages, own: Publishable | None = None
    ):
        self.question = ask(text)
        self.types = {ContentType.objects.get_for_model(model).pk: model for model in models}
        self.own = own
        found = list(self._fixed(fixed))
        if self.question.words:
            found += [*self._public(), *self._hidden()]
            found.sort(key=lambda one: one.order)
        elif own is not None:
            found = [self._of_own(own), *found]
        self.found = [page for one in found for page in self._with_pages_below(one)]

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, shown: slice) -> list[dict]:
        return self._described(self.found[shown])

    def in_words(self) -> str:
        if not self.question.words:
            return _("Type words of a title, or an address.")
        if not self.found:
            return _("No page was found.")
        return ngettext("%d page was found.", "%d pages were found.", len(self)) % len(self)

    def _points(self, names: Iterable[Sequence[str]], address: str) -> float:
        """0 where a word of the question is in none of these."""
        names = list(names)
        everything = " ".join(" ".join(words) for words in [*names, index_words(address)])
        if self.question.marks.of(everything) != (1 << len(self.question.words)) - 1:
            return 0
        best = max((name_points(words, self.question) for words in names), default=0.0)
        return max(best, 0.01)

    def _fixed(self, fixed: FixedPages) -> Iterable[NamedPage]:
        for number, (name, title) in enumerate(fixed.items()):
            address = address_of_view(name)
            points = self._points([index_words(str(title))], address)
            if points or not self.question.words:
                yield NamedPage(points, False, str(title), FIXED, number, address)

    def _public(self) -> Iterable[NamedPage]:
        somewhere = Q(content_type__in=self.types)
        for word in self.question.words:
            one = Q()
            for form in word.forms:
                one |= Q(name_words__contains=form) | Q(url__contains=form)
            somewhere &= one
        rows = Entry.objects.filter(somewhere).order_by("pk").values_list(
            "content_type", "object_id", "title", "url", "name_words"
        )  # fmt: skip
        for content_type, key, title, url, name_words in rows[:MOST_FOUND]:
            names = [name.split() for name in name_words.split("\n")]
            if points := self._points(names, url):
                yield NamedPage(points, False, title, content_type, key, url)

    def _hidden(self) -> Iterable[NamedPage]:
        public = Entry.objects.filter(
            content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
        )
        rows = DeskText.objects.filter(
            ~Exists(public), contains(self.question), content_type__in=self.types
        ).order_by("title", "pk")
        columns = rows.values_list("content_type", "object_id", "title", "parts")
        for content_type, key, title, parts in columns[:MOST_DRAFTS]:
            names = [text for name, text in parts if name in NAME_PARTS]
            lines = [line for text in [title, *names] for line in text.split("\n")]
            if points := self._points(map(index_words, lines), ""):
                yield NamedPage(points, True, title, content_type, key, "")

    def _of_own(self, own: Publishable) -> NamedPage:
        content_type = ContentType.objects.get_for_model(own).pk
        return NamedPage(
            0, not own.is_live, own.title, content_type, own.pk, own.get_absolute_url()
        )

    def _with_pages_below(self, found: NamedPage) -> list[NamedPage]:
        model = self.types.get(found.content_type)
        ends = model.page_names if model else ()
        return [found._replace(end=end) for end in ends] or [found]

    def _described(self, found: Sequence[NamedPage]) -> list[dict]:
        keys = list(
            dict.fromkeys((one.content_type, one.object_id) for one in found if one.is_hidden)
        )
        hidden = self._entries(keys)
        drafted = {
            (text.content_type_id, text.object_id): text
            for text in DeskText.objects.filter(any_of(keys)).select_related("revision")
        } if keys else {}  # fmt: skip
        return [
            self._page(one, hidden.get(key), drafted.get(key))
            for one in found
            if (key := (one.content_type, one.object_id)) in hidden or not one.is_hidden
        ]

    def _entries(self, keys: Iterable[Key]) -> dict[Key, Publishable]:
        by_type = defaultdict(list)
        for content_type, key in keys:
            by_type[content_type].append(key)
        return {
            (content_type, key): entry
            for content_type, wanted in by_type.items()
            for key, entry in rows_of(self.types[content_type]).in_bulk(wanted).items()
        }

    def _page(self, found: NamedPage, entry: Publishable | None, text: DeskText | None) -> dict:
        model = self.types.get(found.content_type)
        address = entry.get_absolute_url() if entry else found.address
        kind = str(model._meta.verbose_name) if model else _("page of the site")
        if model and model.page_names:
            kind = f"{kind}, {model.page_names[found.end]}"
        is_own = (
            self.own is not None
            and model is type(self.own)
            and found.object_id == self.own.pk
        )  # fmt: skip
        return {
            "title": found.title,
            "kind": kind,
            "address": f"{address}{found.end}",
            "marks": list(marks(entry, text)) if entry else [],
            "own": is_own,
        }


def rows_of(model: type[Publishable]):
    above = parents(model)
    rows = model._base_manager.all()
    return rows.select_related(*above) if above else rows


def marks(entry: Publishable, text: DeskText | None = None) -> Iterable[str]:
    """What readers would find there instead."""
    if entry.is_live:
        return
    yield _("withdrawn") if entry.withdrawn_at else _("draft, not public yet")
    if text and text.revision and text.revision.state != text.revision.State.DRAFT:
        yield text.revision.get_state_display()


def address_of_view(name: str) -> str:
    """Without the language of the colleague: texts have links without one."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name)


# One page


def page_named(
    address: str, models: Models, fixed: FixedPages, own: Publishable | None = None
) -> dict:
    """What stands at a local address, or at a place of the page that is edited (`#risks`), with
    the places of that page. Of what is not public, and of `own`, the draft is asked."""
    bare, _sign, place = address.partition("#")
    if bare and not is_local(bare):
        return nothing()
    path = without_language(urlsplit(bare).path)
    if own is not None and (not path or path in own.page_addresses()):
        return own_page(own, path, unquote(place))
    entry = entry_at(path)
    if entry is None:
        page = page_anchors.page_at(address)
        titles = {address_of_view(name): str(title) for name, title in fixed.items()}
        title = titles.get(path)
        return told(bare, title or page.heading, page) if page else nothing(path)
    if type(entry) not in models or Trashed.objects.of(entry).exists():
        return nothing()
    page = page_anchors.page_at(address) if entry.is_live else drafted_pages(entry).get(path)
    return told(bare, entry.title, page, entry) if page else nothing(path)


def own_page(own: Publishable, path: str, place: str) -> dict:
    """Without a path the page that has the place, else the first one."""
    pages = drafted_pages(own)
    holds = [each for each, page in pages.items() if page.has(place)]
    path = path or next(iter([*holds, *pages]), "")
    return told(path, own.title, pages[path], own, is_own=True) if path in pages else nothing()


def drafted_pages(entry: Publishable) -> dict[str, page_anchors.ReadPage]:
    """By their addresses; nothing is kept of the draft."""
    draft = drafts.pending(entry)
    anchor = entry.get_absolute_url().partition("#")[2]
    with (
        drafts.one_writer_at_a_time(),
        transaction.atomic(),
        drafts.draft_applied(copy(entry), draft.payload if draft else None),
    ):
        return page_anchors.pages_of(type(entry)._base_manager.get(pk=entry.pk), anchor)


def told(
    address: str,
    title: str,
    page: page_anchors.ReadPage,
    entry: Publishable | None = None,
    *,
    is_own: bool = False,
) -> dict:
    said = ", ".join([title, *(marks(entry) if entry else ())])
    return {
        "address": address,
        "title": title,
        "said": _("Leads to: %s") % said,
        # Then the name of a place is address enough.
        "own": is_own and entry is not None and not entry.page_names,
        "places": [anchor._asdict() for anchor in page.anchors[:MOST_PLACES]],
    }


def nothing(path: str = "") -> dict:
    """Also for what the colleague may not see."""
    said = _("There is no page of this site at this address.")
    if path:
        target, entry = look_up(path)
        if target == Target.MOVED and entry is not None:
            said = _("This is an old address; the present one is %s.") % entry.get_absolute_url()
    return {"address": "", "title": "", "said": said, "own": False, "places": []}
