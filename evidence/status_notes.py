"""Whether the note on the status of a trial says something else than the status does.

Only what is sure counts. A clause that denies, plans or doubts says nothing, nor does one about a
part of the trial. That a trial was open earlier, or is in the registry, contradicts no status.
English words only: of notes in other languages nothing is said.
"""

import re
from collections.abc import Iterator

from evidence.statuses import OPEN

CLAUSES = re.compile(r"[.;:,()–—]|\b(?:but|although|though|however|while|whereas|and)\b")
ENROLMENT = r"(?:recruit(?:ing|ment)|enrol(?:l?ing|l?ment)|inclusion|accrual)"
BE = r"(?:(?:is|are|was|were|has|have|had|been|being|now|already)\s+)*"
OVER = r"(?:closed|stopped|ended|finished|completed?|halted|ceased|suspended|paused)"
# The first that fits takes its words, so that “not yet recruiting” is not “recruiting”.
SAYINGS = [
    (what, re.compile(rf"\b(?:{words})\b"))
    for what, words in [
        ("active", rf"active\W+not\W+{ENROLMENT}"),
        (
            "not yet",
            rf"not\s+yet\s+(?:{ENROLMENT}|open|started|begun)|yet\s+to\s+(?:start|open|begin)"
            rf"|{ENROLMENT}\s+(?:has|had)\s+not\s+(?:yet\s+)?(?:started|begun|opened)",
        ),
        ("not recruiting", rf"not\s+(?:{ENROLMENT}|open)"),
        (
            "closed",
            rf"no\s+longer\s+(?:{ENROLMENT}|open)|{OVER}\s+{ENROLMENT}|{ENROLMENT}\s+{BE}{OVER}"
            r"|closed(?!-)",
        ),
        (
            "recruiting",
            r"recruiting|enroll?ing|open\s+(?:to|for)\s+(?:recruitment|enrol\w*|participants)"
            rf"|{ENROLMENT}\s+(?:is|remains)\s+(?:open|ongoing|under\s+way)",
        ),
        ("completed", r"completed|(?:is|now|trial|study)\s+complete|finished|concluded"),
        ("ended", r"ended|is\s+over(?=\s*$)"),
        ("terminated", r"terminated|discontinued|cancell?ed|abandoned|withdrawn"),
        ("stopped", r"stopped|halted"),
        ("paused", r"paused|suspended|on\s+hold"),
    ]
]
CONTRADICTS = {
    "recruiting": "active, not yet, not recruiting, closed, completed, ended, terminated, stopped, "
    "paused",
    "not_yet_recruiting": "active, recruiting, closed, completed, ended, terminated, stopped",
    "active_not_recruiting": "not yet, recruiting, completed, ended, terminated, stopped",
    "suspended": "active, not yet, recruiting, completed, ended, terminated",
    "completed": "active, not yet, recruiting, terminated, stopped, paused",
    "terminated": "active, not yet, recruiting, completed, paused",
    "withdrawn": "active, not yet, recruiting, completed",
}
UNSURE = re.compile(
    r"\b(?:not|never|without|no|\w+n't|if|when|once|until|till|before|unless|whether|or"
    r"|planned|expected|estimated|anticipated|scheduled|due|will|would|to be"
    r"|may|might|could|should)\b"
)
# What is over is not the trial.
OF_A_PART = re.compile(
    r"\b(?:sites?|cent(?:re|er)s?|arms?|cohorts?|groups?|parts?|phases?|stages?|follow-?ups?|visits?"
    r"|treatments?|dosing|analys[ei]s|report|consent|participants?|patients?|people|application)\b"
)
OF_THE_PAST = re.compile(
    r"\b(?:was|were|had|earlier|previously|formerly|then|registry|register|record|export"
    r"|(?:19|20)\d\d)\b"
)


def contradiction(status: str, note: str) -> str:
    """The words of the note that the status does not allow; empty where they agree."""
    forbidden = CONTRADICTS.get(status, "").split(", ")
    for what, words, before, clause in sayings(note):
        if what not in forbidden or UNSURE.search(before):
            continue
        was_open = what in ("active", "not yet", "recruiting")
        is_of_a_part = not was_open and OF_A_PART.search(clause)
        is_of_the_past = (was_open or status not in OPEN) and OF_THE_PAST.search(clause)
        if not is_of_a_part and not is_of_the_past:
            return words
    return ""


def sayings(note: str) -> Iterator[tuple[str, str, str, str]]:
    """(what, in which words, what stands before them in the clause, the clause), as they stand."""
    text = note.lower().replace("’", "'")
    text = SAYINGS[0][1].sub("active not recruiting", text)  # its comma parts no clauses
    for clause in map(str.strip, CLAUSES.split(text)):
        rest, found = clause, []
        for what, words in SAYINGS:
            for match in words.finditer(rest):
                found.append((match.start(), what, match[0]))
            rest = words.sub(lambda match: "\0" * len(match[0]), rest)
        for start, what, said in sorted(found):
            yield what, said, clause[:start], clause
