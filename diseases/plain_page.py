"""The plain page of a disease, for patients and carers, and the card that they show to a doctor.

Apps above add blocks at these places; the context of a block may hold `sources`, keys of
publications whose reference marks it gets as `cited_marks`, and `marks`, as on the page with the
evidence. What they add as lists of links is read at once
(`content.related_links.add_links`).
"""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.registry import Block, blocks, told_in
from content.related_links import added_links
from content.unchecked import Fact, unchecked
from content.web.pages import get_public
from diseases import jsonld
from diseases.models import Disease
from diseases.reading import crumbs_of, disease_at
from editorial.public import byline
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references

PLACES = ("plain_approved", "plain_result")
ANSWERS = {
    "works": gettext_lazy("Does it work?"),
    "approved": gettext_lazy("Is it approved?"),
    "safe": gettext_lazy("Is it safe?"),
    "cost": gettext_lazy("What does it cost?"),
    "instead": gettext_lazy("What else helps?"),
    "now": gettext_lazy("What should I do now?"),
}

# Before the ids of its references, which are numbered otherwise than those of the page below it.
PREFIX = "plain-"
ON_CARD = ("works", "safe", "instead")


@require_safe
def disease_detail(request, slug):
    disease = get_public(disease_at, slug)
    return render(
        request,
        "diseases/disease_detail.html",
        read(disease) | {"described_by": jsonld.disease, "crumbs": crumbs_of(disease)},
    )


@require_safe
def doctors_card(request, slug):
    """One sheet of paper: what the page says, for somebody who has two minutes."""
    disease = get_public(disease_at, slug)
    context = read(disease, ON_CARD)
    card = [(ANSWERS[name], body) for name in ON_CARD if (body := context["answers"][name])]
    crumbs = [*crumbs_of(disease), (_("For your doctor"), "")]
    return render(request, "diseases/doctors_card.html", context | {"card": card, "crumbs": crumbs})


def read(disease: Disease, answers=tuple(ANSWERS)) -> dict:
    """What both pages show; references are numbered for these answers."""
    on_page = {place: blocks(disease, place) for place in PLACES}
    every_block = [block for place in on_page.values() for block in place]
    text = text_with(disease, every_block, answers)
    of_sources = of_references(text.references, text.prefix)
    return {
        "disease": disease,
        "entry": disease,
        "answers": {name: getattr(text, f"answer_{name}") for name in answers},
        "text": text,
        "blocks": on_page,
        "unchecked": unchecked(
            [
                *marks(disease),
                *told_in(every_block, "marks"),
                # The page says it of all at once, and marks none.
                *(fact._replace(is_marked=False) for fact in of_sources),
            ]
        ),
        "byline": byline(disease),
        **added_links(disease),
    }


@has_references(Disease, disease_at)
def text_of(disease: Disease) -> PageText:
    every_block = [block for place in PLACES for block in blocks(disease, place)]
    return text_with(disease, every_block)


def text_with(disease: Disease, every_block: list[Block], answers=tuple(ANSWERS)) -> PageText:
    """The blocks get the marks of their sources."""
    text = PageText(
        disease,
        [f"answer_{name}" for name in answers],
        further=told_in(every_block, "sources"),
        with_list=False,
        prefix=PREFIX,
    )
    for block in every_block:
        block.context["cited_marks"] = text.marks(block.context.get("sources", ()))
    return text


def marks(disease: Disease) -> list[Fact]:
    mark = disease.answers_verification
    told = [Fact(mark, _("Verdict"), "verdict", disease.verdict)]
    return told + [
        Fact(mark, label, name, getattr(disease, f"answer_{name}"))
        for name, label in ANSWERS.items()
    ]
