from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.models import OutsideComment
from editorial.public.feedback.forms import Words, trap

LONGEST_NAME = 100
LONGEST_COMMENT = 5000


class OutsideCommentForm(forms.Form):
    """Plain words of a reader whom a colleague has asked."""

    name = Words(longest=LONGEST_NAME, error_messages={"required": _("Write your name.")})
    comment = Words(longest=LONGEST_COMMENT, error_messages={"required": _("Write a comment.")})
    website = trap()

    def save(self, link):
        return OutsideComment.objects.create(
            link=link,
            name=" ".join(self.cleaned_data["name"].split()),
            text=self.cleaned_data["comment"],
        )
