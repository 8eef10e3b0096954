from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from content.registry import add_place
        from search import receivers

        add_place("search", "search:search")
        receivers.connect()
