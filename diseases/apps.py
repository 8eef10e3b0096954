from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiseasesConfig(AppConfig):
    name = "diseases"
    verbose_name = _("Diseases")

    def ready(self):
        from content.registry import add_block, add_place, tell_of_results
        from diseases import blocks, checks_before_publishing
        from diseases.models import Disease, SoldCondition

        add_block(Disease, "best_answer", blocks.status)
        tell_of_results(SoldCondition, blocks.states_in_short)
        add_place("diseases", "diseases:list")
        add_place("sold_for", "sold_for:list")
        checks_before_publishing.register()
