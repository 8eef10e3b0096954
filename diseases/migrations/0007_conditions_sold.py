"""Conditions that cells are sold for and that have no disease page."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diseases", "0006_plain_pages"),
        ("editorial", "0009_what_a_day_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SoldCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's web address. Change it only before publication.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "plain_summary",
                    models.TextField(
                        blank=True,
                        help_text="At most 120 words that anyone can read. Shown at the top and in lists.",
                        verbose_name="plain summary",
                    ),
                ),
                (
                    "what_it_means",
                    models.CharField(
                        blank=True,
                        help_text="One sentence for a patient: what does this mean for me?",
                        max_length=300,
                        verbose_name="what this means",
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence of 70 to 155 characters. Empty: taken from the summary.",
                        max_length=160,
                        verbose_name="description for search engines",
                    ),
                ),
                (
                    "language",
                    models.CharField(default="en", max_length=10, verbose_name="language"),
                ),
                (
                    "is_live",
                    models.BooleanField(default=False, editable=False, verbose_name="live"),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "last_reviewed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="last medical review"
                    ),
                ),
                (
                    "next_review_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="next review"
                    ),
                ),
                ("review_is_overdue", models.BooleanField(default=False, editable=False)),
                ("derived_until", models.DateField(blank=True, editable=False, null=True)),
                (
                    "known",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "no fair test that we know of"),
                            ("small", "only small fair tests"),
                            ("unconfirmed", "a larger test, not confirmed"),
                            ("mixed", "fair tests disagree"),
                        ],
                        help_text="A fair test has a comparison group, and chance decides who gets the cells.",
                        max_length=11,
                        verbose_name="state of the tests",
                    ),
                ),
                (
                    "what_is_known",
                    models.TextField(
                        blank=True,
                        help_text="Short sentences of at most 20 words, each number with its source.",
                        verbose_name="what is known",
                    ),
                ),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="facts of this page",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(app_label)s_%(class)s_written",
                        to="editorial.contributor",
                        verbose_name="authors",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sold_conditions",
                        to="diseases.diseasecategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(app_label)s_%(class)s_owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible colleague",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition that cells are sold for",
                "verbose_name_plural": "conditions that cells are sold for",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.CreateModel(
            name="SoldConditionName",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=150, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("synonym", "synonym"),
                            ("abbreviation", "abbreviation"),
                            ("lay", "everyday name"),
                            ("former", "former name"),
                            ("misspelling", "common misspelling"),
                        ],
                        default="synonym",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "is_enabled",
                    models.BooleanField(
                        default=True,
                        help_text="Automatic links may use this name. Misspellings are only searched.",
                        verbose_name="links",
                    ),
                ),
                (
                    "exact_case",
                    models.BooleanField(
                        default=False,
                        help_text="Capital letters must match. Choose this for abbreviations.",
                        verbose_name="exact case",
                    ),
                ),
                (
                    "stands_alone",
                    models.BooleanField(
                        default=True,
                        help_text="May carry a link without the long form in the same text. Never choose this for an abbreviation with other meanings, such as MS.",
                        verbose_name="stands alone",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="diseases.soldcondition",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["order", "text", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SoldConditionQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=150, verbose_name="question")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="diseases.soldcondition",
                    ),
                ),
            ],
            options={
                "verbose_name": "question that people ask",
                "verbose_name_plural": "what people ask",
                "ordering": ["order", "text", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="soldcondition",
            index=models.Index(
                condition=models.Q(("derived_until__isnull", False)),
                fields=["derived_until"],
                name="diseases_soldcondition_ages",
            ),
        ),
        migrations.AddConstraint(
            model_name="soldcondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False), ("published_at__isnull", False), _connector="OR"
                ),
                name="diseases_soldcondition_live_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="soldcondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    models.Q(
                        models.Q(("title", ""), _negated=True),
                        models.Q(("slug", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="diseases_soldcondition_live_has_title",
                violation_error_message="Before this entry can be public it needs: title, slug.",
            ),
        ),
        migrations.AddConstraint(
            model_name="soldcondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_reviewed_on__isnull", True), ("next_review_on__isnull", True)),
                    ("next_review_on__gt", models.F("last_reviewed_on")),
                    _connector="OR",
                ),
                name="diseases_soldcondition_review_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="soldcondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    models.Q(
                        models.Q(("known", ""), _negated=True),
                        models.Q(("what_is_known", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="diseases_soldcondition_live_has_known",
                violation_error_message="Before this entry can be public it needs: known, what is known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="soldconditionname",
            constraint=models.UniqueConstraint(
                fields=("condition", "text"), name="diseases_soldconditionname_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="soldconditionquestion",
            constraint=models.UniqueConstraint(
                fields=("condition", "text"), name="diseases_soldconditionquestion_once"
            ),
        ),
    ]
