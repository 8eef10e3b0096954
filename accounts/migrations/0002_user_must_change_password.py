from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text=(
                    "Somebody else knows the password, so the next login asks for a new one."
                ),
                verbose_name="must change the password",
            ),
        ),
    ]
