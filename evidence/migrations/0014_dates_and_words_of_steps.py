from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0013_people_and_time_of_results")]

    operations = [
        migrations.AlterField(
            model_name="product",
            name="status_note",
            field=models.CharField(
                blank=True,
                help_text="Such as “in a late trial”. Shown only as long as no step is listed.",
                max_length=200,
                verbose_name="status in words",
            ),
        ),
        migrations.AddField(
            model_name="authorisation",
            name="date_is",
            field=models.CharField(
                blank=True,
                choices=[
                    ("announced", "date of the announcement"),
                    ("reported", "date of the report"),
                    ("approximate", "approximate"),
                ],
                help_text="Empty: the day of the step itself. Said wherever the date is.",
                max_length=11,
                verbose_name="the date is",
            ),
        ),
    ]
