"""What a day changes is stored: overdue reviews, and as of when steps are read."""

from collections import defaultdict

from django.db import migrations, models
from django.utils import timezone

from evidence.terms import StepDays, read_as_of


def fill(apps, schema_editor):
    """As of the day of the migration."""
    today = timezone.localdate()
    for name in ("Jurisdiction", "Product", "SafetyItem"):
        rows = apps.get_model("evidence", name).objects.using(schema_editor.connection.alias)
        rows.filter(next_review_on__lt=today).update(review_is_overdue=True)
        rows.filter(next_review_on__gte=today).update(derived_until=models.F("next_review_on"))
    read_steps(apps, schema_editor.connection.alias, today)


def read_steps(apps, alias, today):
    products = apps.get_model("evidence", "Product").objects.using(alias)
    days = defaultdict(list)
    steps = apps.get_model("evidence", "Authorisation").objects.using(alias)
    for product, *found in steps.values_list("product_id", "occurred_on", "ends_on"):
        days[product].append(StepDays(*found))
    for key, due in products.filter(pk__in=days).values_list("pk", "derived_until"):
        since, until = read_as_of(days[key], today)
        until = min(filter(None, [due, until]), default=None)
        products.filter(pk=key).update(stands_since=since, derived_until=until)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0014_dates_and_words_of_steps")]

    operations = [
        migrations.AddField(
            model_name="jurisdiction",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="jurisdiction",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="product",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="safetyitem",
            name="review_is_overdue",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="safetyitem",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="product",
            name="stands_since",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="jurisdiction",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="evidence_jurisdiction_ages",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="evidence_product_ages",
            ),
        ),
        migrations.AddIndex(
            model_name="safetyitem",
            index=models.Index(
                fields=["derived_until"],
                condition=models.Q(("derived_until__isnull", False)),
                name="evidence_safetyitem_ages",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
