"""What all records of the starter content have in common."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from mscportal.starter.dates import PartialDate

T = TypeVar("T")


def refusal(message: str) -> PydanticCustomError:
    return PydanticCustomError("starter", "{message}", {"message": message})


class FactRecord(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Field and message for each value that is fine alone but does not fit the others."""
        return iter(())

    @model_validator(mode="after")
    def _values_fit_together(self) -> Self:
        errors = [
            InitErrorDetails(type=refusal(message), loc=(field,), input=None)
            for field, message in self.contradictions()
        ]
        if errors:
            raise ValidationError.from_exception_data(type(self).__name__, errors)
        return self

    def seen_fields_exist(self) -> Iterator[tuple[str, str]]:
        """`seen` lifts the mark of fields that stand beside it."""
        for name in getattr(self, "seen", ()):
            if getattr(self, name, None) is None:
                yield "seen", f"names {name!r}, which is no field here"


def _quoted_no(value: object) -> object:
    if value is False:
        raise refusal("write 'no' in quotes: without them YAML reads false")
    return value


def _known(noun: str, key: str, info: ValidationInfo) -> str:
    """Keys are checked only when the context brings those that exist."""
    keys: Collection[str] | None = (info.context or {}).get(noun)
    if keys is not None and key not in keys:
        raise refusal(f"{key!r} is not in {noun}")
    return key


def _source_or_other(key: str, info: ValidationInfo) -> str:
    return key if key == "other" else _known("tissue_sources", key, info)


def _at_most_words(most: int, text: str) -> str:
    if (count := len(text.split())) > most:
        raise refusal(f"{count} words are more than {most}")
    return text


def _trimmed(text: str) -> str:
    if not text.strip():
        raise refusal("must not be empty")
    if text != text.strip():
        raise refusal("must not begin or end with space")
    return text


def _some(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise refusal("must not be empty")
    return values


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    for n, value in enumerate(values):
        if value in values[:n]:
            raise refusal(f"{value!r} appears twice")
    return values


def _day(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value)
    except ValueError as wrong:
        raise refusal(str(wrong)) from None


def _publication_year(year: int) -> int:
    if not 1960 <= year <= date.today().year + 1:
        raise refusal(f"{year} is not a year of publication")
    return year


def _https(url: str) -> str:
    if not re.fullmatch(r"https://([a-z0-9-]+\.)+[a-z]{2,}([/?#]\S*)?", url, re.IGNORECASE):
        raise refusal(f"{url!r} is not an https address")
    return url


def _every_word(words: tuple[str, ...], scale: Collection[str]) -> Collection[str]:
    if missing := [word for word in words if word not in scale]:
        raise refusal(f"lacks {', '.join(missing)}")
    return scale


def _unchangeable(scale: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(scale)


Mark = Annotated[Literal["archive", "memory", "no"], BeforeValidator(_quoted_no)]
Text = Annotated[str, AfterValidator(_trimmed)]
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Url = Annotated[str, AfterValidator(_https)]
Date = Annotated[PartialDate, PlainValidator(_day)]
Year = Annotated[int, AfterValidator(_publication_year)]
Count = Annotated[int, Field(ge=1)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Names = Annotated[dict[Word, Text], Field(min_length=1), AfterValidator(_unchangeable)]
Rows = Annotated[list[Any], Field(min_length=1)]

# YAML gives lists; strict mode alone would take only tuples.
Some = Annotated[tuple[T, ...], Strict(False), AfterValidator(_some)]
Distinct = Annotated[Some[T], AfterValidator(_distinct)]
AnyOf = Annotated[tuple[T, ...], Strict(False), AfterValidator(_distinct)]
Seen = AnyOf[Word]
"""Names of fields of the same record that were seen, although the mark beside them is another."""
Check = Annotated[Text, Field(max_length=560)]
"""What is open, for the editors alone; never shown on a page, like every `note`. A question of the
desk has 600 characters, with what it is about before it."""

DiseaseKey = Annotated[Slug, AfterValidator(partial(_known, "diseases"))]
SourceKey = Annotated[Slug, AfterValidator(partial(_known, "tissue_sources"))]
SourceKeyOrOther = Annotated[str, AfterValidator(_source_or_other)]
ConditionKey = Annotated[Slug, AfterValidator(partial(_known, "conditions_sold"))]
MechanismKey = Annotated[Slug, AfterValidator(partial(_known, "mechanisms"))]
ProductKey = Annotated[Slug, AfterValidator(partial(_known, "products"))]
ReferenceKey = Annotated[Slug, AfterValidator(partial(_known, "references"))]
ResourceKey = Annotated[Slug, AfterValidator(partial(_known, "resources"))]
StatementKey = Annotated[Slug, AfterValidator(partial(_known, "statements"))]
TrialId = Annotated[str, AfterValidator(partial(_known, "trials"))]
CategoryKey = Annotated[Word, AfterValidator(partial(_known, "categories"))]
OutlookTopic = Annotated[Word, AfterValidator(partial(_known, "outlook_topics"))]
PatientTopic = Annotated[Word, AfterValidator(partial(_known, "patient_report_topics"))]


FULL_STOP_INSIDE = re.compile(r"(?<![A-Z])[.!?] (?=[A-Z])")


def _full_sentences(most: int, text: str) -> str:
    if not text.endswith("."):
        raise refusal("must end with a full stop")
    if len(FULL_STOP_INSIDE.findall(text)) >= most:
        raise refusal("must be one sentence" if most == 1 else f"more than {most} sentences")
    return text


def sentences(most: int = 1) -> AfterValidator:
    return AfterValidator(partial(_full_sentences, most))


def words(most: int) -> AfterValidator:
    return AfterValidator(partial(_at_most_words, most))


def scale_of(vocabulary: Any, meaning: Any = Text) -> Any:
    """A mapping that has every word of the vocabulary."""
    every_word = AfterValidator(partial(_every_word, get_args(vocabulary)))
    return Annotated[dict[vocabulary, meaning], every_word, AfterValidator(_unchangeable)]


def list_of(vocabulary: Any) -> Any:
    """A list that names every word of the vocabulary."""
    every_word = AfterValidator(partial(_every_word, get_args(vocabulary)))
    return Annotated[Distinct[vocabulary], every_word]
