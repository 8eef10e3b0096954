"""Lists of diseases."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.prepared import prepared
from content.web import alphabet, params
from content.web.pages import get_public
from diseases import jsonld
from diseases.a_to_z import letters
from diseases.models import Disease, DiseaseCategory
from diseases.vocabulary import Direction, TestingStage

OF_A_LINE = ("title", "slug", "language", "testing_stage", "evidence_direction")
OF_A_LINE += ("verdict", "meta_description", "plain_summary")  # what its sentence is made of


@require_safe
@params.declare("letter")
def disease_list(request):
    index = alphabet.Alphabet(request, letters())
    is_narrowed = index.letter or index.unknown
    listed = index.within(every_disease.make(), "title") if is_narrowed else every_disease()
    lines = [alphabet.IndexLine(disease.title, disease) for disease in listed]
    response = render(
        request,
        "diseases/disease_list.html",
        {
            "index": index,
            "groups": alphabet.by_letter(lines),
            "glyph_key": (TestingStage.choices[::-1], Direction.choices),
            "categories": categories_in_use(),
            "crumbs": [(_("Diseases A to Z"), "")],
        },
    )
    return params.kept_if_known(response, index.unknown)


@prepared
def every_disease():
    return Disease.objects.published().only(*OF_A_LINE)


@require_safe
@params.declare("page")
def category(request, slug):
    chosen = get_public(DiseaseCategory.objects.all(), slug=slug)
    page = params.page_of(request, chosen.diseases.published().order_by("title", "pk"))
    return render(
        request,
        "diseases/category.html",
        {
            "described_by": jsonld.category,
            "category": chosen,
            "entry": chosen,
            "page": page,
            "conditions": chosen.sold_conditions.published().for_links(),
            "query": "",
            "categories": categories_in_use(),
            "crumbs": [
                (_("Diseases A to Z"), reverse("diseases:list")),
                (title_of(chosen), ""),
            ],
        },
    )


@prepared
def categories_in_use():
    return (
        DiseaseCategory.objects.published()
        .annotate(number=Count("diseases", filter=Q(diseases__is_live=True)))
        .filter(number__gt=0)
        .order_by(*DiseaseCategory._meta.ordering)  # a count drops it
    )
