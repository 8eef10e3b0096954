from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Tidied


class Feedback(Tidied):
    """What a reader sent about a page; nothing in it tells who the reader was."""

    kind_for_roles = "feedback"

    class Kind(models.TextChoices):
        HELPFUL = "helpful", _("was it helpful")
        ERROR = "error", _("report of an error")

    class State(models.TextChoices):
        NEW = "new", _("new")
        DONE = "done", _("done")

    page = models.CharField(_("page"), max_length=200, db_index=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    is_helpful = models.BooleanField(_("helpful"), null=True, blank=True)
    text = models.TextField(_("what the reader wrote"), blank=True)
    source = models.CharField(_("where it can be read"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.NEW)
    desk_note = models.TextField(
        _("note of the desk"), blank=True, help_text=_("What was looked up, decided or changed.")
    )
    # The day only: a moment could be matched with a server log.
    sent_on = models.DateField(_("sent on"), default=timezone.localdate)

    kept_from_visitors = True

    class Meta:
        verbose_name = _("feedback of a reader")
        verbose_name_plural = _("feedback of readers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="helpful", is_helpful__isnull=False)
                | (Q(kind="error", is_helpful__isnull=True) & ~Q(text="")),
                name="editorial_feedback_says_something",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.page}"


class FeedbackTally(models.Model):
    """How much arrived in one hour, in all and by bucket; see editorial/public/throttle.py."""

    hour = models.DateTimeField(_("hour"))
    bucket = models.SmallIntegerField(_("bucket"))
    number = models.PositiveIntegerField(_("number"), default=0)

    kept_from_visitors = True

    class Meta:
        verbose_name = _("tally of feedback")
        verbose_name_plural = _("tallies of feedback")
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "bucket"], name="editorial_feedbacktally_once_an_hour"
            )
        ]

    def __str__(self):
        return f"{self.hour}: {self.number}"
