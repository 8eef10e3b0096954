"""schema.org as of release 30.0: what may stand in structured data, and where."""

import gzip
import json
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "schema_org_terms.json.gz"
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
# https://schema.org/docs/actions.html: an annotation of the property that it names.
ANNOTATION = re.compile(r".+-(input|output)")
TEXTS = {"Text", "URL", "Date", "DateTime", "Language"}


@cache
def terms():
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return json.load(file)


def data_of(html):
    """The nodes of the one script of data on a page; none without one."""
    found = [text for attributes, text in SCRIPT.findall(html) if "src=" not in attributes]
    assert len(found) <= 1
    return json.loads(found[0])["@graph"] if found else []


def nodes_in(value):
    """Every node with its parents' nodes, from the outside in."""
    if isinstance(value, list):
        for item in value:
            yield from nodes_in(item)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes_in(inner)


def of_type(nodes, kind):
    return [node for node in nodes_in(nodes) if node.get("@type") == kind]


def kinds_above(kind):
    """The type and all those that it is a kind of."""
    above = {kind}
    for parent in terms()["types"][kind]:
        above |= kinds_above(parent)
    return above


def faults(nodes):
    """What schema.org does not know, does not allow there, or has replaced."""
    return [fault for node in nodes_in(nodes) for fault in faults_of(node)]


def faults_of(node):
    kind = node.get("@type")
    if kind is None:  # a reference, or a thing of unknown kind that has only a name
        return [] if set(node) in ({"@id"}, {"name"}) else [f"{node} has no type"]
    if kind not in terms()["types"]:
        return [f"no type {kind}"]
    found = []
    for name, values in node.items():
        if name.startswith("@") or ANNOTATION.fullmatch(name):
            continue
        known = terms()["properties"].get(name)
        if known is None:
            found.append(f"no property {name}")
            continue
        if known.get("superseded_by"):
            found.append(f"{name} is superseded")
        if not kinds_above(kind) & set(known["domains"]):
            found.append(f"{kind} has no {name}")
        for value in values if isinstance(values, list) else [values]:
            if not fits(value, set(known["ranges"])):
                found.append(f"{kind}.{name} is no {value!r}")
    return found


def fits(value, ranges):
    if isinstance(value, dict):
        kind = value.get("@type")
        return kind is None or bool(kinds_above(kind) & ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, float):
        return "Number" in ranges
    if isinstance(value, int):
        return bool(ranges & {"Integer", "Number"})
    member = terms()["members"].get(value.removeprefix("https://schema.org/"))
    if value.startswith("https://schema.org/"):
        return bool(member and set(member) & ranges)
    if value.startswith(("http://", "https://")):
        return bool(ranges & TEXTS) or bool(ranges - {"Integer", "Number", "Boolean"})
    return bool(ranges & TEXTS)
