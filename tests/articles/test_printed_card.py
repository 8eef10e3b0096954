"""The card for the doctor on paper."""

import re

import pytest

from mscportal.starter import pages_of, parse_articles, parse_facts
from tests.factories import make_article
from tests.mscportal.starter_files import STARTER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_card_prints_on_one_side(page, live_server):
    facts = parse_facts(STARTER / "facts")
    pages = pages_of(facts) | {"/about/", "/how-we-work/"}
    [card] = [
        each for each in parse_articles(STARTER / "articles", facts, pages) if each.kind == "card"
    ]
    article = make_article(
        title=card.title,
        kind=card.kind,
        plain_summary=card.plain_summary,
        what_it_means=card.what_it_means,
        key_points="\n".join(card.key_points),
        body=card.body,
    )
    page.goto(f"{live_server.url}{article.get_absolute_url()}")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert page.get_by_role("button", name="Print this card").is_visible()
