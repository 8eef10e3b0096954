from operator import itemgetter

from django.db.models import Count, OuterRef, Subquery, Value
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, StandingPage
from content.prepared import prepared
from content.reachable import by_key, reachable
from content.registry import entry_models
from content.web.alphabet import Alphabet
from diseases.a_to_z import letters
from diseases.models import AskedQuestion, Disease
from diseases.vocabulary import Direction
from editorial.models import Correction, Reviewed
from evidence import reading
from evidence.blocks import span
from evidence.models import EvidenceStatement, Product, Trial
from evidence.models.trials import oldest_first
from evidence.standings import Standing, by_standing
from mscportal import health as state_of_the_site
from mscportal import styleguide as style_guide
from therapy import pictures

FEATURED = 4
MOST_ASKED = 8
NOTES = 3
RECENT = 6


@require_safe
def home(request):
    featured = featured_articles()
    return render(
        request,
        "mscportal/home.html",
        {
            "asked": most_asked(),
            "explainer": featured[0] if featured else None,
            "featured": featured[1:],
            "letters": Alphabet(request, letters()).letters,
            "map": pictures.body_map(),
            "notes": newest_notes(),
            "recent": recently_changed(),
        },
    )


@prepared
def most_asked():
    """The verdicts that editors chose for this page, each with the question that it answers."""
    question = AskedQuestion.objects.filter(disease=OuterRef("pk")).order_by("order", "text")
    shown = ("title", "slug", "language", "verdict", "evidence_direction")
    return (
        Disease.objects.on_home()
        .annotate(question=Subquery(question.values("text")[:1]))
        .only(*shown)[:MOST_ASKED]
    )


def newest_notes():
    """What readers were told last of changes: (note, entry)."""
    made = Correction.objects.published()[:NOTES]
    entries = by_key((each.content_type_id, each.object_id) for each in made)
    found = ((each, entries.get((each.content_type_id, each.object_id))) for each in made)
    return [(each, entry) for each, entry in found if entry is not None]


@prepared
def featured_articles():
    return Article.objects.published().featured().for_cards()[:FEATURED]


def evidence_at_a_glance():
    """Counts of the site's own records, and when the registries behind them were seen."""
    trials = numbers_of_trials()
    by_direction = dict(numbers_of_findings())
    products = by_standing(reading.with_uses(counted_products()))
    return {
        "diseases": sum(number for _is_live, number in numbers_of_diseases()),
        "trials": sum(number for _status, _seen, _precision, number in trials),
        "recruiting": sum(
            number for status, *_seen, number in trials if status == Trial.Status.RECRUITING
        ),
        "findings": sum(by_direction.values()),
        "directions": [
            (value, label, by_direction[value])
            for value, label in Direction.choices
            if value in by_direction
        ],
        "products": sum(map(len, products.values())),
        "approved": len(products[Standing.CURRENT]),
        "seen": span(oldest_first({(day, precision) for _status, day, precision, _n in trials}))
        if trials
        else "",
    }


@prepared
def counted_products():
    return Product.objects.published().only("kind", "stands_since")


@prepared
def numbers_of_diseases():
    return Disease.objects.published().order_by().values_list("is_live").annotate(Count("pk"))


@prepared
def numbers_of_trials():
    """(status, day on which it was seen, precision of that day, number)"""
    return Trial.objects.published().numbers_by_status()


@prepared
def numbers_of_findings():
    found = reachable(EvidenceStatement).about_msc().current().with_people().order_by()
    return found.values_list("direction").annotate(Count("pk"))


def types_with_claims():
    return [
        model
        for model in entry_models()
        if issubclass(model, Reviewed) and model.has_page and model is not StandingPage
    ]


def recently_changed():
    """The newest changes among the pages that carry medical claims."""
    models = types_with_claims()
    newest = sorted(newest_of_each_type(), key=itemgetter(1), reverse=True)[:RECENT]
    return [
        (
            models[number](updated_at=changed, slug=slug, title=title, language=language),
            models[number]._meta.verbose_name,
        )
        for number, changed, slug, title, language in newest
    ]


@prepared
def newest_of_each_type():
    """In one query, which reads of each type no more than these."""
    lists = []
    for number, model in enumerate(types_with_claims()):
        newest = model.objects.published().order_by("-updated_at", "-pk").values("pk")[:RECENT]
        rows = model.objects.filter(pk__in=newest).order_by()
        lists.append(rows.values_list(Value(number), "updated_at", "slug", "title", "language"))
    return lists[0].union(*lists[1:], all=True)


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
