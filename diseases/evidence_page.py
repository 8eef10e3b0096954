"""The page with the evidence of a disease, for clinicians, students and journalists.

Apps above put their parts on it through blocks. A block's context may hold `facts`, pairs of label
and text for the key facts, `cited`, a list of entries with prefetched citations whose references
are numbered with those of the page, `listed`, entries with a page of their own that the block
links to, and `marks`, what it says and how far that was checked.
"""

from itertools import chain

from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.registry import blocks, told_in
from content.related_links import related_links
from content.unchecked import Fact, unchecked
from content.web.pages import get_public
from diseases import jsonld
from diseases.blocks import status_sentence
from diseases.models import Disease
from diseases.reading import crumbs_of, disease_at, rows_of
from editorial.public import byline
from linking.on_pages import mentioned_in
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references

# Apps above add to these places, in the order of the page.
PLACES = ("evidence", "risks", "approvals", "trials", "before_you_pay", "questions")
CITING_PLACES = ("evidence", "risks")
FACT_PLACES = ("evidence", "approvals", "trials")
MOST_LISTED = 20
LISTS = dict.fromkeys(("sources", "mechanisms", "articles", "related"), MOST_LISTED)


@require_safe
def disease_evidence(request, slug):
    disease = get_public(disease_at, slug)
    on_page = {place: blocks(disease, place) for place in PLACES}
    every_block = [block for place in on_page.values() for block in place]
    lists = related_links(disease, LISTS)
    text = text_with(disease, on_page)
    written = byline(disease)
    names, codes, resources = rows_of(disease)
    resources = resources[:MOST_LISTED]
    return render(
        request,
        "diseases/disease_evidence.html",
        {
            "described_by": jsonld.evidence,
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
                    *told_in(every_block, "marks"),
                    *marks_of_resources(resources),
                    *of_references(text.references),
                ]
            ),
            **lists,
            "mentions": mentioned_in(
                disease, chain(told_in(every_block, "listed"), *lists.values())
            ),
            "resources": resources,
            "byline": written,
            "crumbs": [*crumbs_of(disease), (_("Evidence"), "")],
        },
    )


@has_references(Disease, disease_at, part="evidence")
def text_of(disease):
    return text_with(disease, {place: blocks(disease, place) for place in CITING_PLACES})


def text_with(disease, on_page):
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


def key_facts(disease, written, on_page):
    """Status, what the blocks above state, and the last review: pairs of label and text."""
    return [
        (_("Status"), status_sentence(disease)),
        *(fact for place in FACT_PLACES for fact in told_in(on_page[place], "facts")),
        (
            _("Last medical review"),
            formats.date_format(disease.last_reviewed_on)
            if written.is_reviewed
            else _("Not yet medically reviewed"),
        ),
    ]
