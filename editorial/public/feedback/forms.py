"""What a reader may send about a page, cleaned of what nobody should keep."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.models import Feedback

LONGEST_COMMENT = 1000
LONGEST_REPORT = 2000
LONGEST_SOURCE = 300

# Control characters but tab and line feed, and those that turn the direction of text around.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
BLANK_LINES = re.compile(r"\n{3,}")
MAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\W\d_]{2,}")
# As people write their own number: +44 ..., 0044 ..., 020 ..., (020) ..., 555-123-4567. Numbers of
# trials and papers, years and addresses of pages are left alone.
PHONE = re.compile(
    r"(?<![\w/.:=-])(?:(?:\+|\(?0)\d[\d ()./-]{5,}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?![\w/])"
)
REMOVED = "[…]"


def cleaned(text: str) -> str:
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return BLANK_LINES.sub("\n\n", text).strip()


def without_contacts(text: str) -> str:
    """The text without what looks like a mail address or a telephone number."""
    return PHONE.sub(REMOVED, MAIL.sub(REMOVED, text))


class Words(forms.CharField):
    """Length is measured after cleaning, and contacts are blanked."""

    def __init__(self, *, longest, **kwargs):
        self.longest = longest
        super().__init__(**kwargs, strip=False)

    def clean(self, value):
        text = super().clean(cleaned(value or ""))
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("This is too long: %(length)s characters. The most is %(most)s."),
                params={"length": len(text), "most": self.longest},
            )
        return text


def trap():
    """A field that only programs fill in."""
    said = {"max_length": _("Leave this field empty.")}
    return forms.CharField(required=False, max_length=0, error_messages=said)


class ReaderForm(forms.Form):
    """Both forms: the page, and a field that only programs fill in."""

    kind = ""
    page = forms.CharField(max_length=200, required=False)
    website = trap()

    was_blanked = False

    def without_contacts(self, name):
        text = self.cleaned_data.get(name, "")
        kept = without_contacts(text)
        self.was_blanked |= kept != text
        return kept

    def save(self, page: str) -> Feedback:
        return Feedback.objects.create(page=page, kind=self.kind, **self.values())


class HelpfulForm(ReaderForm):
    kind = Feedback.Kind.HELPFUL
    helpful = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={
            "required": _("Choose yes or no."),
            "invalid_choice": _("Choose yes or no."),
        },
    )
    comment = Words(longest=LONGEST_COMMENT, required=False)

    def values(self):
        return {
            "is_helpful": self.cleaned_data["helpful"] == "yes",
            "text": self.without_contacts("comment"),
        }


class ErrorForm(ReaderForm):
    kind = Feedback.Kind.ERROR
    what = Words(longest=LONGEST_REPORT, error_messages={"required": _("Write what is wrong.")})
    source = Words(longest=LONGEST_SOURCE, required=False)

    def values(self):
        source = " ".join(self.without_contacts("source").split())
        return {"text": self.without_contacts("what"), "source": source}


FORMS = {form.kind.value: form for form in (HelpfulForm, ErrorForm)}
