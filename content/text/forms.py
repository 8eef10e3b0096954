from django import forms

from content.text import richtext
from content.text.widgets import RichTextWidget


class RichTextFormField(forms.CharField):
    """Gives clean text; `removed` then names the markup that was taken out."""

    widget = RichTextWidget
    removed = ()

    def to_python(self, value):
        return richtext.clean(super().to_python(value))

    def clean(self, value):
        cleaned = super().clean(value)
        self.removed = richtext.removed(value or "", cleaned)
        return cleaned

    def has_changed(self, initial, data):
        """The editor writes its own marks into a text that somebody only looked at."""
        return super().has_changed(richtext.clean(initial or ""), richtext.clean(data or ""))
