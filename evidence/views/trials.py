from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from content.pages import get_public
from diseases.models import Disease, DiseaseName
from diseases.vocabulary import Phase
from editorial.bylines import byline
from evidence import jsonld
from evidence.blocks import span
from evidence.filters import Filters, choose, type_in
from evidence.models import Trial, TrialCountry
from literature.page_text import PageText
from therapy.models import TissueSource

RESULTS = {"posted": True, "none": False, "unknown": None}
# Above this number a list to choose from would be longer than the page.
MOST_DISEASES_OFFERED = 150


@require_safe
def trial_list(request):
    published = Trial.objects.published()
    filters = filters_of(request, published)
    found = published.filter(**lookups(filters)).open_first().with_sources()
    if filters.value("condition"):
        found = found.of_diseases(diseases_named(filters.value("condition")))
    return render(
        request,
        "evidence/trial_list.html",
        {
            "page": params.page_of(request, found.prefetch_related("diseases")),
            "query": filters.query,
            "filters": filters,
            "seen": span(published.status_dates()),
            "crumbs": [(_("Trials"), "")],
        },
    )


def filters_of(request, published):
    """Only values that a trial of the list has are offered."""
    sources = TissueSource.objects.published().filter(trials__in=published).distinct()
    countries = TrialCountry.objects.filter(trial__in=published).order_by("name")
    names = countries.values_list("name", flat=True).distinct()
    results = [
        ("posted", _("posted")),
        ("none", _("not posted")),
        ("unknown", _("not known")),
    ]
    choices = [
        ("status", _("Status"), Trial.Status.choices),
        ("phase", _("Phase"), Phase.choices),
        ("source", _("Cells from"), sources.order_by("title", "pk").values_list("slug", "title")),
        ("country", _("Country"), [(name, name) for name in names]),
        ("results", _("Results in the registry"), results),
    ]
    return Filters(
        request,
        [disease_filter(request, published), *(choose(request, *choice) for choice in choices)],
    )


def disease_filter(request, published):
    """Diseases that have a trial; when they are too many, the name is typed."""
    with_trials = Disease.objects.published().filter(trials__in=published).distinct()
    offered = list(
        with_trials.order_by("title", "pk").values_list("slug", "title")[
            : MOST_DISEASES_OFFERED + 1
        ]
    )
    if len(offered) <= MOST_DISEASES_OFFERED:
        return choose(request, "condition", _("Disease"), offered)
    slug = params.slug(request, "condition")
    titles = dict(Disease.objects.published().filter(slug=slug).values_list("slug", "title"))
    return type_in(request, "condition", _("Disease, or a part of its name"), titles)


def diseases_named(text):
    """The disease with this address or this whole name, else all that have each word in a name."""
    diseases = Disease.objects.published()
    exact = diseases.filter(Q(slug=text) | Q(title__iexact=text))
    if exact.exists():
        return exact
    in_title, in_name = Q(), Q()
    for word in text.split():
        in_title &= Q(title__icontains=word)
        in_name &= Q(text__icontains=word)
    names = DiseaseName.objects.shown().filter(in_name)
    return diseases.filter(in_title | Q(pk__in=names.values("disease")))


def lookups(filters):
    """Filters of the address as lookups of the queryset; an empty choice filters nothing."""
    fields = {
        "status": "status",
        "phase": "phase",
        "source": "sources__slug",
        "country": "countries__name",
    }
    wanted = {field: filters.value(name) for name, field in fields.items() if filters.value(name)}
    if filters.value("results"):
        wanted["results_posted"] = RESULTS[filters.value("results")]
    return wanted


@require_safe
def trial_detail(request, slug):
    trial = get_public(Trial.objects.with_sources(), slug=slug)
    statements = trial.evidence_statements.published().select_related("disease")
    return render(
        request,
        "evidence/trial_detail.html",
        {
            "described_by": jsonld.trial,
            "trial": trial,
            "title": f"{trial.registry_id}: {trial.title}",
            "entry": trial,
            "text": PageText(trial, ["outcome"]),
            "diseases": trial.diseases.published(),
            "byline": byline(trial),
            "statements": statements.filter(disease__is_live=True),
            "crumbs": [(_("Trials"), reverse("evidence:trials")), (trial.title, "")],
        },
    )
