"""What the desk says of a form that was saved: each function gives sentences, all warnings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.models import EntryName
from content.text import changes
from content.text.forms import RichTextFormField
from linking.reports import is_risky


def said_of(session, form, formsets) -> Iterator[str]:
    yield from address_change(session.entry, form.instance)
    yield from risky_names(form, formsets)
    yield from cleaned_texts(form, formsets)


def address_change(row, saved) -> Iterator[str]:
    """`row` is what is public, None for a new entry."""
    if row is None or not row.published_at or not row.has_page or row.slug == saved.slug:
        return
    said = _(
        "This version has another address: %(new)s. Once it is published, the old one, "
        "%(old)s, leads there."
    )
    yield said % {"new": saved.get_absolute_url(), "old": row.get_absolute_url()}


def risky_names(form, formsets) -> Iterator[str]:
    """Which new names may link wrongly, and why."""
    entry = form.instance
    if not entry.link_priority:
        return
    new = [entry.title] if "title" in form.changed_data else []
    for formset in formsets:
        if issubclass(formset.model, EntryName):
            rows = [row for row, _fields in formset.changed_objects] + formset.new_objects
            new += [row.text for row in rows if row.may_link]
    for name in new:
        for reason in is_risky(name, entry):
            yield f"“{name}”: {reason}"


def cleaned_texts(form, formsets) -> Iterator[str]:
    """What cleaning left out of rich texts and changed in them."""
    for saved in [form, *(inline for formset in formsets for inline in formset.forms)]:
        for name, field in saved.fields.items():
            if not isinstance(field, RichTextFormField):
                continue
            label, cleaned = saved[name].label, field.cleaned
            if sentences := " ".join(changes.sentences(cleaned.counts)):
                yield _("“%(field)s”: %(said)s") % {"field": label, "said": sentences}
            if cleaned.markup:
                said = _("“%(field)s”: this markup is not allowed and was removed: %(markup)s.")
                yield said % {"field": label, "markup": ", ".join(cleaned.markup)}
