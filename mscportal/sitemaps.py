"""Every public address, one section for each type of entry."""

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urljoin

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.urls import reverse

from articles.models import Article, StandingPage, Topic
from content.languages import in_every_language, version_in
from content.models import Image
from content.registry import entry_models
from content.web import cards
from diseases.models import Disease, DiseaseCategory, SoldCondition
from editorial.models import Contributor
from evidence.models import EvidenceStatement, Jurisdiction, Price, Product, SafetyItem, Trial
from literature.models import Publication
from resources.models import GlossaryTerm, QuestionToAsk, RedFlag, TrustedResource
from therapy.models import Mechanism, TissueSource

PER_FILE = 1000  # so that a publication on a large site changes one of several
# The pages that are no entry, with the types of entry that each of them shows.
LISTED = {
    "home": (Disease, Trial, EvidenceStatement, Product, Article, TissueSource, Mechanism),
    "diseases:list": (Disease, DiseaseCategory),
    "sold_for:list": (SoldCondition,),
    "evidence:overview": (EvidenceStatement, Disease, Trial),
    "evidence:findings": (EvidenceStatement, Disease),
    "evidence:trials": (Trial, Disease, TissueSource),
    "evidence:products": (Product,),
    "evidence:compare": (Product,),
    "evidence:approvals": (Product,),
    "evidence:jurisdictions": (Jurisdiction,),
    "evidence:cost": (Price, Disease),
    "evidence:safety": (SafetyItem, RedFlag, Jurisdiction),
    "therapy:sources": (TissueSource,),
    "therapy:compare": (TissueSource, Trial),
    "therapy:mechanisms": (Mechanism,),
    "articles:list": (Article, Topic),
    "resources:list": (TrustedResource,),
    "resources:glossary": (GlossaryTerm,),
    "resources:questions": (QuestionToAsk,),
    "resources:red_flags": (RedFlag,),
    "literature:list": (Publication,),
    "editorial:contributors": (Contributor,),
    "editorial:corrections": (),
    "feeds": (),
}
LIST_PAGES = tuple(LISTED)
# Pages below an entry that are listed beside it.
BELOW = {Disease: (Disease.EVIDENCE,)}
# What readers come for, and what they open from there; other types come between.
READ_FIRST = (Disease, TissueSource, Article, Product, Jurisdiction, StandingPage)
READ_LAST = (Contributor, Trial, Publication)


class ListPages(Sitemap):
    """In each language of the interface; the entries have one language, that of their text."""

    i18n = alternates = x_default = True

    def items(self):
        return LIST_PAGES

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        changes = (self.last_change[model] for model in LISTED[name])
        return max((moment for moment in changes if moment), default=None)

    @cached_property
    def last_change(self):
        return {
            model: last_change(model)
            for model in {model for models in LISTED.values() for model in models}
        }

    def get_latest_lastmod(self):
        return self.lastmod("home")


def last_change(model):
    """When an entry last appeared, changed or went; None when none ever did."""
    found = model.objects.aggregate(
        changed=Max("updated_at", filter=Q(is_live=True)), gone=Max("withdrawn_at")
    )
    return max((moment for moment in found.values() if moment), default=None)


class Entries(Sitemap):
    limit = PER_FILE

    def __init__(self, model):
        self.model = model
        self.pictures = [f.name for f in model._meta.fields if f.related_model is Image]

    def items(self):
        entries = self.model.objects.published().select_related(*self.pictures).order_by("pk")
        columns = ("slug", "language", "updated_at", *self.model.card_fields)
        return entries.only(*columns, *(f"{name}__file" for name in self.pictures))

    def location(self, entry):
        address = entry.get_absolute_url()
        home = version_in(entry.language, address)
        return home.address if home else address

    def lastmod(self, entry):
        return entry.updated_at

    def get_latest_lastmod(self):
        return last_change(self.model)

    def get_urls(self, page=1, site=None, protocol=None):
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            url["images"] = [urljoin(url["location"], path) for path in self.images(url["item"])]
        return [each for url in urls for each in (url, *self.below(url))]

    def below(self, url):
        for end in BELOW.get(self.model, ()):
            yield url | {"location": f"{url['location']}{end}", "images": []}

    def images(self, entry):
        """What stands for the page where it is shared, and the picture at its top."""
        shown = (getattr(entry, name) for name in self.pictures)
        return [cards.entry_address(entry), *(image.file.url for image in shown if image)]

    @cached_property
    def paginator(self):
        return Paginator(self.items(), self.limit)


def sections() -> dict[str, Sitemap]:
    """Fresh ones for each request: they remember what they counted."""
    entries = {m._meta.model_name: Entries(m) for m in entry_models() if m.has_page}
    return {"lists": ListPages(), **entries}


def most_read_first() -> Iterator[str]:
    """The path of every page, in each language. A guess, until somebody counts what is read."""
    lists = ListPages()
    for name in lists.items():
        yield from in_every_language(lists.location(name))
    models = [model for model in entry_models() if model.has_page]
    between = [model for model in models if model not in READ_FIRST + READ_LAST]
    for model in (*READ_FIRST, *between, *READ_LAST):
        section = Entries(model)
        for entry in section.items():
            own = section.location(entry)
            for end in ("", *model.further_pages):
                yield from in_every_language(f"{own}{end}")
