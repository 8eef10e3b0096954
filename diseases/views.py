"""Public pages of diseases.

Apps above put their parts on the page of a disease through blocks. A block's context may hold
`fact`, a pair of label and text for the key facts, `cited`, a list of entries with prefetched
citations whose references are numbered with those of the page, `listed`, entries with a page of
their own that the block links to, and `marks`, what it says and how far that was checked.
"""

from itertools import chain

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.prepared import prepared
from content.registry import blocks
from content.related_links import related_links
from content.unchecked import Fact, unchecked
from content.web import alphabet, params
from content.web.pages import get_public
from diseases import jsonld
from diseases.a_to_z import indexed_names, letters
from diseases.blocks import status_sentence
from diseases.models import Disease, DiseaseCategory
from diseases.reading import rows_of
from diseases.vocabulary import Direction, TestingStage
from editorial.public import byline
from linking.on_pages import mentioned_in
from literature.page_text import PageText
from literature.unchecked import of_references

# Apps above add to these places, in the order of the page.
PLACES = ("evidence", "risks", "approvals", "trials", "before_you_pay", "questions")
FACT_PLACES = ("evidence", "approvals", "trials")
MOST_LISTED = 20
LISTS = dict.fromkeys(("sources", "mechanisms", "articles", "related"), MOST_LISTED)
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


@prepared
def disease_at(slug):
    return Disease.objects.filter(slug=slug).select_related("category")[:1]


@require_safe
def disease_detail(request, slug):
    disease = get_public(disease_at, slug)
    on_page = {place: blocks(disease, place) for place in PLACES}
    lists = related_links(disease, LISTS)
    text = text_of(disease, on_page)
    written = byline(disease)
    names, codes, resources = rows_of(disease)
    resources = resources[:MOST_LISTED]
    return render(
        request,
        "diseases/disease_detail.html",
        {
            "described_by": jsonld.disease,
            "disease": disease,
            "entry": disease,
            "text": text,
            "facts": key_facts(disease, written, on_page),
            "blocks": on_page,
            "names": names,
            "codes": codes,
            "unchecked": unchecked(
                [
                    *marks(disease),
                    *marks_of_codes(codes),
                    *marks_of(on_page),
                    *marks_of_resources(resources),
                    *of_references(text.references),
                ]
            ),
            **lists,
            "mentions": mentioned_in(disease, chain(listed(on_page), *lists.values())),
            "resources": resources,
            "byline": written,
            "crumbs": crumbs_of(disease),
        },
    )


def text_of(disease, on_page):
    """The texts in the order of the page, in which its references are numbered."""
    return PageText(
        disease,
        [
            "about",
            "standard_care",
            "emergency",
            "without_treatment",
            "direction_why",
            "rationale",
            "evidence_summary",
            *cited(on_page["evidence"]),
            "uncertainty",
            "risks",
            *cited(on_page["risks"]),
            "not_msc_note",
            "what_it_involves",
        ],
    )


def cited(place):
    return [block.context["cited"] for block in place if "cited" in block.context]


def marks(disease):
    """What the page itself says, in its order, and how far that was checked."""
    of_page, of_info = disease.verification, disease.patient_info_verification
    return [
        Fact(of_page, _("Summary"), "summary", disease.plain_summary),
        Fact(of_info, _("What the disease is"), "about", disease.about),
        Fact(
            disease.standard_care_verification, _("Usual care"), "usual-care", disease.standard_care
        ),
        Fact(
            disease.emergency_verification,
            _("When to get help at once"),
            "emergency",
            disease.emergency,
        ),
        Fact(of_info, _("Without treatment"), "without-treatment", disease.without_treatment),
        Fact(disease.evidence_verification, _("Result so far"), "evidence", disease.direction_why),
        Fact(of_page, _("Why the cells are tried"), "rationale", disease.rationale),
        Fact(
            disease.evidence_verification,
            _("What the studies found"),
            "found",
            disease.evidence_summary,
        ),
        Fact(of_info, _("What we do not know"), "unknown", disease.uncertainty),
        Fact(of_page, _("Risks"), "risks", disease.risks),
        Fact(of_page, _("Other cells that are not MSC"), "not-msc", disease.not_msc_note),
        Fact(of_info, _("What taking part involves"), "taking-part", disease.what_it_involves),
    ]


def marks_of_codes(codes):
    return [Fact(code.verification, str(code), "codes", is_marked=True) for code in codes]


def marks_of_resources(resources):
    return [
        Fact(each.verification, title_of(each), "resources", is_marked=True) for each in resources
    ]


def marks_of(on_page):
    return chain.from_iterable(
        block.context.get("marks", ()) for place in on_page.values() for block in place
    )


def listed(on_page):
    """Entries that blocks list, which need no second place on the page."""
    return chain.from_iterable(
        block.context.get("listed", ()) for place in on_page.values() for block in place
    )


def crumbs_of(disease):
    crumbs = [(_("Diseases A to Z"), reverse("diseases:list"))]
    if disease.category and disease.category.is_live:
        crumbs.append((title_of(disease.category), disease.category.get_absolute_url()))
    return [*crumbs, (title_of(disease), "")]


def key_facts(disease, written, on_page):
    """Status, what the blocks above state, and the last review: pairs of label and text."""
    return [
        (_("Status"), status_sentence(disease)),
        *(
            fact
            for place in FACT_PLACES
            for block in on_page[place]
            for fact in block.context.get("facts", ())
        ),
        (
            _("Last medical review"),
            formats.date_format(disease.last_reviewed_on)
            if written.is_reviewed
            else _("Not yet medically reviewed"),
        ),
    ]
