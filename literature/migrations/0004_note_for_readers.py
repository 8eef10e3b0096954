from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("literature", "0003_official_pages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="note",
            field=models.CharField(
                blank=True,
                help_text="For readers: why there is no DOI, PMID or address, or what to know of it.",
                max_length=200,
                verbose_name="note",
            ),
        ),
    ]
