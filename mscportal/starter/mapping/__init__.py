"""From the facts and texts to the entries of the site; each fact has exactly one home."""

from mscportal.starter.articles import ArticleFile, PageFile
from mscportal.starter.facts import Facts
from mscportal.starter.mapping import diseases, evidence, library, sold, texts, therapy
from mscportal.starter.wanted import Wanted


def wanted_entries(
    facts: Facts, articles: list[ArticleFile], pages: list[PageFile]
) -> list[Wanted]:
    """In an order in which each entry comes after those it has a foreign key to."""
    return [
        *library.publications(facts, sold.left_out(facts)),
        *diseases.categories(facts),
        *diseases.diseases(facts),
        *sold.conditions(facts),
        *therapy.mechanisms(facts),
        *therapy.tissue_sources(facts),
        *library.resources(facts),
        *library.terms(facts),
        *library.questions(facts),
        *library.red_flags(facts),
        *evidence.jurisdictions(facts),
        *evidence.trials(facts),
        *evidence.statements(facts),
        *evidence.products(facts),
        *evidence.not_authorised(facts),
        *evidence.not_msc(facts),
        *evidence.safety_items(facts),
        *sold.prices(facts),
        *texts.topics(),
        *texts.articles(articles),
        *texts.pages(pages),
    ]


def unpublished_facts(facts: Facts) -> list[str]:
    """What is marked 'no' and therefore stays out, in words for the report."""
    rules = [
        f"{place.country}: {rule.fact}"
        for place in facts.jurisdictions
        for rule in place.framework
        if rule.verified == "no"
    ]
    entries = [
        f"{kind}: {getattr(entry, 'key', getattr(entry, 'term', ''))}"
        for kind in (
            "diseases",
            "tissue_sources",
            "mechanisms",
            "statements",
            "products",
            "conditions_sold",
            "prices",
        )
        for entry in getattr(facts, kind)
        if entry.verified == "no"
    ]
    held = [
        f"{condition.title}: {claim.text}"
        for condition in facts.conditions_sold
        for claim in condition.held
    ]
    return rules + entries + held
