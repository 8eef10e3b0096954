from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.unchecked import unchecked
from content.web import params
from content.web.pages import get_public
from editorial.public import byline
from evidence import jsonld, trial_filters
from evidence.blocks import span
from evidence.models import Trial
from evidence.unchecked import of_listed_trials, of_trial
from literature.page_text import PageText
from literature.unchecked import of_references


@require_safe
@params.declare(*trial_filters.NAMES, "page")
def trial_list(request):
    published = Trial.objects.published()
    in_use = published.in_use()
    filters = trial_filters.filters_of(request, published, in_use)
    found = trial_filters.found(published, filters).open_first().with_sources()
    page = params.page_of(request, found.prefetch_related("diseases"))
    response = render(
        request,
        "evidence/trial_list.html",
        {
            "page": page,
            "unchecked": unchecked(of_listed_trials(page)),
            "query": filters.query,
            "filters": filters,
            "seen": span(in_use.seen),
            "crumbs": [(_("Trials"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response


@require_safe
def trial_detail(request, slug):
    trial = get_public(Trial.objects.with_sources(), slug=slug)
    statements = trial.evidence_statements.published().select_related("disease")
    text = PageText(trial, ["outcome"])
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
            "diseases": trial.diseases.published(),
            "byline": byline(trial),
            "statements": statements.filter(disease__is_live=True),
            "crumbs": [(_("Trials"), reverse("evidence:trials")), (title_of(trial), "")],
        },
    )
