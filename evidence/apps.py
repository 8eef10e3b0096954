from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = _("Evidence, trials and approvals")

    def ready(self):
        from content.registry import add_answer, add_block, add_place, tell_of_results
        from content.related_links import add_links
        from diseases.models import Disease, SoldCondition
        from evidence import blocks, checks_before_publishing, plain_page
        from evidence.models import Product, Trial

        add_block(Disease, "plain_approved", plain_page.approved)
        add_block(Disease, "plain_result", plain_page.deciding_result)
        add_links(Disease, "open_trials", plain_page.open_trials, plain_page.MOST_TRIALS)
        add_links(Disease, "prices", plain_page.prices, 1)
        add_block(Disease, "evidence", blocks.stage_ladder)
        add_block(Disease, "evidence", blocks.findings)
        add_block(Disease, "risks", blocks.safety_items)
        add_block(Disease, "approvals", blocks.approvals)
        add_block(Disease, "trials", blocks.trials)
        add_block(Disease, "best_answer", blocks.approvals_in_short)
        add_block(Disease, "best_answer", blocks.trials_in_short)
        add_block(SoldCondition, "cost", blocks.prices_of_condition)
        add_answer(blocks.approvals_asked_for)
        tell_of_results(Product, blocks.standings_in_short)
        tell_of_results(Trial, blocks.statuses_in_short)
        add_place("trials", "evidence:trials")
        add_place("cost", "evidence:cost")
        add_place("safety", "evidence:safety")
        add_place("regulation", "evidence:jurisdictions")
        checks_before_publishing.register()
