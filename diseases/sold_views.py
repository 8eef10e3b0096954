"""Public pages of conditions that cells are sold for.

Apps above put their parts on the page through blocks at `cost`; see `diseases/evidence_page.py`.
"""

from itertools import chain

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.local_links import public_place
from content.models import shown_names
from content.prepared import prepared
from content.registry import blocks, told_in
from content.related_links import related_links
from content.unchecked import Fact, unchecked
from content.web import params
from content.web.pages import get_public
from diseases import jsonld
from diseases.models import SoldCondition, SoldConditionName
from editorial.public import byline
from linking.on_pages import mentioned_in
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references

ROWS_ON_A_PAGE = 50
LISTS = {"articles": 20}


@require_safe
@params.declare("page")
def condition_list(request):
    names = Prefetch("names", SoldConditionName.objects.shown())
    conditions = SoldCondition.objects.published().select_related("category")
    rows = conditions.prefetch_related(names).by_part_of_the_body()
    page = params.page_of(request, rows, per_page=ROWS_ON_A_PAGE)
    return render(
        request,
        "diseases/sold_list.html",
        {
            "described_by": jsonld.sold_conditions,
            "page": page,
            "query": "",
            "unchecked": unchecked(map(mark_in_list, page)),
            "article": public_place("what_is_sold"),
            "crumbs": [(_("Conditions it is sold for"), "")],
        },
    )


def mark_in_list(condition):
    label = _("State of the tests")
    return Fact(condition.verification, label, condition.slug, entry=title_of(condition))


@prepared
def condition_at(slug):
    return SoldCondition.objects.filter(slug=slug).select_related("category")[:1]


@has_references(SoldCondition, condition_at)
def text_of(condition):
    return PageText(condition, ["what_is_known"])


@require_safe
def condition_detail(request, slug):
    condition = get_public(condition_at, slug)
    text = text_of(condition)
    lists = related_links(condition, LISTS)
    on_page = blocks(condition, "cost")
    return render(
        request,
        "diseases/sold_detail.html",
        {
            "described_by": jsonld.sold_condition,
            "condition": condition,
            "entry": condition,
            "text": text,
            "names": shown_names(condition),
            "blocks": on_page,
            "unchecked": unchecked(
                [
                    Fact(condition.verification, _("What is known"), "known"),
                    *told_in(on_page, "marks"),
                    *of_references(text.references),
                ]
            ),
            **lists,
            "mentions": mentioned_in(condition, chain(*lists.values())),
            "byline": byline(condition),
            "crumbs": [
                (_("Conditions it is sold for"), reverse("sold_for:list")),
                (title_of(condition), ""),
            ],
        },
    )
