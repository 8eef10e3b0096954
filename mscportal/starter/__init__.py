"""The starter content: read (`parse.py`, no database), mapped (`mapping/`), written (`load.py`)."""

from mscportal.starter.articles import (
    ArticleFile,
    PageFile,
    pages_of,
    parse_articles,
    parse_pages,
)
from mscportal.starter.dates import PartialDate
from mscportal.starter.errors import StarterError, StarterErrors
from mscportal.starter.facts import Facts
from mscportal.starter.parse import parse_facts

__all__ = [
    "ArticleFile",
    "Facts",
    "PageFile",
    "PartialDate",
    "StarterError",
    "StarterErrors",
    "pages_of",
    "parse_articles",
    "parse_facts",
    "parse_pages",
]
