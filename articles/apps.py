from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles and pages")

    def ready(self):
        from articles import checks_before_publishing
        from articles.models import guides, guides_of_all
        from content.registry import add_place
        from content.related_links import add_links
        from diseases.models import Disease

        add_place("articles", "articles:list")
        add_place("what_it_costs", "/articles/what-it-costs/")
        add_place("what_is_sold", "/articles/sold-for/")
        add_place("principles", "/how-we-work/")
        add_place("funding", "/funding/")
        add_links(Disease, "guides", guides, 3)
        add_links(Disease, "guides", guides_of_all, 1)
        checks_before_publishing.register()
