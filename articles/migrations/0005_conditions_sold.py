"""Which conditions that cells are sold for an article is about."""

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
    ]
