"""What is shown of the status of each trial that is there, as of the day of the migration."""

from django.db import migrations, models
from django.utils import timezone

import evidence.models.trials
from evidence import statuses


def fill(apps, schema_editor):
    today = timezone.localdate()
    trials = apps.get_model("evidence", "Trial").objects.using(schema_editor.connection.alias)
    for trial in trials:
        seen = trial.facts_as_of_on, trial.facts_as_of_precision
        if trial.status_as_of_on:
            seen = trial.status_as_of_on, trial.status_as_of_precision
        completion = trial.completion_on, trial.completion_precision
        trial.shown_status, trial.shown_until = statuses.shown(
            trial.status, seen, completion, today
        )
        trial.save(update_fields=["shown_status", "shown_until"])


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_words_and_terms_of_steps")]

    operations = [
        migrations.AlterField(
            model_name="trial",
            name="shown_status",
            field=models.CharField(
                blank=True,
                choices=evidence.models.trials.shown_statuses,
                editable=False,
                max_length=22,
                verbose_name="status as shown",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
