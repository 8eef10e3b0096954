from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources and glossary")

    def ready(self):
        from content.registry import add_block, add_place
        from diseases.models import Disease
        from editorial.desk import add_list
        from resources import blocks, checks_before_publishing, desk

        add_block(Disease, "before_you_pay", blocks.red_flags)
        add_block(Disease, "questions", blocks.questions)
        add_place("glossary", "resources:glossary")
        add_place("trusted resources", "resources:list")
        checks_before_publishing.register()
        add_list(desk.BrokenLinks)
