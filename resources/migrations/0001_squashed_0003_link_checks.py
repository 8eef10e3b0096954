import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("resources", "0001_initial"),
        ("resources", "0002_languages_of_a_resource"),
        ("resources", "0003_link_checks"),
    ]

    initial = True

    dependencies = [
        ("diseases", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
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
                    "definition",
                    models.TextField(
                        blank=True, help_text="At most 45 plain words.", verbose_name="definition"
                    ),
                ),
                ("long_definition", models.TextField(blank=True, verbose_name="more")),
                (
                    "pronunciation",
                    models.CharField(blank=True, max_length=100, verbose_name="how to say it"),
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
                        verbose_name="definition",
                    ),
                ),
                (
                    "not_the_same_as",
                    models.ManyToManyField(
                        blank=True, to="resources.glossaryterm", verbose_name="not the same as"
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary term",
                "verbose_name_plural": "glossary",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="resources_glossaryterm_live_has_date",
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
                        name="resources_glossaryterm_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("definition", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="resources_glossaryterm_live_has_definition",
                        violation_error_message="Before this entry can be public it needs: definition.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionToAsk",
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
                    "group",
                    models.CharField(
                        choices=[
                            ("treatment", "The treatment"),
                            ("evidence", "The evidence"),
                            ("safety", "Safety"),
                            ("rights", "Your rights"),
                            ("cost", "Costs"),
                        ],
                        max_length=10,
                        verbose_name="group",
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it matters"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
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
            ],
            options={
                "verbose_name": "question to ask",
                "verbose_name_plural": "questions to ask",
                "ordering": ["order", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="resources_questiontoask_live_has_date",
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
                        name="resources_questiontoask_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedFlag",
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
                    "group",
                    models.CharField(
                        choices=[
                            ("treatment", "The treatment"),
                            ("evidence", "The evidence"),
                            ("safety", "Safety"),
                            ("rights", "Your rights"),
                            ("cost", "Costs"),
                        ],
                        max_length=10,
                        verbose_name="group",
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it matters"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
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
            ],
            options={
                "verbose_name": "red flag",
                "verbose_name_plural": "red flags",
                "ordering": ["order", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="resources_redflag_live_has_date",
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
                        name="resources_redflag_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermName",
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
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="resources.glossaryterm",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["order", "text", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("term", "text"), name="resources_termname_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TrustedResource",
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
                ("url", models.URLField(max_length=300, verbose_name="web address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regulator", "Regulators"),
                            ("public_health", "Public health services"),
                            ("registry", "Trial registries"),
                            ("patient", "Patient organisations"),
                            ("society", "Professional societies"),
                            ("education", "Public education"),
                            ("synthesis", "Evidence reviews"),
                            ("database", "Evidence databases"),
                            ("rare", "Rare disease references"),
                            ("terminology", "Terminologies"),
                            ("research", "Research projects"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "scope",
                    models.CharField(blank=True, max_length=60, verbose_name="place or field"),
                ),
                (
                    "what_one_finds",
                    models.CharField(max_length=200, verbose_name="what one finds there"),
                ),
                (
                    "why_trusted",
                    models.CharField(blank=True, max_length=300, verbose_name="why we trust it"),
                ),
                (
                    "funding_note",
                    models.CharField(blank=True, max_length=200, verbose_name="who pays for it"),
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
                        verbose_name="address",
                    ),
                ),
                (
                    "last_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="last opened"),
                ),
                (
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        related_name="resources",
                        to="diseases.disease",
                        verbose_name="diseases",
                    ),
                ),
                (
                    "offered_in",
                    models.CharField(
                        blank=True,
                        help_text="In which languages one can read there, such as: English and French.",
                        max_length=120,
                        verbose_name="languages",
                    ),
                ),
            ],
            options={
                "verbose_name": "trusted resource",
                "verbose_name_plural": "trusted resources",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="resources_trustedresource_live_has_date",
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
                        name="resources_trustedresource_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("url", ""), _negated=True),
                                models.Q(("what_one_finds", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resources_trustedresource_live_has_url",
                        violation_error_message="Before this entry can be public it needs: url, what one finds.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=2000, unique=True, verbose_name="address")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "not checked yet"),
                            ("ok", "reachable"),
                            ("gone", "the page is gone"),
                            ("blocked", "does not let programs in"),
                            ("unreachable", "did not answer"),
                            ("refused", "leads to an address that is not public"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "http_status",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="HTTP status"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "final_url",
                    models.CharField(blank=True, max_length=2000, verbose_name="leads to"),
                ),
                (
                    "checked_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="checked"
                    ),
                ),
                (
                    "fail_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="failures in a row"),
                ),
                (
                    "places",
                    models.JSONField(
                        default=list,
                        help_text="[[content type, key, field, words of the link], ...]",
                        verbose_name="where",
                    ),
                ),
            ],
            options={
                "verbose_name": "outside link",
                "verbose_name_plural": "outside links",
                "ordering": ["-fail_count", "url"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("fail_count__gte", 2)),
                        fields=["fail_count"],
                        name="linkcheck_failing",
                    )
                ],
            },
        ),
    ]
