from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import ChildRow, Publishable, PublishedQuerySet
from content.page_address import page_address
from content.text.fields import RichTextField


class ContributorQuerySet(PublishedQuerySet):
    def named_reviewers(self) -> Self:
        """Those whom a page can name under a medical review."""
        return self.published().exclude(credentials="")


class Contributor(Publishable):
    """A named author, editor or reviewer with a public page; the title is the full name."""

    credentials = models.CharField(
        _("credentials"), max_length=150, blank=True, help_text=_("For example: MD, PhD.")
    )
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    orcid = models.CharField(
        "ORCID",
        max_length=19,
        blank=True,
        validators=[
            RegexValidator(r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", _("Write 0000-0000-0000-0000."))
        ],
    )
    biography = RichTextField(_("biography"), blank=True)
    interests = models.TextField(
        _("statement of interests"),
        blank=True,
        help_text=_("Paid work, shares, patents and other interests, or “none”."),
    )
    interests_stated_on = models.DateField(_("interests stated on"), null=True, blank=True)
    user = models.OneToOneField(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributor",
        verbose_name=_("login"),
    )

    link_exclusions = GenericRelation("linking.LinkExclusion")

    objects = ContributorQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def get_absolute_url(self):
        return page_address("editorial:contributor", self.slug)

    @property
    def can_be_named_as_reviewer(self) -> bool:
        return self.is_live and bool(self.credentials)


class ContributorRole(ChildRow):
    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        EDITOR = "editor", _("editor")
        CLINICAL_REVIEWER = "clinical_reviewer", _("medical reviewer")
        LAY_REVIEWER = "lay_reviewer", _("lay reviewer")

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(
                fields=["contributor", "role"], name="editorial_contributorrole_once"
            )
        ]

    def __str__(self):
        return self.get_role_display()
