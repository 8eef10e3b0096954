"""From the data of a file to its records, with every refusal at its line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mscportal.starter.errors import StarterError, StarterErrors
from mscportal.starter.schema.base import FactRecord
from mscportal.starter.yaml_lines import FieldPath, YamlDocument, parse_document, read_text

R = TypeVar("R", bound=FactRecord)
PLAIN_MESSAGES = {"missing": "missing", "extra_forbidden": "unknown field"}
TELLS_THE_VALUE = ("literal_error", "string_pattern_mismatch")


def read_document(path: Path, errors: list[StarterError]) -> YamlDocument | None:
    try:
        return parse_document(path.name, read_text(path))
    except StarterErrors as refused:
        errors.extend(refused.errors)
        return None


def read_record(
    kind: type[R],
    document: YamlDocument,
    path: FieldPath,
    known: Mapping[str, Any],
    errors: list[StarterError],
) -> R | None:
    """The record at this place, or None when it is refused. `known` holds the keys by noun."""
    value: Any = document.data
    for step in path:
        value = value[step]
    try:
        return kind.model_validate(value, context=known)
    except ValidationError as refused:
        errors.extend(_refusals(document, path, refused))
        return None


def _refusals(
    document: YamlDocument, path: FieldPath, refused: ValidationError
) -> Iterator[StarterError]:
    for detail in refused.errors(include_url=False):
        # Pydantic adds the step "[key]" when the key of a mapping is what it refuses.
        place = tuple(step for step in (*path, *detail["loc"]) if step != "[key]")
        yield document.error(place, _message(detail))


def _message(detail: ErrorDetails) -> str:
    message = PLAIN_MESSAGES.get(detail["type"], detail["msg"])
    if detail["type"] in TELLS_THE_VALUE:
        return f"{message}, not {detail['input']!r}"
    return message
