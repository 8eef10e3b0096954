"""Visits of the public site by a stranger, for tests of pages."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext


def body(client, address, status=200):
    """The page as text; an answer with a cookie would already be a fault."""
    answer = client.get(address)
    assert answer.status_code == status, f"{address} answers {answer.status_code}"
    assert not answer.cookies
    return answer.content.decode()


def words(page):
    """What a reader sees of a piece of markup, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def section(page, anchor):
    """The part of a page from the element with this id to the next section."""
    start = page.index(f'id="{anchor}"')
    end = page.find("<section", start)
    return page[start : end if end > 0 else len(page)]


def cost(client, address):
    """Number of queries of a visit after the first, when content types are known."""
    body(client, address)
    with CaptureQueriesContext(connection) as queries:
        body(client, address)
    return len(queries)
