from operator import itemgetter

from django.db.models import OuterRef, Subquery, Value
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, StandingPage
from content.prepared import prepared
from content.reachable import by_key
from content.registry import entry_models
from content.web.alphabet import Alphabet
from diseases.a_to_z import letters
from diseases.models import Disease, DiseaseQuestion
from editorial.models import Correction, Reviewed
from mscportal import health as state_of_the_site
from mscportal import styleguide as style_guide
from therapy import pictures

FEATURED = 4
MOST_ASKED = 8
NOTES = 3
NOTES_READ = 10 * NOTES  # some may be about pages that are no longer public
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
    question = DiseaseQuestion.objects.filter(disease=OuterRef("pk")).order_by("order", "text")
    shown = ("title", "slug", "language", "verdict", "evidence_direction")
    return (
        Disease.objects.on_home()
        .annotate(question=Subquery(question.values("text")[:1]))
        .only(*shown)[:MOST_ASKED]
    )


def newest_notes():
    """What readers were told last of changes: (note, entry)."""
    made = Correction.objects.published()[:NOTES_READ]
    entries = by_key((each.content_type_id, each.object_id) for each in made)
    found = ((each, entries.get((each.content_type_id, each.object_id))) for each in made)
    return [(each, entry) for each, entry in found if entry is not None][:NOTES]


@prepared
def featured_articles():
    return Article.objects.published().featured().for_cards()[:FEATURED]


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
