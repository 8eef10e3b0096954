import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import evidence.registries


class Migration(migrations.Migration):
    replaces = [
        ("evidence", "0001_initial"),
        ("evidence", "0002_initial"),
        ("evidence", "0003_statement_is_msc"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("diseases", "0002_initial"),
        ("editorial", "0001_initial"),
        ("literature", "0001_initial"),
        ("therapy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Jurisdiction",
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
            ],
            options={
                "verbose_name": "place with its rules",
                "verbose_name_plural": "rules by place",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="evidence_jurisdiction_live_has_date",
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
                        name="evidence_jurisdiction_live_has_title",
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
                        name="evidence_jurisdiction_review_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("msc", "MSC product with an authorisation, now or before"),
                            ("candidate", "MSC product without an authorisation"),
                            ("other", "not an MSC product"),
                        ],
                        default="msc",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("inn", models.CharField(blank=True, max_length=100, verbose_name="substance")),
                ("company", models.CharField(blank=True, max_length=150, verbose_name="company")),
                (
                    "donor",
                    models.CharField(
                        choices=[
                            ("autologous", "own cells"),
                            ("allogeneic", "donor cells"),
                            ("both", "own or donor cells"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=12,
                        verbose_name="whose cells",
                    ),
                ),
                (
                    "donor_note",
                    models.CharField(blank=True, max_length=100, verbose_name="note on donors"),
                ),
                ("route", models.CharField(blank=True, max_length=150, verbose_name="how given")),
                (
                    "authorisation_type",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="kind of authorisation"
                    ),
                ),
                (
                    "status_note",
                    models.CharField(
                        blank=True,
                        help_text="What the dated events do not say, such as “present status to be checked”.",
                        max_length=200,
                        verbose_name="status in words",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what is known")),
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
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        related_name="products",
                        to="diseases.disease",
                        verbose_name="diseases",
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
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="therapy.tissuesource",
                        verbose_name="cell source",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="evidence_product_live_has_date",
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
                        name="evidence_product_live_has_title",
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
                        name="evidence_product_review_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_product_live_has_note",
                        violation_error_message="Before this entry can be public it needs: note.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authorisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authorised", "authorised"),
                            ("conditional", "authorised with conditions or for a limited time"),
                            ("exempt", "allowed under a hospital exemption"),
                            ("renewed", "renewed"),
                            ("applied", "applied for"),
                            ("refused", "refused"),
                            ("suspended", "suspended"),
                            ("withdrawn", "withdrawn by the holder"),
                            ("revoked", "revoked"),
                            ("expired", "expired"),
                        ],
                        max_length=12,
                        verbose_name="step",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("authorisation", "authorisation"),
                            ("application", "application"),
                        ],
                        default="authorisation",
                        help_text="A withdrawn application is not a withdrawn authorisation.",
                        max_length=13,
                        verbose_name="of",
                    ),
                ),
                ("occurred_on", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "occurred_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
                    ),
                ),
                ("place", models.CharField(max_length=60, verbose_name="place")),
                ("authority", models.CharField(max_length=100, verbose_name="authority")),
                ("indication", models.CharField(blank=True, max_length=200, verbose_name="for")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=300, verbose_name="source address"),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
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
                    "publication",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="literature.publication",
                        verbose_name="source",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="evidence.jurisdiction",
                        verbose_name="place with rules on this site",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authorisations",
                        to="evidence.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "authorisation event",
                "verbose_name_plural": "authorisation events",
                "ordering": [models.OrderBy(models.F("occurred_on"), nulls_first=True), "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("occurred_on__isnull", True), ("occurred_precision", "unknown")
                            ),
                            models.Q(
                                ("occurred_on__isnull", False),
                                ("occurred_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_authorisation_occurred_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place", ""), _negated=True),
                        name="evidence_authorisation_has_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trial",
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
                    "registry",
                    models.CharField(
                        choices=[
                            ("nct", "ClinicalTrials.gov"),
                            ("ctis", "EU Clinical Trials (CTIS)"),
                            ("eudract", "EU Clinical Trials Register (EudraCT)"),
                            ("isrctn", "ISRCTN"),
                            ("actrn", "ANZCTR"),
                            ("chictr", "ChiCTR"),
                            ("jrct", "jRCT"),
                            ("umin", "UMIN-CTR"),
                            ("ctri", "CTRI (India)"),
                            ("drks", "DRKS"),
                            ("kct", "CRIS (Korea)"),
                        ],
                        max_length=8,
                        verbose_name="registry",
                    ),
                ),
                (
                    "registry_id",
                    models.CharField(max_length=32, unique=True, verbose_name="registry number"),
                ),
                ("acronym", models.CharField(blank=True, max_length=30, verbose_name="short name")),
                ("official_title", models.TextField(blank=True, verbose_name="official title")),
                (
                    "phase",
                    models.CharField(
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
                        default="not_stated",
                        max_length=10,
                        verbose_name="phase",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recruiting", "recruiting"),
                            ("not_yet_recruiting", "not yet recruiting"),
                            ("active_not_recruiting", "active, not recruiting"),
                            ("completed", "completed"),
                            ("terminated", "stopped early"),
                            ("suspended", "paused"),
                            ("withdrawn", "withdrawn before the first participant"),
                            ("unknown", "unknown: no update for years"),
                            ("unclear", "unclear: sources do not settle it"),
                        ],
                        default="unclear",
                        max_length=22,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_note",
                    models.CharField(blank=True, max_length=150, verbose_name="note on the status"),
                ),
                (
                    "registry_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recruiting", "recruiting"),
                            ("not_yet_recruiting", "not yet recruiting"),
                            ("active_not_recruiting", "active, not recruiting"),
                            ("completed", "completed"),
                            ("terminated", "stopped early"),
                            ("suspended", "paused"),
                            ("withdrawn", "withdrawn before the first participant"),
                            ("unknown", "unknown: no update for years"),
                            ("unclear", "unclear: sources do not settle it"),
                        ],
                        max_length=22,
                        verbose_name="status in the registry, where different",
                    ),
                ),
                (
                    "status_as_of_on",
                    models.DateField(blank=True, null=True, verbose_name="status as of"),
                ),
                (
                    "status_as_of_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "facts_as_of_on",
                    models.DateField(blank=True, null=True, verbose_name="registry seen"),
                ),
                (
                    "facts_as_of_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "enrolment",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people registered"
                    ),
                ),
                ("sponsor", models.CharField(blank=True, max_length=150, verbose_name="sponsor")),
                (
                    "has_other_source",
                    models.BooleanField(default=False, verbose_name="another cell source"),
                ),
                (
                    "source_note",
                    models.CharField(blank=True, max_length=150, verbose_name="note on the cells"),
                ),
                (
                    "donor",
                    models.CharField(
                        choices=[
                            ("autologous", "own cells"),
                            ("allogeneic", "donor cells"),
                            ("both", "own or donor cells"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=12,
                        verbose_name="whose cells",
                    ),
                ),
                ("start_on", models.DateField(blank=True, null=True, verbose_name="start")),
                (
                    "start_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "completion_on",
                    models.DateField(blank=True, null=True, verbose_name="completion"),
                ),
                (
                    "completion_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "results_posted",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="results in the registry"
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="result in one sentence")),
                (
                    "outcome_direction",
                    models.CharField(
                        choices=[
                            ("positive", "primary aim met in a controlled trial of useful size"),
                            ("positive_small", "favourable, but small or weakly controlled"),
                            ("positive_uncontrolled", "favourable, no control group"),
                            ("mixed", "inconsistent, or only secondary findings"),
                            ("negative", "primary aim missed or no benefit"),
                            ("safety", "safety or feasibility only"),
                            ("supportive", "background study"),
                            ("pending", "no result found"),
                        ],
                        default="pending",
                        max_length=22,
                        verbose_name="result",
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
                        verbose_name="number, title, phase and size",
                    ),
                ),
                (
                    "outcome_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                (
                    "registry_facts_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="dates, countries and posted results",
                    ),
                ),
                (
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        related_name="trials",
                        to="diseases.disease",
                        verbose_name="diseases",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="trials",
                        to="therapy.tissuesource",
                        verbose_name="cell sources",
                    ),
                ),
            ],
            options={
                "verbose_name": "trial",
                "verbose_name_plural": "trials",
                "ordering": ["registry_id"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="evidence_trial_live_has_date",
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
                        name="evidence_trial_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("registry", "nct"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value("NCT[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"),
                                ),
                            ),
                            models.Q(
                                ("registry", "ctis"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value(
                                        "20[0-9][0-9]-5[0-9][0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
                                    ),
                                ),
                            ),
                            models.Q(
                                ("registry", "eudract"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value(
                                        "[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9]"
                                    ),
                                ),
                            ),
                            models.Q(
                                ("registry", "isrctn"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value("ISRCTN[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"),
                                ),
                            ),
                            models.Q(
                                ("registry", "actrn"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value(
                                        "ACTRN[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                    ),
                                ),
                            ),
                            models.Q(
                                ("registry", "chictr"),
                                models.Q(
                                    evidence.registries.Matches(
                                        models.F("registry_id"),
                                        models.Value(
                                            "ChiCTR[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                        ),
                                    ),
                                    evidence.registries.Matches(
                                        models.F("registry_id"),
                                        models.Value(
                                            "ChiCTR-[A-Z][A-Z][A-Z]-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("registry", "jrct"),
                                models.Q(
                                    evidence.registries.Matches(
                                        models.F("registry_id"),
                                        models.Value(
                                            "jRCT[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                        ),
                                    ),
                                    evidence.registries.Matches(
                                        models.F("registry_id"),
                                        models.Value(
                                            "jRCTs[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                        ),
                                    ),
                                    evidence.registries.Matches(
                                        models.F("registry_id"),
                                        models.Value(
                                            "jRCTa[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("registry", "umin"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value(
                                        "UMIN[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"
                                    ),
                                ),
                            ),
                            models.Q(
                                ("registry", "ctri"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value(
                                        "CTRI/[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9][0-9][0-9][0-9][0-9]"
                                    ),
                                ),
                            ),
                            models.Q(
                                ("registry", "drks"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value("DRKS[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"),
                                ),
                            ),
                            models.Q(
                                ("registry", "kct"),
                                evidence.registries.Matches(
                                    models.F("registry_id"),
                                    models.Value("KCT[0-9][0-9][0-9][0-9][0-9][0-9][0-9]"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_trial_registry_id_well_formed",
                        violation_error_message="This is not how a number of the chosen registry looks.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("start_on__isnull", True), ("start_precision", "unknown")),
                            models.Q(
                                ("start_on__isnull", False),
                                ("start_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_trial_start_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("completion_on__isnull", True), ("completion_precision", "unknown")
                            ),
                            models.Q(
                                ("completion_on__isnull", False),
                                ("completion_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_trial_completion_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status_as_of_on__isnull", True),
                                ("status_as_of_precision", "unknown"),
                            ),
                            models.Q(
                                ("status_as_of_on__isnull", False),
                                ("status_as_of_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_trial_status_as_of_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("facts_as_of_on__isnull", True),
                                ("facts_as_of_precision", "unknown"),
                            ),
                            models.Q(
                                ("facts_as_of_on__isnull", False),
                                ("facts_as_of_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_trial_facts_as_of_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("sponsor", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_trial_live_has_sponsor",
                        violation_error_message="Before this entry can be public it needs: sponsor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_on__isnull", True),
                            ("completion_on__isnull", True),
                            ("completion_on__gte", models.F("start_on")),
                            models.Q(
                                ("start_precision", models.F("completion_precision")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="evidence_trial_ends_after_start",
                        violation_error_message="The completion lies before the start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceStatement",
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
                    "source_note",
                    models.CharField(blank=True, max_length=100, verbose_name="note on the cells"),
                ),
                (
                    "donor",
                    models.CharField(
                        choices=[
                            ("autologous", "own cells"),
                            ("allogeneic", "donor cells"),
                            ("both", "own or donor cells"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=12,
                        verbose_name="whose cells",
                    ),
                ),
                ("route", models.CharField(blank=True, max_length=60, verbose_name="how given")),
                ("population", models.CharField(max_length=200, verbose_name="people studied")),
                ("comparator", models.CharField(max_length=150, verbose_name="compared with")),
                ("outcome_name", models.CharField(max_length=150, verbose_name="outcome")),
                (
                    "outcome_kind",
                    models.CharField(
                        choices=[
                            ("efficacy", "what happens to the illness"),
                            ("safety", "harm"),
                            ("patient-reported", "what people report themselves"),
                            ("surrogate", "a measurement that stands in for what matters"),
                        ],
                        max_length=16,
                        verbose_name="kind of outcome",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("benefit", "better than the comparison"),
                            ("no_difference", "no clear difference from the comparison"),
                            ("harm", "more harm"),
                            ("mixed", "results disagree"),
                            ("unclear", "cannot be judged"),
                        ],
                        max_length=15,
                        verbose_name="direction of effect",
                    ),
                ),
                (
                    "effect_plain",
                    models.TextField(
                        blank=True,
                        help_text="Absolute numbers first.",
                        verbose_name="effect in plain words",
                    ),
                ),
                (
                    "effect_value",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="effect and confidence interval"
                    ),
                ),
                (
                    "n_studies",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="studies"),
                ),
                (
                    "n_participants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people"),
                ),
                (
                    "best_design",
                    models.CharField(
                        choices=[
                            ("systematic_review", "systematic review"),
                            ("rct", "randomised trial"),
                            ("nonrandomised", "comparison without randomisation"),
                            ("single_arm", "no comparison group"),
                            ("case_report", "case report"),
                            ("preclinical", "laboratory or animals"),
                        ],
                        max_length=20,
                        verbose_name="best study design",
                    ),
                ),
                (
                    "phase",
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
                        verbose_name="phase",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("high", "high certainty"),
                            ("moderate", "moderate certainty"),
                            ("low", "low certainty"),
                            ("very_low", "very low certainty"),
                            ("not_assessed", "certainty not assessed"),
                        ],
                        default="not_assessed",
                        max_length=12,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "downgrade_reasons",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reasons for less certainty"
                    ),
                ),
                (
                    "follow_up",
                    models.CharField(blank=True, max_length=60, verbose_name="follow-up"),
                ),
                ("as_of_on", models.DateField(verbose_name="as of")),
                (
                    "as_of_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
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
                    "certainty_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The review that states the certainty. Never fill in your own judgement.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rated_statements",
                        to="literature.publication",
                        verbose_name="certainty stated by",
                    ),
                ),
                (
                    "disease",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_statements",
                        to="diseases.disease",
                        verbose_name="disease",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty when several or other sources were used; say which in the note.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_statements",
                        to="therapy.tissuesource",
                        verbose_name="cell source",
                    ),
                ),
                (
                    "supersedes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="superseded_by",
                        to="evidence.evidencestatement",
                        verbose_name="overturns or replaces",
                    ),
                ),
                (
                    "trials",
                    models.ManyToManyField(
                        blank=True,
                        related_name="evidence_statements",
                        to="evidence.trial",
                        verbose_name="trials",
                    ),
                ),
                (
                    "is_msc",
                    models.BooleanField(
                        default=True,
                        help_text="Off for other cells, such as whole cord blood: shown with a mark, not counted.",
                        verbose_name="about MSC",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence statement",
                "verbose_name_plural": "evidence statements",
                "ordering": ["disease", "-as_of_on", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="evidence_evidencestatement_live_has_date",
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
                        name="evidence_evidencestatement_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("effect_plain", ""), _negated=True),
                                models.Q(("population", ""), _negated=True),
                                models.Q(("comparator", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_evidencestatement_live_has_effect_plain",
                        violation_error_message="Before this entry can be public it needs: effect plain, population, comparator.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_of_on__isnull", True), ("as_of_precision", "unknown")),
                            models.Q(
                                ("as_of_on__isnull", False),
                                ("as_of_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_evidencestatement_as_of_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("certainty", "not_assessed"), ("certainty_by__isnull", True)),
                            models.Q(
                                models.Q(("certainty", "not_assessed"), _negated=True),
                                ("certainty_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_statement_certainty_has_source",
                        violation_error_message="A certainty needs the review that states it; without one it is “not assessed”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("best_design__in", ["single_arm", "case_report", "preclinical"]),
                            ("direction", "benefit"),
                            _negated=True,
                        ),
                        name="evidence_statement_benefit_needs_comparison",
                        violation_error_message="Without a comparison group a benefit cannot be judged.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductName",
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
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="evidence.product",
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
                        fields=("product", "text"), name="evidence_productname_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Regulator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "domains",
                    models.TextField(
                        blank=True,
                        help_text="One per line, such as fda.gov. A source counts as official on these only.",
                        verbose_name="web domains",
                    ),
                ),
                (
                    "report_harm_url",
                    models.URLField(blank=True, max_length=300, verbose_name="report harm"),
                ),
                (
                    "product_lookup_url",
                    models.URLField(blank=True, max_length=300, verbose_name="look up products"),
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
                        verbose_name="addresses",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regulators",
                        to="evidence.jurisdiction",
                    ),
                ),
            ],
            options={
                "verbose_name": "regulator",
                "verbose_name_plural": "regulators",
                "ordering": ["order", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RuleStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(verbose_name="rule")),
                (
                    "rule",
                    models.CharField(blank=True, max_length=100, verbose_name="name of the rule"),
                ),
                ("as_of_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "as_of_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="evidence.jurisdiction",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_of_on__isnull", True), ("as_of_precision", "unknown")),
                            models.Q(
                                ("as_of_on__isnull", False),
                                ("as_of_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_rulestatement_as_of_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyItem",
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
                ("description", models.TextField(blank=True, verbose_name="what was seen")),
                (
                    "setting",
                    models.CharField(
                        choices=[
                            ("trial", "in trials"),
                            ("approved", "with an authorised product"),
                            ("unregulated", "outside trials and authorised use"),
                        ],
                        max_length=12,
                        verbose_name="where",
                    ),
                ),
                (
                    "seriousness",
                    models.CharField(
                        choices=[
                            ("serious", "serious"),
                            ("mild", "mild or passing"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=10,
                        verbose_name="how serious",
                    ),
                ),
                (
                    "frequency_text",
                    models.CharField(
                        blank=True,
                        help_text="Absolute numbers.",
                        max_length=200,
                        verbose_name="how often",
                    ),
                ),
                (
                    "evidence_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("systematic_review", "systematic review"),
                            ("rct", "randomised trial"),
                            ("nonrandomised", "comparison without randomisation"),
                            ("single_arm", "no comparison group"),
                            ("case_report", "case report"),
                            ("preclinical", "laboratory or animals"),
                        ],
                        max_length=20,
                        verbose_name="kind of evidence",
                    ),
                ),
                ("as_of_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "as_of_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        help_text="How exactly the date is known. The rest of the date is not shown.",
                        max_length=8,
                        verbose_name="known to the",
                    ),
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
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Empty: concerns all.",
                        related_name="safety_items",
                        to="diseases.disease",
                        verbose_name="diseases",
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
                "verbose_name": "safety item",
                "verbose_name_plural": "safety items",
                "ordering": ["order", "title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="evidence_safetyitem_live_has_date",
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
                        name="evidence_safetyitem_live_has_title",
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
                        name="evidence_safetyitem_review_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("description", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_safetyitem_live_has_description",
                        violation_error_message="Before this entry can be public it needs: description.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("as_of_on__isnull", True), ("as_of_precision", "unknown")),
                            models.Q(
                                ("as_of_on__isnull", False),
                                ("as_of_precision__in", ["day", "month", "year"]),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_safetyitem_as_of_on_precise",
                        violation_error_message="A date needs its precision, and a missing date is “not known”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrialCountry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="country")),
                (
                    "trial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="countries",
                        to="evidence.trial",
                    ),
                ),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("trial", "name"), name="evidence_trialcountry_once"
                    )
                ],
            },
        ),
    ]
