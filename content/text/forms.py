from django import forms

from content.text import richtext
from content.text.widgets import RichTextWidget


class RichTextFormField(forms.CharField):
    """Gives clean text; `cleaned` then says what cleaning did to the typed one."""

    widget = RichTextWidget
    cleaned = richtext.Cleaned("", {}, ())

    def to_python(self, value):
        return richtext.clean(super().to_python(value))

    def clean(self, value):
        text = super().clean(value)
        self.cleaned = richtext.cleaned(super().to_python(value))
        return text

    def has_changed(self, initial, data):
        """The editor writes its own marks into a text that somebody only looked at."""
        return super().has_changed(richtext.clean(initial or ""), richtext.clean(data or ""))
