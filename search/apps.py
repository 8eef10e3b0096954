from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from content.registry import entry_models
        from content.signals import content_published, content_withdrawn
        from search import receivers

        content_published.connect(receivers.on_published, dispatch_uid="search")
        content_withdrawn.connect(receivers.on_withdrawn, dispatch_uid="search")
        for model in entry_models():
            post_delete.connect(receivers.on_deleted, sender=model, dispatch_uid="search")
