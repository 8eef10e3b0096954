"""Names, dictionaries and readable plans for the tests of automatic links."""

import json
from pathlib import Path

from linking.dictionary import Name, build_dictionary, default_rules
from linking.planner import Flag, plan_links

DATA = Path(__file__).parent / "data"
TERMS = json.loads((DATA / "linker_traps_terms.json").read_text(encoding="utf-8"))
TRAPS = [
    json.loads(line)
    for line in (DATA / "linker_traps_dev.jsonl").read_text(encoding="utf-8").splitlines()
]


def make_name(text, target=None, **rules):
    exact_case, stands_alone = default_rules(text)
    rules = {"exact_case": exact_case, "stands_alone": stands_alone} | rules
    return Name(text, target or text, **rules)


def make_dictionary(*names):
    return build_dictionary(make_name(n) if isinstance(n, str) else n for n in names)


def terms_dictionary(unambiguous=()):
    names = []
    for target, texts in TERMS.items():
        for number, text in enumerate(texts):
            name = make_name(text, target, preferred=number == 0)
            names.append(name._replace(stands_alone=name.stands_alone or text in unambiguous))
    return build_dictionary(names)


def flags(html, dictionary, **options):
    """[(surface, target, flag), ...] in reading order."""
    spans = plan_links(html, dictionary, **options).spans
    return [(html[start:end], target, str(flag)) for start, end, target, flag in spans]


def linked(html, dictionary, **options):
    """The text with [[target|surface]] for each link, as the trap cases write it."""
    for start, end, target, flag in reversed(plan_links(html, dictionary, **options).spans):
        if flag == Flag.LINKED:
            html = f"{html[:start]}[[{target}|{html[start:end]}]]{html[end:]}"
    return html
