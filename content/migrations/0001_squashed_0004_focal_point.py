from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import content.models.images


class Migration(migrations.Migration):
    replaces = [
        ("content", "0001_initial"),
        ("content", "0002_import_shape"),
        ("content", "0003_old_addresses"),
        ("content", "0004_focal_point"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="For editors, to find the picture again.",
                        max_length=150,
                        verbose_name="title",
                    ),
                ),
                (
                    "file",
                    models.ImageField(
                        height_field="height",
                        upload_to=content.models.images.image_path,
                        verbose_name="picture",
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What someone who cannot see the picture needs to know.",
                        max_length=300,
                        verbose_name="text alternative",
                    ),
                ),
                (
                    "is_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="The picture says nothing that the text does not say.",
                        verbose_name="decorative",
                    ),
                ),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="licence")),
                ("source_url", models.URLField(blank=True, verbose_name="source")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded")),
                (
                    "focus_x",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.5"),
                        help_text="From 0, the left edge, to 1, the right edge.",
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="from the left",
                    ),
                ),
                (
                    "focus_y",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.5"),
                        help_text="From 0, the upper edge, to 1, the lower edge.",
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="from the top",
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_decorative", True), ("alt", "")),
                            models.Q(
                                ("is_decorative", False), models.Q(("alt", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="content_image_alt_or_decorative",
                        violation_error_message="Write a text alternative, or tick “decorative” and leave it empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("focus_x__range", (0, 1)), ("focus_y__range", (0, 1))),
                        name="content_image_focus_inside",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("key", models.CharField(max_length=160, verbose_name="key in the source")),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "digest",
                    models.CharField(max_length=64, verbose_name="digest of what was written"),
                ),
                (
                    "source_digest",
                    models.CharField(max_length=64, verbose_name="digest of what the source said"),
                ),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="written")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "shape",
                    models.JSONField(
                        default=dict,
                        help_text="Names of the fields, relations and columns of rows that the digest covers.",
                        verbose_name="what was written",
                    ),
                ),
            ],
            options={
                "verbose_name": "import record",
                "verbose_name_plural": "import records",
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id"], name="content_imp_content_e0ba10_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "content_type", "key"), name="content_importrecord_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(choices=[("avif", "AVIF"), ("webp", "WebP")], max_length=4),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("file", models.FileField(upload_to=content.models.images.rendition_path)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="content.image",
                    ),
                ),
                ("around", models.CharField(blank=True, max_length=7)),
                (
                    "shape",
                    models.CharField(
                        choices=[
                            ("whole", "the whole picture"),
                            ("card", "3:2, for cards and phones"),
                        ],
                        default="whole",
                        max_length=5,
                    ),
                ),
            ],
            options={
                "ordering": ["shape", "format", "width"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("image", "shape", "format", "width"), name="content_rendition_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=120)),
                ("object_id", models.PositiveBigIntegerField()),
                ("left_at", models.DateTimeField(auto_now_add=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id"], name="content_old_content_e3ca61_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "slug"), name="content_oldaddress_once"
                    )
                ],
            },
        ),
    ]
