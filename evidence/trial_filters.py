"""What a list of trials can be narrowed by."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from content import params
from diseases.models import Disease, DiseaseName
from diseases.vocabulary import Phase
from evidence.filters import Filter, Filters, choose, type_in
from evidence.models import Trial, TrialCountry
from therapy.models import TissueSource

RESULTS = {"posted": True, "none": False, "unknown": None}
# Above this number a list to choose from would be longer than the page.
MOST_DISEASES_OFFERED = 150


def found(trials: QuerySet, filters: Filters) -> QuerySet:
    trials = trials.filter(**lookups(filters))
    condition = filters.value("condition")
    return trials.of_diseases(diseases_named(condition)) if condition else trials


def filters_of(request: HttpRequest, published: QuerySet) -> Filters:
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


def disease_filter(request: HttpRequest, published: QuerySet) -> Filter:
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


def diseases_named(text: str) -> QuerySet:
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


def lookups(filters: Filters) -> dict:
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
