"""Words about a product by which nobody knows whether its approval still holds; English only."""

import re

IN_DOUBT = re.compile(
    r"\b(?:not\s+(?:yet\s+)?(?:known|found|seen|confirmed|clear)|unknown|unclear|uncertain"
    r"|unconfirmed|no\s+longer\s+(?:marketed|sold)|to\s+be\s+(?:checked|confirmed))\b",
    re.IGNORECASE,
)


def doubt(said: str) -> str:
    """The words that say so; empty where none does."""
    found = IN_DOUBT.search(said)
    return found[0] if found else ""
