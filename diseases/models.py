from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import (
    AskedQuestion,
    ChildRow,
    EntryName,
    Publishable,
    PublishedQuerySet,
    Verification,
    live_needs,
)
from content.page_address import page_address
from content.text.fields import RichTextField
from diseases.vocabulary import Direction, TestingStage
from editorial.models import Reviewed


class DiseaseCategory(Publishable):
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(Publishable.Meta):
        verbose_name = _("disease category")
        verbose_name_plural = _("disease categories")
        ordering = ["order", "title", "pk"]

    def get_absolute_url(self):
        return page_address("diseases:category", self.slug)


class DiseaseQuerySet(PublishedQuerySet):
    def on_home(self):
        """Whose verdicts editors put on the first page, in their order."""
        chosen = self.published().exclude(verdict="").filter(place_on_home__isnull=False)
        return chosen.order_by("place_on_home", "title", "pk")


class Disease(Reviewed):
    """A disease and what is known about MSC in it.

    It has two pages: a plain one with the verdict and six answers, at its own address, and one with
    the evidence below that, which opens with the plain summary.
    """

    category = models.ForeignKey(
        DiseaseCategory,
        on_delete=models.PROTECT,
        related_name="diseases",
        null=True,
        blank=True,
        verbose_name=_("category"),
    )
    is_rare = models.BooleanField(_("rare disease"), null=True, blank=True)
    about = RichTextField(_("what it is"), blank=True, help_text=_("Short; link out for more."))
    verdict = models.CharField(
        _("verdict"),
        max_length=160,
        blank=True,
        help_text=_("One sentence of at most 20 words: what is known, before anything else."),
    )
    answer_works = RichTextField(_("does it work?"), blank=True)
    answer_approved = RichTextField(_("is it approved?"), blank=True)
    answer_safe = RichTextField(_("is it safe?"), blank=True)
    answer_cost = RichTextField(_("what does it cost?"), blank=True)
    answer_instead = RichTextField(_("what else helps?"), blank=True)
    answer_now = RichTextField(_("what should I do now?"), blank=True)
    place_on_home = models.PositiveSmallIntegerField(
        _("place on the first page"),
        null=True,
        blank=True,
        help_text=_("Small numbers come first. Empty: its verdict is not on the first page."),
    )
    learn_more_name = models.CharField(_("learn more at"), max_length=150, blank=True)
    learn_more_url = models.URLField(_("learn more address"), blank=True)
    standard_care = RichTextField(_("usual care"), blank=True, help_text=_("In general terms."))
    emergency = RichTextField(
        _("when to get help at once"),
        blank=True,
        help_text=_("Warning signs that fit this disease, from a guideline or health service."),
    )
    without_treatment = RichTextField(_("without treatment"), blank=True)
    rationale = RichTextField(_("why MSC are tried"), blank=True)
    evidence_summary = RichTextField(_("what the studies found"), blank=True)
    direction_why = RichTextField(
        _("why this is the result"),
        blank=True,
        help_text=_("One sentence with its sources: how the result follows from the findings."),
    )
    not_msc_note = RichTextField(
        _("other cells that are not MSC"),
        blank=True,
        help_text=_("Products that readers may take for MSC, each with its source."),
    )
    testing_stage = models.CharField(
        _("testing stage"),
        max_length=20,
        choices=TestingStage,
        blank=True,
        help_text=_("How far testing went. Says nothing about the result."),
    )
    evidence_direction = models.CharField(
        _("what the evidence shows"), max_length=15, choices=Direction, blank=True
    )
    uncertainty = RichTextField(_("what we do not know"), blank=True)
    risks = RichTextField(_("risks"), blank=True)
    what_it_involves = RichTextField(_("what taking part involves"), blank=True)
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related diseases"))
    verification = models.CharField(
        _("facts of this page"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    answers_verification = models.CharField(
        _("verdict and six answers"),
        max_length=8,
        choices=Verification,
        default=Verification.MEMORY,
    )
    evidence_verification = models.CharField(
        _("summary of studies"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    patient_info_verification = models.CharField(
        _("the disease and taking part"),
        max_length=8,
        choices=Verification,
        default=Verification.MEMORY,
    )
    standard_care_verification = models.CharField(
        _("usual care"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    emergency_verification = models.CharField(
        _("when to get help at once"),
        max_length=8,
        choices=Verification,
        default=Verification.MEMORY,
    )
    citations = GenericRelation("literature.Citation")

    objects = DiseaseQuerySet.as_manager()

    EVIDENCE, CARD = "evidence/", "card/"

    further_pages = (EVIDENCE, CARD)
    card_fields = ("title", "verdict")
    is_told_by_teaser = True
    page_names = {
        "": _("Plain page"),
        EVIDENCE: _("Page with the evidence"),
    }
    link_priority = 40
    facet_fields = {"topic": "category"}

    class Meta(Reviewed.Meta):
        verbose_name = _("disease")
        verbose_name_plural = _("diseases")
        constraints = [*Reviewed.Meta.constraints, live_needs("plain_summary", "risks")]

    def get_absolute_url(self):
        return page_address("diseases:detail", self.slug)

    @property
    def evidence_url(self):
        return f"{self.get_absolute_url()}{self.EVIDENCE}"

    @property
    def feed_url(self):
        return f"{self.get_absolute_url()}feed/"

    @property
    def card_url(self):
        return f"{self.get_absolute_url()}{self.CARD}"

    def card_words(self):
        return (self.verdict, self.title) if self.verdict else super().card_words()

    @property
    def teaser(self):
        return self.verdict or super().teaser

    @property
    def description(self):
        return self.verdict or super().description

    def search_text(self):
        """With the summary where the verdict stands in its place."""
        summary = [self.plain_summary] if self.verdict else []
        return "\n".join([*summary, super().search_text()])


class DiseaseName(EntryName):
    disease = models.ForeignKey(Disease, on_delete=models.CASCADE, related_name="names")

    class Meta(EntryName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["disease", "text"], name="diseases_diseasename_once")
        ]


class DiseaseQuestion(AskedQuestion):
    disease = models.ForeignKey(Disease, on_delete=models.CASCADE, related_name="asked")

    class Meta(AskedQuestion.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["disease", "text"], name="diseases_diseasequestion_once"
            )
        ]


class DiseaseCode(ChildRow):
    """The disease in a public vocabulary. SNOMED codes are not kept: their licence forbids it."""

    class System(models.TextChoices):
        DOID = "doid", "Disease Ontology"
        MONDO = "mondo", "Mondo"
        MESH = "mesh", "MeSH"
        ICD10 = "icd10", "ICD-10"
        ICD11 = "icd11", "ICD-11"
        ORPHA = "orpha", "Orphanet"

    class Match(models.TextChoices):
        EXACT = "exact", _("the same disease")
        CLOSE = "close", _("nearly the same")
        BROAD = "broad", _("a wider term")
        NARROW = "narrow", _("a narrower term")

    ADDRESSES = {
        System.DOID: "https://disease-ontology.org/term/{}/",
        System.MONDO: "https://monarchinitiative.org/{}",
        System.MESH: "https://meshb.nlm.nih.gov/record/ui?ui={}",
    }

    disease = models.ForeignKey(Disease, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(_("system"), max_length=6, choices=System)
    code = models.CharField(_("code"), max_length=20)
    label = models.CharField(_("label in that system"), max_length=150, blank=True)
    match = models.CharField(_("fit"), max_length=6, choices=Match, default=Match.EXACT)
    source_version = models.CharField(_("version"), max_length=40, blank=True)
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["order", "system", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["disease", "system", "code"], name="diseases_diseasecode_once"
            ),
            models.CheckConstraint(
                condition=(~Q(system="doid") | Q(code__startswith="DOID:"))
                & (~Q(system="mondo") | Q(code__startswith="MONDO:")),
                name="diseases_diseasecode_prefix",
                violation_error_message=_("Write DOID: or MONDO: before the number."),
            ),
        ]

    def __str__(self):
        return f"{self.get_system_display()} {self.code}"

    @property
    def url(self):
        """Empty where the vocabulary has no page for each code."""
        return (
            self.ADDRESSES[self.system].format(self.code) if self.system in self.ADDRESSES else ""
        )

    @property
    def was_seen(self):
        return self.verification != Verification.MEMORY


class SoldConditionQuerySet(PublishedQuerySet):
    def by_part_of_the_body(self):
        """Those of one category together, in the order of the categories."""
        return self.order_by("category__order", "category__title", "category", "title", "pk")


class SoldCondition(Reviewed):
    """A condition that cells are sold for and that has no disease page.

    A fair test has a comparison group, and chance decides who gets the cells.
    """

    class Known(models.TextChoices):
        NONE = "none", _("no fair test that we know of")
        SMALL = "small", _("only small fair tests")
        UNCONFIRMED = "unconfirmed", _("a larger test, not confirmed")
        MIXED = "mixed", _("fair tests disagree")

    category = models.ForeignKey(
        DiseaseCategory,
        on_delete=models.PROTECT,
        related_name="sold_conditions",
        null=True,
        blank=True,
        verbose_name=_("category"),
    )
    known = models.CharField(
        _("state of the tests"),
        max_length=11,
        choices=Known,
        blank=True,
        help_text=_("A fair test has a comparison group, and chance decides who gets the cells."),
    )
    what_is_known = RichTextField(
        _("what is known"),
        blank=True,
        help_text=_("Short sentences of at most 20 words, each number with its source."),
    )
    verification = models.CharField(
        _("facts of this page"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    citations = GenericRelation("literature.Citation")

    objects = SoldConditionQuerySet.as_manager()

    link_priority = 35
    facet_fields = {"topic": "category"}

    class Meta(Reviewed.Meta):
        verbose_name = _("condition that cells are sold for")
        verbose_name_plural = _("conditions that cells are sold for")
        constraints = [*Reviewed.Meta.constraints, live_needs("known", "what_is_known")]

    def get_absolute_url(self):
        return page_address("sold_for:detail", self.slug)

    @property
    def known_in_words(self):
        """A whole sentence, in the language of the page."""
        return {
            self.Known.NONE: gettext("We know of no fair test."),
            self.Known.SMALL: gettext("We know only of small fair tests."),
            self.Known.UNCONFIRMED: gettext(
                "We know of a larger test. It does not settle whether they help."
            ),
            self.Known.MIXED: gettext("We know of fair tests that disagree."),
        }.get(self.known, "")


class SoldConditionName(EntryName):
    condition = models.ForeignKey(SoldCondition, on_delete=models.CASCADE, related_name="names")

    class Meta(EntryName.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "text"], name="diseases_soldconditionname_once"
            )
        ]


class SoldConditionQuestion(AskedQuestion):
    """Some say more than anybody knows, which is one more reason to repeat them nowhere."""

    condition = models.ForeignKey(SoldCondition, on_delete=models.CASCADE, related_name="asked")

    class Meta(AskedQuestion.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "text"], name="diseases_soldconditionquestion_once"
            )
        ]
