from django.views.decorators.http import require_safe

from content.web import params
from evidence import finding_filters, price_filters, trial_filters
from evidence.files import findings_file, prices_file, trials_file
from evidence.models import EvidenceStatement


@require_safe
@params.declare(*finding_filters.NAMES)
def findings_csv(request):
    return findings_file(request, "findings.csv", EvidenceStatement.objects.counted())


@require_safe
@params.declare(*finding_filters.NAMES)
def findings_json(request):
    return findings_file(request, "findings.json", EvidenceStatement.objects.counted())


@require_safe
@params.declare(*finding_filters.NAMES)
def uncounted_csv(request):
    return findings_file(request, "findings-not-counted.csv", EvidenceStatement.objects.uncounted())


@require_safe
@params.declare(*finding_filters.NAMES)
def uncounted_json(request):
    return findings_file(
        request, "findings-not-counted.json", EvidenceStatement.objects.uncounted()
    )


@require_safe
@params.declare(*trial_filters.NAMES)
def trials_csv(request):
    return trials_file(request, "trials.csv")


@require_safe
@params.declare(*trial_filters.NAMES)
def trials_json(request):
    return trials_file(request, "trials.json")


@require_safe
@params.declare(*price_filters.NAMES)
def prices_csv(request):
    return prices_file(request, "prices.csv")


@require_safe
@params.declare(*price_filters.NAMES)
def prices_json(request):
    return prices_file(request, "prices.json")
