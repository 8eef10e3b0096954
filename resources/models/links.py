from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LinkCheckQuerySet(models.QuerySet):
    # One failure may be a bad day of the other side.
    FAILURES = 2

    def not_reachable(self):
        return self.filter(fail_count__gte=self.FAILURES)

    def due(self):
        """Never checked ones first, then the oldest: a run that was stopped goes on there."""
        return self.order_by(F("checked_at").asc(nulls_first=True), "pk")


class LinkCheck(models.Model):
    """An outside address that live pages name, and what was found there last."""

    kind_for_roles = "link"

    class State(models.TextChoices):
        NEW = "new", _("not checked yet")
        OK = "ok", _("reachable")
        GONE = "gone", _("the page is gone")
        BLOCKED = "blocked", _("does not let programs in")
        UNREACHABLE = "unreachable", _("did not answer")
        REFUSED = "refused", _("leads to an address that is not public")

    # A page that keeps programs out may be fine for readers, so it is no failure.
    FAILED = (State.GONE, State.UNREACHABLE, State.REFUSED)

    url = models.CharField(_("address"), max_length=2000, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    final_url = models.CharField(_("leads to"), max_length=2000, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, db_index=True)
    fail_count = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    places = models.JSONField(
        _("where"), default=list, help_text="[[content type, key, field, words of the link], ...]"
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")
        ordering = ["-fail_count", "url"]
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=["fail_count"], condition=Q(fail_count__gte=2), name="linkcheck_failing"
            )
        ]

    def __str__(self):
        return self.url

    @property
    def is_not_reachable(self):
        return self.fail_count >= LinkCheckQuerySet.FAILURES
