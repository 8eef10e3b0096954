"""The texts of one page with automatic links and one run of reference numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import DateField, F, IntegerField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.models import Publishable
from content.pictures.images import pictures_in
from content.prepared import prepared
from content.text import richtext
from content.web.drawn import once
from linking.names import target_of
from linking.on_pages import LinkedTexts
from literature.models import Publication
from literature.named_sources import naming

# A hundred references are read for a long page.
UNREAD_OF_A_REFERENCE = (
    "plain_summary",
    "what_it_means",
    "meta_description",
    "published_at",
    "withdrawn_at",
    "created_at",
    "updated_at",
    "is_open_access",
    "is_official",
    "retraction_checked_on",
    "note",
)


@dataclass
class Reference:
    number: int
    publication: Publication
    locator: str = ""
    note: str = ""
    accessed_on: date | None = None
    back_links: list[str] = field(default_factory=list)  # ids of the places that cite it


class PageText:
    """Reads everything once, then numbers references in the order of `parts`.

    A part is the name of a field of the entry, or a list of entries whose citations and their
    publications are prefetched. Afterwards each rich field is an attribute with safe markup, each
    other field a list of its lines, and each listed entry has `cited`, its reference marks, and
    `linked`, its texts with their automatic links and, named on the spot, the sources of their
    tokens. `contents` has the sections of each rich field.

    `further` are keys of publications that `marks` may name besides; `with_list` off, the
    references are those that are cited, without the rest of the list of the entry. `prefix` stands
    before the ids of references and of their marks.
    """

    def __init__(
        self,
        entry: Publishable,
        parts: Sequence[str | Iterable[Publishable]],
        *,
        further: Iterable[str] = (),
        with_list: bool = True,
        prefix: str = "",
    ):
        self.prefix = prefix
        self.references: list[Reference] = []
        self.contents: dict[str, list[richtext.Section]] = {}
        self._anchors: set[str] = set()
        self._by_key: dict[str, Reference] = {}
        fields = [part for part in parts if isinstance(part, str)]
        rich = [name for name in entry.rich_fields() if name in fields]
        rows = [row for part in parts if not isinstance(part, str) for row in part]
        texts = [getattr(entry, name) for name in fields]
        texts += [getattr(row, name) for row in rows for name in row.rich_fields()]
        keys = {*further, *(key for text in texts for key in richtext.cited_keys(text))}
        self._publications, cited = self._known_publications(entry, keys, with_list)
        self._entry = entry
        self._linked = LinkedTexts(entry, *(row for row in rows if row.linked_fields()))
        self._pictures = pictures_in(*(getattr(entry, name) for name in rich))
        for part in parts:
            if not isinstance(part, str):
                self._cite_rows(part)
            elif part in rich:
                setattr(self, part, self._rich(part))
            else:
                setattr(self, part, self._lines(part))
        self._add_citations(cited)

    def _rich(self, field: str) -> SafeString:
        cited = richtext.with_citations(self._linked.html(self._entry, field), self._token)
        placed, self.contents[field] = richtext.with_places(cited, self._anchors)
        return richtext.with_renditions(placed, self._pictures)

    def _lines(self, field: str) -> list[SafeString]:
        return [
            richtext.with_citations(line, self._token)
            for line in self._linked.lines(self._entry, field)
            if line.strip()
        ]

    def _cite_rows(self, rows: Iterable[Publishable]) -> None:
        for row in rows:
            row.cited = self._marks([citation.publication for citation in row.citations.all()])
            row.linked = {name: self._linked.html(row, name) for name in row.linked_lines}
            for name in row.rich_fields():
                html = self._linked.html(row, name)
                row.linked[name] = richtext.with_citations(html, naming(self._publications))

    def _add_citations(self, cited: Iterable[Publication]) -> None:
        for publication in cited:
            reference = self._reference(publication)
            reference.locator, reference.note = publication.list_locator, publication.list_note
            reference.accessed_on = publication.list_accessed_on

    @staticmethod
    def _known_publications(
        entry, keys, with_list
    ) -> tuple[dict[str, Publication], list[Publication]]:
        """Those that the texts name, by their keys, and the reference list."""
        if not with_list:
            return {each.slug: each for each in cited_publications(sorted(keys))}, []
        found = publications_of(*target_of(entry), sorted(keys) or [""])
        in_list = [each for each in found if each.list_place is not None]
        named = {each.slug: each for each in found if each.list_place is None}
        return named, sorted(in_list, key=lambda each: (each.list_place, each.list_key))

    def _reference(self, publication: Publication) -> Reference:
        if publication.slug not in self._by_key:
            reference = Reference(len(self.references) + 1, publication)
            self._by_key[publication.slug] = reference
            self.references.append(reference)
        return self._by_key[publication.slug]

    def marks(self, keys: Iterable[str]) -> SafeString:
        """Reference marks of these publications; a word where one is not public."""
        return self._token(list(keys))

    def _token(self, keys: list[str]) -> SafeString:
        found = [self._publications[key] for key in keys if key in self._publications]
        marks = self._marks(found)
        if len(found) < len(keys):
            marks += format_html('<sup class="cite">[{}]</sup>', _("source not available"))
        return marks

    def _marks(self, publications: Iterable[Publication]) -> SafeString:
        links = []
        for publication in publications:
            if publication.is_live:
                reference = self._reference(publication)
                place = f"{self.prefix}cite-{reference.number}-{len(reference.back_links) + 1}"
                reference.back_links.append(place)
                links.append((reference.number, place))
        if not links:
            return SafeString()
        return citation_marks(tuple(links), self.prefix)


@once
def citation_marks(links: tuple[tuple[int, str], ...], prefix: str = "") -> SafeString:
    """Of one place in a text: (number, id of the place) of each reference."""
    inner = format_html_join(
        ", ",
        '<a href="#{}ref-{}" id="{}" aria-label="{} {}">{}</a>',
        ((prefix, number, place, _("Reference"), number, number) for number, place in links),
    )
    return format_html('<sup class="cite">[{}]</sup>', inner)


@prepared
def cited_publications(slugs):
    public = Publication.objects.published().defer(*UNREAD_OF_A_REFERENCE)
    return public.filter(slug__in=slugs).order_by()


@prepared
def publications_of(content_type, key, slugs):
    """Public ones: with these slugs, and those of the reference list of an entry, which have a
    `list_place`.
    """
    public = Publication.objects.published().defer(*UNREAD_OF_A_REFERENCE).order_by()
    named = public.filter(slug__in=slugs).annotate(
        list_place=Cast(Value(None), IntegerField()),
        list_key=Cast(Value(None), UUIDField()),
        list_locator=Value(""),
        list_note=Value(""),
        list_accessed_on=Cast(Value(None), DateField()),
    )
    in_list = public.filter(
        citations__content_type=content_type, citations__object_id=key
    ).annotate(
        list_place=F("citations__order"),
        list_key=F("citations__pk"),
        list_locator=F("citations__locator"),
        list_note=F("citations__note"),
        list_accessed_on=F("citations__accessed_on"),
    )
    return named.union(in_list, all=True)
