from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources and glossary")

    def ready(self):
        from content.registry import add_block, add_place
        from content.related_links import add_links
        from diseases.models import Disease
        from editorial.desk import add_list
        from resources import blocks, checks_before_publishing, desk

        add_links(Disease, "red_flags", blocks.own_red_flags, 2)
        add_links(Disease, "red_flags", blocks.red_flags_of_all, 3)
        add_links(Disease, "questions", blocks.questions_of_all, 2)
        add_block(Disease, "before_you_pay", blocks.red_flags)
        add_block(Disease, "questions", blocks.questions)
        add_place("warning signs", "resources:red_flags")
        add_place("questions to ask", "resources:questions")
        add_place("glossary", "resources:glossary")
        add_place("trusted resources", "resources:list")
        checks_before_publishing.register()
        add_list(desk.BrokenLinks)
