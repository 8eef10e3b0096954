from django.conf import settings
from django.db import migrations, models

import content.places


class Migration(migrations.Migration):
    dependencies = [
        ("diseases", "0003_reasons_and_emergencies"),
        ("editorial", "0007_outside_readers"),
        ("evidence", "0003_statement_is_msc"),
        ("literature", "0002_text_citation"),
        ("therapy", "0002_places_and_drawings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="authorisation",
            name="country",
            field=models.CharField(
                blank=True, choices=content.places.choices, max_length=2, verbose_name="place"
            ),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="diseases",
            field=models.ManyToManyField(
                blank=True,
                help_text="What this very step is about. Only their pages say “approved” for it.",
                related_name="authorisations",
                to="diseases.disease",
                verbose_name="diseases",
            ),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="ends_on",
            field=models.DateField(
                blank=True,
                help_text="The last day of a limited term, when it was named; it ends by itself then.",
                null=True,
                verbose_name="ends on",
            ),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="other_place",
            field=models.CharField(
                blank=True,
                help_text="Only where the list of places has none that fits.",
                max_length=60,
                verbose_name="another place",
            ),
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="dose",
            field=models.CharField(blank=True, max_length=150, verbose_name="dose"),
        ),
        migrations.AddField(
            model_name="evidencestatement",
            name="harms_counted",
            field=models.CharField(
                blank=True,
                help_text="In each group, such as “fever: 12 of 50 with cells, 5 of 52 without”.",
                max_length=250,
                verbose_name="harms with counts",
            ),
        ),
        migrations.AddField(
            model_name="jurisdiction",
            name="approvals_checked_on",
            field=models.DateField(
                blank=True,
                help_text="Pages say “none known to us” with this day.",
                null=True,
                verbose_name="approvals last looked up on",
            ),
        ),
        migrations.AddField(
            model_name="jurisdiction",
            name="approvals_checked_precision",
            field=models.CharField(
                choices=[
                    ("day", "day"),
                    ("month", "month"),
                    ("year", "year"),
                    ("unknown", "not known"),
                ],
                default="unknown",
                help_text="How exactly the date is known. The rest of the date is not shown.",
                max_length=8,
                verbose_name="known to the",
            ),
        ),
        migrations.AddField(
            model_name="jurisdiction",
            name="country",
            field=models.CharField(
                blank=True, choices=content.places.choices, max_length=2, verbose_name="place"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="harms",
            field=models.TextField(
                blank=True,
                help_text="Of this product by name, how often, in whom, each with its source.",
                verbose_name="harms",
            ),
        ),
        migrations.AddField(
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
                verbose_name="harms checked",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="condition",
            field=models.CharField(
                blank=True,
                help_text="Only where none of the diseases of this site is the one.",
                max_length=150,
                verbose_name="illness",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="enrolment_registry",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="people in the registry, where different"
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="shown_status",
            field=models.CharField(
                blank=True,
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
                editable=False,
                max_length=22,
                verbose_name="status as shown",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="shown_until",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="shown so until"
            ),
        ),
        migrations.AddField(
            model_name="trialcountry",
            name="code",
            field=models.CharField(
                blank=True, choices=content.places.choices, max_length=2, verbose_name="country"
            ),
        ),
        migrations.AddField(
            model_name="trialcountry",
            name="other_name",
            field=models.CharField(
                blank=True,
                help_text="Only where the list of countries has none that fits.",
                max_length=60,
                verbose_name="another place",
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="diseases",
            field=models.ManyToManyField(
                blank=True,
                help_text="Pages that may name it. For which uses it is approved its steps say, each for its own diseases.",
                related_name="products",
                to="diseases.disease",
                verbose_name="diseases",
            ),
        ),
        migrations.AlterField(
            model_name="trial",
            name="enrolment",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="What the publication reports, else what the registry says.",
                null=True,
                verbose_name="people",
            ),
        ),
    ]
