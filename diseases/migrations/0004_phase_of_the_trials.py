from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("diseases", "0003_reasons_and_emergencies"),
    ]

    operations = [
        migrations.RemoveField(model_name="disease", name="best_phase"),
    ]
