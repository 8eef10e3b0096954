"""What the gate asks of articles and standing pages."""

from articles.models import Article
from editorial.workflow import add_check
from literature.checks_before_publishing import effect_without_source


def register() -> None:
    add_check(Article, effect_without_source)
