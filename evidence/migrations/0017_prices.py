"""What somebody asked, paid or got back."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import content.places


class Migration(migrations.Migration):
    dependencies = [
        ("diseases", "0007_conditions_sold"),
        ("evidence", "0016_words_of_deciding_results"),
        ("literature", "0004_note_for_readers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Price",
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
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                "clinic",
                                "asked by clinics",
                            ),
                            ("product", "products that are approved somewhere"),
                            ("programme", "programmes outside a trial"),
                            ("fundraising", "asked for in online appeals"),
                            ("refund", "paid back"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=content.places.choices,
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Where in the country, or where no country fits, such as: worldwide.",
                        max_length=60,
                        verbose_name="place",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="A single price or an average.",
                        max_digits=14,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
                (
                    "low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="lowest",
                    ),
                ),
                (
                    "high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="highest",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="Its ISO code, such as USD.",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Three capital letters, such as USD."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        blank=True,
                        help_text="Such as: one injection.",
                        max_length=60,
                        verbose_name="for how much",
                    ),
                ),
                (
                    "n_clinics",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Clinics that named a price, people who were paid back, or appeals.",
                        null=True,
                        verbose_name="how many stand behind it",
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="What the number alone does not say, such as: on average.",
                        max_length=200,
                        verbose_name="remark for readers",
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
                        verbose_name="checked",
                    ),
                ),
                (
                    "conditions",
                    models.ManyToManyField(
                        blank=True,
                        related_name="prices",
                        to="diseases.soldcondition",
                        verbose_name="conditions that cells are sold for",
                    ),
                ),
                (
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        related_name="prices",
                        to="diseases.disease",
                        verbose_name="diseases",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="evidence.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "range_source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where it is another one than that of the amount.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_ranges",
                        to="literature.publication",
                        verbose_name="source of the range",
                    ),
                ),
            ],
            options={
                "verbose_name": "price",
                "verbose_name_plural": "prices",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="evidence_price_live_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("slug", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_price_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("currency", ""), _negated=True),
                                models.Q(("per", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_price_live_has_currency",
                        violation_error_message="Before this entry can be public it needs: currency, per.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("country", ""), _negated=True),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_price_has_place",
                        violation_error_message="Say where the price was asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("year__isnull", False), _connector="OR"
                        ),
                        name="evidence_price_has_year",
                        violation_error_code="year",
                        violation_error_message="Say of which year the price is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            ("amount__isnull", False),
                            ("low__isnull", False),
                            ("high__isnull", False),
                            _connector="OR",
                        ),
                        name="evidence_price_has_amount",
                        violation_error_code="amount",
                        violation_error_message="Give an amount or a range.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="evidence_price_range_in_order",
                        violation_error_code="low",
                        violation_error_message="The lowest price is above the highest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                            models.Q(("low__isnull", True), ("low__gte", 0), _connector="OR"),
                            models.Q(("high__isnull", True), ("high__gte", 0), _connector="OR"),
                        ),
                        name="evidence_price_not_negative",
                        violation_error_message="A price is not negative.",
                    ),
                ],
            },
        ),
    ]
