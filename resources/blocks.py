"""What this app adds to the page of a disease."""

from content.registry import Block
from diseases.models import Disease
from resources.models import QuestionToAsk, RedFlag

# A page of a disease shows the first of each; the printable lists show all.
MOST_SHOWN = 20


def red_flags(disease: Disease) -> Block | None:
    flags = list(RedFlag.objects.published()[:MOST_SHOWN])
    return Block("resources/_red_flags.html", {"flags": flags}) if flags else None


def questions(disease: Disease) -> Block | None:
    asked = list(QuestionToAsk.objects.published()[:MOST_SHOWN])
    return Block("resources/_questions.html", {"questions": asked}) if asked else None
