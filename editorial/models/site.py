from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteDetails(models.Model):
    """What the operator states about the site: one row; what is empty prints “not stated”."""

    kind_for_roles = "site"

    owner = models.CharField(_("owner"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    funding = models.TextField(
        _("funding"), blank=True, help_text=_("Who pays for the work, in one or two sentences.")
    )
    security_contact = models.EmailField(_("contact for security reports"), blank=True)

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
        return cls.objects.filter(pk=1).first() or cls()
