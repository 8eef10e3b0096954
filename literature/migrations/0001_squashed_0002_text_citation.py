import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("literature", "0001_initial"), ("literature", "0002_text_citation")]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "authors_text",
                    models.CharField(
                        help_text="As in a reference: Smith A, Jones B, et al.",
                        max_length=300,
                        verbose_name="authors",
                    ),
                ),
                (
                    "journal",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="journal or publisher"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "locator",
                    models.CharField(
                        blank=True,
                        help_text="8(4):315-317",
                        max_length=60,
                        verbose_name="volume, issue, pages",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("systematic_review", "systematic review"),
                            ("rct", "randomised trial"),
                            ("trial", "trial without randomised comparison, or protocol"),
                            ("cohort", "cohort study"),
                            ("guideline", "guideline"),
                            ("regulator", "regulator"),
                            ("review", "review"),
                            ("preclinical", "laboratory or animal study"),
                            ("preprint", "preprint"),
                            ("news", "news"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "doi",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^10\\.\\d{4,9}/\\S+$", "A DOI looks like 10.1080/12345."
                            )
                        ],
                        verbose_name="DOI",
                    ),
                ),
                (
                    "doi_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="DOI",
                    ),
                ),
                (
                    "pmid",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[1-9]\\d{0,7}$", "A PMID is a number of up to 8 digits."
                            )
                        ],
                        verbose_name="PMID",
                    ),
                ),
                (
                    "pmcid",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^PMC\\d{3,9}$", "A PMCID looks like PMC8900437."
                            )
                        ],
                        verbose_name="PMCID",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="web address")),
                (
                    "is_open_access",
                    models.BooleanField(blank=True, null=True, verbose_name="open access"),
                ),
                (
                    "retraction",
                    models.CharField(
                        choices=[
                            ("not_checked", "not checked"),
                            ("none_found", "none found"),
                            ("corrected", "corrected"),
                            ("concern", "expression of concern"),
                            ("retracted", "retracted"),
                        ],
                        default="not_checked",
                        max_length=12,
                        verbose_name="retraction",
                    ),
                ),
                (
                    "retraction_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="retraction checked on"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Why there is no DOI, PMID or address, or what is still to be checked.",
                        max_length=200,
                        verbose_name="note",
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
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
                "ordering": ["-year", "authors_text", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="literature_publication_live_has_date",
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
                        name="literature_publication_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("doi", ""),
                            models.Q(
                                ("doi", django.db.models.functions.text.Lower("doi")),
                                ("doi__startswith", "10."),
                            ),
                            _connector="OR",
                        ),
                        name="literature_publication_doi_lower_case",
                        violation_error_message="Write the DOI in lower case, beginning with 10.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("doi", ""), _negated=True),
                        fields=("doi",),
                        name="literature_publication_doi_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pmid", ""), _negated=True),
                        fields=("pmid",),
                        name="literature_publication_pmid_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("doi", ""),
                            ("note", ""),
                            ("pmcid", ""),
                            ("pmid", ""),
                            ("url", ""),
                            _negated=True,
                        ),
                        name="literature_publication_findable",
                        violation_error_message="Give a DOI, a PMID or an address, or a note that says why there is none.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "locator",
                    models.CharField(
                        blank=True,
                        help_text="For example: table 2.",
                        max_length=60,
                        verbose_name="place in the source",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("accessed_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="literature.publication",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "reference",
                "verbose_name_plural": "references",
                "ordering": ["order", "pk"],
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id"], name="literature__content_2cc39a_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "publication"),
                        name="literature_citation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text_citations",
                        to="literature.publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "citation in a text",
                "verbose_name_plural": "citations in texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "publication"),
                        name="literature_textcitation_once",
                    )
                ],
            },
        ),
    ]
