from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinkingConfig(AppConfig):
    name = "linking"
    verbose_name = _("Automatic links")

    def ready(self) -> None:
        from content.signals import content_published, content_withdrawn
        from linking import receivers

        content_published.connect(receivers.on_published, dispatch_uid="linking")
        content_withdrawn.connect(receivers.on_withdrawn, dispatch_uid="linking")
