from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.web import params
from evidence.pictures import evidence_map, sheet
from evidence.pictures.figure import credit_of, figure


@require_safe
@params.declare()
def figure_svg(request):
    return shown(sheet.as_svg(drawn(request.build_absolute_uri)), "image/svg+xml")


@require_safe
@params.declare()
def figure_png(request):
    return shown(sheet.as_png(drawn(request.build_absolute_uri)), "image/png")


def drawn(absolute):
    """`absolute` makes a whole address of a path."""
    diseases = evidence_map.every_mapped_disease()
    credit = credit_of(diseases, absolute(reverse("evidence:overview")))
    return figure(evidence_map.whole_matrix(diseases), credit)


def shown(picture, content_type):
    response = HttpResponse(picture, content_type=content_type)
    # Made to be shown by other sites, unlike pages.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
