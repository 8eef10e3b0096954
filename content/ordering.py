from collections.abc import Iterable

from django.db.models import Case, SmallIntegerField, When


def position(field: str, values: Iterable[str]) -> Case:
    """Sort key: where a value stands in a list; values outside it come last."""
    values = list(values)
    cases = (When(**{field: value}, then=number) for number, value in enumerate(values))
    return Case(*cases, default=len(values), output_field=SmallIntegerField())
