import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("editorial", "0007_outside_readers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("text", models.CharField(max_length=600, verbose_name="question")),
                (
                    "source",
                    models.CharField(
                        help_text="Which import brought the question.",
                        max_length=40,
                        verbose_name="source",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "decision",
                    models.CharField(blank=True, max_length=500, verbose_name="what was decided"),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "open question",
                "verbose_name_plural": "open questions",
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "source", "text"),
                        name="editorial_openquestion_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", ""), ("settled_at__isnull", True)),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="editorial_openquestion_settled_by_a_decision",
                        violation_error_message="Say what was decided.",
                    ),
                ],
            },
        ),
    ]
