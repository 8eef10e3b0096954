"""What can be done with an entry, in words; `editorial/workflow/verbs.py` says when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    SAVE = "save", _("saved a draft")
    DISCARD = "discard", _("discarded the draft")
    SUBMIT = "submit", _("submitted for review")
    REASSIGN = "reassign", _("asked another reviewer")
    REQUEST_CHANGES = "request_changes", _("requested changes")
    APPROVE = "approve", _("approved")
    PUBLISH = "publish", _("published")
    PUBLISH_UNREVIEWED = "publish_unreviewed", _("published without medical review")
    SCHEDULE = "schedule", _("scheduled")
    UNSCHEDULE = "unschedule", _("cancelled the schedule")
    WITHDRAW = "withdraw", _("withdrew from the public site")
    PLAN_WITHDRAWAL = "plan_withdrawal", _("planned the withdrawal")
    CANCEL_WITHDRAWAL = "cancel_withdrawal", _("cancelled the planned withdrawal")
    RESTORE = "restore", _("restored an earlier version")
    SHARE = "share", _("made a link for an outside reader")
    UNSHARE = "unshare", _("ended a link for an outside reader")
    MARK_REVIEWED = "mark_reviewed", _("reviewed, no change needed")
