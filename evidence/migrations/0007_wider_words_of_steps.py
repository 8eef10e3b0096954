from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0006_rules_of_findings_and_places"),
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
    ]
