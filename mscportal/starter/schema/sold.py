"""Conditions that cells are sold for, and prices."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo

from mscportal.starter.markup import citation_keys, citation_problems
from mscportal.starter.schema.base import (
    AnyOf,
    CategoryKey,
    Check,
    ConditionKey,
    Count,
    DiseaseKey,
    Distinct,
    FactRecord,
    Mark,
    ReferenceKey,
    Rows,
    Slug,
    Text,
    Year,
    refusal,
)

Known = Literal["none", "small", "unconfirmed", "mixed"]
PriceKind = Literal["clinic", "product", "programme", "fundraising", "refund"]
LONGEST_SENTENCE = 20  # words
TOKEN = re.compile(r"\s*\[@[^\]]*\]")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def _short_sentences(text: str) -> str:
    for sentence in SENTENCE_END.split(TOKEN.sub("", text)):
        if (words := len(sentence.split())) > LONGEST_SENTENCE:
            raise refusal(f"{words} words are more than {LONGEST_SENTENCE} in {sentence[:30]!r}")
    return text


def _well_cited(text: str, info: ValidationInfo) -> str:
    for _offset, message in citation_problems(text, (info.context or {}).get("references")):
        raise refusal(message)
    return text


def _product_of_any_kind(key: str, info: ValidationInfo) -> str:
    known = info.context or {}
    nouns = ("products", "not_authorised", "not_msc")
    if all(noun in known for noun in nouns) and not any(key in known[noun] for noun in nouns):
        raise refusal(f"{key!r} is no product")
    return key


CitedText = Annotated[Text, AfterValidator(_well_cited), AfterValidator(_short_sentences)]
Amount = Annotated[int, Field(ge=0)]


class HeldClaim(FactRecord):
    """What must not be published before it is settled."""

    text: Text
    references: Distinct[ReferenceKey]
    why: Text
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.verified != "no":
            yield "verified", "a claim that is held is marked 'no'"


class SoldConditionFacts(FactRecord):
    key: Slug
    title: Text
    names: Distinct[Text] = ()
    lay_names: Distinct[Text] = ()
    """Everyday words, also for other things, so that texts do not link them."""
    abbreviations: Distinct[Text] = ()
    category: CategoryKey
    known: Known
    what_is_known: CitedText
    references: Distinct[ReferenceKey]
    searches: Distinct[Text]
    """What people type; never shown."""
    held: Distinct[HeldClaim] = ()
    check: Check | None = None
    verified: Mark

    @property
    def all_names(self) -> tuple[str, ...]:
        return (self.title, *self.names, *self.lay_names, *self.abbreviations)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        for key in citation_keys(self.what_is_known):
            if key not in self.references:
                yield "references", f"lacks {key!r}, which the text cites"


class SoldConditionFile(FactRecord):
    conditions: Rows


class PriceFacts(FactRecord):
    key: Slug
    what: Text
    kind: PriceKind
    country: Text | None = None
    place: Text | None = None
    """Where in the country, or where no country fits."""
    year: Year
    amount: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    per: Text
    number: Count | None = None
    remark: Annotated[Text, StringConstraints(max_length=200)] | None = None
    """For readers: what the number alone does not say."""
    product: Annotated[Slug, AfterValidator(_product_of_any_kind)] | None = None
    diseases: AnyOf[DiseaseKey] = ()
    conditions: AnyOf[ConditionKey] = ()
    reference: ReferenceKey
    range_reference: ReferenceKey | None = None
    check: Check | None = None
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        has_range = self.low is not None or self.high is not None
        if self.amount is None and not has_range:
            yield "amount", "missing: neither an amount nor a range is given"
        if self.low is not None and self.high is not None and self.low > self.high:
            yield "low", f"{self.low} is more than {self.high}"
        if self.range_reference and not has_range:
            yield "range_reference", "there is no range"
        if not (self.country or self.place):
            yield "place", "missing: neither a country nor a place is given"


class PriceFile(FactRecord):
    prices: Rows
