"""When the security file ends is stored, as of the day of the migration."""

import datetime

from django.db import migrations, models
from django.utils import timezone


def first_of_month(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    return datetime.date(day.year + years, month + 1, 1)


def fill(apps, schema_editor):
    today = timezone.localdate()
    sites = apps.get_model("editorial", "SiteDetails").objects
    sites.using(schema_editor.connection.alias).exclude(security_contact="").update(
        security_expires_on=first_of_month(today, 7),
        derived_until=first_of_month(today, 1) - datetime.timedelta(days=1),
    )


class Migration(migrations.Migration):
    dependencies = [("editorial", "0008_open_questions")]

    operations = [
        migrations.AddField(
            model_name="sitedetails",
            name="security_expires_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sitedetails",
            name="derived_until",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
