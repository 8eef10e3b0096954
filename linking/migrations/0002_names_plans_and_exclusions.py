"""Names and plans are made anew from the content: run `manage.py relink --all` afterwards."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("linking", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [
        # A join that has no column.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="mention",
                    name="page",
                    field=models.ForeignObject(
                        editable=False,
                        from_fields=["content_type", "object_id"],
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="search.entry",
                        to_fields=["content_type", "object_id"],
                    ),
                )
            ]
        ),
        migrations.DeleteModel("LinkName"),
        migrations.DeleteModel("StoredPlan"),
        migrations.CreateModel(
            name="NameChange",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("token", models.UUIDField(default=uuid.uuid4)),
                (
                    "paths",
                    models.JSONField(
                        help_text="What may mean something else now; null: everything", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "change of names",
                "verbose_name_plural": "changes of names",
            },
        ),
        migrations.CreateModel(
            name="RelinkLock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "db_table": "linking_turn",
                "verbose_name": "turn",
                "verbose_name_plural": "turns",
            },
        ),
        migrations.CreateModel(
            name="LinkExclusion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("target_id", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "target_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "link switched off",
                "verbose_name_plural": "links switched off",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "target_type", "target_id"),
                        name="linking_linkexclusion_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("target_type__isnull", True)),
                        fields=("content_type", "object_id"),
                        name="linking_linkexclusion_all_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("target_id__isnull", True), ("target_type__isnull", True)),
                            models.Q(("target_id__isnull", False), ("target_type__isnull", False)),
                            _connector="OR",
                        ),
                        name="linking_linkexclusion_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("path", models.CharField(db_index=True, max_length=400)),
                ("priority", models.SmallIntegerField()),
                ("exact_case", models.BooleanField()),
                ("stands_alone", models.BooleanField()),
                ("preferred", models.BooleanField()),
                ("is_enabled", models.BooleanField(default=True)),
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
                "verbose_name": "name in use",
                "verbose_name_plural": "names in use",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "text"), name="linking_linkname_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "fields",
                    models.JSONField(
                        help_text="field: [hash of the text, [[start, end, content type, key], ...]]"
                    ),
                ),
                ("is_long", models.BooleanField(default=False)),
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
                "verbose_name": "link plan",
                "verbose_name_plural": "link plans",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_long", True)),
                        fields=["is_long"],
                        name="linking_long_texts",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="linking_storedplan_once"
                    )
                ],
            },
        ),
    ]
