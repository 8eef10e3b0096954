from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who works on the portal. Visitors have no accounts."""

    kind_for_roles = "colleague"

    must_change_password = models.BooleanField(
        _("must change the password"),
        default=False,
        editable=False,
        help_text=_("Somebody else knows the password, so the next login asks for a new one."),
    )

    kept_from_visitors = True

    class Meta(AbstractUser.Meta):
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")
        ordering = ["username"]

    def __str__(self):
        return self.get_full_name() or self.username
