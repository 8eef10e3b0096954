from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class AboutEntryQuerySet(models.QuerySet):
    """Rows about one entry of any type, which they name by content type and key."""

    def of(self, entry: models.Model) -> Self:
        content_type = ContentType.objects.get_for_model(type(entry))
        return self.filter(content_type=content_type, object_id=entry.pk)
