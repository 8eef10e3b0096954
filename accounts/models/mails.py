from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet):
    def due(self):
        """To be tried now, and in nobody's hands."""
        now = timezone.now()
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, next_attempt_at__lte=now)

    def failed(self):
        """Tried at least once in vain, whether it is tried again or not."""
        return self.exclude(last_error="")


class OutgoingMail(models.Model):
    """A mail that was not sent yet; one that was sent is deleted.

    A link for a password is not stored. The body has `[link]` in its place, and the proof tells
    whether the account is still as it was when the link was asked for.
    """

    kind_for_roles = "mail"

    # Empty in the row that is written for an address that nobody has.
    recipient = models.EmailField(_("to"), blank=True)
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    link_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mails_with_link",
        verbose_name=_("colleague"),
        null=True,
    )
    link_proof = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    tried_until = models.DateTimeField(_("tried until"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # Empty when it is not tried any more.
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    # Whose process sends it now has it alone until then.
    claimed_until = models.DateTimeField(null=True)
    last_error = models.TextField(_("reason"), blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    kept_from_visitors = True

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        default_permissions = ["view", "change", "delete"]
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.subject
