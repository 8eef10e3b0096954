from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_shown_statuses_hold")]

    operations = [
        migrations.AlterConstraint(
            model_name="evidencestatement",
            name="evidence_statement_certainty_has_source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certainty", "not_assessed"), ("certainty_by__isnull", True)),
                    models.Q(
                        models.Q(("certainty", "not_assessed"), _negated=True),
                        ("certainty_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="evidence_statement_certainty_has_source",
                violation_error_code="certainty",
                violation_error_message="A certainty needs the review that states it; without one it is “not assessed”.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="evidencestatement",
            name="evidence_statement_needs_comparison",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("best_design__in", ["single_arm", "case_report", "preclinical"]),
                    ("direction__in", ["benefit", "no_difference", "harm"]),
                    _negated=True,
                ),
                name="evidence_statement_needs_comparison",
                violation_error_code="direction",
                violation_error_message="Without a comparison group it cannot be judged: choose that, and say what was seen in plain words.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="evidencestatement",
            name="evidence_statement_compares",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    models.Q(
                        ("direction__in", ["benefit", "no_difference", "harm"]), _negated=True
                    ),
                    models.Q(
                        ("comparator__istartswith", "none"),
                        ("comparator__istartswith", "no comparison"),
                        _connector="OR",
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="evidence_statement_compares",
                violation_error_code="direction",
                violation_error_message="It was compared with nothing, so the direction cannot be judged.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="evidencestatement",
            name="evidence_statement_disagrees_with_another",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    models.Q(("direction", "mixed"), _negated=True),
                    models.Q(("n_studies__gte", 2), ("n_studies__isnull", False)),
                    _connector="OR",
                ),
                name="evidence_statement_disagrees_with_another",
                violation_error_code="direction",
                violation_error_message="The results of one study cannot disagree.",
            ),
        ),
    ]
