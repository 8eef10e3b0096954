import re
import unicodedata
from urllib.parse import quote, quote_plus, urlsplit

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from content.models import (
    AboutEntryQuerySet,
    ChildRow,
    Publishable,
    PublishedQuerySet,
    Verification,
)
from content.page_address import page_address
from literature import bibliography


def letters_by_base() -> dict[str, str]:
    """Small Latin letters with an accent, by the letter that people type instead."""
    found = {"o": "ø", "l": "ł", "d": "đ", "i": "ı"}
    for letter in map(chr, range(0xC0, 0x250)):
        base = unicodedata.normalize("NFD", letter)[0]
        if letter.islower() and base != letter:
            found[base] = found.get(base, "") + letter
    return found


ACCENTED = letters_by_base()
# Public indexes of papers that can be asked for a title.
INDEXES = (
    ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/?term={}"),
    ("Crossref", "https://search.crossref.org/search/works?from_ui=yes&q={}"),
)
YEAR = re.compile(r"(19|20)\d\d")


def with_any_accent(word: str) -> str:
    """A pattern for a name, whichever accents it is written with on either side."""
    plain = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", word.lower()))
    return "".join(
        f"[{letter}{ACCENTED[letter]}]" if letter in ACCENTED else re.escape(letter)
        for letter in plain
    )


class PublicationQuerySet(PublishedQuerySet):
    SEARCHED = ("title", "journal", "doi", "pmid", "slug")
    MOST_WORDS = 8

    def naming(self, text: str):
        """Each word stands somewhere in the record."""
        found = self
        for word in text.split()[: self.MOST_WORDS]:
            found = found.filter(self.has_word(word))
        return found

    def has_word(self, word: str) -> Q:
        somewhere = Q(year=int(word)) if YEAR.fullmatch(word) else Q()
        for field in self.SEARCHED:
            somewhere |= Q(**{f"{field}__icontains": word})
        return somewhere | Q(authors_text__iregex=with_any_accent(word))

    def years(self) -> list[int]:
        return list(self.order_by("-year").values_list("year", flat=True).distinct())


class Publication(Publishable):
    """A source. The slug is the key that citation tokens name: `[@dominici2006]`."""

    class Type(models.TextChoices):
        SYSTEMATIC_REVIEW = "systematic_review", _("systematic review")
        RCT = "rct", _("randomised trial")
        TRIAL = "trial", _("trial without randomised comparison, or protocol")
        COHORT = "cohort", _("cohort study")
        GUIDELINE = "guideline", _("guideline")
        REGULATOR = "regulator", _("regulator")
        REVIEW = "review", _("review")
        PRECLINICAL = "preclinical", _("laboratory or animal study")
        PREPRINT = "preprint", _("preprint")
        NEWS = "news", _("news")
        OTHER = "other", _("other")

    class Retraction(models.TextChoices):
        NOT_CHECKED = "not_checked", _("not checked")
        NONE_FOUND = "none_found", _("none found")
        CORRECTED = "corrected", _("corrected")
        CONCERN = "concern", _("expression of concern")
        RETRACTED = "retracted", _("retracted")

    # What indexes of papers list; they hold no press release, leaflet, law or approval.
    PAPERS = (
        Type.SYSTEMATIC_REVIEW,
        Type.RCT,
        Type.TRIAL,
        Type.COHORT,
        Type.REVIEW,
        Type.PRECLINICAL,
        Type.PREPRINT,
    )
    NEEDS_WARNING = (Retraction.RETRACTED, Retraction.CONCERN)

    title = models.CharField(_("title"), max_length=500)
    authors_text = models.CharField(
        _("authors"), max_length=300, help_text=_("As in a reference: Smith A, Jones B, et al.")
    )
    journal = models.CharField(_("journal or publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    locator = models.CharField(
        _("volume, issue, pages"), max_length=60, blank=True, help_text=_("8(4):315-317")
    )
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.OTHER)
    doi = models.CharField(
        "DOI",
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI looks like 10.1080/12345."))],
    )
    doi_verification = models.CharField(
        _("DOI"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    pmid = models.CharField(
        "PMID",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^[1-9]\d{0,7}$", _("A PMID is a number of up to 8 digits."))],
    )
    pmcid = models.CharField(
        "PMCID",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^PMC\d{3,9}$", _("A PMCID looks like PMC8900437."))],
    )
    url = models.URLField(_("web address"), max_length=300, blank=True)
    is_open_access = models.BooleanField(_("open access"), null=True, blank=True)
    is_official = models.BooleanField(
        _("page of an official health service"),
        default=False,
        help_text=_("Such a page, a guideline or a regulator may back what we say of usual care."),
    )
    retraction = models.CharField(
        _("retraction"), max_length=12, choices=Retraction, default=Retraction.NOT_CHECKED
    )
    retraction_checked_on = models.DateField(_("retraction checked on"), null=True, blank=True)
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("For readers: why there is no DOI, PMID or address, or what to know of it."),
    )
    verification = models.CharField(
        _("record"), max_length=8, choices=Verification, default=Verification.MEMORY
    )

    objects = PublicationQuerySet.as_manager()

    slug_is_key = True

    class Meta(Publishable.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-year", "authors_text", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(doi="") | Q(doi__startswith="10.", doi=Lower("doi")),
                name="literature_publication_doi_lower_case",
                violation_error_message=_("Write the DOI in lower case, beginning with 10."),
            ),
            models.UniqueConstraint(
                fields=["doi"], condition=~Q(doi=""), name="literature_publication_doi_once"
            ),
            models.UniqueConstraint(
                fields=["pmid"], condition=~Q(pmid=""), name="literature_publication_pmid_once"
            ),
            models.CheckConstraint(
                condition=~Q(doi="", pmid="", pmcid="", url="", note=""),
                name="literature_publication_findable",
                violation_error_message=_(
                    "Give a DOI, a PMID or an address, or a note that says why there is none."
                ),
            ),
        ]

    def clean(self):
        super().clean()
        self.doi = self.doi.strip().lower()

    def get_absolute_url(self):
        return page_address("literature:detail", self.slug)

    @property
    def may_back_usual_care(self):
        return self.is_official or self.type in (self.Type.GUIDELINE, self.Type.REGULATOR)

    @property
    def doi_url(self):
        """A DOI may hold signs that would end its address, such as `#` and `?`."""
        return f"https://doi.org/{quote(self.doi, safe='/:()')}" if self.doi else ""

    @property
    def pmid_url(self):
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""

    @property
    def pmcid_url(self):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/" if self.pmcid else ""

    @property
    def pmcid_url_if_only(self):
        """PubMed leads to the full text as well."""
        return "" if self.pmid else self.pmcid_url

    @property
    def url_if_only(self):
        """The address of a source that has no number."""
        return "" if self.doi or self.pmid or self.pmcid else self.url

    @property
    def doi_was_seen(self):
        return bool(self.doi) and self.doi_verification != Verification.MEMORY

    @property
    def record_was_seen(self):
        """Authors, title, year, and every identifier but the DOI."""
        return self.verification != Verification.MEMORY

    @property
    def ways_to_source(self):
        """Outside addresses at which a reader finds the work itself, the surest first."""
        ways = (self.doi_url, self.pmid_url, self.pmcid_url, self.url)
        return [address for address in ways if address]

    @property
    def is_paper(self):
        return self.type in self.PAPERS

    @property
    def searches(self):
        """Pairs of name and address: where readers may look for a paper that no number names."""
        if not self.is_paper:
            return []
        return [(name, address.format(quote_plus(self.title))) for name, address in INDEXES]

    @property
    def kind_in_words(self):
        """What a text is that is no paper: its record names that instead of a journal."""
        told = self.journal not in ("", self.authors_text)
        return self.journal if told else capfirst(self.get_type_display())

    @property
    def sites_of_authority(self):
        """Hosts at which other texts of the same authority are that we cite."""
        if self.type != self.Type.REGULATOR:
            return []
        others = Publication.objects.published().filter(
            type=self.type, authors_text=self.authors_text
        )
        hosts = {other.host for other in others.exclude(url="")}
        return sorted(host for host in hosts if not host.startswith("api."))

    @property
    def host(self):
        return urlsplit(self.url).hostname or self.url

    def bibliographic_record(self, address):
        """Asked by editorial.public.citation_formats: this page stands for a work of others."""
        return bibliography.record(self, address)

    @property
    def needs_warning(self):
        return self.retraction in self.NEEDS_WARNING


class Citation(ChildRow):
    """One publication behind an entry, in the order of the entry's reference list."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("publication"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    locator = models.CharField(
        _("place in the source"), max_length=60, blank=True, help_text=_("For example: table 2.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    accessed_on = models.DateField(_("opened on"), null=True, blank=True)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "publication"],
                name="literature_citation_once",
            )
        ]

    def __str__(self):
        return str(self.publication)


class TextCitation(models.Model):
    """A live entry names a publication by a token in its text; kept true at every publication."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="text_citations"
    )

    objects = AboutEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation in a text")
        verbose_name_plural = _("citations in texts")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "publication"],
                name="literature_textcitation_once",
            )
        ]

    def __str__(self):
        return f"{self.entry} → {self.publication}"
