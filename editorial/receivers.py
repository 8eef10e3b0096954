"""What the desk keeps beside the versions: news about them, and about entries that are gone."""

from django.db import transaction

from editorial.clock import clock
from editorial.models import PlannedWithdrawal


def on_revision_saved(sender, instance, **kwargs):
    if instance.publish_at:
        transaction.on_commit(clock.wake)


def on_withdrawal_planned(sender, instance, **kwargs):
    transaction.on_commit(clock.wake)


def on_entry_deleted(sender, instance, **kwargs):
    PlannedWithdrawal.objects.of(instance).delete()
