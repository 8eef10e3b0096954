"""What the editor of texts asks for: publications to cite, and what their keys stand for."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Verification
from editorial.desk import contains
from editorial.models import DeskText
from literature.models import Publication
from literature.named_sources import short_name
from search.words import ask

MOST_KEYS = 200
DOI = re.compile(r"\b10\.\d{4,9}/[^\s?#]+")
PMID = re.compile(r"(?:\bpmid\b[\s:]*|ncbi\.nlm\.nih\.gov/(?:pubmed/)?)([1-9]\d{0,7})\b", re.I)
PMCID = re.compile(r"\bPMC\d{3,9}\b", re.I)


def found_by(rows: QuerySet[Publication], text: str) -> QuerySet[Publication]:
    """A number, or an address that holds one, stands for that publication; words are looked for.

    Without words: all of them, the newest record first.
    """
    if not text:
        return rows.order_by("-created_at", "-pk")
    number = by_number(text)
    if number is not None:
        return rows.filter(number).order_by("doi", "pk")
    words = text.strip("[]@; ")
    for word in words.split()[: rows.MOST_WORDS]:
        rows = rows.filter(rows.has_word(word) | in_drafts(word))
    whole = When(slug=words, then=0)
    begins = When(authors_text__istartswith=words, then=1)
    return rows.order_by(Case(whole, begins, default=2), "-year", "authors_text", "pk")


def by_number(text: str) -> Q | None:
    """A publisher puts words behind a DOI: `10.1002/x.20-0001/full`."""
    if match := PMCID.search(text):
        return Q(pmcid=match[0].upper())
    if match := PMID.search(text):
        return Q(pmid=match[1])
    if match := DOI.search(unquote(text)):
        doi = match[0].lower().rstrip(".,;)")
        parts = doi.split("/")
        shorter = ["/".join(parts[:end]) for end in range(2, len(parts))]
        return Q(doi__startswith=doi) | Q(doi__in=shorter)
    return None


def in_drafts(word: str) -> Q:
    """A record that was never public keeps its text in its draft."""
    question = ask(word)
    if not question.words:
        return Q(pk__in=[])
    drafts = desk_texts().filter(contains(question))
    return Q(pk__in=drafts.values("object_id"))


def desk_texts() -> QuerySet[DeskText]:
    return DeskText.objects.filter(
        content_type=ContentType.objects.get_for_model(Publication)
    ).order_by()


def described(publications: Iterable[Publication]) -> list[dict]:
    """As the dialog and the text of the editor show them; one query for all drafts."""
    publications = list(publications)
    hidden = [publication.pk for publication in publications if not publication.is_live]
    texts = desk_texts().filter(object_id__in=hidden).select_related("revision") if hidden else ()
    drafts = {text.object_id: text.revision for text in texts if text.revision}
    return [as_found(publication, drafts.get(publication.pk)) for publication in publications]


def as_found(publication: Publication, draft) -> dict:
    if draft:
        for name in ("title", "authors_text", "journal", "year", "retraction", "verification"):
            setattr(
                publication, name, draft.payload["fields"].get(name, getattr(publication, name))
            )
    return {
        "key": publication.slug,
        "name": short_name(publication),
        "title": publication.title,
        "authors": publication.authors_text,
        "place": ", ".join(filter(None, [publication.journal, str(publication.year)])),
        "warnings": list(warnings(publication, draft)),
        "notes": list(notes(publication)),
    }


def warnings(publication: Publication, draft):
    """What speaks against citing it."""
    if publication.needs_warning:
        yield publication.get_retraction_display()
    if not publication.is_live:
        state = _("withdrawn") if publication.withdrawn_at else _("not public")
        yield f"{state} ({draft.get_state_display()})" if draft else state


def notes(publication: Publication):
    if not publication.is_live:
        yield _("publish it before the text that cites it")
    if publication.verification == Verification.MEMORY:
        yield _("not yet checked")


def in_words(number: int, text: str) -> str:
    if not number:
        return _("No publication was found.")
    if not text:
        return _("The records that were added last.")
    return ngettext("%d publication was found.", "%d publications were found.", number) % number
