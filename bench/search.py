"""Search at 1,000, 10,000 and 100,000 documents: time, queries, quality, growth.

    .venv/bin/python bench/search.py [1000 10000 100000] [--seed N]
    MSC_DATABASE_URL=postgres://... MSC_SECRET_KEY=... .venv/bin/python bench/search.py

Fills a database of its own (a file in a temporary folder, or a test database on the server that the
address names) from ../shared/data, asks through Django, prints Markdown tables and throws the
database away. `--save FILE` keeps the first answers; `--compare FILE` with the other database tells
how often both have the same first answer.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")
FOLDER = tempfile.TemporaryDirectory(prefix="msc-bench-")
os.environ["MSC_DATA_DIR"] = FOLDER.name

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, Topic  # noqa: E402
from content.text.analyser import fold_phrase  # noqa: E402
from diseases.models import Disease, DiseaseCategory, DiseaseName  # noqa: E402
from evidence.models import Trial  # noqa: E402
from resources.models import GlossaryTerm  # noqa: E402
from search import services  # noqa: E402

SIZES = [1_000, 10_000, 100_000]
SHARE_OF_DISEASES = 0.126  # all 12,607 of them at 100,000
SHARES = {Article: 0.6, Trial: 0.25, GlossaryTerm: 0.15}  # of the rest
BATCH = 1000
PER_PAGE = 10
QUERIES_OF_A_CLASS = 100

TITLES = {
    Article: ["Living with {}", "{}: what is known", "Questions about {}", "Research on {}"],
    Trial: ["Cells against placebo in {}", "Safety of cells in {}", "A long-term study of {}"],
    GlossaryTerm: ["Signs of {}", "Causes of {}", "{} in families"],
}
PHRASES = [
    "stem cell treatment for {}",
    "can {} be cured",
    "my child has {}",
    "trials for {} near me",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_names(data):
    """doid -> [(kind, name)], the label first."""
    names = {}
    with gzip.open(data / "disease_names.tsv.gz", "rt", encoding="utf-8") as file:
        for line in itertools.islice(file, 1, None):
            doid, kind, _scope, name = line.rstrip("\n").split("\t")
            names.setdefault(doid, []).append((kind, name))
    return {
        doid: sorted(rows, key=lambda row: row[0] != "label")
        for doid, rows in names.items()
        if any(kind == "label" for kind, _name in rows)
    }


def read_texts(data):
    with gzip.open(data / "articles_sample.jsonl.gz", "rt", encoding="utf-8") as file:
        return [section["text"] for line in file for section in json.loads(line)["sections"]]


def read_queries(data):
    with (data / "search_queries_dev.tsv").open(encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in itertools.islice(file, 1, None)]


class Corpus:
    """Disease pages with their real names; other pages with made titles and real texts."""

    def __init__(self, size, queries, data):
        self.size = size
        self.random = random.Random(4)
        self.texts = read_texts(data)
        self.serial = itertools.count(1)
        names = read_names(data)
        asked = [doid for _kind, _query, doid in queries if doid in names]
        others = sorted(names)
        self.random.shuffle(others)
        some = list(dict.fromkeys([*asked, *others]))[: round(size * SHARE_OF_DISEASES)]
        self.names = {doid: names[doid] for doid in some}
        self.address = {}  # doid -> address of its page

    def text(self):
        """About 300 words."""
        parts, length = [], 0
        while length < 250:
            parts.append(self.random.choice(self.texts))
            length += parts[-1].count(" ")
        return " ".join(parts)[:4000]

    def fill(self):
        now = timezone.now()
        live = {"is_live": True, "published_at": now}
        category = DiseaseCategory.objects.create(title="Category", slug="category", **live)
        topic = Topic.objects.create(title="Topic", slug="topic", **live)
        diseases = {
            doid: Disease(
                title=rows[0][1][:200],
                slug=f"disease-{next(self.serial)}",
                plain_summary=self.text()[:300],
                what_it_means="Ask your doctor.",
                risks="<p>Fever.</p>",
                about=f"<p>{self.text()}</p>",
                category=category,
                **live,
            )
            for doid, rows in self.names.items()
        }
        Disease.objects.bulk_create(diseases.values(), batch_size=BATCH)
        kinds = {"synonym": DiseaseName.Kind.SYNONYM, "abbrev": DiseaseName.Kind.ABBREVIATION}
        DiseaseName.objects.bulk_create(
            (
                DiseaseName(disease=diseases[doid], text=name[:150], kind=kinds[kind])
                for doid, rows in self.names.items()
                for kind, name in dict.fromkeys(rows)
                if kind in kinds
            ),
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        self.address = {doid: entry.get_absolute_url() for doid, entry in diseases.items()}
        labels = [rows[0][1] for rows in self.names.values()]
        rest = self.size - len(diseases)
        for model, share in SHARES.items():
            make = getattr(self, f"make_{model._meta.model_name}")
            left = round(rest * share)
            while left > 0:
                rows = [
                    make(
                        self.random.choice(TITLES[model]).format(self.random.choice(labels)), topic
                    )
                    for _ in range(min(left, BATCH))
                ]
                for row in rows:
                    row.is_live, row.published_at = True, now
                model.objects.bulk_create(rows)
                left -= BATCH
        connection.cursor().execute("ANALYZE")

    def make_article(self, title, topic):
        text = self.text()
        return Article(
            title=title[:200],
            slug=f"article-{next(self.serial)}",
            plain_summary=text[:200],
            body=f"<p>{text}</p>",
            topic=topic,
        )

    def make_trial(self, title, topic):
        serial = next(self.serial)
        trial = Trial(
            title=title[:200],
            slug=f"nct{serial:08}",
            registry="nct",
            registry_id=f"NCT{serial:08}",
            sponsor="University hospital",
            status=self.random.choice(Trial.Status.values),
            outcome=self.text(),
        )
        trial.derive()
        return trial

    def make_glossaryterm(self, title, topic):
        text = self.text()
        return GlossaryTerm(
            title=title[:200],
            slug=f"term-{next(self.serial)}",
            definition=text[:200],
            long_definition=f"<p>{text}</p>",
        )


class Generator:
    """Known-item questions that nobody tuned on: give it a seed of your own."""

    def __init__(self, names, seed):
        self.random = random.Random(seed)
        owners = {}
        for doid, rows in names.items():
            for _kind, name in rows:
                owners.setdefault(fold_phrase(name), set()).add(doid)
        # A name that two diseases share has no one right answer.
        self.items = [
            (doid, name)
            for doid, rows in names.items()
            for kind, name in rows
            if kind != "abbrev" and len(name) >= 8 and len(owners[fold_phrase(name)]) == 1
        ]

    def queries(self):
        classes = {
            "exact": lambda name: name,
            "one typo": self.typo,
            "two typos": lambda name: self.typo(self.typo(name)),
            "prefix 60 %": lambda name: name[: round(len(name) * 0.6)].strip(),
            "phrase": lambda name: self.random.choice(PHRASES).format(name),
            "shuffled": self.shuffled,
        }
        rows = []
        for kind, change in classes.items():
            items = [item for item in self.items if kind != "shuffled" or " " in item[1]]
            for doid, name in self.random.sample(items, min(QUERIES_OF_A_CLASS, len(items))):
                rows.append([kind, change(name), doid])
        return rows

    def typo(self, name):
        """Swap, drop, double or replace a letter inside a word of five letters or more."""
        places = [
            place
            for place in range(1, len(name) - 1)
            if name[place - 1 : place + 2].isalpha() and self.is_in_long_word(name, place)
        ]
        if not places:
            return name
        at = self.random.choice(places)
        kind = self.random.choice(["swap", "drop", "add", "replace"])
        if kind == "swap":
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        if kind == "drop":
            return name[:at] + name[at + 1 :]
        letter = self.random.choice(LETTERS)
        return name[:at] + letter + name[at if kind == "add" else at + 1 :]

    def is_in_long_word(self, name, place):
        start = name.rfind(" ", 0, place) + 1
        return len(name[start:].split(" ")[0]) >= 5

    def shuffled(self, name):
        words = name.split()
        while len(set(words)) > 1 and words == name.split():
            self.random.shuffle(words)
        return " ".join(words)


def percentile(times, share):
    return sorted(times)[min(round(len(times) * share), len(times) - 1)]


def timed(function, questions):
    times = []
    for question in questions:
        start = time.perf_counter()
        function(question)
        times.append((time.perf_counter() - start) * 1000)
    return times


def most_queries(function, questions):
    counts = []
    for question in questions:
        connection.queries_log.clear()  # Django keeps the last 9,000
        with CaptureQueriesContext(connection) as queries:
            function(question)
        counts.append(len(queries))
    return max(counts)


def ranked(question):
    return services.find(question).ranked


def page(question):
    results = services.find(question)
    return results.page(1, PER_PAGE), results.facets


def type_ahead(question):
    return services.suggest(question[: max(2, len(question) // 2)])


def row_of_times(name, times, queries):
    figures = [
        statistics.median(times),
        percentile(times, 0.95),
        percentile(times, 0.99),
        max(times),
    ]
    print(f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} | {queries} |")


def measure_time(questions):
    print("| ms | p50 | p95 | p99 | longest | queries at most |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    p95 = {}
    for name, function in [
        ("ranked", ranked),
        ("page: highlights, facets, totals", page),
        ("type-ahead", type_ahead),
    ]:
        timed(function, questions)  # warm
        times = timed(function, questions)
        row_of_times(name, times, most_queries(function, questions))
        p95[name] = percentile(times, 0.95)
    print()
    return p95


def measure_quality(corpus, sets):
    print("| questions | class | number | MRR@10 | first |")
    print("| --- | --- | ---: | ---: | ---: |")
    for label, rows in sets.items():
        scores = {}
        for kind, query, doid in rows:
            if doid not in corpus.address:
                continue
            addresses = [hit.url for hit in services.find(query)[:PER_PAGE]]
            wanted = corpus.address[doid]
            place = addresses.index(wanted) + 1 if wanted in addresses else 0
            scores.setdefault(kind, []).append(1 / place if place else 0.0)
        every = [score for some in scores.values() for score in some]
        for kind, some in [*scores.items(), ("all", every)]:
            first = sum(score == 1 for score in some) / len(some)
            print(f"| {label} | {kind} | {len(some)} | {statistics.mean(some):.3f} | {first:.3f} |")
    print()


def measure_writing(corpus):
    start = time.perf_counter()
    services.rebuild()
    rebuild = time.perf_counter() - start
    entries = list(Article.objects.order_by("pk")[:50])
    times = timed(services.index, entries)
    start = time.perf_counter()
    services.rebuild()
    again = time.perf_counter() - start
    print(f"Rebuild of an empty index {rebuild:.1f} s, of a full one {again:.1f} s. One document ")
    print(f"saved: {statistics.median(times):.1f} ms, p95 {percentile(times, 0.95):.1f} ms.\n")


def first_answers(queries):
    firsts = {}
    for _kind, query, _doid in queries:
        hits = services.find(query)[:1]
        firsts[query] = hits[0].url if hits else ""
    return firsts


@contextmanager
def database_of_its_own():
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)  # a file in the temporary folder
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(size, options):
    dev = read_queries(options.data)
    corpus = Corpus(size, dev, options.data)
    start = time.perf_counter()
    corpus.fill()
    print(f"{size} documents filled in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    fresh = Generator(corpus.names, options.seed).queries()
    load = os.getloadavg()[0]
    print(f"## {connection.vendor}, {size:,} documents (load {load:.1f})\n")
    measure_writing(corpus)
    questions = [query for _kind, query, _doid in [*dev, *fresh]]
    p95 = measure_time(questions)
    measure_quality(corpus, {"dev": dev} if options.dev else {"dev": dev, "fresh": fresh})
    firsts = first_answers([*dev, *fresh])
    if options.save:
        Path(f"{options.save}-{size}.json").write_text(json.dumps(firsts))
    if options.compare:
        theirs = json.loads(Path(f"{options.compare}-{size}.json").read_text())
        same = sum(theirs[query] == url for query, url in firsts.items())
        print(f"The same first answer on both databases: {same / len(firsts):.1%}.\n")
    return p95


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--seed", type=int, default=2718, help="of the fresh questions")
    parser.add_argument("--dev", action="store_true", help="quality of the dev questions only")
    parser.add_argument("--save", metavar="FILE")
    parser.add_argument("--compare", metavar="FILE")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"The data of this bench is not there: {options.data}")
    growth = {}
    for size in options.sizes:
        with database_of_its_own():
            growth[size] = measure(size, options)
            call_command("flush", interactive=False, verbosity=0)
            services.rebuild()
    print("| p95 in ms |", " | ".join(f"{size:,}" for size in growth), "|")
    print("| --- |", " | ".join("---:" for _ in growth), "|")
    for name in next(iter(growth.values())):
        print(f"| {name} |", " | ".join(f"{p95[name]:.2f}" for p95 in growth.values()), "|")
    connection.close()
    FOLDER.cleanup()


if __name__ == "__main__":
    main()
