"""What a day changes is stored: whether the next review is overdue."""

from django.db import migrations, models
from django.utils import timezone


def fill(apps, schema_editor):
    """As of the day of the migration."""
    today = timezone.localdate()
    for name in ("Disease",):
        rows = apps.get_model("diseases", name).objects.using(schema_editor.connection.alias)
        rows.filter(next_review_on__lt=today).update(review_is_overdue=True)
        rows.filter(next_review_on__gte=today).update(derived_until=models.F("next_review_on"))


class Migration(migrations.Migration):
    dependencies = [("diseases", "0004_phase_of_the_trials")]

    operations = [
        migrations.AddField(
            model_name="disease",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="disease",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="disease",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="diseases_disease_ages",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
