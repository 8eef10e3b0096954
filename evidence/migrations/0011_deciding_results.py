from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0010_rules_at_their_fields")]

    operations = [
        migrations.AddField(
            model_name="evidencestatement",
            name="better_when",
            field=models.CharField(
                blank=True,
                choices=[("higher", "more people have it"), ("lower", "fewer people have it")],
                max_length=6,
                verbose_name="better when",
            ),
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="is_deciding",
            field=models.BooleanField(
                default=False,
                help_text="The one result that a page of the disease may show as a picture of 100 people.",
                verbose_name="the deciding result of its disease",
            ),
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="of_100_with_cells",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="of 100 people with cells"
            ),
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="of_100_without",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="of 100 people without"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("better_when", ""),
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
                    ("is_deciding", False), ("of_100_with_cells__isnull", False), _connector="OR"
                ),
                name="evidence_statement_deciding_has_numbers",
                violation_error_message="A deciding result has its numbers of 100 people.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_deciding", True), ("is_live", True)),
                fields=("disease",),
                name="evidence_statement_one_decides",
                violation_error_message="Another finding is the deciding result already.",
            ),
        ),
    ]
