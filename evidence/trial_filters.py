"""What a list of trials can be narrowed by."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from content import places
from content.prepared import prepared
from content.web import params
from content.web.alphabet import sort_key
from diseases.models import Disease, DiseaseName
from diseases.vocabulary import Phase
from evidence.filters import Filter, Filters, choose, choose_in_use, title_in, type_in
from evidence.models import Trial, TrialCountry
from evidence.models.trials import InUse, shown_statuses
from therapy.models import TissueSource

NAMES = ("condition", "status", "phase", "source", "country", "results", "started", "people")
UNKNOWN = "unknown"
RESULTS = {"posted": True, "none": False, "unknown": None}
# Above this number a list to choose from would be longer than the page.
MOST_DISEASES_OFFERED = 150


def found(trials: QuerySet, filters: Filters) -> QuerySet:
    if filters.unknown:
        return trials.none()
    trials = trials.with_known_results().filter(**lookups(filters))
    if people := filters.value("people"):
        with_people = trials.with_participants()
        trials = with_people if people == "yes" else trials.exclude(pk__in=with_people.values("pk"))
    condition = filters.value("condition")
    return trials.of_diseases(diseases_named(condition)) if condition else trials


def filters_of(request: HttpRequest, in_use: InUse) -> Filters:
    """Only values that a trial of the list has are offered."""
    return Filters(
        request,
        [
            disease_filter(request),
            choose_in_use(request, "status", _("Status"), shown_statuses(), in_use.statuses),
            choose_in_use(request, "phase", _("Phase"), Phase.choices, in_use.phases),
            choose(
                request,
                "source",
                _("Cells from"),
                sources(),
                known_as=title_in(TissueSource.objects.published()),
            ),
            country_filter(request),
            results_filter(request, in_use),
            start_filter(request, in_use),
            people_filter(request, in_use),
        ],
    )


@prepared
def sources() -> QuerySet:
    found = TissueSource.objects.published().filter(trials__in=Trial.objects.published())
    return found.distinct().order_by("title", "pk").values_list("slug", "title")


@prepared
def countries() -> QuerySet:
    rows = TrialCountry.objects.filter(trial__in=Trial.objects.published()).order_by()
    return rows.values_list("code", "other_name").distinct()


def country_filter(request: HttpRequest) -> Filter:
    """By code; a name, which older addresses have, is understood too."""
    offered = [
        (code or other, places.name_of(code) if code else other) for code, other in countries()
    ]
    offered.sort(key=lambda pair: sort_key(pair[1]))
    chosen = choose(request, "country", _("Country"), offered)
    if not chosen.is_unknown:
        return chosen
    code = places.code_of(chosen.chosen) or places.code_of(chosen.chosen.upper())
    is_offered = code in dict(offered)
    known_as = "" if is_offered or not code else places.name_of(code)
    return chosen._replace(
        chosen=code or chosen.chosen, is_unknown=not is_offered, known_as=known_as
    )


def results_filter(request: HttpRequest, in_use: InUse) -> Filter:
    choices = [("posted", _("posted")), ("none", _("not posted")), ("unknown", _("not known"))]
    found = {name for name, posted in RESULTS.items() if posted in in_use.known_results}
    return choose_in_use(request, "results", _("Results in the registry"), choices, found)


def start_filter(request: HttpRequest, in_use: InUse) -> Filter:
    years = sorted((year for year in in_use.years if year), reverse=True)
    offered = [(str(year), str(year)) for year in years]
    if None in in_use.years:
        offered.append((UNKNOWN, _("not known")))
    return choose(request, "started", _("Started in"), offered)


def people_filter(request: HttpRequest, in_use: InUse) -> Filter:
    choices = [("yes", _("yes")), ("no", _("no"))]
    found = {"yes" if took_part else "no" for took_part in in_use.took_part}
    return choose_in_use(request, "people", _("People took part"), choices, found)


@prepared
def diseases() -> QuerySet:
    found = Disease.objects.published().filter(trials__in=Trial.objects.published())
    titles = found.distinct().order_by("title", "pk").values_list("slug", "title")
    return titles[: MOST_DISEASES_OFFERED + 1]


def disease_filter(request: HttpRequest) -> Filter:
    """Diseases that have a trial; when they are too many, the name is typed."""
    offered = diseases()
    if len(offered) <= MOST_DISEASES_OFFERED:
        known_as = title_in(Disease.objects.published())
        return choose(request, "condition", _("Disease"), offered, known_as)
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
    fields = {"status": "shown_status", "phase": "phase", "source": "sources__slug"}
    wanted = {field: filters.value(name) for name, field in fields.items() if filters.value(name)}
    if country := filters.value("country"):
        is_code = places.code_of(country) == country
        wanted["countries__code" if is_code else "countries__other_name"] = country
    if started := filters.value("started"):
        is_unknown = started == UNKNOWN
        wanted["start_on__isnull" if is_unknown else "start_on__year"] = is_unknown or int(started)
    if filters.value("results"):
        wanted["known_results"] = RESULTS[filters.value("results")]
    return wanted
