from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content library")

    def ready(self):
        # The one registers itself, the other connects what happens when an image is deleted.
        from content.pictures import admin, images  # noqa: F401
