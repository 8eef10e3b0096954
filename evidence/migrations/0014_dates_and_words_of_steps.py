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
    ]
