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
from diseases.a_to_z import indexed_names, letters
from diseases.models import Disease, DiseaseCategory
from diseases.vocabulary import Direction, TestingStage

LISTED_FIELDS = ("title", "slug", "language", "testing_stage", "evidence_direction")


@require_safe
@params.declare("letter")
def disease_list(request):
    index = alphabet.Alphabet(request, letters())
    if index.letter or index.unknown:
        listed = index.within(every_disease.make(), "title")
        rows = index.within(indexed_names(), "text").select_related("disease")
        named = [(name.text, name.disease) for name in rows]
    else:
        listed = every_disease()
        by_key = {disease.pk: disease for disease in listed}
        named = [(text, by_key[key]) for text, key in every_name() if key in by_key]
    lines = [alphabet.IndexLine(disease.title, disease) for disease in listed]
    lines += [alphabet.IndexLine(*name, is_other_name=True) for name in named]
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
    return Disease.objects.published().only(*LISTED_FIELDS)


@prepared
def every_name():
    return indexed_names().values_list("text", "disease_id")


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
