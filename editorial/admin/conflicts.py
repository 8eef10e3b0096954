"""A save that comes after somebody else's is refused once; the form asks field by field."""

from django.core.exceptions import ValidationError
from django.db import transaction

from editorial import versions
from editorial.models import Revision
from editorial.versions import conflicts

OPENED_AT = "_opened_at"  # the number of the version that the form shows; 0 without any
BASE = "_base"  # after a refusal: the version that both colleagues started from
CHOICE = "_choice-"


class Overtaken:
    """The version somebody saved since this form was opened, and the text of this form."""

    def __init__(self, entry, newest, base, *, opened_at, base_number, choices):
        self.entry, self.newest = entry, newest
        self.base = base  # a payload, or None when nobody knows what the form showed
        self.opened_at, self.base_number, self.choices = opened_at, base_number, choices
        self.conflicts, self.error = [], None

    @classmethod
    def by(cls, entry, sent):
        """None: the form shows what is newest. Nonsense and a missing number count as overtaken."""
        newest = Revision.objects.newest(entry)
        last = newest.number if newest else 0
        opened_at, base_number = number(sent.get(OPENED_AT)), number(sent.get(BASE))
        if opened_at == last and BASE not in sent:
            return None
        seen = base_number if BASE in sent else opened_at
        return cls(
            entry,
            newest,
            payload_of(entry, seen),
            opened_at=opened_at,
            base_number=seen,
            choices={
                name.removeprefix(CHOICE): value
                for name, value in sent.items()
                if name.startswith(CHOICE) and value in (conflicts.THEIRS, conflicts.MINE)
            },
        )

    def settle(self, mine):
        """The version to keep, or None when the form has to ask; `mine` is None when invalid."""
        if mine is None:
            return None
        theirs = self.newest.payload if self.newest else versions.capture(self.entry)
        if mine == theirs:
            return mine
        has_seen = self.opened_at == (self.newest.number if self.newest else 0)
        self.opened_at = self.newest.number if self.newest else 0
        found = conflicts.between(self.entry, self.base, theirs, mine)
        chosen = {each.key: self.choices.get(each.key, each.proposed) for each in found}
        self.conflicts = [each._replace(proposed=chosen[each.key]) for each in found]
        if not has_seen or not all(chosen.values()):
            return None
        together = conflicts.put_together(theirs, mine, found, chosen)
        return together if self.fits(together) else None

    def fits(self, payload):
        """Two halves that are right alone can break a rule together."""
        row = type(self.entry)._base_manager.get(pk=self.entry.pk)
        for field in versions.versioned_fields(type(row)):
            setattr(row, field.attname, versions.load(field, payload["fields"][field.attname]))
        try:
            row.full_clean()
            with transaction.atomic():
                problems = versions.apply(row, payload)
                transaction.set_rollback(True)
        except ValidationError as error:
            self.error = " ".join(error.messages)
        else:
            self.error = " ".join(map(str, problems)) or None
        return self.error is None


def payload_of(entry, seen):
    """What the form showed; version 0 is the live row that became the first version."""
    if seen is None:
        return None
    if seen == 0:
        first = Revision.objects.of(entry).filter(number=1, author=None).first()
        return first.payload if first and first.created_at == first.published_at else None
    version = Revision.objects.of(entry).filter(number=seen).first()
    return version.payload if version else None


def number(value):
    sent = value or ""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else None
