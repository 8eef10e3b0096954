"""How the desk says moments and what state an entry is in."""

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext


def moment(when) -> str:
    return formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")


def day(when) -> str:
    return formats.date_format(timezone.localtime(when), "DATE_FORMAT")


def state_in_words(entry) -> str:
    if entry.is_live:
        return gettext("On the public site since %s.") % day(entry.published_at)
    if entry.withdrawn_at:
        return gettext("Not public: withdrawn on %s.") % day(entry.withdrawn_at)
    return gettext("Not public yet.")


def draft_in_words(draft) -> str:
    if draft is None:
        return ""
    words = {
        "state": draft.get_state_display(),
        "who": draft.author or gettext("a command"),
        "when": moment(draft.created_at),
    }
    said = gettext("You see the draft (saved by %(who)s, %(when)s): %(state)s.") % words
    if draft.publish_at:
        said += " " + gettext("It will be published: %s") % moment(draft.publish_at)
    return said


def reasons_of(model, error):
    return reasons(model, error) if isinstance(error, ValidationError) else str(error)


def reasons(model, error):
    """What a ValidationError says, each with the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {field.name: field.verbose_name for field in model._meta.fields}
    return " ".join(
        f"{capfirst(names[name])}: {' '.join(said)}" if name in names else " ".join(said)
        for name, said in error.message_dict.items()
    )
