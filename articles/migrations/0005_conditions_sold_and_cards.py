"""Articles about conditions that cells are sold for, and articles that are cards to print."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_what_a_day_changes"),
        ("diseases", "0007_conditions_sold"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="conditions",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                to="diseases.soldcondition",
                verbose_name="conditions that cells are sold for",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="kind",
            field=models.CharField(
                choices=[
                    ("explainer", "explainer"),
                    ("guide", "guide"),
                    ("safety", "safety"),
                    ("ethics", "ethics"),
                    ("news", "news"),
                    ("card", "card to print"),
                ],
                default="explainer",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
