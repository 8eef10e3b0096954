import secrets

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

EXTENSIONS = {"jpg", "jpeg", "png", "webp", "avif"}


def image_path(image, filename):
    """A name that says nothing and cannot be guessed; of the given one only the type is used."""
    extension = filename.rsplit(".", 1)[-1].lower()
    if extension not in EXTENSIONS:
        raise SuspiciousFileOperation(f"{extension!r} is no type of picture.")
    return f"images/{secrets.token_hex(12)}/original.{extension}"


def rendition_path(rendition, filename):
    return f"{rendition.image.folder}/{rendition.width}.{rendition.format}"


class Image(models.Model):
    title = models.CharField(
        _("title"), max_length=150, help_text=_("For editors, to find the picture again.")
    )
    file = models.ImageField(
        _("picture"), upload_to=image_path, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("text alternative"),
        max_length=300,
        blank=True,
        help_text=_("What someone who cannot see the picture needs to know."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The picture says nothing that the text does not say."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    source_url = models.URLField(_("source"), blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(is_decorative=True) & Q(alt=""))
                | (Q(is_decorative=False) & ~Q(alt="")),
                name="content_image_alt_or_decorative",
                violation_error_message=_(
                    "Write a text alternative, or tick “decorative” and leave it empty."
                ),
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.is_decorative and self.alt:
            raise ValidationError(
                {"alt": _("A decorative picture has no text alternative: empty it, or untick.")}
            )
        if not self.is_decorative and not self.alt.strip():
            raise ValidationError(
                {"alt": _("Describe the picture in a few words, or tick “decorative”.")}
            )

    @property
    def folder(self):
        """Holds the original and all its copies; no other picture's name contains it."""
        return self.file.name.rsplit("/", 1)[0]


class Rendition(models.Model):
    """A smaller or lighter copy of an image, made when it is uploaded."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to=rendition_path)

    class Meta:
        ordering = ["format", "width"]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "format", "width"], name="content_rendition_once"
            )
        ]

    def __str__(self):
        return f"{self.image}: {self.format} {self.width}"
