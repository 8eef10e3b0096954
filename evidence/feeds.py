from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.reachable import reachable
from content.text import richtext
from content.web.feeds import MOST_ITEMS, Item, SiteFeed, lasting_id, newest, view
from content.web.pages import get_public
from content.web.site_name import with_site_name
from diseases.models import Disease, SoldCondition
from editorial.models import Correction
from editorial.public import corrections, corrections_of
from evidence import reading
from evidence.answers import about, in_one_line, of_product
from evidence.approvals import uses_of
from evidence.models import EvidenceStatement, Product, SafetyItem
from resources.models import RedFlag

LONGEST_TEXT = 400
Kind = Correction.Kind
CHANGES_OF_FACT = [Kind.CLARIFICATION, Kind.FACTUAL, Kind.SAFETY, Kind.RETRACTION, Kind.UPDATE]


class EvidenceChanges(SiteFeed):
    title = with_site_name(gettext_lazy("Evidence on %(site)s: what is new and what changed"))
    subtitle = gettext_lazy(
        "Findings of studies and conditions that cells are sold for, new or changed, and "
        "corrections of fact."
    )

    def link(self):
        return reverse("evidence:overview")

    def feed_url(self):
        return reverse("evidence:feed")

    def find(self, _shown):
        sold = changed(SoldCondition, lambda condition: condition.known_in_words)
        return newest(findings(), sold, corrections(CHANGES_OF_FACT))


class SafetyChanges(SiteFeed):
    title = with_site_name(gettext_lazy("Safety on %(site)s: what is new and what changed"))
    subtitle = gettext_lazy("Harms that were seen, warning signs, and corrections about safety.")

    def link(self):
        return reverse("evidence:safety")

    def feed_url(self):
        return reverse("evidence:safety_feed")

    def find(self, _shown):
        harms = changed(
            SafetyItem,
            lambda item: richtext.shorten(richtext.plain_text(item.description), LONGEST_TEXT),
        )
        signs = changed(RedFlag, lambda flag: flag.why)
        return newest(harms, signs, corrections([Kind.SAFETY]))


class DiseaseChanges(SiteFeed):
    """Of one disease: its verdict, public notes, findings, and where products stand."""

    subtitle = gettext_lazy(
        "The verdict, notes on what changed, findings and approvals, the newest first."
    )

    def get_object(self, request, slug):
        return get_public(Disease.objects.all(), slug)

    def title(self, disease):
        return f"{disease.title} – {settings.SITE_NAME}"

    def link(self, disease):
        return disease.get_absolute_url()

    def feed_url(self, disease):
        return disease.feed_url

    def find(self, disease):
        this = Disease.objects.filter(pk=disease.pk)
        of_it = EvidenceStatement.objects.filter(disease=disease)
        return newest(
            changed(Disease, lambda entry: entry.teaser, of=this),
            corrections_of(disease),
            findings(of_it),
            where_products_stand(disease),
        )


def where_products_stand(disease):
    """Of products with a step about it; a new step changes the product."""
    products = Product.objects.published().filter(authorisations__diseases=disease).distinct()
    for product in reading.with_uses(products):
        yield Item(
            title=f"{disease.title}: {product.title}",
            text=in_one_line(of_product(about(disease, uses_of(product)))),
            link=f"{disease.get_absolute_url()}#approved",
            id=lasting_id(disease, product),
            updated=product.updated_at,
        )


def findings(of=None):
    def text(finding):
        return _("%(effect)s Direction of effect: %(direction)s; %(certainty)s.") % {
            "effect": finding.effect_plain,
            "direction": finding.get_direction_display(),
            "certainty": finding.get_certainty_display(),
        }

    return changed(
        EvidenceStatement,
        text,
        lambda finding: f"{finding.disease.title}: {finding.outcome_name}",
        of,
    )


def changed(model, text, title=str, of=None):
    """The entries of a type that changed last, all or those `of` a queryset; one query."""
    found = reachable(model) if of is None else reachable(model) & of
    for entry in found.order_by("-updated_at", "-pk")[:MOST_ITEMS]:
        yield Item(
            title=title(entry),
            text=text(entry),
            link=entry.get_absolute_url(),
            id=lasting_id(entry),
            updated=entry.updated_at,
            published=entry.published_at,
            categories=(str(entry._meta.verbose_name),),
        )


evidence_changes = view(EvidenceChanges)
safety_changes = view(SafetyChanges)
disease_changes = view(DiseaseChanges)
