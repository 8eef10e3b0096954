from django import forms

from content import image_files, richtext
from content.widgets import RichTextWidget


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


class PictureField(forms.FileField):
    """Gives the picture re-encoded, or says in one sentence why it was refused."""

    widget = forms.FileInput(attrs={"accept": ",".join(image_files.ACCEPTED_TYPES)})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload or upload is initial:
            return upload
        try:
            return image_files.checked(upload)
        except image_files.Refused as error:
            raise forms.ValidationError(str(error), code="refused") from error
