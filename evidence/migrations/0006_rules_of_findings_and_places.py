from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_places_by_code")]

    operations = [
        migrations.AlterModelOptions(
            name="trialcountry",
            options={
                "ordering": ["code", "other_name", "pk"],
                "verbose_name": "country",
                "verbose_name_plural": "countries",
            },
        ),
        migrations.RemoveConstraint(
            model_name="authorisation",
            name="evidence_authorisation_has_place",
        ),
        migrations.RemoveConstraint(
            model_name="evidencestatement",
            name="evidence_statement_benefit_needs_comparison",
        ),
        migrations.RemoveConstraint(
            model_name="trialcountry",
            name="evidence_trialcountry_once",
        ),
        migrations.RemoveField(
            model_name="authorisation",
            name="place",
        ),
        migrations.RemoveField(
            model_name="trialcountry",
            name="name",
        ),
        migrations.AddConstraint(
            model_name="authorisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("country", ""), _negated=True), ("other_place", "")),
                    models.Q(("country", ""), models.Q(("other_place", ""), _negated=True)),
                    _connector="OR",
                ),
                name="evidence_authorisation_has_place",
                violation_error_message="Choose a place, or write one that the list lacks.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("best_design__in", ["single_arm", "case_report", "preclinical"]),
                    ("direction__in", ["benefit", "no_difference", "harm"]),
                    _negated=True,
                ),
                name="evidence_statement_needs_comparison",
                violation_error_message="Without a comparison group it cannot be judged: choose that, and say what was seen in plain words.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
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
                violation_error_message="It was compared with nothing, so the direction cannot be judged.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    models.Q(("direction", "mixed"), _negated=True),
                    models.Q(("n_studies__gte", 2), ("n_studies__isnull", False)),
                    _connector="OR",
                ),
                name="evidence_statement_disagrees_with_another",
                violation_error_message="The results of one study cannot disagree.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approvals_checked_on__isnull", True),
                        ("approvals_checked_precision", "unknown"),
                    ),
                    models.Q(
                        ("approvals_checked_on__isnull", False),
                        ("approvals_checked_precision__in", ["day", "month", "year"]),
                    ),
                    _connector="OR",
                ),
                name="evidence_jurisdiction_approvals_checked_on_precise",
                violation_error_message="A date needs its precision, and a missing date is “not known”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("country", ""), _negated=True),
                fields=("country",),
                name="evidence_jurisdiction_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="trialcountry",
            constraint=models.UniqueConstraint(
                fields=("trial", "code", "other_name"), name="evidence_trialcountry_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="trialcountry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("code", ""), _negated=True), ("other_name", "")),
                    models.Q(("code", ""), models.Q(("other_name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="evidence_trialcountry_has_place",
                violation_error_message="Choose a country, or write one that the list lacks.",
            ),
        ),
    ]
