"""How much a text asks of its readers, while somebody types it; measured as the gate measures."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import JsonResponse

from editorial.admin.pages.recovery import Unusable, is_text, read

MOST_BYTES = 100_000


class Part(NamedTuple):
    """One thing that is said below a field."""

    said: str
    is_over: bool = False  # publishing will be refused
    is_close: bool = False  # somebody should look


def measures_page(session):
    """POST {"language": ..., "texts": {field: as typed}}; answers with the parts of each line."""
    admin = session.admin
    if len(session.request.body) > MOST_BYTES:
        return JsonResponse({"error": "too much text"}, status=413)
    try:
        language, texts = sent_texts(read(session.request), admin.measured_fields)
    except Unusable as error:
        return JsonResponse({"error": str(error)}, status=400)
    lines = admin.measured(texts, language)
    response = JsonResponse(
        {"lines": {field: [part._asdict() for part in parts] for field, parts in lines.items()}}
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def sent_texts(sent: dict, fields) -> tuple[str, Mapping[str, str]]:
    language, texts = sent.get("language"), sent.get("texts")
    if not is_text(language) or not isinstance(texts, dict):
        raise Unusable("no texts")
    if not (texts.keys() <= set(fields) and all(map(is_text, texts.values()))):
        raise Unusable("no such field")
    return language, {field: texts.get(field, "") for field in fields}
