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
from evidence.models import Trial
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
        said = words(section(body(client, disease.get_absolute_url()), "trials"))
        if not shown:
            assert "We list no trial yet" in said
            continue
        recruiting, unknown = shown.count("recruiting"), shown.count("unknown")
        assert re.search(rf"We list {len(shown)} trials?\.", said)
        assert ("Of none do we know that it is recruiting now" in said) == (not recruiting)
        if recruiting:
            assert re.search(rf"{recruiting} (was|were) recruiting when we saw", said)
        assert bool(re.search(rf"How {unknown} of them stands? now", said)) == bool(unknown)


def test_the_page_of_a_trial_that_grew_old_says_what_it_was_and_when(starter_site, client, raw):
    old = [trial for trial in Trial.objects.published() if trial.status != raw[trial.registry_id]]
    assert old
    for trial in old[:10]:
        page = words(body(client, trial.get_absolute_url()))
        assert f"not known now (was {trial.get_status_display()} in " in page
