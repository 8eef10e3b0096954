from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiteratureConfig(AppConfig):
    name = "literature"
    verbose_name = _("Literature")

    def ready(self):
        from content.signals import NewsStage, content_withdrawn, public_content_changed
        from literature import checks_before_publishing, receivers

        public_content_changed.connect(
            receivers.note_tokens, at=NewsStage.CITATIONS, dispatch_uid="literature"
        )
        content_withdrawn.connect(
            receivers.forget_tokens, at=NewsStage.CITATIONS, dispatch_uid="literature"
        )
        checks_before_publishing.register()
