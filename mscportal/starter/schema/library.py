"""Publications, trusted resources and the glossary."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints

from mscportal.starter.schema.base import (
    Check,
    Distinct,
    Mark,
    Record,
    ReferenceKey,
    Rows,
    Slug,
    Text,
    Url,
    Year,
    words,
)

ReferenceType = Literal[
    "systematic_review",
    "rct",
    "trial",
    "guideline",
    "regulator",
    "review",
    "cohort",
    "preclinical",
    "news",
    "other",
]
Retraction = Literal["not_checked", "none_found", "corrected", "concern", "retracted"]
ResourceKind = Literal[
    "regulator",
    "patient organisation",
    "registry",
    "public health service",
    "professional society",
    "public education",
    "evidence synthesis",
    "evidence database",
    "terminology",
    "rare disease reference",
    "research project",
]


# What the mark of the record vouches for, in a note that says otherwise.
NOT_SEEN = re.compile(
    r"\b(?:authors?|title|year|address)\b[^.;]*\b(?:from memory|not seen|not certain|assumed)",
    re.IGNORECASE,
)


class Reference(Record):
    key: Slug
    authors: Text
    title: Text
    journal: Text | None = None
    year: Year
    citation: Text | None = None
    type: ReferenceType
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    doi_source: Literal["archive", "memory"] | None = None
    pmid: Annotated[str, StringConstraints(pattern=r"^\d{1,8}$")] | None = None
    pmcid: Annotated[str, StringConstraints(pattern=r"^PMC\d{3,9}$")] | None = None
    url: Url | None = None
    retraction: Retraction
    official: Literal[True] | None = None
    """A page of an official health service."""
    replaced_by: ReferenceKey | None = None
    """The newer edition, which is cited instead."""
    public_note: Annotated[Text, StringConstraints(max_length=200)] | None = None
    """What readers should know of the source: that it has no address, or was corrected."""
    note: Check | None = None
    """How the record was seen, as `check` for the editors alone."""
    check: Check | None = None
    verified: Mark

    @property
    def may_back_usual_care(self) -> bool:
        return self.type in ("guideline", "regulator") or bool(self.official)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.official and self.type != "other":
            yield "official", "only for pages of health services, which have the type other"
        if bool(self.doi) != bool(self.doi_source):
            yield "doi_source", "DOI and doi_source must both be given or both be absent"
        if not (self.doi or self.pmid or self.pmcid or self.url or self.public_note):
            yield "public_note", "missing: without a number and url it must say why"
        if self.type in ("regulator", "news") and not (self.url or self.public_note):
            yield "url", f"missing: a reference of type {self.type} needs a url or a public_note"
        if self.verified == "archive" and NOT_SEEN.search(self.note or ""):
            yield "verified", "the note says that authors, title, year or address were not seen"


class ReferenceFile(Record):
    references: Rows


class Resource(Record):
    key: Slug
    organisation: Text
    url: Url
    kind: ResourceKind
    scope: Text
    what_one_finds: Text
    verified: Mark


class ResourceFile(Record):
    note: Text
    resources: Rows


class Term(Record):
    term: Text
    synonyms: Distinct[Text] = ()
    definition: Annotated[Text, words(45)]
    verified: Mark

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, *self.synonyms)


class GlossaryFile(Record):
    note: Text
    terms: Rows
