"""Links to the forms of the desk, for pages of the desk and for mails to those who work there."""

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst


def form_address(model: type[Model] | Model, key: object) -> str:
    """Raises NoReverseMatch where the desk has no form for rows of this model."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(key)])


def described(row: Model) -> str:
    """`Disease: Osteoarthritis`, with a link where the desk has a form for it."""
    kind = capfirst(row._meta.verbose_name)
    try:
        address = form_address(row, row.pk)
    except NoReverseMatch:
        return f"{kind}: {row}"
    return format_html('{}: <a href="{}">{}</a>', kind, address, row)
