from django import forms

from content.pictures import image_files


class PictureField(forms.FileField):
    """Gives the picture re-encoded, or says in one sentence why it was refused."""

    widget = forms.FileInput(attrs={"accept": ",".join(image_files.ACCEPTED_TYPES)})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload or upload is initial:
            return upload
        try:
            return image_files.checked(upload)
        except image_files.PictureRefused as error:
            raise forms.ValidationError(str(error), code="refused") from error
