from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0011_deciding_results")]

    operations = [
        migrations.AddField(
            model_name="authorisation",
            name="is_present_state_unknown",
            field=models.BooleanField(
                default=False,
                help_text="Of an approval: pages say that it was given once, and that we do not know whether it still holds.",
                verbose_name="whether it still holds is not known",
            ),
        ),
    ]
