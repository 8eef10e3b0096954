"""What a day changes is stored: whether the next review is overdue."""

from django.db import migrations, models
from django.utils import timezone


def fill(apps, schema_editor):
    """As of the day of the migration."""
    today = timezone.localdate()
    for name in ("Mechanism", "TissueSource"):
        rows = apps.get_model("therapy", name).objects.using(schema_editor.connection.alias)
        rows.filter(next_review_on__lt=today).update(review_is_overdue=True)
        rows.filter(next_review_on__gte=today).update(derived_until=models.F("next_review_on"))


class Migration(migrations.Migration):
    dependencies = [("therapy", "0002_places_and_drawings")]

    operations = [
        migrations.AddField(
            model_name="mechanism",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="mechanism",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="tissuesource",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="tissuesource",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="mechanism",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="therapy_mechanism_ages",
            ),
        ),
        migrations.AddIndex(
            model_name="tissuesource",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="therapy_tissuesource_ages",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
