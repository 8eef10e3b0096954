from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.prepared import prepared
from content.unchecked import unchecked
from content.web import params
from content.web.pages import get_public
from editorial.public import byline
from evidence import jsonld, reading, trial_filters
from evidence.blocks import span
from evidence.models import Trial
from evidence.models.trials import in_use
from evidence.unchecked import of_listed_trials, of_trial
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references


@require_safe
@params.declare(*trial_filters.NAMES, "page")
def trial_list(request):
    used = in_use(reading.trials_alike())
    filters = trial_filters.filters_of(request, used)
    page = params.page_of(request, found(filters))
    page.object_list = reading.shown_trials(page.object_list)
    response = render(
        request,
        "evidence/trial_list.html",
        {
            "page": page,
            "unchecked": unchecked(of_listed_trials(page)),
            "query": filters.query,
            "filters": filters,
            "seen": span(used.seen),
            "crumbs": [(_("Trials"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response


@prepared
def every_key():
    return Trial.objects.published().open_first().values_list("pk", flat=True)


def found(filters):
    """Keys of the trials, in their order."""
    if not filters.chosen:
        return every_key()
    trials = trial_filters.found(Trial.objects.published(), filters)
    return trials.open_first().values_list("pk", flat=True)


@prepared
def trial_at(slug):
    return Trial.objects.filter(slug=slug)[:1]


@has_references(Trial, trial_at)
def text_of(trial):
    return PageText(trial, ["outcome"])


@require_safe
def trial_detail(request, slug):
    trial = get_public(trial_at, slug)
    reading.with_parts([trial])
    text = text_of(trial)
    return render(
        request,
        "evidence/trial_detail.html",
        {
            "described_by": jsonld.trial,
            "trial": trial,
            "title": f"{trial.registry_id}: {trial.title}",
            "entry": trial,
            "text": text,
            "unchecked": unchecked([*of_trial(trial), *of_references(text.references)]),
            "diseases": [each for each in trial.diseases.all() if each.is_live],
            "byline": byline(trial),
            "statements": statements_of(trial.pk),
            "crumbs": [(_("Trials"), reverse("evidence:trials")), (title_of(trial), "")],
        },
    )


@prepared
def statements_of(trial):
    found = Trial(pk=trial).evidence_statements.published().filter(disease__is_live=True)
    shown = ("language", "slug", "outcome_name")
    return found.select_related("disease").only(*shown, "disease__slug", "disease__title")
