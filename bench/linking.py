"""What automatic links cost and how well they find names: `.venv/bin/python bench/linking.py`.

Corpora are built from ../shared/data (see the README there); nothing is kept. The part with a
database works in a temporary SQLite file, or in the test database of MSC_BENCH_DATABASE_URL.
Times of what only computes are processor time, the others wall time; run it on an idle
machine, the first line says how busy it is. `--quick` takes a tenth of everything.
"""

import argparse
import atexit
import csv
import gzip
import json
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
FILES = [
    "disease_names.tsv.gz",
    "disease_xrefs.tsv.gz",
    "gold_mentions_dev.jsonl.gz",
    "articles_sample.jsonl.gz",
]
WORDS = 1_200
ROWS: list[tuple[str, str, str]] = []


def row(measure, value, goal=""):
    ROWS.append((measure, value, goal))
    print(f"| {measure} | {value} | {goal} |", flush=True)


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def timed(work, times, clock=time.process_time):
    """Time in ms: of the processor for what only computes, of the wall with a database."""
    begin = clock()
    answer = work()
    times.append((clock() - begin) * 1000)
    return answer


def waited(work, times):
    return timed(work, times, time.perf_counter)


# Corpora


def ontology():
    """(key, name, whether it is the preferred one) of the disease ontology as it is, uncurated."""
    with gzip.open(DATA / "disease_names.tsv.gz", "rt", encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield int(line["doid"].partition(":")[2]), line["name"], line["kind"] == "label"


def names_for(rows):
    from linking.dictionary import Name, default_rules, path_of

    return [
        Name(text, key, 40, *default_rules(text), is_preferred, path_of(text))
        for key, text, is_preferred in rows
    ]


def padded(names, number):
    """As many names as the goal speaks of: the missing ones are real names with one more word."""
    from linking.dictionary import path_of

    missing = range(number - len(names))
    more = [names[place]._replace(text=f"{names[place].text} of Utopia") for place in missing]
    return names + [name._replace(path=path_of(name.text)) for name in more]


def paragraphs():
    with gzip.open(DATA / "articles_sample.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            for section in json.loads(line)["sections"]:
                lines = [text for text in section["text"].split("\n") if text.strip()]
                yield section["heading"], lines


def articles(number):
    """HTML of about 1,200 words each, made of real sections in an order of chance."""
    dice = random.Random(20)
    sections = [section for section in paragraphs() if section[1]]
    for _ in range(number):
        html, words = [], 0
        while words < WORDS:
            heading, lines = dice.choice(sections)
            html.append(f"<h2>{escape(heading)}</h2>")
            for text in lines:
                some = text.split()[: max(WORDS - words, 0) + 30]
                words += len(some)
                html.append(f"<p>{escape(' '.join(some))}</p>")
                if words >= WORDS:
                    break
        yield "".join(html)


# Measures


def measure_dictionary(names):
    from linking.dictionary import build_dictionary

    build_dictionary(names)
    times = []
    before = memory_mb()
    dictionary = timed(lambda: build_dictionary(names), times)
    grown = memory_mb() - before
    for _ in range(8):
        timed(lambda: build_dictionary(names), times)
    row(f"build a dictionary of {len(names):,} names, best ms", f"{min(times):.0f}", "≤ 120")
    row("its memory, MB", f"{max(grown, deep_size(dictionary.tree)):.1f}", "≤ 15")
    return dictionary


def memory_mb():
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize() / 2**20


def deep_size(thing):
    """MB of the dictionary's own containers and keys, each counted once."""
    seen, total, todo = set(), 0, [thing]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        if isinstance(one, dict):
            todo += [*one.keys(), *one.values()]
        elif isinstance(one, tuple):
            todo += list(one)
    return total / 2**20


def measure_plans(dictionary, quick):
    from linking.planner import Flag, LinkPlan, plan_links
    from linking.render import LinkTarget, render_links

    texts = list(articles(100 if quick else 1_000))
    for html in texts:
        plan_links(html, dictionary)
    times, renders = [], []
    for html in texts:
        plan = timed(lambda html=html: plan_links(html, dictionary), times)
        # As it is stored: links only.
        spans = tuple(span for span in plan.spans if span.flag == Flag.LINKED)
        plan = LinkPlan(spans, plan.html_sha)
        pages = {span.target: LinkTarget(f"/diseases/{span.target}/") for span in spans}
        timed(
            lambda html=html, plan=plan, pages=pages: render_links(html, plan, lambda _t: pages),
            renders,
        )
    row("plan a 1,200-word article, p50 ms", f"{percentile(times, 0.5):.2f}", "≤ 0.8")
    row("plan a 1,200-word article, p95 ms", f"{percentile(times, 0.95):.2f}", "≤ 1.3")
    row("render from its plan, p50 ms", f"{percentile(renders, 0.5):.3f}", "≤ 0.02")
    row("render from its plan, p95 ms", f"{percentile(renders, 0.95):.3f}", "")


def measure_gold(dictionary, spellings):
    """Against mentions marked by hand. A link is right when it overlaps a marked mention."""
    from content.text.analyser import fold_phrase
    from linking.planner import COUNTED, Flag, plan_links

    xrefs = defaultdict(set)
    with gzip.open(DATA / "disease_xrefs.tsv.gz", "rt", encoding="utf-8") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            key = int(line["doid"].partition(":")[2])
            xrefs[line["xref"].removeprefix("MESH:").removeprefix("MIM:")].add(key)
    right = linked = concepts = concepts_found = gold = found = exact = exact_right = 0
    known = known_found = 0
    with gzip.open(DATA / "gold_mentions_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            text = record.get("text") or f"{record['title']} {record['abstract']}"
            spans = plan_links(text.replace("<", " ").replace("&", " "), dictionary).spans
            marked = [(m["start"], m["end"], m["concept"]) for m in record["mentions"]]
            links = [span for span in spans if span.flag == Flag.LINKED]
            linked += len(links)
            right += sum(any(s < x.end and x.start < e for s, e, _ in marked) for x in links)
            counted = {(x.start, x.end) for x in spans if x.flag in COUNTED}
            gold += len(marked)
            found += sum((s, e) in counted for s, e, _ in marked)
            exact += len(counted)
            exact_right += len(counted & {(s, e) for s, e, _ in marked})
            touched = [(x.start, x.end) for x in spans]
            for start, end, _concept in marked:
                if fold_phrase(text[start:end]) in spellings:
                    known += 1
                    known_found += any(s <= start and end <= e for s, e in touched)
            targets = {span.target for span in links}
            ids = {one for *_, concept in marked for one in concept.replace("+", "|").split("|")}
            for one in ids:
                keys = xrefs.get(one.removeprefix("OMIM:").removeprefix("MESH:"))
                if keys:
                    concepts += 1
                    concepts_found += bool(keys & targets)
    row(f"link precision, dev ({linked} links)", f"{right / linked:.3f}", "≥ 0.985")
    row(
        f"concept recall, dev ({concepts} concepts)",
        f"{concepts_found / concepts:.3f}",
        "≥ 0.61",
    )
    row("mention recall, dev, exact borders", f"{found / gold:.3f}", "≥ 0.48")
    row("mention precision, dev, exact borders", f"{exact_right / exact:.3f}", "")
    row(f"engine recall on {known} mentions by known names", f"{known_found / known:.3f}", "1.000")


def measure_traps():
    sys.path.insert(0, str(ROOT))
    from tests.linking.cases import TRAPS, linked, terms_dictionary

    passed = sum(
        linked(
            case["html"],
            terms_dictionary(case.get("unambiguous", ())),
            self_target=case.get("self_target"),
            exclude=case.get("exclude", ()),
        )
        == case["expected"]
        for case in TRAPS
    )
    row("trap cases", f"{passed} of {len(TRAPS)}", "44 of 44")


def measure_bytes(number):
    from linking.planner import plan_links
    from linking.render import render_links
    from tests.linking.test_render import AUTOLINK, DICTIONARY, Fragments, everything

    fragments = Fragments(4711)
    same = 0
    for _ in range(number):
        html = fragments.fragment()
        shown = render_links(html, plan_links(html, DICTIONARY), everything)
        same += AUTOLINK.sub(r"\1", shown) == html
    row("fragments that are the same bytes without their links", f"{same:,} of {number:,}", "all")


def measure_hostile(dictionary):
    from linking.planner import plan_links

    text = "diabetes and type 2 diabetes, gout (GOUT) & lupus &amp; "
    cases = {
        "1 MB article": f"<p>{text * 18_000}</p>",
        "5,000 nested spans": "<span>" * 5_000 + "gout" + "</span>" * 5_000,
        "5,000 nested nolink spans": "<span data-nolink>" * 5_000 + "gout" + "</span>" * 5_000,
        "1 MB of regex characters": ".*+?^$()[]{}|\\" * 75_000,
        "1 MB of <": "<" * 1_000_000,
        "1 MB of unclosed attributes": '<p title="a' * 95_000,
        "1 MB of &": "&" * 1_000_000,
        "1 MB of short forms explained": "stiff skin syndrome (SSS) " * 40_000,
        "NUL, RTL, emoji, 1 MB": "gout\0\u202egout 🧬 داء " * 50_000,
        "1 MB without a space": "a" * 1_000_000,
        "1 MB of one name": "gout " * 200_000,
    }
    for name, html in cases.items():
        times = []
        timed(lambda html=html: plan_links(html, dictionary), times)
        row(f"{name}, ms", f"{times[0]:.0f}", "≤ 1,000")


# With a database


def with_database():
    folder = tempfile.mkdtemp(prefix="msc-bench-linking-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["MSC_DATA_DIR"] = folder
    if url := os.environ.get("MSC_BENCH_DATABASE_URL"):
        os.environ["MSC_DATABASE_URL"] = url


def fill(number):
    """The whole ontology as live diseases, and articles; no news is sent, all is linked at once."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from articles.models import Article
    from diseases.models import Disease, DiseaseName
    from linking.dictionary import default_rules

    now = timezone.now()
    rows = list(ontology())
    titles = {key: text for key, text, is_preferred in rows if is_preferred}
    live = {"is_live": True, "published_at": now}
    Disease.objects.bulk_create(
        [
            Disease(pk=key, title=text[:200], slug=f"d{key}", plain_summary="x", risks="x", **live)
            for key, text in titles.items()
        ],
        batch_size=2_000,
    )
    DiseaseName.objects.bulk_create(
        [
            DiseaseName(
                disease_id=key,
                text=text[:150],
                exact_case=default_rules(text)[0],
                stands_alone=default_rules(text)[1],
            )
            for key, text, is_preferred in rows
            if not is_preferred and key in titles
        ],
        batch_size=2_000,
        ignore_conflicts=True,
    )
    Article.objects.bulk_create(
        [
            Article(title=f"Article {n}", slug=f"a{n}", plain_summary="x", body=html, **live)
            for n, html in enumerate(articles(number))
        ],
        batch_size=500,
    )
    ContentType.objects.clear_cache()


def measure_relink(quick):
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import get_runner

    runner = get_runner(settings)(verbosity=0, interactive=False)
    runner.setup_test_environment()
    if connection.vendor == "sqlite":  # on a disk, as a site has it
        settings.DATABASES["default"]["TEST"]["NAME"] = (
            f"{os.environ['MSC_DATA_DIR']}/bench.sqlite3"
        )
    old = runner.setup_databases()
    try:
        number = 1_000 if quick else 10_000
        fill(number)
        call_command("rebuild_search", verbosity=0)
        relink_and_add(number, connection.vendor)
    finally:
        runner.teardown_databases(old)


def relink_and_add(number, vendor):
    from diseases.models import Disease
    from linking import on_pages, services
    from linking.models import Mention, StoredPlan
    from linking.workers import planning

    with planning(2) as plan_many:
        times = []
        waited(lambda: services.relink_all(plan_many=plan_many), times)
        row(
            f"relink everything, {number:,} articles, names and writes, 2 processes, {vendor}, s",
            f"{times[0] / 1000:.1f}",
            "",
        )
        StoredPlan.objects.all().delete()
        Mention.objects.all().delete()
        begin = time.perf_counter()
        services.relink_all(plan_many=plan_many)
        row(
            f"relink {number:,} articles with all writes, names known, {vendor}, s",
            f"{time.perf_counter() - begin:.1f}",
            "≤ 12" if number == 10_000 else "",
        )
    narrow, wide = names_added(list(articles(200)))
    row(
        f"find the pages of a new name among {number:,}, p95 ms, {vendor}",
        f"{percentile([found for found, *_ in narrow], 0.95):.1f}",
        "≤ 2",
    )
    for label, some, goal in (("at most 250", narrow, "≤ 1"), ("more", wide, "")):
        pages = [touched for _found, _seconds, touched in some]
        row(
            f"a name added with {number:,} articles, on {label} pages "
            f"(median {statistics.median(pages):.0f}, most {max(pages)}), max s, {vendor}",
            f"{max(seconds for _found, seconds, _touched in some):.2f}",
            goal,
        )
    target = Mention.objects.values_list("target_id", flat=True).first()
    disease, times = Disease.objects.get(pk=target), []
    for _ in range(20):
        waited(lambda: on_pages.mentioned_in(disease), times)
    row(f"“also mentioned in”, p95 ms, {vendor}", f"{percentile(times, 0.95):.1f}", "≤ 2")


def names_added(bodies):
    """Two words of the texts become a name, 20 that few pages have and 5 that many have.

    For each: ms to find the pages, seconds until all are right, and their number.
    """
    from diseases.models import Disease, DiseaseName
    from editorial import workflow as editorial
    from linking import services

    dice, narrow, wide = random.Random(3), [], []
    while len(narrow) < 20 or len(wide) < 5:
        words = dice.choice(bodies).replace("<", " <").split()
        place = dice.randrange(len(words) - 3)
        phrase = " ".join(word for word in words[place : place + 2] if "<" not in word)
        phrase = phrase.strip(".,;:()")[:150]
        finding, linking = [], []
        pages = len(waited(lambda phrase=phrase: services.affected_by([phrase]), finding))
        group, most = (narrow, 20) if pages <= 250 else (wide, 5)
        disease = Disease.objects.order_by("pk")[dice.randrange(1_000)]
        if len(group) == most or DiseaseName.objects.filter(text=phrase).exists() or not pages:
            continue
        DiseaseName.objects.create(disease=disease, text=phrase)
        waited(lambda disease=disease: editorial.announce_change(disease), linking)
        group.append((finding[0], linking[0] / 1000, pages))
    return narrow, wide


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--without-database", action="store_true")
    options = parser.parse_args()
    missing = [name for name in FILES if not (DATA / name).exists()]
    if missing:
        sys.exit(f"Missing in {DATA}: {', '.join(missing)}. The bench builds its corpora from it.")
    with_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from linking.dictionary import build_dictionary

    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| measure | value | goal |\n| --- | ---: | ---: |")
    names = names_for(ontology())
    dictionary = measure_dictionary(padded(names, 32_000))
    measure_plans(dictionary, options.quick)
    real = build_dictionary(names)
    from content.text.analyser import fold_phrase

    measure_gold(real, {fold_phrase(name.text) for name in names})
    measure_traps()
    measure_bytes(10_000 if options.quick else 100_000)
    measure_hostile(real)
    if not options.without_database:
        measure_relink(options.quick)


if __name__ == "__main__":
    main()
