import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from content.models import Tidied


class OutsideLink(models.Model):
    """Lets somebody without an account read one version and comment on it, for some days.

    Whoever has the address has the right, so the address is known to its reader alone: a digest
    of the secret is kept, from which nobody can make the address again.
    """

    revision = models.ForeignKey(
        "editorial.Revision",
        on_delete=models.CASCADE,
        related_name="outside_links",
        verbose_name=_("version"),
    )
    reader = models.CharField(_("for whom"), max_length=150)
    digest = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="outside_links",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    used_at = models.DateTimeField(_("used last"), null=True, blank=True)

    kept_from_visitors = True

    class Meta:
        verbose_name = _("link for an outside reader")
        verbose_name_plural = _("links for outside readers")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.reader}: {self.revision_id}"

    def take_secret(self) -> str:
        """A new secret, told once."""
        secret = secrets.token_urlsafe(32)
        self.digest = digest_of(secret)
        return secret

    def fits(self, secret: str) -> bool:
        return constant_time_compare(self.digest, digest_of(secret))

    @property
    def has_ended(self) -> bool:
        return self.revoked_at is not None or self.expires_at <= timezone.now()


def digest_of(secret: str) -> str:
    # The secret has 256 random bits, so a slow hash would protect nothing more.
    return hashlib.sha256(secret.encode()).hexdigest()


class OutsideComment(Tidied):
    """What an outside reader wrote about a version: advice for the desk, never a review."""

    link = models.ForeignKey(OutsideLink, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("comment"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    kept_from_visitors = True

    class Meta:
        verbose_name = _("comment from outside")
        verbose_name_plural = _("comments from outside")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["link"], condition=Q(read_at__isnull=True), name="outside_comment_unread"
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.sent_at}"
