from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diseases", "0003_reasons_and_emergencies"),
        ("evidence", "0006_rules_of_findings_and_places"),
        ("literature", "0003_official_pages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="authorisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("authorised", "authorised"),
                    (
                        "conditional",
                        "authorised provisionally, with conditions or for a limited time",
                    ),
                    ("exempt", "allowed under a hospital exemption, no approval for sale"),
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
        migrations.AlterField(
            model_name="product",
            name="harms_verification",
            field=models.CharField(
                choices=[
                    ("memory", "not yet checked"),
                    ("archive", "seen in an archived copy"),
                    ("checked", "checked on the live source"),
                ],
                default="memory",
                max_length=8,
                verbose_name="its harms",
            ),
        ),
        migrations.AddConstraint(
            model_name="authorisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("occurred_on__isnull", True),
                    ("ends_on__gte", models.F("occurred_on")),
                    _connector="OR",
                ),
                name="evidence_authorisation_ends_after_it_began",
                violation_error_message="A term cannot end before it began.",
            ),
        ),
    ]
