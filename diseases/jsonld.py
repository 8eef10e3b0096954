"""Diseases in structured data.

No treatment is named: machines read `possibleTreatment` as advice.
"""

from content.models import Verification
from content.web.jsonld import Node, Page, collection, node
from diseases.models import Disease, DiseaseCode, SoldCondition
from editorial.public import reviewed_page
from literature.jsonld import citations


def condition(page: Page, disease: Disease | SoldCondition) -> Node:
    return node("MedicalCondition", name=disease.title, url=page.link(disease))


def disease(page: Page) -> list[Node]:
    """The plain page."""
    return [reviewed_page(page, about=condition(page, page.entry), citation=citations(page))]


def evidence(page: Page) -> list[Node]:
    codes = [code for code in page.shown("codes") if names_the_same(code)]
    about = condition(page, page.entry) | node(
        "MedicalCondition",
        alternateName=page.shown("names"),
        code=[
            node("MedicalCode", codeValue=code.code, codingSystem=code.get_system_display())
            for code in codes
        ],
        sameAs=[code.url for code in codes if code.url and code.was_seen],
    )
    return [reviewed_page(page, about=about, citation=citations(page))]


def names_the_same(code: DiseaseCode) -> bool:
    """A wider or unchecked code would tell machines that two things are one."""
    return code.match == code.Match.EXACT and code.verification != Verification.MEMORY


def sold_condition(page: Page) -> list[Node]:
    names = node("MedicalCondition", alternateName=[name.text for name in page.shown("names")])
    about = condition(page, page.entry) | names
    return [reviewed_page(page, about=about, citation=citations(page))]


category = collection
sold_conditions = collection
