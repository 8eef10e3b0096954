from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_shown_statuses")]

    operations = [
        migrations.AddIndex(
            model_name="trial",
            index=models.Index(
                condition=models.Q(("shown_until__isnull", False)),
                fields=["shown_until"],
                name="evidence_trial_shown_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    ("shown_status", models.F("status")),
                    ("shown_status", "unknown"),
                    _connector="OR",
                ),
                name="evidence_trial_shows_its_status",
                violation_error_message="The status as shown follows from the status.",
            ),
        ),
    ]
