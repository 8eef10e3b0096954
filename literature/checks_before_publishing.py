"""What the gate asks about the sources of an entry."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from content.models import Publishable
from content.text import claims, richtext
from editorial.desk import add_cheap_check
from editorial.workflow import Check, Level, add_check, checks
from literature.models import Citation, Publication, TextCitation

BEGINNING = 120
BEGIN_OF_CITATION = "[@"
MOST_AT_ONE_PLACE = 3


def register() -> None:
    add_check(Publishable, tokens)
    add_check(Publishable, raw_tokens)
    add_check(Publishable, listed_references)
    add_check(Publishable, retracted_sources)
    add_check(Publishable, crowded_places)
    add_cheap_check(cites_what_was_retracted)
    add_cheap_check(cites_what_was_withdrawn)


def tokens_of(entry: Publishable) -> Iterator[tuple[str, str]]:
    """(field, key) of every publication that a text names."""
    for field in (*entry.rich_fields(), *entry.token_fields):
        for key in richtext.cited_keys(getattr(entry, field)):
            yield field, key


def citations_of(entry: Publishable):
    content_type = ContentType.objects.get_for_model(type(entry))
    rows = Citation.objects.filter(content_type=content_type, object_id=entry.pk)
    return rows.select_related("publication")


def tokens(entry: Publishable) -> Iterator[Check]:
    named = list(tokens_of(entry))
    if not named:
        return
    keys = {key for _field, key in named}
    public = Publication.objects.published().filter(slug__in=keys)
    known = set(public.values_list("slug", flat=True))
    for field, key in named:
        if key not in known:
            yield Check(
                Level.ERROR,
                "dangling_citation",
                _("cites %s, which is not a public publication") % key,
                field,
                _("Publish that one first, or take the reference out."),
            )


def raw_tokens(entry: Publishable) -> Iterator[Check]:
    """Readers would see the token itself: it is misspelt, or the field makes no number of it."""
    for field, text in checks.shown_texts(entry):
        shown = richtext.without_tokens(text) if field in entry.token_fields else text
        if (at := shown.find(BEGIN_OF_CITATION)) >= 0:
            yield Check(
                Level.ERROR,
                "raw_citation",
                _("shows “%s” to readers as it is") % shown[at : at + BEGINNING].split("]")[0],
                field,
                _("Write [@key] in a field that takes references, or name the source in words."),
            )


def listed_references(entry: Publishable) -> Iterator[Check]:
    for citation in citations_of(entry).filter(publication__is_live=False):
        yield Check(
            Level.WARNING,
            "hidden_reference",
            _("“%s” is not public; readers do not see it.") % citation.publication.title,
            "citations",
            _("Publish the publication too."),
        )


def retracted_sources(entry: Publishable) -> Iterator[Check]:
    """In a list a note tells readers; a token needs its publication in the list, with a note."""
    bad = [*Publication.NEEDS_WARNING]
    listed = {row.publication_id: row for row in citations_of(entry)}
    found = {
        row.publication: "citations"
        for row in listed.values()
        if row.publication.retraction in bad and not row.note
    }
    if named := dict((key, field) for field, key in tokens_of(entry)):
        for publication in Publication.objects.filter(slug__in=named, retraction__in=bad):
            if publication.pk not in listed:
                found[publication] = named[publication.slug]
    for publication, field in found.items():
        yield Check(
            Level.ERROR,
            "retracted_source",
            _("cites %(key)s (%(state)s) without a note")
            % {"key": publication.slug, "state": publication.retraction},
            field,
            _("Take it out, or put it in the list of references with a note for readers."),
        )


def crowded_places(entry: Publishable) -> Iterator[Check]:
    """More numbers than a reader follows, behind a claim that each of them cannot support."""
    for field in (*entry.rich_fields(), *entry.token_fields):
        most = max(richtext.numbers_at_places(getattr(entry, field)), default=0)
        if most > MOST_AT_ONE_PLACE:
            yield crowded(field, most)


def crowded(field: str, numbers: int) -> Check:
    return Check(
        Level.WARNING,
        "crowded_place",
        _("has %(numbers)s references at one place; %(most)s are the most.")
        % {"numbers": numbers, "most": MOST_AT_ONE_PLACE},
        field,
        _("Put each reference behind the sentence that it supports."),
    )


def cites_what_was_retracted(model: type[Publishable]) -> Iterator[tuple[str, Q]]:
    """For the desk: pages that became wrong when their source was retracted."""
    rows = Citation.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        publication__retraction__in=[*Publication.NEEDS_WARNING],
        note="",
    )
    said = _("cites a retracted source without a note")
    yield said, Q(is_live=True, pk__in=rows.values("object_id"))


def cites_what_was_withdrawn(model: type[Publishable]) -> Iterator[tuple[str, Q]]:
    """For the desk: pages that say “source not available” since their source left the site."""
    rows = TextCitation.objects.filter(
        content_type=ContentType.objects.get_for_model(model), publication__is_live=False
    )
    said = _("cites a publication that is not public")
    yield said, Q(is_live=True, pk__in=rows.values("object_id"))


def has_source(entry: Publishable) -> bool:
    """Whether readers see at least one reference."""
    if citations_of(entry).filter(publication__is_live=True).exists():
        return True
    keys = {key for _field, key in tokens_of(entry)}
    return bool(keys) and Publication.objects.published().filter(slug__in=keys).exists()


def effect_without_source(entry: Publishable) -> Iterator[Check]:
    """For types whose text may say what a treatment does."""
    said = claims.effects(f"{entry.plain_summary}\n{entry.search_text()}")
    if said and not has_source(entry):
        yield Check(
            Level.ERROR,
            "effect_without_source",
            _("says what a treatment does, without any reference: %s") % said[0][:BEGINNING],
            "citations",
            _("Add the publication that found this, in the text or in the list of references."),
        )
