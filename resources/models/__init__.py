from resources.models.library import (
    GlossaryTerm,
    ListedPoint,
    QuestionToAsk,
    RedFlag,
    TermName,
    TrustedResource,
)
from resources.models.links import LinkCheck

__all__ = [
    "GlossaryTerm",
    "LinkCheck",
    "ListedPoint",
    "QuestionToAsk",
    "RedFlag",
    "TermName",
    "TrustedResource",
]
