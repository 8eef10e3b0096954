"""Every public address, one section for each type of entry."""

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max
from django.urls import reverse
from django.utils.functional import cached_property

from content.registry import entry_models

PER_FILE = 5000
LIST_PAGES = (
    "home",
    "diseases:list",
    "evidence:overview",
    "evidence:trials",
    "evidence:products",
    "evidence:approvals",
    "evidence:jurisdictions",
    "evidence:safety",
    "therapy:sources",
    "therapy:compare",
    "therapy:mechanisms",
    "articles:list",
    "resources:list",
    "resources:glossary",
    "resources:questions",
    "resources:red_flags",
    "literature:list",
    "editorial:contributors",
    "editorial:corrections",
)


class ListPages(Sitemap):
    def items(self):
        return LIST_PAGES

    def location(self, name):
        return reverse(name)


class Entries(Sitemap):
    limit = PER_FILE

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, entry):
        return entry.updated_at

    def get_latest_lastmod(self):
        return self.model.objects.published().aggregate(latest=Max("updated_at"))["latest"]

    @cached_property
    def paginator(self):
        return Paginator(self.items(), self.limit)


def sections() -> dict[str, Sitemap]:
    """Fresh ones for each request: they remember what they counted."""
    entries = {m._meta.model_name: Entries(m) for m in entry_models() if m.has_page}
    return {"lists": ListPages(), **entries}
