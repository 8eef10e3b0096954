from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, StandingPage
from content.reachable import reachable
from content.registry import entry_models
from content.web.alphabet import Alphabet
from diseases.models import Disease, DiseaseName
from diseases.vocabulary import Direction
from editorial.models import Reviewed
from evidence.blocks import span
from evidence.models import EvidenceStatement, Product, Trial
from evidence.standings import Standing, by_standing
from mscportal import health as state_of_the_site
from mscportal import styleguide as style_guide
from therapy import pictures

FEATURED = 4
RECENT = 6


@require_safe
def home(request):
    diseases = Disease.objects.published()
    names = DiseaseName.objects.shown().filter(disease__in=diseases)
    featured = list(Article.objects.published().featured().for_cards()[:FEATURED])
    return render(
        request,
        "mscportal/home.html",
        {
            "explainer": featured[0] if featured else None,
            "featured": featured[1:],
            "numbers": evidence_at_a_glance(),
            "letters": Alphabet(request, (diseases, "title"), (names, "text")).letters,
            "map": pictures.body_map(),
            "recent": recently_changed(),
        },
    )


def evidence_at_a_glance():
    """Counts of the site's own records, and when the registries behind them were seen."""
    published = Trial.objects.published()
    trials = published.aggregate(
        total=Count("pk"), recruiting=Count("pk", filter=Q(shown_status=Trial.Status.RECRUITING))
    )
    statements = reachable(EvidenceStatement).about_msc().current().with_people().order_by()
    by_direction = dict(statements.values_list("direction").annotate(Count("pk")))
    products = by_standing(Product.objects.published().with_uses())
    return {
        "diseases": Disease.objects.published().count(),
        "trials": trials["total"],
        "recruiting": trials["recruiting"],
        "findings": sum(by_direction.values()),
        "directions": [
            (value, label, by_direction[value])
            for value, label in Direction.choices
            if value in by_direction
        ],
        "products": sum(map(len, products.values())),
        "approved": len(products[Standing.CURRENT]),
        "seen": span(published.status_dates()) if trials["total"] else "",
    }


def recently_changed():
    """The newest changes among the pages that carry medical claims; one query per type."""
    changed = []
    for model in entry_models():
        if issubclass(model, Reviewed) and model.has_page and model is not StandingPage:
            found = model.objects.published().only("title", "slug", "language", "updated_at")
            changed += found.order_by("-updated_at", "-pk")[:RECENT]
    changed.sort(key=lambda entry: entry.updated_at, reverse=True)
    return [(entry, entry._meta.verbose_name) for entry in changed[:RECENT]]


@require_safe
def styleguide(request):
    return render(request, "mscportal/styleguide.html", style_guide.context())


@never_cache
@require_safe
def health(request):
    findings = state_of_the_site.findings()
    is_well = all(findings.values())
    return JsonResponse(
        {"status": "ok" if is_well else "ill", **findings}, status=200 if is_well else 503
    )
