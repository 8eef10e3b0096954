"""The two headers by which a visitor's program says what it has and what it can unpack."""

import re

TAG = re.compile(r'\s*(?:,\s*)*(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?=,|$)')
CODING = re.compile(
    r"\s*([A-Za-z0-9_.+-]+|\*)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
PLAIN = ""
# What we have, the smallest first.
PACKED = ("br", "gzip")


def names_tag(header: str, tags: frozenset[str]) -> bool:
    """Whether If-None-Match names one of our tags; compared weakly, as RFC 9110 wants it.

    A header that is no list of tags names nothing, so that the whole page is sent.
    """
    if header.strip() == "*":
        return True
    found, place = [], 0
    while match := TAG.match(header, place):
        found.append(match[1])
        place = match.end()
    return not header[place:].strip(" \t,") and not tags.isdisjoint(found)


def best_coding(header: str) -> str:
    """The smallest packing that Accept-Encoding allows: `br`, `gzip` or PLAIN.

    Plain is sent to those who refuse it as well: the alternative is an error page for nobody.
    """
    weights = {}
    for part in header.split(","):
        match = CODING.fullmatch(part)
        if match:
            weight = float(match[2]) if match[2] else 1.0
            weights[match[1].lower().removeprefix("x-")] = weight
    rest = weights.get("*", 0.0)
    wanted = [(weights.get(coding, rest), coding) for coding in PACKED]
    best = max(weight for weight, _coding in wanted)
    if best <= 0 or best < weights.get("identity", 0.0):
        return PLAIN
    return next(coding for weight, coding in wanted if weight == best)
