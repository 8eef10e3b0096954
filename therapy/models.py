from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from content.models import EntryName, PublishedQuerySet, Verification, live_needs
from content.ordering import position
from content.page_address import page_address
from content.text.fields import RichTextField
from diseases.models import Disease
from diseases.vocabulary import Donor
from editorial.models import Reviewed


class Mechanism(Reviewed):
    """A way in which MSC are thought to act; support is graded apart for each kind of study."""

    class Support(models.TextChoices):
        STRONG = "strong", _("strong")
        MODERATE = "moderate", _("moderate")
        WEAK = "weak", _("weak")
        INDIRECT = "indirect", _("indirect")
        NONE = "none", _("none")
        NOT_STATED = "not_stated", _("not graded")

    class Drawing(models.TextChoices):
        CALM = "calm", _("immune cells that are calmed")
        MESSENGERS = "messengers", _("messengers between cells")
        INFLAMMATION = "inflammation", _("a flame that is lowered")
        VESICLES = "vesicles", _("small bubbles")
        VESSELS = "vessels", _("a branching blood vessel")
        SHIELD = "shield", _("a cell behind a shield")
        SCAR = "scar", _("fibres of a scar")
        HOMING = "homing", _("a way to a target")
        LINEAGES = "lineages", _("cell types in a dish")
        POWER = "power", _("power plants of a cell")
        BLOOD = "blood", _("young blood cells")
        MICROBES = "microbes", _("bacteria")

    drawing = models.CharField(
        _("small drawing"),
        max_length=12,
        choices=Drawing,
        blank=True,
        help_text=_(
            "Stands beside the title. “Cell types in a dish” also puts the tree of bone, cartilage "
            "and fat cells on this page and on the list of cell sources."
        ),
    )
    how_plain = RichTextField(_("how it might work"), blank=True)
    mediators = models.TextField(_("molecules involved"), blank=True, help_text=_("One per line."))
    support_in_vitro = models.CharField(
        _("support in the laboratory"), max_length=10, choices=Support, default=Support.NOT_STATED
    )
    support_in_vitro_note = models.CharField(_("note"), max_length=150, blank=True)
    support_animal = models.CharField(
        _("support in animals"), max_length=10, choices=Support, default=Support.NOT_STATED
    )
    support_animal_note = models.CharField(_("note"), max_length=150, blank=True)
    support_human = models.CharField(
        _("support in people"), max_length=10, choices=Support, default=Support.NOT_STATED
    )
    support_human_note = models.CharField(_("note"), max_length=150, blank=True)
    limits = RichTextField(_("what it does not prove"), blank=True)
    open_questions = RichTextField(_("open questions"), blank=True)
    diseases = models.ManyToManyField(
        Disease, blank=True, related_name="mechanisms", verbose_name=_("diseases where studied")
    )
    verification = models.CharField(
        _("facts of this page"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    support_verification = models.CharField(
        _("grades of support"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    citations = GenericRelation("literature.Citation")

    link_priority = 30

    class Meta(Reviewed.Meta):
        verbose_name = _("mechanism")
        verbose_name_plural = _("mechanisms")
        constraints = [*Reviewed.Meta.constraints, live_needs("plain_summary")]

    def get_absolute_url(self):
        return page_address("therapy:mechanism", self.slug)

    @property
    def drawing_template(self):
        return f"therapy/drawings/{self.drawing or 'plain'}.svg"

    @property
    def has_lineages(self):
        """Whether the tree of bone, cartilage and fat cells belongs to this page."""
        return self.drawing == self.Drawing.LINEAGES

    @property
    def mediator_list(self):
        return self.mediators.splitlines()

    @property
    def support_ladder_drawn(self):
        """The rungs of the ladder, each with the drawing of its kind of study."""
        drawings = (f"therapy/drawings/{name}.svg" for name in ("person", "mouse", "dish"))
        return [
            (*rung, drawing) for rung, drawing in zip(self.support_ladder, drawings, strict=True)
        ]

    @property
    def support_ladder(self):
        """(where, grade, words, note) from the strongest kind of study to the weakest."""
        return [
            (
                where,
                getattr(self, f"support_{kind}"),
                getattr(self, f"get_support_{kind}_display")(),
                getattr(self, f"support_{kind}_note"),
            )
            for kind, where in (
                ("human", _("In people")),
                ("animal", _("In animals")),
                ("in_vitro", _("In the laboratory")),
            )
        ]


class MechanismName(EntryName):
    mechanism = models.ForeignKey(Mechanism, on_delete=models.CASCADE, related_name="names")

    class Meta(EntryName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "text"], name="therapy_mechanismname_once")
        ]


class TissueSourceQuerySet(PublishedQuerySet):
    def in_groups(self):
        """Adult tissues first, then birth tissues, then cells made in the laboratory."""
        return self.order_by(position("group", TissueSource.Group.values), "title", "pk")

    def by_donor(self):
        return self.order_by(position("donor", Donor.values), "title", "pk")

    def with_trial_number(self):
        """How many published trials use these cells, as `trial_number`."""
        live = Q(trials__is_live=True)
        return self.annotate(trial_number=Count("trials", filter=live, distinct=True))

    def beside(self, source):
        """The other sources, those of the same group first."""
        groups = [source.group, *TissueSource.Group.values]
        return self.exclude(pk=source.pk).order_by(position("group", groups), "title", "pk")


class TissueSource(Reviewed):
    """A tissue from which MSC are taken."""

    class Group(models.TextChoices):
        ADULT = "adult", _("adult tissue")
        PERINATAL = "perinatal", _("birth tissue")
        ENGINEERED = "engineered", _("made from reprogrammed cells")

    class BodyPlace(models.TextChoices):
        """Where the pictures of the body and of the birth tissues have a mark."""

        TEETH = "teeth", _("teeth")
        SKIN = "skin", _("skin")
        VEIN = "vein", _("vein of the arm")
        FAT = "fat", _("fat under the skin")
        HIP = "hip", _("hip bone")
        WOMB = "womb", _("lining of the womb")
        MUSCLE = "muscle", _("muscle")
        JOINT = "joint", _("joint, such as the knee")
        PLACENTA = "placenta", _("placenta")
        AMNION = "amnion", _("amniotic sac")
        CORD = "cord", _("umbilical cord")

    group = models.CharField(_("group"), max_length=12, choices=Group)
    body_place = models.CharField(
        _("place in the picture"),
        max_length=10,
        choices=BodyPlace,
        blank=True,
        help_text=_("Where the picture of the body marks it. Empty: it is listed beside."),
    )
    uberon_code = models.CharField("UBERON", max_length=20, blank=True)
    donor = models.CharField(
        _("whose cells"), max_length=12, choices=Donor, default=Donor.NOT_STATED
    )
    donor_note = models.CharField(_("note on donors"), max_length=150, blank=True)
    harvest = RichTextField(_("how the cells are obtained"), blank=True)
    invasiveness = models.CharField(_("burden for the donor"), max_length=150, blank=True)
    yield_level = models.CharField(_("yield"), max_length=100, blank=True)
    yield_figures = RichTextField(
        _("yield figures"),
        blank=True,
        help_text=_("Figures from different methods must not be compared side by side."),
    )
    expansion = RichTextField(_("growth in culture"), blank=True)
    advantages = RichTextField(_("points in favour"), blank=True)
    limitations = RichTextField(_("limits"), blank=True)
    typical_uses = RichTextField(_("where it is studied"), blank=True)
    typical_markers = models.CharField(_("typical markers"), max_length=300, blank=True)
    meaning_for_patients = RichTextField(_("what that means for patients"), blank=True)
    diseases = models.ManyToManyField(
        Disease, blank=True, related_name="sources", verbose_name=_("diseases where studied")
    )
    mechanisms = models.ManyToManyField(
        Mechanism, blank=True, related_name="sources", verbose_name=_("mechanisms")
    )
    verification = models.CharField(
        _("facts of this page"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    harvest_verification = models.CharField(
        _("how the cells are obtained"),
        max_length=8,
        choices=Verification,
        default=Verification.MEMORY,
    )
    yield_verification = models.CharField(
        _("yield"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    expansion_verification = models.CharField(
        _("growth in culture"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    citations = GenericRelation("literature.Citation")

    objects = TissueSourceQuerySet.as_manager()

    link_priority = 20

    class Meta(Reviewed.Meta):
        verbose_name = _("tissue source")
        verbose_name_plural = _("tissue sources")
        constraints = [*Reviewed.Meta.constraints, live_needs("harvest")]

    def get_absolute_url(self):
        return page_address("therapy:source", self.slug)


class SourceName(EntryName):
    source = models.ForeignKey(TissueSource, on_delete=models.CASCADE, related_name="names")

    class Meta(EntryName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["source", "text"], name="therapy_sourcename_once")
        ]
