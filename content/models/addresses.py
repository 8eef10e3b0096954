from typing import TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.about import AboutEntryQuerySet
from content.models.publishable import Publishable

E = TypeVar("E", bound=Publishable)


class OldAddressQuerySet(AboutEntryQuerySet):
    def entry_at(self, model: type[E], slug: str) -> E | None:
        """The entry that had this address once, as its row is now; one query."""
        content_type = ContentType.objects.get_for_model(model)
        named = self.filter(content_type=content_type, slug=slug).values("object_id")
        return model._base_manager.filter(pk__in=named).first()

    def keep(self, entry: Publishable, slug: str) -> None:
        """`slug` leads to the entry from now on; what the entry has now is nobody's old one."""
        content_type = ContentType.objects.get_for_model(type(entry))
        self.filter(content_type=content_type, slug=entry.slug).delete()
        if slug and slug != entry.slug:
            self.update_or_create(
                content_type=content_type, slug=slug, defaults={"object_id": entry.pk}
            )


class OldAddress(models.Model):
    """A slug under which an entry was public before. It names the entry, never an address.

    So there are no chains: whoever asks for an old address is led to the present one at once.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=120)
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    left_at = models.DateTimeField(auto_now_add=True)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "slug"], name="content_oldaddress_once")
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.slug} → {self.entry}"
