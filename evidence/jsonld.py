"""Trials, products, places and the evidence overview in structured data.

Certainty is not among it: schema.org grants `evidenceLevel` to guidelines alone.
"""

import re

from django.urls import reverse

from content.models import Verification
from content.web.jsonld import Node, Page, medical_page, member, node
from diseases.jsonld import condition
from editorial.public import reviewed_page
from evidence.approvals import Use
from evidence.models import Trial
from literature.jsonld import citations

# The list has no word for an unknown state; such a state is told in the words of the page.
STATUS = {
    Trial.Status.RECRUITING: "Recruiting",
    Trial.Status.NOT_YET_RECRUITING: "NotYetRecruiting",
    Trial.Status.ACTIVE: "ActiveNotRecruiting",
    Trial.Status.COMPLETED: "Completed",
    Trial.Status.TERMINATED: "Terminated",
    Trial.Status.SUSPENDED: "Suspended",
    Trial.Status.WITHDRAWN: "Withdrawn",
}

DOWNLOADS = (
    "evidence:findings_csv",
    "evidence:findings_json",
    "evidence:uncounted_csv",
    "evidence:uncounted_json",
    "evidence:trials_csv",
    "evidence:trials_json",
)
FORMATS = {"csv": "text/csv", "json": "application/json"}

# Words by which a sponsor is known for an organisation; a record does not say whether it is one or
# a person, and the two have different types.
ORGANISATION = re.compile(
    r"\b(?:universi|hospital|hôpita|institut|cent(?:er|re)\b|clini|academ|foundation|fundaci|trust\b"
    r"|college|school|council|ministry|kementerian|national|medical|health|therapeutics|pharm|bio"
    r"|cell|(?:inc|ltd|llc|llp|gmbh|corp|company|group|plc)\b)",
    re.IGNORECASE,
)


def sponsor(name: str) -> Node | None:
    return node("Organization", name=name) if ORGANISATION.search(name) else None


def trial(page: Page) -> list[Node]:
    entry = page.entry
    status = STATUS.get(entry.shown_status)
    study = node(
        "MedicalTrial",
        name=entry.title,
        alternateName=entry.official_title,
        identifier=entry.registry_id if is_checked(entry.verification) else "",
        sameAs=entry.registry_url if is_checked(entry.verification) else "",
        status=member(status) if status else entry.get_shown_status_display(),
        sponsor=sponsor(entry.sponsor),
        healthCondition=[
            *(condition(page, disease) for disease in page.shown("diseases")),
            *([node("MedicalCondition", name=entry.condition)] if entry.condition else []),
        ],
        studyLocation=[
            node("AdministrativeArea", name=country.name)
            for country in entry.countries_by_name
            if is_checked(entry.registry_facts_verification)
        ],
    )
    return [medical_page(page, about=study, citation=citations(page))]


def product(page: Page) -> list[Node]:
    """A medicine is described as one; of other products only the name is known to us."""
    entry = page.entry
    names = [name.text for name in page.shown("names")]
    if page.shown("is_followed"):
        about = node(
            "Drug",
            name=entry.title,
            alternateName=names,
            nonProprietaryName=entry.inn,
            legalStatus=[
                legal_status(use)
                for use in page.shown("uses")
                if is_checked(use.decisive.verification)
            ],
        )
    else:
        about = node("MedicalEntity", name=entry.title, alternateName=names)
    return [reviewed_page(page, about=about, citation=citations(page))]


def is_checked(mark: str) -> bool:
    """An unchecked fact is on the page with its mark, which structured data cannot carry."""
    return mark != Verification.MEMORY


def legal_status(use: Use) -> Node:
    """Where a product stands in one place for one use, in the words of the page."""
    return node(
        "DrugLegalStatus",
        name=f"{use.wording}: {use.in_words}" if use.wording else use.in_words,
        applicableLocation=node("AdministrativeArea", name=use.place),
    )


def jurisdiction(page: Page) -> list[Node]:
    place = node("AdministrativeArea", name=page.entry.name)
    return [reviewed_page(page, about=place, citation=citations(page))]


def overview(page: Page) -> list[Node]:
    data = node(
        "Dataset",
        name=page.name,
        description=page.shown("head_description"),
        url=page.address,
        inLanguage=page.language,
        isAccessibleForFree=True,
        creator=page.organization,
        distribution=[
            node(
                "DataDownload",
                name=path.rpartition("/")[2],
                encodingFormat=FORMATS[path.rpartition(".")[2]],
                contentUrl=page.absolute(path),
            )
            for path in map(reverse, DOWNLOADS)
        ],
    )
    return [medical_page(page, mainEntity=data)]
