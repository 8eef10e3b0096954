"""What this app adds to the page of a disease."""

from django.db.models import QuerySet

from content.prepared import prepared
from content.registry import Block
from content.related_links import as_links, links_of
from diseases.models import Disease
from resources.models import QuestionToAsk, RedFlag

# A page of a disease shows the first of each; the printable lists show all.
MOST_SHOWN = 20


def red_flags(disease: Disease) -> Block | None:
    flags, _questions = first_points(disease)
    return Block("resources/_red_flags.html", {"flags": flags}) if flags else None


def questions(disease: Disease) -> Block | None:
    _flags, asked = first_points(disease)
    return Block("resources/_questions.html", {"questions": asked}) if asked else None


def first_points(disease: Disease) -> tuple[list[RedFlag], list[QuestionToAsk]]:
    """Read once for the two blocks of a page."""
    if not hasattr(disease, "first_points"):
        disease.first_points = links_of(points(), (RedFlag, QuestionToAsk))
    return disease.first_points


@prepared
def points():
    return as_links([(model.objects.published(), MOST_SHOWN) for model in (RedFlag, QuestionToAsk)])


# On the plain page, as links of which it shows the text.


def own_red_flags(disease: Disease) -> QuerySet:
    return RedFlag.objects.published().about(disease)


def red_flags_of_all(_disease: Disease) -> QuerySet:
    return RedFlag.objects.published().of_every_disease()


def questions_of_all(_disease: Disease) -> QuerySet:
    return QuestionToAsk.objects.published()
