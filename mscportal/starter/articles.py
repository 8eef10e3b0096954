"""Starter articles and standing pages: YAML front matter, then an HTML fragment."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, Field, ValidationInfo

from mscportal.starter.errors import StarterError, StarterErrors
from mscportal.starter.facts import Facts
from mscportal.starter.markup import BodyCheck, citation_keys, citation_problems
from mscportal.starter.records import read_record
from mscportal.starter.schema.base import (
    SLUG,
    AnyOf,
    ConditionKey,
    Count,
    DiseaseKey,
    FactRecord,
    MechanismKey,
    Slug,
    Some,
    SourceKey,
    Text,
    refusal,
    words,
)
from mscportal.starter.yaml_lines import YamlDocument, parse_document, read_text

ArticleKind = Literal["explainer", "guide", "safety", "ethics", "card"]
Topic = Literal["the-basics", "evidence", "safety", "rules-and-approval", "making-the-cells"]
LEAST_SECTIONS = 4
LIST_PAGES = (
    "approvals articles cost diseases evidence glossary mechanisms products questions "
    "regulation resources safety sold-for sources trials"
).split()


def _plain(text: str) -> str:
    if re.search(r"</?[a-z]", text, re.IGNORECASE):
        raise refusal("must be plain text without HTML")
    return text


def _without_citation(text: str) -> str:
    if "[@" in text:
        raise refusal("must not hold a citation")
    return text


def _well_cited(text: str, info: ValidationInfo) -> str:
    references = (info.context or {}).get("references")
    for _, message in citation_problems(text, references):
        raise refusal(message)
    return text


def _three_to_five(points: tuple[str, ...]) -> tuple[str, ...]:
    if not 3 <= len(points) <= 5:
        raise refusal(f"{len(points)} key points are not 3 to 5")
    return points


PlainText = Annotated[Text, AfterValidator(_plain), AfterValidator(_without_citation)]
Title = Annotated[PlainText, Field(max_length=65)]
Summary = Annotated[PlainText, words(70)]
MetaDescription = Annotated[PlainText, Field(min_length=70, max_length=155)]
KeyPoint = Annotated[Text, AfterValidator(_plain), AfterValidator(_well_cited)]


class PageFront(FactRecord):
    title: Title
    plain_summary: Summary
    meta_description: MetaDescription


class ArticleFront(PageFront):
    kind: ArticleKind
    topic: Topic
    order: Count
    featured: bool = False
    what_it_means: PlainText
    key_points: Annotated[Some[KeyPoint], AfterValidator(_three_to_five)]
    diseases: AnyOf[DiseaseKey]
    sources: AnyOf[SourceKey]
    mechanisms: AnyOf[MechanismKey]
    conditions: AnyOf[ConditionKey] = ()
    """Those that cells are sold for."""


class PageFile(PageFront):
    slug: Slug
    body: Text

    @property
    def citation_keys(self) -> tuple[str, ...]:
        return citation_keys(self.body)


class ArticleFile(ArticleFront):
    slug: Slug
    body: Text

    @property
    def citation_keys(self) -> tuple[str, ...]:
        """Of the key points, then of the body."""
        return citation_keys("\n".join((*self.key_points, self.body)))


class Split(NamedTuple):
    front: YamlDocument
    body: str
    body_line: int


F = TypeVar("F", ArticleFile, PageFile)


def parse_articles(folder: Path, facts: Facts, known_pages: Collection[str]) -> list[ArticleFile]:
    """In the order of the articles. `known_pages` are the paths that an article may link to;
    the articles of the folder are added to them."""
    own = {f"/articles/{path.stem}/" for path in folder.glob("*.html")}
    articles = _parse_folder(
        folder, ArticleFront, ArticleFile, keys_of(facts), own.union(known_pages)
    )
    return sorted(articles, key=lambda article: (article.order, article.slug))


def parse_pages(
    folder: Path, facts: Facts | None = None, known_pages: Collection[str] | None = None
) -> list[PageFile]:
    """By slug. Citation keys and links are checked against the facts and pages that are given."""
    known = keys_of(facts) if facts else {}
    return _parse_folder(folder, PageFront, PageFile, known, known_pages)


def keys_of(facts: Facts) -> dict[str, set[str]]:
    nouns = ("diseases", "tissue_sources", "mechanisms", "references", "conditions_sold")
    return {noun: {record.key for record in getattr(facts, noun)} for noun in nouns}


def pages_of(facts: Facts) -> frozenset[str]:
    """The paths of the lists and of the pages made from the facts."""
    products = (*facts.products, *facts.not_authorised, *facts.not_msc)
    slugs = {
        "diseases": [disease.key for disease in facts.diseases],
        "sold-for": [condition.key for condition in facts.conditions_sold],
        "sources": [source.key for source in facts.tissue_sources],
        "mechanisms": [mechanism.key for mechanism in facts.mechanisms],
        "products": [product.key for product in products],
        "trials": [trial.slug for trial in facts.trials],
        "regulation": [place.country.lower().replace(" ", "-") for place in facts.jurisdictions],
    }
    lists = {f"/{name}/" for name in LIST_PAGES}
    return frozenset(lists.union(f"/{name}/{s}/" for name, found in slugs.items() for s in found))


def _parse_folder(
    folder: Path,
    front_kind: type[FactRecord],
    kind: type[F],
    known: Mapping[str, Collection[str]],
    known_pages: Collection[str] | None,
) -> list[F]:
    errors: list[StarterError] = []
    texts: list[F] = []
    paths = sorted(folder.glob("*.html"))
    if not paths:
        errors.append(StarterError(folder.name, 1, "", "holds no .html files"))
    for path in paths:
        try:
            split = _split(path)
        except StarterErrors as refused:
            errors.extend(refused.errors)
            continue
        body_errors = _body_errors(split, kind, known, known_pages)
        front = read_record(front_kind, split.front, (), known, errors)
        errors.extend(body_errors)
        if front and not body_errors:
            texts.append(kind(**dict(front), slug=path.stem, body=split.body))
    if errors:
        raise StarterErrors(errors)
    return texts


def _split(path: Path) -> Split:
    if not re.fullmatch(SLUG, path.stem):
        message = "the file name must be small letters, digits and single hyphens"
        raise StarterErrors([StarterError(path.name, 1, "", message)])
    lines = read_text(path).split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        message = "must begin with front matter between two lines of ---"
        raise StarterErrors([StarterError(path.name, 1, "", message)])
    end = lines.index("---", 1)
    front = parse_document(path.name, "\n".join(lines[1:end]), first_line=2)
    after = "\n".join(lines[end + 1 :])
    body = after.strip()
    leading_lines = after[: after.find(body)].count("\n")
    return Split(front, body, end + 2 + leading_lines)


def _body_errors(
    split: Split,
    kind: type[F],
    known: Mapping[str, Collection[str]],
    known_pages: Collection[str] | None,
) -> list[StarterError]:
    check = BodyCheck(known.get("references"), known_pages)
    problems = check.check(split.body)
    if not split.body:
        problems.append((1, "missing"))
    elif kind is ArticleFile and (sections := check.headings.count(2)) < LEAST_SECTIONS:
        problems.append((1, f"{sections} sections (h2) are fewer than {LEAST_SECTIONS}"))
    return [
        StarterError(split.front.file, line + split.body_line - 1, "body", message)
        for line, message in problems
    ]
