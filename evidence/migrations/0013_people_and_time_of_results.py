from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0012_present_state_of_steps")]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidencestatement",
            name="evidence_statement_of_100_is_whole",
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="of_100_people",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Those who were counted in the end, not all who took part. Empty: not known.",
                null=True,
                verbose_name="of how many people these numbers are",
            ),
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="of_100_time",
            field=models.CharField(
                blank=True,
                help_text="Such as “48 weeks”; the follow-up can be longer. Empty: not known.",
                max_length=60,
                verbose_name="when these numbers were seen",
            ),
        ),
        migrations.AlterField(
            model_name="trial",
            name="status",
            field=models.CharField(
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
                verbose_name="status last seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("better_when", ""),
                        ("of_100_people__isnull", True),
                        ("of_100_time", ""),
                        ("of_100_with_cells__isnull", True),
                        ("of_100_without__isnull", True),
                    ),
                    models.Q(
                        ("of_100_with_cells__isnull", False),
                        ("of_100_with_cells__lte", 100),
                        ("of_100_without__isnull", False),
                        ("of_100_without__lte", 100),
                        models.Q(("better_when", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="evidence_statement_of_100_is_whole",
                violation_error_message="Give both numbers of 100 people and which way is better, or none of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("of_100_people__isnull", True),
                    ("n_participants__isnull", True),
                    ("of_100_people__lte", models.F("n_participants")),
                    _connector="OR",
                ),
                name="evidence_statement_of_people_who_took_part",
                violation_error_code="of_100_people",
                violation_error_message="More people are counted than took part.",
            ),
        ),
    ]
