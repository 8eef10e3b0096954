from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diseases", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="disease",
            name="direction_why",
            field=models.TextField(
                blank=True,
                help_text="One sentence with its sources: how the result follows from the findings.",
                verbose_name="why this is the result",
            ),
        ),
        migrations.AddField(
            model_name="disease",
            name="emergency",
            field=models.TextField(
                blank=True,
                help_text="Warning signs that fit this disease, from a guideline or health service.",
                verbose_name="when to get help at once",
            ),
        ),
        migrations.AddField(
            model_name="disease",
            name="emergency_verification",
            field=models.CharField(
                choices=[
                    ("memory", "not yet checked"),
                    ("archive", "seen in an archived copy"),
                    ("checked", "checked on the live source"),
                ],
                default="memory",
                max_length=8,
                verbose_name="when to get help at once",
            ),
        ),
        migrations.AddField(
            model_name="disease",
            name="not_msc_note",
            field=models.TextField(
                blank=True,
                help_text="Products that readers may take for MSC, each with its source.",
                verbose_name="other cells that are not MSC",
            ),
        ),
        migrations.AddField(
            model_name="disease",
            name="standard_care_verification",
            field=models.CharField(
                choices=[
                    ("memory", "not yet checked"),
                    ("archive", "seen in an archived copy"),
                    ("checked", "checked on the live source"),
                ],
                default="memory",
                max_length=8,
                verbose_name="usual care",
            ),
        ),
        migrations.AlterField(
            model_name="disease",
            name="patient_info_verification",
            field=models.CharField(
                choices=[
                    ("memory", "not yet checked"),
                    ("archive", "seen in an archived copy"),
                    ("checked", "checked on the live source"),
                ],
                default="memory",
                max_length=8,
                verbose_name="the disease and taking part",
            ),
        ),
    ]
