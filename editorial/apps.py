from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("Editorial desk")

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from content.pictures import images
        from content.registry import add_place, entry_models
        from content.signals import NewsStage, content_withdrawn, public_content_changed
        from editorial import receivers
        from editorial.admin import records  # noqa: F401 - registers them
        from editorial.models import PlannedWithdrawal, Revision, Trashed
        from editorial.workflow import checks, references

        add_place("corrections", "editorial:corrections")
        add_place("feedback", "editorial:feedback")
        checks.register()
        images.ask_also(references.drafts_with_picture)
        post_save.connect(receivers.on_revision_saved, sender=Revision, dispatch_uid="desk")
        post_save.connect(
            receivers.on_withdrawal_planned, sender=PlannedWithdrawal, dispatch_uid="desk"
        )
        for signal in (post_save, post_delete):
            signal.connect(receivers.on_trashed, sender=Trashed, dispatch_uid="desk")
        public_content_changed.connect(receivers.on_changed, at=NewsStage.DESK, dispatch_uid="desk")
        content_withdrawn.connect(receivers.on_withdrawn, at=NewsStage.DESK, dispatch_uid="desk")
        for model in entry_models():
            post_save.connect(receivers.on_entry_made, sender=model, dispatch_uid="desk")
            post_delete.connect(receivers.on_entry_deleted, sender=model, dispatch_uid="desk")
