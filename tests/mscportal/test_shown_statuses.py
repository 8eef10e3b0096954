"""Statuses of the starter's trials, worked out a second time from the raw facts by plain code."""

import calendar
import datetime
import re
from math import ceil
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from diseases.models import Disease
from tests.visits import body, section, words

FACTS = Path(settings.BASE_DIR) / "mscportal" / "starter" / "facts" / "trials.yaml"
STILL_OPEN = {"recruiting", "not_yet_recruiting", "active_not_recruiting", "suspended"}

pytestmark = pytest.mark.django_db


def end_of(date):
    """Of a day, a month or a year as the facts write it."""
    year, month, day = (*map(int, re.findall(r"\d+", str(date))), 0, 0)[:3]
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def is_old(trial, today):
    looked = trial.get("status_as_of") or trial.get("facts_as_of")
    if not looked:
        return True
    if "completion" in trial and end_of(trial["completion"]) < today:
        return True
    last = end_of(looked)
    return (last.year + 1, last.month, last.day) < (today.year, today.month, today.day)


@pytest.fixture
def raw():
    today = datetime.date.today()
    trials = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["trials"]
    return {
        trial["id"]: "unknown"
        if trial["status"] in STILL_OPEN and is_old(trial, today)
        else trial["status"]
        for trial in trials
        if trial["verified"]["record"] != "no"
    }


def test_the_file_tells_of_each_trial_what_the_facts_come_to(starter_site, client, raw):
    rows = client.get("/evidence/trials.json").json()["trials"]
    assert {row["registry_id"]: row["status"] for row in rows} == raw


def test_each_list_of_a_status_has_the_trials_of_that_status_and_no_other(
    starter_site, client, raw
):
    for status in {*raw.values(), "recruiting"}:
        wanted = {number for number, shown in raw.items() if shown == status}
        listed = set()
        for page in range(1, max(1, ceil(len(wanted) / 25)) + 1):
            text = body(client, f"/trials/?status={status}&page={page}")
            listed |= set(re.findall(r"(?:NCT|ACTRN|ISRCTN|CTRI/)[\d/]+", words(text)))
        assert listed == wanted, status


def test_each_disease_counts_those_that_recruit_and_those_that_nobody_knows(
    starter_site, client, raw
):
    for disease in Disease.objects.published():
        numbers = disease.trials.published().values_list("registry_id", flat=True)
        shown = [raw[number] for number in numbers]
        said = words(section(body(client, disease.evidence_url), "trials"))
        if not shown:
            assert "We list no trial yet" in said
            continue
        recruiting, unknown = shown.count("recruiting"), shown.count("unknown")
        assert re.search(rf"We list {len(shown)} trials?\.", said)
        assert ("Of none do we know that it is recruiting now" in said) == (not recruiting)
        if recruiting:
            assert re.search(rf"{recruiting} (was|were) recruiting when we saw", said)
        assert bool(re.search(rf"How {unknown} of them stands? now", said)) == bool(unknown)


PHASES = "1 1/2 2 2/3 3 4".split()


def test_the_latest_phase_of_a_disease_is_that_of_a_trial_in_its_list(starter_site, client):
    trials = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["trials"]
    phases = {
        trial["id"]: PHASES.index(trial["phase"]) + 1
        for trial in trials
        if trial["phase"] in PHASES
        and trial["status"] != "withdrawn"
        and trial.get("enrolment") != 0
    }
    for disease in Disease.objects.published():
        numbers = disease.trials.published().values_list("registry_id", flat=True)
        latest = max((phases.get(number, 0) for number in numbers), default=0)
        said = re.findall(
            r"Latest phase in our list Phase ([\d/]+) ",
            words(body(client, disease.evidence_url)),
        )
        assert said == ([PHASES[latest - 1]] if latest else []), disease


LABELS = {
    "recruiting": "recruiting",
    "not_yet_recruiting": "not yet recruiting",
    "active_not_recruiting": "active, not recruiting",
    "completed": "completed",
    "terminated": "stopped early",
    "suspended": "paused",
    "withdrawn": "withdrawn before the first participant",
    "unclear": "unclear: sources do not settle it",
    "unknown": "not known now",
}
MONTHS = "January February March April May June July August September October November December"
NAMES_FOR_MACHINES = {
    "completed": "https://schema.org/Completed",
    "terminated": "https://schema.org/Terminated",
    "withdrawn": "https://schema.org/Withdrawn",
    "active_not_recruiting": "https://schema.org/ActiveNotRecruiting",
    "unknown": "not known now",
    "unclear": "unclear: sources do not settle it",
}


def date_in_words(date):
    year, month, day = (*map(int, re.findall(r"\d+", str(date))), 0, 0)[:3]
    name = MONTHS.split()[month - 1] if month else ""
    return " ".join(part for part in (str(day) if day else "", name, str(year)) if part)


@pytest.fixture
def told(raw):
    """What is said of the status of each trial, by its number."""
    trials = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["trials"]
    said = {}
    for trial in trials:
        if trial["id"] in raw:
            shown = raw[trial["id"]]
            said[trial["id"]] = " ".join([LABELS[shown], *age_in_words(trial, shown)])
    return said


def age_in_words(trial, shown):
    is_later = trial.get("registry_status", trial["status"]) != trial["status"]
    looked = trial.get("status_as_of") or (None if is_later else trial.get("facts_as_of"))
    when = f" in {date_in_words(looked)}" if looked else ""
    if shown == "unknown" == trial["status"]:
        return [f"(last seen as unknown{when})"]
    if shown == "unknown":
        return [f"(was {LABELS[trial['status']]}{when or ' on a day that is not known'})"]
    if looked:
        return [f"as of {date_in_words(looked)}"]
    return ["by later material"] if is_later else []


def address_of(number):
    return f"/trials/{number.lower().replace('/', '-')}/"


def test_the_page_of_each_trial_says_its_status_with_its_age(starter_site, client, raw, told):
    for number, said in told.items():
        page = body(client, address_of(number))
        assert said in words(page), number
        about = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
        (status,) = re.findall(r'"status": ?"([^"]*)"', about)
        assert status == NAMES_FOR_MACHINES[raw[number]], number


def test_no_trial_is_said_to_be_as_of_a_day_on_which_nothing_was_known(starter_site, client):
    page = words(body(client, "/trials/nct03545607/"))
    assert "not known now (last seen as unknown in 2026)" in page
    assert "We saw the registry entry: February 2022 . The status above was seen at another" in page
    assert (
        "no se sabe ahora (constaba por última vez como desconocido en octubre de 2022)"
        in words(body(client, "/es/trials/nct01716481/"))
    )


@pytest.mark.parametrize(
    "address",
    ["/diseases/[a-z0-9-]+/evidence/", "/sources/[a-z0-9-]+/"],
    ids=["diseases", "sources"],
)
def test_lists_of_trials_on_other_pages_say_the_same(starter_site, pages, told, address):
    by_address = {address_of(number): said for number, said in told.items()}
    seen = set()
    for path, page in pages.items():
        if not re.fullmatch(address, path) or page.status != 200:
            continue
        for row in re.findall(
            r'<h3 class="row-title">.*?</li>\s*(?=<li><h3|</ul>)', page.body, re.S
        ):
            found = re.search(r'href="(/trials/[^"]+/)"', row)
            if found:
                seen.add(found[1])
                shown = words(row).replace(", as of", " as of").replace(", by later", " by later")
                assert by_address[found[1]].lower() in shown.lower(), (path, found[1])
    assert seen


def test_the_search_finds_each_trial_by_the_status_that_is_shown(starter_site, client, raw):
    for status in set(raw.values()):
        number = next(number for number, shown in raw.items() if shown == status)
        for asked in {*raw.values(), "recruiting"}:
            page = body(client, f"/search/?q={number}&status={asked}&exact=1")
            assert (f'href="{address_of(number)}"' in page) == (asked == status), (number, asked)


def test_files_are_narrowed_by_the_status_that_is_shown(starter_site, client, raw):
    for status in {*raw.values(), "recruiting"}:
        wanted = {number for number, shown in raw.items() if shown == status}
        rows = client.get(f"/evidence/trials.json?status={status}").json()["trials"]
        assert {row["registry_id"] for row in rows} == wanted
        table = client.get(f"/evidence/trials.csv?status={status}").content.decode()
        assert table.count("\r\n") == len(wanted) + 1


def test_no_feed_says_that_a_trial_recruits(starter_site, client, raw):
    assert "recruiting" not in raw.values(), "then feeds may say so"
    for feed in ("/evidence/feed/", "/safety/feed/", "/articles/feed/", "/articles/feed/rss/"):
        assert "recruiting" not in body(client, feed).replace("not recruiting", "")


# What holds on one day only, and needs that day in the same sentence.
OF_NOW = re.compile(
    r"\b(?:under way|(?:is|are) (?:now |still )?(?:being tested|recruiting|enrolling|ongoing)"
    r"|results (?:are )?(?:pending|awaited)|(?:was|were) recruiting)\b",
    re.I,
)
OF_THE_DESK = {"check", "note", "status_note", "status_scale", "where", "seen"}


def texts(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from [] if name in OF_THE_DESK else texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("file", sorted(FACTS.parent.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_text_says_that_a_trial_runs_now_without_a_date(file):
    facts = yaml.safe_load(file.read_text(encoding="utf-8"))
    sentences = [part for text in texts(facts) for part in re.split(r"(?<=[.!?]) ", text)]
    undated = [part for part in sentences if OF_NOW.search(part)]
    assert [part for part in undated if not re.search(r"\b20\d\d\b", part)] == []
