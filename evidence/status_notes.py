"""Whether the note on the status of a trial says something else than the status does.

Only what is sure counts. A clause that denies, plans or doubts says nothing, nor does one about a
part of the trial. That a trial was open earlier, or is in the registry, contradicts no status.
English and Spanish words: of notes in other languages nothing is said.
"""

import re
from collections.abc import Iterator

from evidence.statuses import OPEN

CLAUSES = re.compile(
    r"[.;:,()–—]|\b(?:but|although|though|however|while|whereas|and|y|pero|aunque)\b"
)
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
# Words that say this in a note, which is about nothing but the trial; a sentence can mean other
# things by them.
PEOPLE = r"(?:participants|patients|people|volunteers|subjects)"
INSCRIPTION = r"(?:reclutamiento|inscripci[oó]n|inclusi[oó]n|captaci[oó]n)"
CERRADO = r"(?:cerrad|finalizad|terminad|completad|concluid|detenid|interrumpid)[oa]"
OF_NOTES = [
    (what, re.compile(rf"\b(?:{words})\b"))
    for what, words in [
        ("active", r"activ[oa]\s+(?:sin\s+reclutar|no\s+recluta\w*)"),
        (
            "not yet",
            r"(?:a[uú]n|todav[ií]a)\s+no\s+(?:ha\s+|est[aá]\s+|se\s+)*"
            r"(?:reclut|abiert|empez|empiez|comenz|comienz|inici)\w*",
        ),
        (
            "closed",
            rf"no\s+(?:new|more|further|additional)\s+{PEOPLE}|fully\s+(?:enroll?ed|recruited)"
            rf"|(?:^|(?<=\bis\s)|(?<=\bnow\s)|(?<=\balready\s)|(?<=\btrial\s))full(?=\s*$)"
            rf"|ya\s+no\s+(?:recluta|admite|acepta)\w*|{INSCRIPTION}\s+(?:\w+\s+){{0,2}}?{CERRADO}"
            rf"|{CERRADO}\s+(?:el|la)\s+{INSCRIPTION}|cerrad[oa]|cupo\s+completo",
        ),
        ("not recruiting", r"no\s+(?:est[aá]\s+)?(?:recluta(?:ndo)?|abiert[oa])|sin\s+reclutar"),
        (
            "recruiting",
            rf"open\s+(?:to|for)\s+(?:(?:new|more|further|additional)\s+)*{PEOPLE}"
            rf"|(?:accept|admitt|tak|seek|invit|recruit)ing\s+(?:(?:new|more|further)\s+)*{PEOPLE}"
            r"|(?:^|(?<=^still\s)|(?<=^now\s))open(?=\s*$)|re-?opened"
            rf"|recluta(?:ndo)?|abiert[oa]\s+(?:a|para)|{INSCRIPTION}\s+(?:abierta|abierto|en\s+curso)"
            r"|(?:sigue|contin[uú]a|est[aá])\s+abiert[oa]",
        ),
        (
            "running",
            r"(?:^|(?<=^still\s)|(?<=\btrial\s)|(?<=\bstudy\s)|(?<=\btrial\sis\s)"
            r"|(?<=\bstudy\sis\s))(?:ongoing|on-going|under\s*way|in\s+progress|running)(?=\s*$)"
            r"|(?:^|(?<=^sigue\s)|(?<=^a[uú]n\s)|(?<=\bensayo\s)|(?<=\bestudio\s))"
            r"en\s+(?:curso|marcha)(?=\s*$)",
        ),
        ("completed", r"finalizad[oa]|completad[oa]|concluid[oa]"),
        ("ended", r"terminad[oa]"),
        ("terminated", r"cancelad[oa]|abandonad[oa]|retirad[oa]"),
        ("stopped", r"detenid[oa]|interrumpid[oa]"),
        ("paused", r"pausad[oa]|en\s+pausa|suspendid[oa]"),
    ]
]
CONTRADICTS = {
    "recruiting": "active, not yet, not recruiting, closed, completed, ended, terminated, stopped, "
    "paused",
    "not_yet_recruiting": "active, recruiting, running, closed, completed, ended, terminated, "
    "stopped",
    "active_not_recruiting": "not yet, recruiting, completed, ended, terminated, stopped",
    "suspended": "active, not yet, recruiting, completed, ended, terminated",
    "completed": "active, not yet, recruiting, running, terminated, stopped, paused",
    "terminated": "active, not yet, recruiting, running, completed, paused",
    "withdrawn": "active, not yet, recruiting, running, completed",
}
UNSURE = re.compile(
    r"\b(?:not|never|without|no|\w+n't|if|when|once|until|till|before|unless|whether|or"
    r"|planned|expected|estimated|anticipated|scheduled|due|will|would|to be"
    r"|may|might|could|should"
    r"|nunca|sin|si|cuando|hasta|antes|o|previst[oa]|prev[eé]|espera|estimad[oa]|planead[oa]"
    r"|ser[aá]n?|estar[aá]n?|podr[ií]an?|puede)\b"
)
# What is over is not the trial.
OF_A_PART = re.compile(
    r"\b(?:sites?|cent(?:re|er)s?|arms?|cohorts?|groups?|parts?|phases?|stages?|follow-?ups?|visits?"
    r"|treatments?|dosing|analys[ei]s|report|consent|participants?|patients?|people|application"
    r"|extensions?|centros?|brazos?|cohortes?|grupos?|partes?|fases?|etapas?|seguimiento|visitas?"
    r"|tratamientos?|an[aá]lisis|informe|participantes?|pacientes?|personas|solicitud)\b"
)
OF_THE_PAST = re.compile(
    r"\b(?:was|were|had|earlier|previously|formerly|then|registry|register|record|export"
    r"|estaba|estuvo|anteriormente|entonces|registro|ficha"
    r"|(?:19|20)\d\d)\b"
)


def contradiction(status: str, note: str) -> str:
    """The words of the note that the status does not allow; empty where they agree."""
    forbidden = CONTRADICTS.get(status, "").split(", ")
    for what, words, before, clause in sayings(note, [*SAYINGS, *OF_NOTES]):
        if what not in forbidden or UNSURE.search(before):
            continue
        was_open = what in ("active", "not yet", "recruiting")
        is_of_a_part = not was_open and OF_A_PART.search(clause.replace(words, ""))
        is_of_the_past = (was_open or status not in OPEN) and OF_THE_PAST.search(clause)
        if not is_of_a_part and not is_of_the_past:
            return words
    return ""


def sayings(note: str, known: list = SAYINGS) -> Iterator[tuple[str, str, str, str]]:
    """(what, in which words, what stands before them in the clause, the clause), as they stand."""
    text = note.lower().replace("’", "'")
    text = SAYINGS[0][1].sub("active not recruiting", text)  # its comma parts no clauses
    for clause in map(str.strip, CLAUSES.split(text)):
        rest, found = clause, []
        for what, words in known:
            for match in words.finditer(rest):
                found.append((match.start(), what, match[0]))
            rest = words.sub(lambda match: "\0" * len(match[0]), rest)
        for start, what, said in sorted(found):
            yield what, said, clause[:start], clause
