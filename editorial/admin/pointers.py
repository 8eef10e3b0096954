"""What points at an entry, said with links to the forms of the desk."""

from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from editorial.workflow import Pointer, Verb, pointing_at


def described(entry):
    """`Disease: Osteoarthritis`, with a link to its form."""
    meta = entry._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_change"
    try:
        address = reverse(name, args=[quote(entry.pk)])
    except NoReverseMatch:
        return f"{capfirst(meta.verbose_name)}: {entry}"
    return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), address, entry)


def listed(pointer: Pointer):
    return format_html(
        "{} ({})", described(pointer.entry), ", ".join(str(words) for words in pointer.in_words)
    )


def of_pointers(entry, verb: Verb) -> dict:
    """For the page that asks before an entry leaves the public site."""
    if verb != Verb.WITHDRAW:
        return {}
    return {"shows_pointers": True, "pointers": [listed(one) for one in pointing_at(entry)]}
