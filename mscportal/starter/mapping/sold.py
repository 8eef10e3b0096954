from collections import defaultdict
from decimal import Decimal

from content.places import code_of
from diseases.models import Disease, DiseaseCategory, SoldCondition
from evidence.models import Price, Product
from literature.models import Publication
from mscportal.starter.facts import Facts
from mscportal.starter.mapping.library import citing
from mscportal.starter.wanted import Ref, Wanted, noted, paragraph

CENT = Decimal("0.01")


def conditions(facts: Facts):
    for condition in facts.conditions_sold:
        if condition.verified == "no":
            continue
        yield Wanted(
            SoldCondition,
            condition.key,
            condition.key,
            {
                "title": condition.title,
                "category": Ref(DiseaseCategory, condition.category),
                "known": condition.known,
                "what_is_known": paragraph(condition.what_is_known),
                "verification": condition.verified,
            },
            children={
                "names": names(condition),
                "asked": [
                    {"text": text, "order": order}
                    for order, text in enumerate(condition.searches, 1)
                ],
                "citations": citing(*condition.references),
            },
            open_questions=[*noted(condition.check), *map(held, condition.held)],
        )


def names(condition):
    rows = [{"text": text, "kind": "synonym"} for text in condition.names]
    rows += [{"text": text, "kind": "lay", "is_enabled": False} for text in condition.lay_names]
    rows += [
        {"text": text, "kind": "abbreviation", "exact_case": True, "stands_alone": False}
        for text in condition.abbreviations
    ]
    return [row | {"order": order} for order, row in enumerate(rows, 1)]


def held(claim) -> str:
    return f"Not published: “{claim.text}” {claim.why}"


def prices(facts: Facts):
    for price in facts.prices:
        if price.verified == "no":
            continue
        yield Wanted(
            Price,
            price.key,
            price.key,
            {
                "title": price.what,
                "kind": price.kind,
                **placed(price.country or "", price.place or ""),
                "year": price.year,
                **{name: money(getattr(price, name)) for name in ("amount", "low", "high")},
                "currency": price.currency,
                "per": price.per,
                "n_clinics": price.number,
                "remark": price.remark or "",
                "product": Ref(Product, price.product) if price.product else None,
                "range_source": Ref(Publication, price.range_reference)
                if price.range_reference
                else None,
                "verification": price.verified,
            },
            related={
                "diseases": [Ref(Disease, key) for key in price.diseases],
                "conditions": [Ref(SoldCondition, key) for key in price.conditions],
            },
            children={"citations": citing(price.reference)},
            open_questions=noted(price.check),
        )


def placed(country: str, place: str) -> dict[str, str]:
    """A country that the list of places lacks is told in the words of the place."""
    code = code_of(country)
    if code or not country:
        return {"country": code, "place": place}
    return {"country": "", "place": f"{country} ({place})" if place else country}


def money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).quantize(CENT)


def left_out(facts: Facts) -> dict[str, list[str]]:
    """Questions on what is not published, by the publication that it rests on."""
    found = defaultdict(list)
    for price in facts.prices:
        if price.verified == "no":
            said = [f"Price not published: {price.what}", *noted(price.check)]
            found[price.reference].append(": ".join(said))
    for condition in facts.conditions_sold:
        if condition.verified == "no":
            said = [f"Not published: {condition.title}", *noted(condition.check)]
            found[condition.references[0]].append(": ".join(said))
    return found
