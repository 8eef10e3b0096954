"""What points at an entry, said with links to the forms of the desk."""

from django.utils.html import format_html

from content.desk_links import described
from editorial.workflow import Pointer, Verb, pointing_at


def listed(pointer: Pointer):
    return format_html(
        "{} ({})", described(pointer.entry), ", ".join(str(words) for words in pointer.in_words)
    )


def of_pointers(entry, verb: Verb) -> dict:
    """For the page that asks before an entry leaves the public site."""
    if verb != Verb.WITHDRAW:
        return {}
    return {"shows_pointers": True, "pointers": [listed(one) for one in pointing_at(entry)]}
