from datetime import date
from typing import Any, ClassVar, Self

from django.db import models


class Ageing(models.Model):
    """A row that can say something else from some day on, although nobody changes it.

    What it says is stored, so that pages, lists and files read it and never the clock. A type with
    `holds_until` is brought up to date by `editorial/workflow/scheduling.py` when that day is over.
    """

    # Columns that `derive` fills from the others: no part of a text or a version.
    derived_fields: ClassVar[tuple[str, ...]] = ()
    # The one of them with the last day on which they hold by themselves; it needs an index.
    holds_until: ClassVar[str | None] = None
    # Those of them that pages state as facts: where a day changes one, the row was changed then.
    derived_facts: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if self.derived_fields:
            self.derive()
            if update_fields is not None:
                update_fields = {*update_fields, *self.derived_fields}
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def kept_true(cls) -> models.QuerySet[Self]:
        """The rows that are looked after; the others are derived anew before anybody sees them."""
        return cls._base_manager.all()

    def derive(self, today: date | None = None) -> None:
        """Fill the derived columns as of this day, which is the present one unless named."""

    def derived(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.derived_fields}

    def derive_anew(self) -> None:
        """After what they follow from was written without `save`."""
        before = self.derived()
        self.derive()
        if (now := self.derived()) != before:
            type(self)._base_manager.filter(pk=self.pk).update(**now)
