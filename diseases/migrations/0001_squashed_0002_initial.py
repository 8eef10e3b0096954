import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("diseases", "0001_initial"), ("diseases", "0002_initial")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("editorial", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DiseaseCategory",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "disease category",
                "verbose_name_plural": "disease categories",
                "ordering": ["order", "title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="diseases_diseasecategory_live_has_date",
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
                        name="diseases_diseasecategory_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disease",
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
                (
                    "is_rare",
                    models.BooleanField(blank=True, null=True, verbose_name="rare disease"),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True, help_text="Short; link out for more.", verbose_name="what it is"
                    ),
                ),
                (
                    "learn_more_name",
                    models.CharField(blank=True, max_length=150, verbose_name="learn more at"),
                ),
                ("learn_more_url", models.URLField(blank=True, verbose_name="learn more address")),
                (
                    "standard_care",
                    models.TextField(
                        blank=True, help_text="In general terms.", verbose_name="usual care"
                    ),
                ),
                (
                    "without_treatment",
                    models.TextField(blank=True, verbose_name="without treatment"),
                ),
                ("rationale", models.TextField(blank=True, verbose_name="why MSC are tried")),
                (
                    "evidence_summary",
                    models.TextField(blank=True, verbose_name="what the studies found"),
                ),
                (
                    "testing_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phase_3_results", "late clinical testing with controlled results"),
                            ("small_controlled", "small or mid-size controlled trials"),
                            ("early_human", "first studies in people, mostly without controls"),
                            ("laboratory", "laboratory, animals or single cases"),
                        ],
                        help_text="How far testing went. Says nothing about the result.",
                        max_length=20,
                        verbose_name="testing stage",
                    ),
                ),
                (
                    "evidence_direction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("benefit", "better than the comparison"),
                            ("no_difference", "no clear difference from the comparison"),
                            ("harm", "more harm"),
                            ("mixed", "results disagree"),
                            ("unclear", "cannot be judged"),
                        ],
                        max_length=15,
                        verbose_name="what the evidence shows",
                    ),
                ),
                (
                    "best_phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "phase 1"),
                            ("1/2", "phase 1/2"),
                            ("2", "phase 2"),
                            ("2/3", "phase 2/3"),
                            ("3", "phase 3"),
                            ("4", "phase 4"),
                            ("na", "phase does not apply"),
                            ("expanded", "expanded access"),
                            ("not_stated", "phase not stated"),
                        ],
                        max_length=10,
                        verbose_name="latest phase",
                    ),
                ),
                ("uncertainty", models.TextField(blank=True, verbose_name="what we do not know")),
                ("risks", models.TextField(blank=True, verbose_name="risks")),
                (
                    "what_it_involves",
                    models.TextField(blank=True, verbose_name="what taking part involves"),
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
                    "evidence_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="summary of studies",
                    ),
                ),
                (
                    "patient_info_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="usual care and taking part",
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
                (
                    "related",
                    models.ManyToManyField(
                        blank=True, to="diseases.disease", verbose_name="related diseases"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diseases",
                        to="diseases.diseasecategory",
                        verbose_name="category",
                    ),
                ),
            ],
            options={
                "verbose_name": "disease",
                "verbose_name_plural": "diseases",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="diseases_disease_live_has_date",
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
                        name="diseases_disease_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("last_reviewed_on__isnull", True), ("next_review_on__isnull", True)
                            ),
                            ("next_review_on__gt", models.F("last_reviewed_on")),
                            _connector="OR",
                        ),
                        name="diseases_disease_review_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("plain_summary", ""), _negated=True),
                                models.Q(("risks", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="diseases_disease_live_has_plain_summary",
                        violation_error_message="Before this entry can be public it needs: plain summary, risks.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiseaseCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("doid", "Disease Ontology"),
                            ("mondo", "Mondo"),
                            ("mesh", "MeSH"),
                            ("icd10", "ICD-10"),
                            ("icd11", "ICD-11"),
                            ("orpha", "Orphanet"),
                        ],
                        max_length=6,
                        verbose_name="system",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="label in that system"
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[
                            ("exact", "the same disease"),
                            ("close", "nearly the same"),
                            ("broad", "a wider term"),
                            ("narrow", "a narrower term"),
                        ],
                        default="exact",
                        max_length=6,
                        verbose_name="fit",
                    ),
                ),
                (
                    "source_version",
                    models.CharField(blank=True, max_length=40, verbose_name="version"),
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "disease",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="diseases.disease",
                    ),
                ),
            ],
            options={
                "verbose_name": "code",
                "verbose_name_plural": "codes",
                "ordering": ["order", "system", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("disease", "system", "code"), name="diseases_diseasecode_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("system", "doid"), _negated=True),
                                ("code__startswith", "DOID:"),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("system", "mondo"), _negated=True),
                                ("code__startswith", "MONDO:"),
                                _connector="OR",
                            ),
                        ),
                        name="diseases_diseasecode_prefix",
                        violation_error_message="Write DOID: or MONDO: before the number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiseaseName",
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
                    "disease",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="diseases.disease",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["order", "text", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("disease", "text"), name="diseases_diseasename_once"
                    )
                ],
            },
        ),
    ]
