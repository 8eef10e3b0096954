import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Ageing, Tidied


class SiteDetails(Tidied, Ageing):
    """What the operator states about the site: one row; what is empty prints “not stated”."""

    kind_for_roles = "site"

    owner = models.CharField(_("owner"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    funding = models.TextField(
        _("funding"), blank=True, help_text=_("Who pays for the work, in one or two sentences.")
    )
    security_contact = models.EmailField(_("contact for security reports"), blank=True)
    security_expires_on = models.DateField(null=True, blank=True, editable=False)
    # The last day on which the end of the security file is far enough away.
    derived_until = models.DateField(null=True, blank=True, editable=False)

    derived_fields = ("security_expires_on", "derived_until")
    holds_until = "derived_until"

    class Meta:
        verbose_name = _("site details")
        verbose_name_plural = _("site details")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="editorial_sitedetails_one_row")
        ]

    def __str__(self):
        return str(_("Site details"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls):
        """What was stated; what follows from the day concerns one file alone, which asks for it."""
        return cls.objects.defer(*cls.derived_fields).filter(pk=1).first() or cls()

    def derive(self, today=None):
        self.security_expires_on = self.derived_until = None
        if self.security_contact:
            today = today or timezone.localdate()
            self.security_expires_on = first_of_month(today, 7)
            self.derived_until = first_of_month(today, 1) - datetime.timedelta(days=1)


def first_of_month(day: datetime.date, months: int) -> datetime.date:
    """Of the month that comes so many months after that of the day."""
    years, month = divmod(day.month - 1 + months, 12)
    return datetime.date(day.year + years, month + 1, 1)
