from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content import params
from content.pages import get_public
from diseases.models import Disease
from diseases.vocabulary import Phase
from editorial.bylines import byline
from evidence import jsonld
from evidence.blocks import span
from evidence.models import Trial, TrialCountry
from literature.page_text import PageText
from therapy.models import TissueSource

FILTERS = {
    "condition": gettext_lazy("Disease"),
    "status": gettext_lazy("Status"),
    "phase": gettext_lazy("Phase"),
    "source": gettext_lazy("Cells from"),
    "country": gettext_lazy("Country"),
    "results": gettext_lazy("Results in the registry"),
}
RESULTS = {"posted": True, "none": False, "unknown": None}


@require_safe
def trial_list(request):
    published = Trial.objects.published()
    options = filter_options(published)
    chosen = {name: params.choice(request, name, dict(options[name])) for name in FILTERS}
    found = published.filter(**lookups(chosen)).open_first().with_sources()
    return render(
        request,
        "evidence/trial_list.html",
        {
            "page": params.page_of(request, found.prefetch_related("diseases")),
            "query": params.query_without(request, *FILTERS),
            "filters": [
                (name, label, chosen[name], options[name]) for name, label in FILTERS.items()
            ],
            "is_filtered": any(chosen.values()),
            "seen": span(published.status_dates()),
            "crumbs": [(_("Trials"), "")],
        },
    )


def filter_options(published):
    """For each filter the pairs of value and label that a list of trials can have."""
    diseases = Disease.objects.published().filter(trials__in=published).distinct()
    sources = TissueSource.objects.published().filter(trials__in=published).distinct()
    countries = TrialCountry.objects.filter(trial__in=published).order_by("name")
    return {
        "condition": diseases.order_by("title", "pk").values_list("slug", "title"),
        "status": Trial.Status.choices,
        "phase": Phase.choices,
        "source": sources.order_by("title", "pk").values_list("slug", "title"),
        "country": [(name, name) for name in countries.values_list("name", flat=True).distinct()],
        "results": [
            ("posted", _("posted")),
            ("none", _("not posted")),
            ("unknown", _("not known")),
        ],
    }


def lookups(chosen):
    """Filters of the address as lookups of the queryset; an empty choice filters nothing."""
    fields = {
        "condition": "diseases__slug",
        "status": "status",
        "phase": "phase",
        "source": "sources__slug",
        "country": "countries__name",
    }
    wanted = {field: chosen[name] for name, field in fields.items() if chosen[name]}
    if chosen["results"]:
        wanted["results_posted"] = RESULTS[chosen["results"]]
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
