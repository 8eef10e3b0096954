from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0004_focal_point"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrecord",
            name="left_alone",
            field=models.JSONField(default=list, verbose_name="parts that an editor changed"),
        ),
        migrations.AddField(
            model_name="importrecord",
            name="parts",
            field=models.JSONField(
                default=dict,
                help_text="Of each field, relation and row; empty where an old release wrote the entry.",
                verbose_name="digests of its parts",
            ),
        ),
    ]
