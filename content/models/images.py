import secrets
from decimal import Decimal

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.tidied import Tidied

EXTENSIONS = {"jpg", "jpeg", "png", "webp", "avif"}


def image_path(image, filename):
    """A name that says nothing and cannot be guessed; of the given one only the type is used."""
    extension = filename.rsplit(".", 1)[-1].lower()
    if extension not in EXTENSIONS:
        raise SuspiciousFileOperation(f"{extension!r} is no type of picture.")
    return f"images/{secrets.token_hex(12)}/original.{extension}"


def rendition_path(rendition, filename):
    """Browsers keep a file for good, so a part around another point has another name."""
    parts = [rendition.width]
    if rendition.around:
        parts = [rendition.shape, rendition.around, rendition.width]
    return f"{rendition.image.folder}/{'-'.join(map(str, parts))}.{rendition.format}"


MIDDLE = Decimal("0.5")


def share(name, help_text):
    return models.DecimalField(
        name,
        max_digits=3,
        decimal_places=2,
        default=MIDDLE,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=help_text,
    )


class Image(Tidied):
    kind_for_roles = "image"

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
    # The point that stays in sight where only a part of the picture is shown.
    focus_x = share(_("from the left"), _("From 0, the left edge, to 1, the right edge."))
    focus_y = share(_("from the top"), _("From 0, the upper edge, to 1, the lower edge."))
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
            ),
            models.CheckConstraint(
                condition=Q(focus_x__range=(0, 1), focus_y__range=(0, 1)),
                name="content_image_focus_inside",
            ),
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

    @property
    def focus(self):
        """The focal point in hundredths of the sides, such as `50-33`."""
        return f"{self.focus_x * 100:.0f}-{self.focus_y * 100:.0f}"


class Rendition(models.Model):
    """A smaller or lighter copy of an image or of its part around the focal point."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"

    class Shape(models.TextChoices):
        WHOLE = "whole", _("the whole picture")
        CARD = "card", _("3:2, for cards and phones")

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    shape = models.CharField(max_length=5, choices=Shape, default=Shape.WHOLE)
    format = models.CharField(max_length=4, choices=Format)
    # The focal point around which it was cut; empty where nothing is cut off.
    around = models.CharField(max_length=7, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to=rendition_path)

    class Meta:
        ordering = ["shape", "format", "width"]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "shape", "format", "width"], name="content_rendition_once"
            )
        ]

    def __str__(self):
        return f"{self.image}: {self.shape} {self.format} {self.width}"
