import re

from django import forms
from django.conf import settings
from django.urls import reverse

# What an editor posts that nobody typed into.
UNTOUCHED = re.compile(r"\s*(<p>(&nbsp;|\xa0|<br\s*/?>|\s)*</p>\s*)*")

PASTE = (
    "-paste-reading",
    "-paste-revisions",
    "-paste-notes",
    "-paste-redirects",
    "-paste-links",
    "-paste-signs",
    "-paste-lists",
    "-paste-blocks",
    "-paste-bullets",
    "-paste",
)


class RichTextWidget(forms.Textarea):
    """A plain text area that `desk/richtext.js` turns into the editor when it comes into view."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 12, "class": "vLargeTextField rich-text", **(attrs or {})})

    @property
    def media(self):
        asset = settings.RICH_TEXT_EDITOR
        parts = ("-markup", "-addresses", *PASTE, "-pictures", "-citations", "-links", "")
        scripts = [*asset["js"], *(f"desk/richtext{part}.js" for part in parts)]
        return forms.Media(
            css={"all": [*asset["css"], "desk/richtext.css"]},
            js=[forms.Script(path, defer=True) for path in scripts],
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-rich": True,
            "data-pictures": reverse("admin:content_image_upload"),
            "data-media": settings.MEDIA_URL,
        }
        return context

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return "" if value and UNTOUCHED.fullmatch(value) else value

    def use_required_attribute(self, initial):
        """The browser cannot point at a text area that the editor has replaced."""
        return False
