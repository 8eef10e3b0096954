"""Deciding results on the starter's pages, read from the facts a second time by plain code."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.visits import body, words

FACTS = Path(settings.BASE_DIR) / "mscportal" / "starter" / "facts" / "evidence_statements.yaml"
STATEMENTS = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["statements"]
DECIDING = [each for each in STATEMENTS if each.get("deciding")]

pytestmark = pytest.mark.usefixtures("starter_site")


@pytest.mark.parametrize("finding", DECIDING, ids=lambda finding: finding["key"])
def test_a_deciding_result_says_its_people_and_its_time_beside_its_numbers(client, finding):
    page = body(client, f"/diseases/{finding['disease']}/evidence/")
    row = re.search(rf'<tr id="evidence-{finding["key"]}".*?</tr>', page, re.S)[0]
    said = words(row).replace(" .", ".")
    of_100 = finding["of_100"]
    people, time = of_100.get("people", "not recorded"), of_100.get("time", "not recorded")
    assert f"When this was seen: {time}. Of how many people: {people}." in said
    way = {"higher": "more", "lower": "fewer"}[of_100["better"]]
    assert f"The deciding result of this disease: {way} people is better." in said


def test_nobody_takes_all_who_took_part_for_those_who_were_counted(client):
    page = words(body(client, "/diseases/cartilage-defects/evidence/"))
    assert "After 48 weeks, which 89 of 114 people completed, 98 of 100 knees with cells" in page
