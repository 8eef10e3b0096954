"""What the desk keeps beside the versions, in the transaction that changes them."""

from django.db import transaction

from content.drafting import in_draft
from editorial.desk import index
from editorial.models import PlannedWithdrawal
from editorial.workflow import clock


def on_revision_saved(sender, instance, created, update_fields, **kwargs):
    if instance.publish_at:
        transaction.on_commit(clock.wake)
    if (created or not update_fields or "published_at" in update_fields) and instance.entry:
        index.refresh(type(instance.entry)._base_manager.get(pk=instance.object_id))


def on_withdrawal_planned(sender, instance, **kwargs):
    transaction.on_commit(clock.wake)


def on_changed(sender, entry, **kwargs):
    index.forget_row(entry)


def on_withdrawn(sender, entry, **kwargs):
    if entry.pk is not None:
        index.refresh(entry)


def on_entry_made(sender, instance, created, **kwargs):
    """By an import or a command; the form of the desk makes a version right afterwards."""
    if created and not instance.is_live and not in_draft.get():
        index.refresh(instance)


def on_trashed(sender, instance, **kwargs):
    """Moved to the trash, or taken out again."""
    if instance.entry:
        index.refresh(type(instance.entry)._base_manager.get(pk=instance.object_id))


def on_entry_deleted(sender, instance, **kwargs):
    PlannedWithdrawal.objects.of(instance).delete()
    index.forget(instance)
