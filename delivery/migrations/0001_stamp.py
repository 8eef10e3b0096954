from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # The first row says when the next appointment is.
    dependencies = [("editorial", "0006_recovery")]

    operations = [
        migrations.CreateModel(
            name="StampRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=1)),
                ("token", models.CharField(max_length=32)),
                ("due", models.FloatField(null=True)),
                ("moved", models.FloatField()),
            ],
            options={"db_table": "delivery_stamp", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="WrittenTable",
            fields=[
                (
                    "name",
                    models.CharField(max_length=100, primary_key=True, serialize=False),
                ),
                ("number", models.BigIntegerField()),
            ],
            options={"db_table": "delivery_writtentable", "default_permissions": ()},
        ),
    ]
