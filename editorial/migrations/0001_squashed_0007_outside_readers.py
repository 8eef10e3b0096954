import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("editorial", "0001_initial"),
        ("editorial", "0002_feedback"),
        ("editorial", "0003_drafts_and_steps"),
        ("editorial", "0004_time_and_desk"),
        ("editorial", "0005_trash"),
        ("editorial", "0006_recovery"),
        ("editorial", "0007_outside_readers"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contributor",
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
                    "credentials",
                    models.CharField(
                        blank=True,
                        help_text="For example: MD, PhD.",
                        max_length=150,
                        verbose_name="credentials",
                    ),
                ),
                (
                    "affiliation",
                    models.CharField(blank=True, max_length=200, verbose_name="affiliation"),
                ),
                (
                    "orcid",
                    models.CharField(
                        blank=True,
                        max_length=19,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$", "Write 0000-0000-0000-0000."
                            )
                        ],
                        verbose_name="ORCID",
                    ),
                ),
                ("biography", models.TextField(blank=True, verbose_name="biography")),
                (
                    "interests",
                    models.TextField(
                        blank=True,
                        help_text="Paid work, shares, patents and other interests, or “none”.",
                        verbose_name="statement of interests",
                    ),
                ),
                (
                    "interests_stated_on",
                    models.DateField(blank=True, null=True, verbose_name="interests stated on"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contributor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="login",
                    ),
                ),
            ],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="editorial_contributor_live_has_date",
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
                        name="editorial_contributor_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContributorRole",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("editor", "editor"),
                            ("clinical_reviewer", "medical reviewer"),
                            ("lay_reviewer", "lay reviewer"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="editorial.contributor",
                    ),
                ),
            ],
            options={
                "verbose_name": "role",
                "verbose_name_plural": "roles",
                "ordering": ["role"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contributor", "role"), name="editorial_contributorrole_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("typo", "typing error"),
                            ("clarification", "clarification"),
                            ("factual", "factual correction"),
                            ("safety", "safety information"),
                            ("retraction", "after a retracted publication"),
                        ],
                        default="factual",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("what_was", models.TextField(verbose_name="what it said")),
                ("what_is", models.TextField(verbose_name="what it says now")),
                (
                    "made_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="date"),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page “Corrections”.",
                        verbose_name="public",
                    ),
                ),
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
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-made_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id"], name="editorial_c_content_9fe4fd_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clinical", "medical review"),
                            ("editorial", "editorial review"),
                            ("lay", "review by a lay reader"),
                            ("accessibility", "accessibility review"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approve", "approved"), ("changes", "changes requested")],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "interests_at_time",
                    models.TextField(blank=True, verbose_name="interests at the time"),
                ),
                (
                    "evidence_searched_on",
                    models.DateField(blank=True, null=True, verbose_name="evidence searched on"),
                ),
                (
                    "ai_used",
                    models.TextField(
                        blank=True,
                        help_text="Which tools were used for what, or empty.",
                        verbose_name="use of AI tools",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "made_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="date"),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="editorial.contributor",
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="of a text that was public"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="The text that was read.",
                        null=True,
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["-made_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id"], name="editorial_r_content_bd4ffb_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=200, verbose_name="owner")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail"),
                ),
                ("postal_address", models.TextField(blank=True, verbose_name="postal address")),
                (
                    "funding",
                    models.TextField(
                        blank=True,
                        help_text="Who pays for the work, in one or two sentences.",
                        verbose_name="funding",
                    ),
                ),
                (
                    "security_contact",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="contact for security reports"
                    ),
                ),
            ],
            options={
                "verbose_name": "site details",
                "verbose_name_plural": "site details",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="editorial_sitedetails_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(db_index=True, max_length=200, verbose_name="page")),
                (
                    "kind",
                    models.CharField(
                        choices=[("helpful", "was it helpful"), ("error", "report of an error")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("is_helpful", models.BooleanField(blank=True, null=True, verbose_name="helpful")),
                ("text", models.TextField(blank=True, verbose_name="what the reader wrote")),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where it can be read"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("done", "done")],
                        default="new",
                        max_length=4,
                        verbose_name="state",
                    ),
                ),
                (
                    "desk_note",
                    models.TextField(
                        blank=True,
                        help_text="What was looked up, decided or changed.",
                        verbose_name="note of the desk",
                    ),
                ),
                (
                    "sent_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="sent on"
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback of a reader",
                "verbose_name_plural": "feedback of readers",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_helpful__isnull", False), ("kind", "helpful")),
                            models.Q(
                                ("is_helpful__isnull", True),
                                ("kind", "error"),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="editorial_feedback_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField(verbose_name="hour")),
                ("bucket", models.SmallIntegerField(verbose_name="bucket")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="number")),
            ],
            options={
                "verbose_name": "tally of feedback",
                "verbose_name_plural": "tallies of feedback",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hour", "bucket"), name="editorial_feedbacktally_once_an_hour"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("payload", models.JSONField(verbose_name="what it says")),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "waiting for review"),
                            ("changes", "changes requested"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what changed and why"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be published"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="revisions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
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
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is asked to review it; empty: any reviewer.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assigned_revisions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["-created_at", "-pk"],
                "permissions": [("review_revision", "Can review the texts of colleagues")],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="revision_due",
                    ),
                    models.Index(fields=["state", "submitted_at"], name="revision_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "number"),
                        name="editorial_revision_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=("content_type", "object_id"),
                        name="editorial_revision_one_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at__isnull", True),
                            ("published_at__isnull", True),
                            _connector="OR",
                        ),
                        name="editorial_revision_not_both",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "revision_number",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="version"),
                ),
                ("verb", models.CharField(max_length=20, verbose_name="what was done")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                ("note", models.TextField(blank=True, verbose_name="why")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="transitions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["-made_at", "-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id", "made_at"],
                        name="editorial_t_content_bc892d_idx",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentDigest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="sent on")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of what it said")),
                (
                    "colleague",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
            ],
            options={
                "verbose_name": "sent digest",
                "verbose_name_plural": "sent digests",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DeskText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=500)),
                ("parts", models.JSONField(default=list)),
                ("words", models.TextField(blank=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_text",
                        to="editorial.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "text on the desk",
                "verbose_name_plural": "texts on the desk",
                "ordering": ["title", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="editorial_desktext_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "withdraw_at",
                    models.DateTimeField(db_index=True, verbose_name="to be withdrawn"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "planned_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="planned"),
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
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="planned by",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned withdrawal",
                "verbose_name_plural": "planned withdrawals",
                "ordering": ["withdraw_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"),
                        name="editorial_plannedwithdrawal_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trashed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "trashed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="moved to the trash"
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="kind",
                    ),
                ),
                (
                    "trashed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry in the trash",
                "verbose_name_plural": "trash",
                "ordering": ["-trashed_at", "-pk"],
                "default_permissions": ("view", "change"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="editorial_trashed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(default=0)),
                ("data", models.JSONField(blank=True, null=True)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recoveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id", "seen_at"],
                        name="editorial_r_content_996c51_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "content_type", "object_id"), name="editorial_recovery_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=150, verbose_name="for whom")),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="ends")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ended early"),
                ),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used last")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_links",
                        to="editorial.revision",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "link for an outside reader",
                "verbose_name_plural": "links for outside readers",
                "ordering": ["-made_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OutsideComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("text", models.TextField(verbose_name="comment")),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent"),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="editorial.outsidelink",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment from outside",
                "verbose_name_plural": "comments from outside",
                "ordering": ["-sent_at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["link"],
                        name="outside_comment_unread",
                    )
                ],
            },
        ),
    ]
