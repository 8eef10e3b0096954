"""The evidence overview."""

import datetime
import re
from html import unescape

import pytest

from evidence.models import Trial
from evidence.pictures.trials import GROUPS
from tests.factories import (
    make_category,
    make_disease,
    make_publication,
    make_statement,
    make_trial,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

PAGE = "/evidence/"


def test_an_empty_site_says_so(client):
    page = body(client, PAGE)
    assert "No finding is listed yet" in page and "No trial is listed yet" in page


def cells(page, disease):
    """Cells of the row of a disease, as words."""
    table = page[page.index('<table class="map-rows') :]
    row = table[table.index(f">{disease}</a>") :]
    row = row[: row.index("</tr>")]
    return [words(f"<td{cell}") for cell in row.split("<td")[1:]]


def test_findings_are_counted_by_disease_certainty_and_direction(client):
    stroke = make_disease(title="Stroke", testing_stage="early_human", evidence_direction="mixed")
    review = make_publication()
    make_statement(disease=stroke, direction="benefit")
    make_statement(disease=stroke, direction="benefit")
    make_statement(disease=stroke, direction="benefit", certainty="low", certainty_by=review)
    make_statement(disease=stroke, direction="harm", certainty="low", certainty_by=review)
    make_trial(m2m={"diseases": [stroke]})
    make_trial(m2m={"diseases": [stroke]}, live=False)
    page = body(client, PAGE)
    assert '<th scope="row"><a href="/diseases/stroke/evidence/#evidence">Stroke</a>' in page
    assert cells(page, "Stroke") == [
        "First studies in people, mostly without controls",
        "Results disagree",
        "1 low certainty 2 certainty not assessed",
        "1 low certainty",
        "1 trial: Stroke",
    ]


def test_one_trial_and_every_finding_are_said_so_in_spanish(client):
    stroke = make_disease(title="Ictus", testing_stage="early")
    make_trial(m2m={"diseases": [stroke]})
    make_statement(disease=stroke)
    page = body(client, f"/es{PAGE}")
    assert cells(page, "Ictus")[-1] == "1 ensayo: Ictus"
    options = page[page.index('name="finding"') :]
    options = re.findall(r"<option[^>]*>([^<]*)", options[: options.index("</select>")])
    assert len(options) > 2 and len(set(options)) == len(options)


def cells_of_the_map(page):
    """What each cell says, by the rows of the map."""
    table = page[page.index('<table class="map-table') :]
    rows = table[table.index("<tbody>") : table.index("</tbody>")].split("<tr>")[1:]
    return [[words(f"<td{cell}") for cell in row.split("<td")[1:]] for row in rows]


def numbers_of_the_map(page):
    return [[int(cell.split()[0]) if cell else 0 for cell in row] for row in cells_of_the_map(page)]


def test_the_map_counts_diseases_by_stage_and_result(client):
    for stage, direction, number in (
        ("laboratory", "unclear", 1),
        ("phase_3_results", "benefit", 2),
        ("phase_3_results", "no_difference", 3),
    ):
        for _ in range(number):
            make_disease(testing_stage=stage, evidence_direction=direction)
    make_disease(testing_stage="phase_3_results", evidence_direction="benefit", live=False)
    page = body(client, PAGE)
    assert numbers_of_the_map(page) == [[0, 2], [0, 3], [1, 0]]
    assert "6 diseases</h3>" in page
    assert 'href="/evidence/?stage=phase_3_results&amp;direction=benefit#diseases"' in page


def test_a_cell_names_its_diseases_and_no_zero_is_printed(client):
    make_disease(title="Stroke", testing_stage="laboratory", evidence_direction="benefit")
    make_disease(title="Sepsis", testing_stage="early_human", evidence_direction="harm")
    page = body(client, PAGE)
    first, last = cells_of_the_map(page)
    assert first[0].startswith("1 disease") and first[0].endswith("Stroke") and first[1] == ""
    assert last[0] == "" and last[1].endswith("Sepsis")
    assert '<li><a href="/diseases/stroke/">Stroke</a></li>' in page


@pytest.mark.parametrize(("number", "named", "more"), [(7, 7, 0), (8, 6, 2), (40, 6, 34)])
def test_a_full_cell_names_a_few_and_leads_to_the_list_of_all(client, number, named, more):
    for each in range(number):
        make_disease(
            title=f"Disease {each:02d}", testing_stage="laboratory", evidence_direction="mixed"
        )
    page = body(client, PAGE)
    [[cell]] = cells_of_the_map(page)
    assert cell.startswith(f"{number} diseases") and cell.count("Disease ") == named
    assert ("more" in cell) == bool(more) and (not more or cell.endswith(f"+ {more} more"))
    [query] = set(re.findall(r'href="/evidence/\?(stage=laboratory[^"#]*)#diseases"', page))
    assert f"{number} diseases</h3>" in body(client, f"{PAGE}?{unescape(query)}")


def test_what_is_not_stated_has_its_own_place_on_the_map(client):
    make_statement(disease=make_disease(title="Unstaged"))
    make_disease(title="Staged", testing_stage="laboratory")
    page = body(client, PAGE)
    assert numbers_of_the_map(page) == [[1, 1]]
    found = body(client, f"{PAGE}?stage=not_stated&direction=not_stated")
    assert ">Unstaged</a>" in found and ">Staged</a>" not in found


@pytest.fixture
def two_diseases():
    heart, skin = make_category(title="Heart"), make_category(title="Skin")
    review = make_publication()
    wanted = make_disease(
        title="Wanted",
        category=heart,
        testing_stage="phase_3_results",
        evidence_direction="benefit",
    )
    other = make_disease(
        title="Unwanted", category=skin, testing_stage="early_human", evidence_direction="unclear"
    )
    make_statement(disease=wanted, direction="benefit", certainty="low", certainty_by=review)
    make_statement(disease=wanted, direction="harm")
    make_statement(disease=other, direction="no_difference")


@pytest.mark.parametrize(
    "query",
    [
        "category=heart",
        "stage=phase_3_results",
        "direction=benefit",
        "finding=harm",
        "certainty=low",
        "finding=benefit&certainty=low",
        "category=heart&stage=phase_3_results&direction=benefit&finding=harm",
    ],
)
def test_the_map_is_filtered_and_keeps_the_choice(client, two_diseases, query):
    page = body(client, f"{PAGE}?{query}")
    assert ">Wanted</a>" in page and ">Unwanted</a>" not in page
    assert sum(map(sum, numbers_of_the_map(page))) == 1
    assert "1 disease</h3>" in page
    for each in query.split("&"):
        value = each.partition("=")[2]
        assert f'<option value="{value}" selected>' in page


def test_direction_and_certainty_are_about_the_same_finding(client, two_diseases):
    page = body(client, f"{PAGE}?finding=harm&certainty=low")
    assert "No disease on the map fits all of this" in page
    assert "Show all diseases of the map" in page


def test_only_what_a_disease_of_the_map_has_is_offered(client, two_diseases):
    page = body(client, PAGE)
    assert re.findall(r'<option value="([^"]+)"', page) == [
        *("heart", "skin"),
        *("early_human", "phase_3_results"),
        *("benefit", "unclear"),
        *("any", "benefit", "no_difference", "harm"),
        *("low", "not_assessed"),
    ]


def test_a_word_that_no_disease_of_the_map_has_is_named(client, two_diseases):
    page = body(client, f"{PAGE}?finding=mixed")
    assert "Nothing in this list fits “Has a finding that is: results disagree”." in page


def test_each_filter_can_be_dropped_alone(client, two_diseases):
    page = body(client, f"{PAGE}?category=heart&direction=benefit")
    assert "Part of the body: Heart" in words(page)
    assert 'href="/evidence/?direction=benefit#findings"' in page
    assert 'href="/evidence/?category=heart#findings"' in page


def test_cells_of_the_map_keep_the_other_filters(client, two_diseases):
    page = body(client, f"{PAGE}?category=heart")
    assert "?category=heart&amp;stage=phase_3_results&amp;direction=benefit#diseases" in page


def test_an_empty_filter_is_no_filter(client, two_diseases):
    page = body(client, f"{PAGE}?category=&finding=&direction=%00")
    assert "2 diseases</h3>" in page and "Filtered by" not in page


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("stage=nonsense", "Testing stage"),
        ("category=&finding=7", "Has a finding that is"),
        ("certainty=high%27--", "Has a finding with"),
        ("category=nowhere&stage=laboratory", "Part of the body"),
    ],
)
def test_a_value_that_the_map_does_not_know_is_said_and_draws_nothing(
    client, two_diseases, query, label
):
    answer = client.get(f"{PAGE}?{query}")
    page = answer.content.decode()
    assert f"Nothing in this list has what the address names under “{label}”." in page
    assert ">Wanted</a>" not in page and ">Unwanted</a>" not in page
    assert '<table class="map-table' not in page and "Show all diseases of the map" in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_does_not_count_is_not_counted(client):
    stroke = make_disease(title="Stroke")
    old = make_statement(disease=stroke)
    make_statement(disease=stroke, m2m={"supersedes": [old]})
    make_statement(disease=stroke, m2m={"trials": [make_trial(status="withdrawn")]})
    make_statement(disease=stroke, live=False)
    make_statement(disease=make_disease(title="Hidden", live=False))
    make_statement(disease=stroke, is_msc=False)
    make_statement(disease=make_disease(title="Cord blood only"), is_msc=False)
    page = body(client, PAGE)
    assert "findings with a source newest as of 2024 1 products" in words(page)
    assert "diseases with a page 1 with findings 2" in words(page)
    assert "Hidden" not in page and "Cord blood only" not in page


def test_trials_are_counted_by_phase_and_status_as_of_their_dates(client):
    seen = {"facts_as_of_on": datetime.date(2022, 10, 1), "facts_as_of_precision": "month"}
    make_trial(phase="2", status="recruiting", **seen)
    make_trial(phase="2", status="unknown", **seen)
    make_trial(phase="2", status="completed", **seen)
    make_trial(phase="3", status="completed", **seen)
    make_trial(phase="1", status="completed", live=False)
    table = words(section(body(client, PAGE), "trials-by-phase"))
    assert "what is known of their status; registry entries were seen: October 2022" in table
    assert "Phase Completed Not known now All" in table and "Recruiting" not in table
    assert "Phase 2 1 2 3" in table and "Phase 3 1 0 1" in table
    assert "All 2 2 4" in table and "Phase 1" not in table


def test_bars_of_a_phase_say_what_the_table_says(client):
    for status in ("recruiting", "not_yet_recruiting", "completed", "withdrawn", "unclear"):
        make_trial(phase="2", status=status)
    page = section(body(client, PAGE), "trials-by-phase")
    assert (
        'aria-label="Phase 2. completed: 1; recruiting or about to: 2; '
        'stopped early, paused or withdrawn: 1; not known now or unclear: 1"' in page
    )
    assert re.findall(
        r'<rect class="segment" x="([^"]*)" width="([^"]*)" y="1" height="20"', page
    ) == [
        ("0%", "20%"),
        ("20%", "40%"),
        ("60%", "20%"),
        ("80%", "20%"),
    ]
    assert "Phase 2 1 1 1 1 1 5" in words(page)


def test_every_status_belongs_to_one_part_of_a_bar():
    grouped = [status for _group, _label, members in GROUPS for status in members]
    assert sorted(grouped) == sorted(Trial.Status)


def test_years_of_start_include_the_empty_and_the_unknown(client):
    for year in (2015, 2015, 2017):
        make_trial(start_on=datetime.date(year, 3, 1), start_precision="month")
    make_trial()
    page = section(body(client, PAGE), "trials-by-year")
    table = words(page[page.index("<tbody>") :])
    assert table.startswith("2015 2 2016 0 2017 1 not known 1")
    titles = re.findall(r"<title>([^<]*)</title>", page)
    assert titles == ["2015: 2", "2016: 0", "2017: 1", "not known: 1"]
    heights = re.findall(r'<rect class="(?:column|segment)"[^>]* height="(\d+)"', page)
    assert heights == ["140", "0", "70", "70"]


def test_trials_without_any_known_start_are_drawn_too(client):
    make_trial()
    assert "not known: 1" in section(body(client, PAGE), "trials-by-year")


def test_no_coordinate_is_written_with_a_comma(client):
    for year in (2014, 2015, 2017):
        make_trial(start_on=datetime.date(year, 3, 1), start_precision="month", phase="2")
    make_disease(testing_stage="laboratory", evidence_direction="mixed")
    page = body(client, "/es/evidence/")
    assert not re.search(r' (?:x|y|r|width|height)="\d+,', page)


def test_the_reporting_gap_counts_completed_trials_with_people(client):
    for posted in (True, False, False, None):
        make_trial(status="completed", results_posted=posted)
    make_trial(status="completed", results_posted=False, enrolment=0)
    make_trial(status="recruiting", results_posted=False)
    page = words(section(body(client, PAGE), "reporting"))
    assert "of the latter" not in page
    assert (
        "Of 4 completed trials in which people took part, 1 had results posted in the registry, "
        "2 had none, and for 1 we do not know." in page
    )
    assert "Results posted 1 of 4 No results posted 2 of 4 Not known 1 of 4" in page


def test_a_look_before_the_completion_counts_no_trial_as_without_results(client):
    make_trial(status="completed", results_posted=False)
    for registry in ("recruiting", "unknown"):
        make_trial(status="completed", registry_status=registry, results_posted=False)
    make_trial(status="completed", registry_status="recruiting", results_posted=True)
    page = section(body(client, PAGE), "reporting")
    assert "1 had results posted in the registry, 1 had none, and for 2 we do not know." in page
    assert "2 of the latter are not counted as without results" in page
    for results, number in (("posted", 1), ("none", 1), ("unknown", 2)):
        (query,) = re.findall(rf'trials/\?([^"]*results={results})"><b>{number}</b> of 4', page)
        assert f"{number} trial" in body(client, f"/trials/?{query.replace('&amp;', '&')}")


def test_diseases_are_paged(client):
    for number in range(51):
        make_statement(disease=make_disease(title=f"Disease {number:03d}"))
    first, second = body(client, PAGE), body(client, f"{PAGE}?page=2")
    assert "Disease 049" in first and "Disease 050" not in first
    assert "Disease 050" in second
    body(client, f"{PAGE}?page=3", status=404)


def test_the_page_costs_the_same_at_any_size(client):
    def add():
        make_statement(cites=[make_publication()], disease=make_disease())
        make_trial()

    add()
    before = cost(client, PAGE)
    for _ in range(5):
        add()
    assert cost(client, PAGE) == before <= 8


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/",
        "/trials/",
        "/trials/x/",
        "/products/",
        "/products/x/",
        "/approvals/",
        "/regulation/",
        "/regulation/x/",
        "/safety/",
    ],
)
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


NUMBER = re.compile(r'<a[^>]* href="(/trials/[^"]*)"[^>]*>(?:<b>)?(\d+)')
LISTED = re.compile(r"(\d+) trials?\.")


def test_each_number_of_trials_leads_to_the_list_of_exactly_those(client):
    day = datetime.date(2015, 3, 1)
    for phase, status, posted in (
        ("1/2", "completed", True),
        ("1/2", "completed", None),
        ("3", "completed", False),
        ("3", "terminated", False),
    ):
        make_trial(
            phase=phase, status=status, results_posted=posted, start_on=day, start_precision="year"
        )
    make_trial(phase="3", status="completed", results_posted=False, enrolment=0)
    make_trial(phase="3", status="withdrawn")
    page = body(client, PAGE)
    for place in ("trials-by-phase", "trials-by-year", "reporting"):
        links = set(NUMBER.findall(section(page, place)))
        assert len(links) >= 2, place
        for address, number in links:
            listed = LISTED.search(words(body(client, unescape(address))))
            assert listed and listed[1] == number, (place, address)


def test_trials_are_listed_by_year_of_start_and_by_whether_people_took_part(client):
    make_trial(title="Early", start_on=datetime.date(2015, 3, 1), start_precision="year")
    make_trial(title="Undated")
    make_trial(title="Empty", status="withdrawn", enrolment=0)
    for query, titles in (
        ("started=2015", ["Early"]),
        ("started=unknown", ["Empty", "Undated"]),
        ("people=yes", ["Early", "Undated"]),
        ("people=no", ["Empty"]),
        ("started=1950", []),
        ("people=perhaps", []),
    ):
        page = body(client, f"/trials/?{query}")
        shown = [title for title in ("Early", "Empty", "Undated") if f">{title}</a>" in page]
        assert sorted(shown) == titles, query
