import uuid
from functools import cache

from django.db import models

from content.models.tidied import Tidied


class Labelled(Tidied):
    """`get_..._display` as Django has it, without asking for every label of the field each time."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        value = getattr(self, field.attname)
        return str(_labels(field).get(value, value))


@cache
def _labels(field):
    return dict(field.flatchoices)


class ChildRow(Labelled):
    """A row that belongs to an entry; its key is stable wherever the row is copied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
