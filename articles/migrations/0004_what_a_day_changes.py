"""What a day changes is stored: whether the next review is overdue."""

from django.db import migrations, models
from django.utils import timezone


def fill(apps, schema_editor):
    """As of the day of the migration."""
    today = timezone.localdate()
    for name in ("Article", "StandingPage"):
        rows = apps.get_model("articles", name).objects.using(schema_editor.connection.alias)
        rows.filter(next_review_on__lt=today).update(review_is_overdue=True)
        rows.filter(next_review_on__gte=today).update(derived_until=models.F("next_review_on"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_articles_of_a_topic")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="article",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="standingpage",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="standingpage",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="articles_article_ages",
            ),
        ),
        migrations.AddIndex(
            model_name="standingpage",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="articles_standingpage_ages",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
