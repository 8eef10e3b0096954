from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiteratureConfig(AppConfig):
    name = "literature"
    verbose_name = _("Literature")

    def ready(self):
        from content.signals import content_published, content_withdrawn
        from literature import checks_before_publishing, receivers

        content_published.connect(receivers.note_tokens, dispatch_uid="literature")
        content_withdrawn.connect(receivers.forget_tokens, dispatch_uid="literature")
        checks_before_publishing.register()
