"""What belongs to a disease, read by a statement that is composed once (`content.prepared`)."""

from typing import NamedTuple

from django.db.models import QuerySet, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from content.languages import title_of
from content.models import Publishable
from content.prepared import prepared
from diseases.models import Disease, DiseaseCode

OF_A_CODE = ("system", "code", "label", "match", "verification")
OF_A_RESOURCE = ("title", "language", "url", "what_one_finds", "verification")


class DiseaseRows(NamedTuple):
    """Each in its order; codes and resources have what the page shows of them and no key."""

    names: list[str]  # those that are shown
    codes: list[DiseaseCode]
    resources: list[Publishable]  # of an upper app, those that are public


def rows_of(disease: Disease) -> DiseaseRows:
    resource = Disease.resources.rel.related_model
    found = DiseaseRows([], [], [])
    for part, _order, *told in _rows(disease.pk):
        if part == 0:
            found.names.append(told[0])
        elif part == 1:
            found.codes.append(DiseaseCode(**dict(zip(OF_A_CODE, told, strict=True))))
        else:
            found.resources.append(resource(**dict(zip(OF_A_RESOURCE, told, strict=True))))
    return found


@prepared
def _rows(disease: int) -> QuerySet:
    of_disease = Disease(pk=disease)
    nothing = Value("", TextField())
    names = of_disease.names.shown().annotate(second=nothing)
    parts = [
        (names, "order", ("text", "second", nothing, nothing, nothing)),
        (of_disease.codes.all(), "order", OF_A_CODE),
        (of_disease.resources.published(), Value(0), OF_A_RESOURCE),
    ]
    first, *others = [
        rows.order_by().annotate(part=Value(part)).values_list("part", order, *shown)
        for part, (rows, order, shown) in enumerate(parts)
    ]
    return first.union(*others, all=True).order_by("part", "order", "text", "second")


@prepared
def disease_at(slug: str) -> QuerySet:
    return Disease.objects.filter(slug=slug).select_related("category")[:1]


def crumbs_of(disease: Disease) -> list[tuple[str, str]]:
    """The last one is the plain page, which pages below it lead to."""
    crumbs = [(_("Diseases A to Z"), reverse("diseases:list"))]
    if disease.category and disease.category.is_live:
        crumbs.append((title_of(disease.category), disease.category.get_absolute_url()))
    return [*crumbs, (title_of(disease), disease.get_absolute_url())]
