"""The form says what a change of the address means."""

from django.contrib import messages
from django.utils.translation import gettext


def fixed_address(entry) -> bool:
    """Texts cite publications by their key, so it stays; other addresses may change."""
    return entry.slug_is_key and entry.published_at is not None


class TellsAddressChange:
    """For a ModelAdmin that works on drafts; goes before it."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("slug")
        row = getattr(request, "entry_row", None)
        if field and row is not None and row.published_at and row.has_page:
            field.help_text = (
                gettext(
                    "The last part of the page's web address. It has been public as %s. When a "
                    "version with another address is published, the old one leads to it."
                )
                % row.get_absolute_url()
            )
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row, saved = getattr(request, "entry_row", None), form.instance
        if row is None or not row.published_at or not row.has_page or row.slug == saved.slug:
            return
        said = gettext(
            "This version has another address: %(new)s. Once it is published, the old one, "
            "%(old)s, leads there."
        )
        words = {"new": saved.get_absolute_url(), "old": row.get_absolute_url()}
        self.message_user(request, said % words, messages.WARNING)
