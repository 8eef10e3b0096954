from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.feedback_forms import Words, trap
from editorial.models import OutsideComment
from editorial.services.outside import MOST_DAYS, USUAL_DAYS

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


class OutsideLinkForm(forms.Form):
    reader = forms.CharField(
        label=_("For whom"),
        max_length=150,
        help_text=_("A name that you will know again. Only the desk sees it."),
    )
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        help_text=_("How long the link works, %s days at most.") % MOST_DAYS,
    )
