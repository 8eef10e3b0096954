from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet, Publishable, Tidied


class RevisionQuerySet(AboutEntryQuerySet):
    def live_number(self, entry: Publishable) -> int:
        """The number of the version that was published last; 0 before the first."""
        numbers = self.of(entry).filter(published_at__isnull=False)
        return numbers.aggregate(last=models.Max("number"))["last"] or 0

    def newest(self, entry: Publishable) -> "Revision | None":
        return self.of(entry).order_by("-number").first()

    def pending(self, entry: Publishable) -> "Revision | None":
        """The draft that waits above what is live, or None."""
        newest = self.newest(entry)
        return newest if newest and newest.published_at is None else None

    def appointment(self, entry: Publishable) -> "Revision | None":
        """The version that waits for its moment; not always the newest one."""
        return self.of(entry).filter(publish_at__isnull=False).first()

    def cancel_appointments(self) -> None:
        self.filter(publish_at__isnull=False).update(publish_at=None)


class Revision(models.Model):
    """One version of an entry. The newest one above the last published one is the draft."""

    kind_for_roles = "version"

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("waiting for review")
        CHANGES = "changes", _("changes requested")
        APPROVED = "approved", _("approved")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    number = models.PositiveIntegerField(_("version"))
    payload = models.JSONField(_("what it says"))
    title = models.CharField(_("title"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("changed by"),
    )
    note = models.CharField(_("what changed and why"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_revisions",
        verbose_name=_("reviewer"),
        help_text=_("Who is asked to review it; empty: any reviewer."),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    kept_from_visitors = True
    # Its moments are the next appointments.
    is_timed = True

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        permissions = [("review_revision", "Can review the texts of colleagues")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="editorial_revision_number"
            ),
            # One appointment for each entry; a published version has none.
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(publish_at__isnull=False),
                name="editorial_revision_one_schedule",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(published_at__isnull=True),
                name="editorial_revision_not_both",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"], condition=Q(publish_at__isnull=False), name="revision_due"
            ),
            models.Index(fields=["state", "submitted_at"], name="revision_waiting"),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"


class Transition(Tidied):
    """One use of a verb of the desk, written with what it did and never changed."""

    kind_for_roles = "step"

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    title = models.CharField(_("title"), max_length=500)
    revision_number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    verb = models.CharField(_("what was done"), max_length=20)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="transitions",
        verbose_name=_("who"),
    )
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.TextField(_("why"), blank=True)
    # The verb in words; `editorial.versions.history` fills it in.
    said: str

    kept_from_visitors = True

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id", "made_at"])]

    def __str__(self):
        return f"{self.verb}: {self.title}"
