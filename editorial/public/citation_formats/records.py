"""What all formats say of a work: a page of ours, or a publication."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from content import languages
from content.models import Publishable
from editorial.models import Contributor

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class RecordKind(Enum):
    """What is cited, with its name in RIS, in BibTeX and in CSL."""

    PAGE = ("ELEC", "misc", "webpage")  # of ours
    WEB_PAGE = ("ELEC", "misc", "webpage")  # of others, and records of registries
    PAPER = ("JOUR", "article", "article-journal")
    ABSTRACT = ("CPAPER", "inproceedings", "paper-conference")
    PREPRINT = ("UNPB", "misc", "article")
    REPORT = ("RPRT", "techreport", "report")
    NEWS = ("NEWS", "misc", "article-newspaper")
    OTHER = ("GEN", "misc", "document")

    def __new__(cls, *names: str) -> "RecordKind":
        """Two kinds may have the same names and are two kinds all the same."""
        kind = object.__new__(cls)
        kind._value_ = len(cls.__members__)
        kind.ris, kind.bibtex, kind.csl = names
        return kind

    ris: str
    bibtex: str
    csl: str


@dataclass(frozen=True)
class AuthorName:
    """An author. Without `family` the name is one whole: a body, or what nobody can take apart."""

    written: str
    family: str = ""
    given: str = ""
    suffix: str = ""
    is_body: bool = False  # known to be one


@dataclass(frozen=True)
class PlaceInJournal:
    """Where in a journal a work stands."""

    volume: str = ""
    issue: str = ""
    first: str = ""
    last: str = ""
    article: str = ""  # the number of an article that stands on no counted page

    @property
    def is_known(self) -> bool:
        return self != PlaceInJournal()


@dataclass(frozen=True)
class CitedRecord:
    key: str
    kind: RecordKind
    title: str
    address: str
    language: str
    year: int
    authors: tuple[AuthorName, ...] = ()
    has_more_authors: bool = False
    container: str = ""
    published_on: datetime.date | None = None
    changed_on: datetime.date | None = None
    place: PlaceInJournal = PlaceInJournal()
    locator: str = ""  # the place as it is written
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    abstract_address: str = ""
    full_text_address: str = ""
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # notes for files, that the text says in its place

    @property
    def published_by(self) -> str:
        """Of a report the body that wrote it, else what stands for a journal."""
        if self.kind is RecordKind.REPORT:
            bodies = [name.written for name in self.authors if not name.family]
            return ", ".join(bodies) or self.container
        return self.container if self.kind is RecordKind.PREPRINT else ""

    @property
    def stands_in(self) -> str:
        return "" if self.kind in (RecordKind.REPORT, RecordKind.PREPRINT) else self.container

    @property
    def sort(self) -> str:
        """Of a report what its body calls it, such as “NICE guidance NG129”."""
        if self.kind is RecordKind.PREPRINT:
            return "Preprint"
        is_told = self.kind is RecordKind.REPORT and self.container != self.published_by
        return self.container if is_told else ""


def record_of(
    request: HttpRequest, entry: Publishable, authors: Iterable[Contributor]
) -> CitedRecord:
    """An entry that stands for a work of others describes that work, and asks for no authors."""
    address = address_of(request, entry)
    if hasattr(entry, "bibliographic_record"):
        return entry.bibliographic_record(address)
    return page_record(entry, authors, address)


def address_of(request: HttpRequest, entry: Publishable) -> str:
    """In the language of the entry, like its canonical address."""
    path = entry.get_absolute_url()
    home = languages.version_in(entry.language, path)
    return request.build_absolute_uri(home.address if home else path)


def page_record(entry: Publishable, authors: Iterable[Contributor], address: str) -> CitedRecord:
    """Names of people stay whole: how a name is read is theirs to say."""
    published = timezone.localtime(entry.published_at).date()
    return CitedRecord(
        key=entry.slug,
        kind=RecordKind.PAGE,
        title=entry.title,
        address=address,
        language=entry.language,
        year=published.year,
        authors=tuple(AuthorName(person.title) for person in authors),
        container=settings.SITE_NAME,
        published_on=published,
        changed_on=timezone.localtime(entry.updated_at).date(),
    )


def notes_of(record: CitedRecord) -> list[str]:
    changed = [f"Last change {record.changed_on:%Y-%m-%d}"] if record.changed_on else []
    return [*changed, *record.notes, *record.remarks]


def one_line(text: str) -> str:
    return " ".join(UNSEEN.sub(" ", text).split())
