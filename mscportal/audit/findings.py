from enum import StrEnum
from typing import NamedTuple


class AuditLevel(StrEnum):
    ERROR = "error"  # must not stand on the site
    WARNING = "warning"  # an editor should look
    NOTE = "note"  # work that waits


class AuditFinding(NamedTuple):
    criterion: int  # of CRITERIA
    level: AuditLevel
    where: str
    message: str


# The quality standard, as far as a program without a browser can look. Tests hold the criteria
# whose numbers are missing here.
CRITERIA = {
    1: "Each page shows its review dates or says that it is not yet medically reviewed",
    2: "Reviews are not overdue",
    4: "Authors and medical reviewers are named and different people",
    5: "Contributors state their interests, within 24 months",
    7: "Every evidence statement has a source",
    8: "References in the text and the list agree",
    9: "Publications have an identifier of the right form, or say why not",
    10: "Retracted sources are flagged",
    11: "Authorisation events have a source on the regulator's own domain",
    12: "An ended authorisation is not shown as current",
    13: "Disease pages have benefits, risks, uncertainty, alternatives and no treatment",
    14: "No claim words",
    15: "Reading grade",
    16: "Sentence length",
    17: "Numbers as people out of people",
    19: "One h1, no skipped heading, unique titles, descriptions, text alternatives, table heads",
    22: "Internal links and anchors work, and every page is in the sitemap",
    23: "No third party, no cookie, a content security policy",
    24: "Every name of a disease finds its page",
    26: "The status of a trial and the note on it agree",
    31: "At most three references stand at one place",
    32: "Usual care rests on guidelines, authorities and official health services",
    33: "The result of a disease is that of a finding, and the page says why",
    34: "No words of unfinished work",
    35: "Every publication page leads to its source",
    36: "Every finding keeps the rules of its direction",
    37: "No text says that a trial is running while its page says otherwise",
    38: "No text gives the numbers of two groups the other way round than the deciding finding",
    39: "Verdict and answers of a plain page are there, short and not a heap of numbers",
}
