"""Lists and pages of trials."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from diseases.models import Disease
from editorial import workflow
from evidence import checks_before_publishing, registries, trial_filters
from evidence.models import Trial, TrialCountry
from evidence.models.trials import in_use
from evidence.registries import Registry
from mscportal.audit.facts import final_before_completion
from tests.editorial.moments import Moment
from tests.factories import (
    disease_name,
    make_disease,
    make_product,
    make_publication,
    make_source,
    make_statement,
    make_trial,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

LIST = "/trials/"
OCTOBER = {"facts_as_of_on": datetime.date(2022, 10, 1), "facts_as_of_precision": "month"}
JULY = {"status_as_of_on": datetime.date(2025, 7, 1), "status_as_of_precision": "month"}


def test_an_empty_list_says_so(client):
    page = body(client, LIST)
    assert "No trial is listed yet" in page and "0 trials." in page


@pytest.fixture
def in_2025(monkeypatch):
    """A day on which July 2025 is not long ago, and October 2022 is."""
    return Moment(monkeypatch, datetime.datetime(2025, 12, 1, 12, tzinfo=datetime.UTC))


def test_every_status_has_its_date_and_the_list_its_note(client):
    make_trial(title="Trial of cells", status="completed", **OCTOBER)
    page = words(body(client, LIST))
    assert "completed as of October 2022" in page
    assert "A listing is not an endorsement." in page
    assert "Registry entries were seen: October 2022." in page


def test_a_status_with_a_date_of_its_own_shows_that_date(client, in_2025):
    make_trial(status="recruiting", **OCTOBER, **JULY)
    make_trial(status="completed")
    page = words(body(client, LIST))
    assert "recruiting as of July 2025" in page
    assert "date not known" not in page and page.count("as of ") == 1
    assert "July 2025, some without a date" in page


def test_recruiting_trials_come_first(client):
    make_trial(title="Finished", status="completed")
    make_trial(title="Open", status="recruiting")
    page = body(client, LIST)
    assert page.index("Open") < page.index("Finished")


@pytest.fixture
def two_trials():
    stroke, burns = make_disease(title="Stroke"), make_disease(title="Burns")
    marrow, fat = make_source(title="Marrow"), make_source(title="Fat")
    wanted = make_trial(
        title="Wanted",
        status="recruiting",
        phase="1/2",
        results_posted=True,
        m2m={"diseases": [stroke], "sources": [marrow]},
    )
    other = make_trial(
        title="Unwanted",
        status="completed",
        phase="3",
        results_posted=False,
        m2m={"diseases": [burns], "sources": [fat]},
    )
    TrialCountry.objects.create(trial=wanted, code="ES")
    TrialCountry.objects.create(trial=other, code="JP")


@pytest.mark.parametrize(
    ("query", "selected"),
    [
        ("status=recruiting", "recruiting"),
        ("phase=1/2", "1/2"),
        ("condition=stroke", "stroke"),
        ("source=marrow", "marrow"),
        ("country=ES", "ES"),
        ("country=Spain", "ES"),
        ("results=posted", "posted"),
        ("status=recruiting&condition=stroke&source=marrow&country=Spain", "stroke"),
    ],
)
def test_the_list_is_filtered_and_keeps_the_choice(client, two_trials, query, selected):
    page = body(client, f"{LIST}?{query}")
    assert ">Wanted</a>" in page and ">Unwanted</a>" not in page
    assert "1 trial." in page and "Clear all" in page
    assert f'<option value="{selected}" selected>' in page


def test_results_not_known_are_their_own_choice(client, two_trials):
    make_trial(title="Unknown", results_posted=None)
    page = body(client, f"{LIST}?results=unknown")
    assert ">Unknown</a>" in page and ">Unwanted</a>" not in page
    assert "Not known whether results are posted" in page


def test_an_empty_filter_is_no_filter(client, two_trials):
    page = body(client, f"{LIST}?country=&status=&condition=")
    assert "2 trials." in page and "Clear all" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=DE", "Country: Germany"),
        ("country=Germany", "Country: Germany"),
        ("country=korea, republic of", "Country: South Korea"),
        ("status=suspended", "Status: paused"),
        ("phase=4", "Phase: phase 4"),
        ("results=unknown", "Results in the registry: not known"),
        ("condition=gout", "Disease: Gout"),
        ("source=blood", "Cells from: Blood"),
        ("status=recruiting&country=de", "Country: Germany"),
    ],
)
def test_a_value_that_no_trial_has_is_said_and_finds_nothing(client, two_trials, query, said):
    make_disease(title="Gout"), make_source(title="Blood")
    page = body(client, f"{LIST}?{query}")
    assert f"Nothing in this list fits “{said}”." in page
    assert "0 trials." in page and 'class="row-title"' not in page
    assert "Show all trials" in page and "Clear all" in page


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("status=nonsense", "Status"),
        ("condition=%27%3B--", "Disease"),
        ("country=Atlantis", "Country"),
        ("country=<b>XX", "Country"),
        ("phase=9", "Phase"),
        ("source=x%00", "Cells from"),
        ("results=maybe", "Results in the registry"),
    ],
)
def test_an_invented_value_is_said_without_repeating_it_and_kept_nowhere(
    client, two_trials, query, label
):
    answer = client.get(f"{LIST}?{query}")
    page = answer.content.decode()
    assert f"Nothing in this list has what the address names under “{label}”." in page
    assert "0 trials." in page and 'class="row-title"' not in page
    assert f"{label}: not in this list" in words(page)
    assert query.partition("=")[2] not in words(page)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("query", ["country=ES", "country=DE", "status=suspended", "phase=1/2"])
def test_values_of_which_there_are_few_may_be_kept(client, two_trials, query):
    assert "no-store" not in client.get(f"{LIST}?{query}").headers["Cache-Control"]


@pytest.mark.parametrize("written", ["Spain", "spain", "es", "+ES"])
def test_a_country_written_in_another_way_is_understood_and_that_answer_not_kept(
    client, two_trials, written
):
    answer = client.get(f"{LIST}?country={written}")
    page = answer.content.decode()
    assert ">Wanted</a>" in page and ">Unwanted</a>" not in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_countries_stand_in_the_order_of_their_names_in_the_language_of_the_page(
    client, two_trials
):
    trial = make_trial()
    for code in ("DE", "EG", "ES"):
        TrialCountry.objects.create(trial=trial, code=code)
    TrialCountry.objects.create(trial=trial, other_name="Elsewhere")
    offered = re.compile(r'<option value="(DE|EG|ES|JP|Elsewhere)">([^<]*)<')
    assert offered.findall(body(client, LIST)) == [
        ("EG", "Egypt"),
        ("Elsewhere", "Elsewhere"),
        ("DE", "Germany"),
        ("JP", "Japan"),
        ("ES", "Spain"),
    ]
    spanish = [name for _code, name in offered.findall(body(client, f"/es{LIST}"))]
    assert spanish == ["Alemania", "Egipto", "Elsewhere", "España", "Japón"]
    assert ">Wanted</a>" not in body(client, f"{LIST}?country=Elsewhere")
    assert "1 trial." in body(client, f"{LIST}?country=Elsewhere")


def test_countries_of_a_trial_stand_in_the_order_of_their_names(client):
    trial = make_trial()
    for code in ("DE", "EG", "ES"):
        TrialCountry.objects.create(trial=trial, code=code)
    for address in (LIST, trial.get_absolute_url()):
        assert "Egypt, Germany, Spain" in body(client, address)
        assert "Alemania, Egipto, España" in body(client, f"/es{address}")


def test_only_what_a_trial_has_is_offered(client, two_trials):
    page = body(client, LIST)
    assert '<option value="recruiting">' in page and '<option value="suspended">' not in page
    assert '<option value="1/2">' in page and '<option value="4">' not in page
    results = page.split('name="results"')[1].split("</select>")[0]
    assert '<option value="posted">' in results and '<option value="unknown">' not in results
    assert '<option value="ES">' in page and '<option value="DE">' not in page


def test_filters_that_fit_nothing_offer_all_trials(client, two_trials):
    page = body(client, f"{LIST}?condition=stroke&status=completed")
    assert "No trial in our list fits all of this" in page and "Show all trials" in page


def test_the_list_says_what_it_is_filtered_by_and_drops_each_filter_alone(client, two_trials):
    page = body(client, f"{LIST}?status=recruiting&phase=1/2&country=ES&page=1")
    for text in ("Status: recruiting", "Phase: phase 1/2", "Country: Spain"):
        assert text in words(page)
    assert 'href="/trials/?status=recruiting&amp;country=ES"' in page
    assert 'href="/trials/?phase=1%2F2&amp;country=ES"' in page
    assert 'href="/trials/?status=recruiting&amp;phase=1%2F2"' in page
    assert "Filtered by" not in body(client, LIST)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Filters (none set)"),
        ("?phase=", "Filters (none set)"),
        ("?phase=3", "Filters (1 set)"),
        ("?phase=3&status=completed", "Filters (2 set)"),
        ("?phase=3&status=nonsense", "Filters (2 set)"),
    ],
)
@pytest.mark.parametrize("address", [LIST, "/evidence/", "/evidence/findings/"])
def test_one_control_holds_the_filters_and_says_how_many_are_set(
    client, two_trials, address, query, said
):
    make_statement()
    if address != LIST:
        query = query.replace("phase=3", "certainty=low").replace("phase", "certainty")
        query = query.replace("status", "direction")
    page = body(client, f"{address}{query}")
    box = page[page.index('<details class="filter-box">') :]
    box = box[: box.index("</details>")]
    assert f"<summary>{said}" in box.replace("<summary>\n", "<summary>")
    assert '<form class="filters"' in box and " open" not in box.partition(">")[0]


@pytest.fixture
def many_diseases(monkeypatch, two_trials):
    """More diseases with trials than are offered in a list."""
    monkeypatch.setattr(trial_filters, "MOST_DISEASES_OFFERED", 1)


def test_a_disease_is_typed_where_too_many_could_be_chosen(client, many_diseases):
    page = body(client, LIST)
    assert '<input type="text" id="filter-condition" name="condition"' in page
    assert '<option value="stroke">' not in page and "2 trials." in page


@pytest.mark.parametrize("typed", ["stroke", "Stroke", "STRO", "brain attack", "attack+brain"])
def test_a_typed_disease_is_found_by_any_of_its_names(client, many_diseases, typed):
    disease_name(Disease.objects.get(slug="stroke"), "Brain attack")
    page = body(client, f"{LIST}?condition={typed}")
    assert ">Wanted</a>" in page and ">Unwanted</a>" not in page
    assert "Filtered by" in page


def test_a_whole_name_is_not_taken_for_a_part_of_another(client, many_diseases):
    other = make_disease(title="Stroke of the eye")
    make_trial(title="Eye", m2m={"diseases": [other]})
    assert ">Eye</a>" not in body(client, f"{LIST}?condition=Stroke")
    assert ">Eye</a>" not in body(client, f"{LIST}?condition=stroke")
    assert ">Eye</a>" in body(client, f"{LIST}?condition=strok")


def test_a_linked_disease_is_named_in_the_field(client, many_diseases):
    assert 'value="Stroke"' in body(client, f"{LIST}?condition=stroke")


def test_a_trial_of_two_diseases_that_fit_is_listed_once(client, many_diseases):
    both = [make_disease(title="Ulcer of the foot"), make_disease(title="Ulcer of the leg")]
    make_trial(title="Both", m2m={"diseases": both})
    page = body(client, f"{LIST}?condition=ulcer")
    assert page.count(">Both</a>") == 1 and "1 trial." in page


def test_typed_words_that_fit_no_disease_say_so(client, many_diseases):
    page = body(client, f"{LIST}?condition=%3Cb%3Ezzz")
    assert "No trial in our list fits all of this" in page
    assert "&lt;b&gt;zzz" in page and "<b>zzz" not in page


def test_a_hidden_disease_is_not_found_by_typing(client, many_diseases):
    hidden = make_disease(title="Hidden", live=False)
    make_trial(title="Of hidden", m2m={"diseases": [hidden]})
    assert ">Of hidden</a>" not in body(client, f"{LIST}?condition=hidden")


def test_choices_name_only_what_is_public(client):
    make_trial(
        m2m={
            "diseases": [make_disease(title="Hidden disease", live=False)],
            "sources": [make_source(title="Shown source")],
        }
    )
    draft = make_trial(live=False)
    TrialCountry.objects.create(trial=draft, other_name="Atlantis")
    page = body(client, LIST)
    assert "Shown source" in page
    assert "Hidden disease" not in page and "Atlantis" not in page


def test_each_disease_with_a_public_trial_is_offered_once(client):
    stroke, burns = make_disease(title="Stroke"), make_disease(title="Burns")
    make_trial(m2m={"diseases": [stroke]})
    make_trial(m2m={"diseases": [stroke]})
    make_trial(m2m={"diseases": [burns]}, live=False)
    page = body(client, LIST)
    assert page.count('<option value="stroke">') == 1
    assert '<option value="burns">' not in page


def test_pages_keep_the_filters(client):
    for _ in range(30):
        make_trial(status="completed")
    page = body(client, f"{LIST}?status=completed&page=2")
    assert 'href="?status=completed&amp;page=1"' in page and "Page 2 of 2" in page
    body(client, f"{LIST}?status=completed&page=3", status=404)


def test_a_trial_shows_what_the_registry_showed(client):
    source = make_source(title="Marrow")
    trial = make_trial(
        title="Cells for stroke",
        registry_id="NCT01234567",
        verification="checked",
        phase="2",
        status="completed",
        enrolment=33,
        sponsor="Sponsor Ltd",
        start_on=datetime.date(2005, 4, 1),
        start_precision="month",
        m2m={"diseases": [make_disease(title="Stroke")], "sources": [source]},
        **OCTOBER,
    )
    TrialCountry.objects.create(trial=trial, code="ES")
    page = body(client, trial.get_absolute_url())
    for text in (
        '<a class="outside" href="https://clinicaltrials.gov/study/NCT01234567">',
        '<a href="/diseases/stroke/">Stroke</a>',
        '<a href="/sources/marrow/">Marrow</a>',
        "Sponsor Ltd",
        "Spain",
        '<time datetime="2005-04">',
        '<time datetime="2022-10">',
        "A listing is not an endorsement.",
        "<title>NCT01234567: Cells for stroke",
    ):
        assert text in page
    assert page.index("clinicaltrials.gov") < page.index("Sponsor Ltd")


def test_an_unchecked_registry_number_is_linked_with_a_mark_beside_it(client):
    trial = make_trial(registry_id="NCT01234567", verification="memory")
    page = body(client, trial.get_absolute_url())
    link, _end, after = page.partition("NCT01234567 in ClinicalTrials.gov</a>")
    assert link.endswith('href="https://clinicaltrials.gov/study/NCT01234567">')
    assert words(after).startswith("? not yet checked")
    assert page.count("badge-unchecked") == 1
    assert "ClinicalTrials.gov: NCT01234567" in words(section(page, "registry"))
    assert "NCT01234567 ? not yet checked" in words(body(client, LIST))


def test_a_checked_registry_number_has_no_mark(client):
    trial = make_trial(registry_id="NCT01234567", verification="checked")
    assert "badge-unchecked" not in body(client, trial.get_absolute_url())
    assert "not yet checked" not in body(client, LIST)


# What their registries give out, and how people copy it.
NUMBERS = [
    ("nct", " NCT 01234567 ", "NCT01234567"),
    ("nct", "nct01234567", "NCT01234567"),
    ("nct", "NCT\u200b01234567\xa0", "NCT01234567"),
    ("jrct", "JRCTs031180123", "jRCTs031180123"),
    ("chictr", "chictr-trc-13003768", "ChiCTR-TRC-13003768"),
    ("umin", "UMIN000012345", "UMIN000012345"),
    ("umin", "C000000455", "C000000455"),
    ("ctri", "CTRI/2009/091/000123", "CTRI/2009/091/000123"),
    ("ctri", "CTRI / 2018 / 09 / 015785", "CTRI/2018/09/015785"),
    ("irct", "IRCT138904192162N4", "IRCT138904192162N4"),
    ("irct", "irct20080728001031n16", "IRCT20080728001031N16"),
    ("tctr", "TCTR20150510001", "TCTR20150510001"),
    ("pactr", "PACTR201105000284391", "PACTR201105000284391"),
    ("rebec", "RBR-6H9Z3C", "RBR-6h9z3c"),
    ("slctr", "SLCTR/2010/008", "SLCTR/2010/008"),
    ("rpcec", "RPCEC00000168", "RPCEC00000168"),
]


@pytest.mark.parametrize(("registry", "typed", "stored"), NUMBERS)
def test_a_number_is_stored_as_its_registry_writes_it(registry, typed, stored):
    trial = make_trial(registry=registry, registry_id=typed, slug="one")
    trial.refresh_from_db()
    assert trial.registry_id == stored
    trial.registry_id = typed
    trial.full_clean()


@pytest.mark.parametrize(
    ("registry", "number"),
    [
        ("nct", "NCT0123456"),
        ("umin", "C12"),
        ("irct", "IRCT138904192162"),
        ("ctri", "CTRI/2009/0911/000123"),
        ("rebec", "RBR_6h9z3c"),
        ("tctr", "NCT01234567"),
    ],
)
def test_a_number_of_another_form_is_refused(registry, number):
    trial = make_trial()
    trial.registry, trial.registry_id = registry, number
    with pytest.raises(ValidationError, match="not how a number of the chosen registry looks"):
        trial.full_clean()


@pytest.mark.parametrize("registry", Registry)
def test_every_registry_has_an_address_of_its_records(registry):
    address = registries.address(registry, "CTRI/2018/09/015785")
    assert address.startswith("https://") and "CTRI%2F2018%2F09%2F015785" in address


def test_a_number_with_slashes_is_encoded_and_read_at_the_who(client):
    trial = make_trial(registry="ctri", registry_id="CTRI/2018/09/015785", slug="ctri-2018")
    page = body(client, trial.get_absolute_url())
    address = "https://trialsearch.who.int/Trial2.aspx?TrialID=CTRI%2F2018%2F09%2F015785"
    assert f'href="{address}">CTRI/2018/09/015785 in the trial search of the WHO</a>' in page


def test_an_illness_without_a_page_of_ours_is_named(client):
    trial = make_trial(title="Heart", condition="Hypoplastic left heart syndrome")
    page = body(client, trial.get_absolute_url())
    assert "Disease Hypoplastic left heart syndrome" in words(page)
    assert "none that we have a page for" not in page
    assert "Hypoplastic left heart syndrome" in body(client, LIST)
    other = make_trial()
    assert "none that we have a page for" in body(client, other.get_absolute_url())


def test_people_reported_stand_before_those_registered(client):
    trial = make_trial(enrolment=212, enrolment_registry=278)
    assert "People 212 (registered: 278)" in words(body(client, trial.get_absolute_url()))
    assert "212 people (registered: 278)" in words(body(client, LIST))


def test_people_are_told_once_where_report_and_registry_agree(client):
    trial = make_trial(enrolment=1)
    assert "registered:" not in body(client, trial.get_absolute_url())
    assert "1 person" in body(client, LIST) and "registered:" not in body(client, LIST)


@pytest.mark.parametrize("asked", ["Japan", "Japón"])
def test_a_trial_is_found_by_its_country_in_each_language(client, asked):
    trial = make_trial(title="Somewhere")
    TrialCountry.objects.create(trial=trial, code="JP")
    workflow.announce_change(trial)
    assert "Somewhere" in body(client, f"/search/?q={asked}")


def test_what_a_trial_is_found_by_is_in_no_excerpt(client):
    trial = make_trial(title="Somewhere", outcome="It was safe.")
    TrialCountry.objects.create(trial=trial, code="KR")
    TrialCountry.objects.create(trial=trial, other_name="Lemuria")
    workflow.announce_change(trial)
    for asked in ("somewhere", "corea del sur", "south korea", "lemuria"):
        for language in ("", "/es"):
            page = words(body(client, f"{language}/search/?q={asked}"))
            found = page.rpartition(" Somewhere ")[2]
            assert "It was safe." in found
            assert "Corea" not in found and "Korea" not in found and "Lemuria" not in found


def test_a_search_tells_the_status_of_a_trial_with_its_age(client, in_2025):
    for title, fields in {
        "Alpha": {"status": "completed", **OCTOBER},
        "Beta": LATER,
        "Gamma": {"status": "recruiting", **OCTOBER},
        "Delta": {"status": "recruiting", **OCTOBER, **JULY},
        "Epsilon": {"status": "unknown", **OCTOBER},
    }.items():
        make_trial(title=f"{title} of palsy", **fields)
    page = words(body(client, "/search/?q=palsy"))
    for said in (
        "Status: completed, as of October 2022.",
        "Status: completed, by later material.",
        "Status: not known now (was recruiting in October 2022).",
        "Status: recruiting, as of July 2025.",
        "Status: not known now (last seen as unknown in October 2022).",
    ):
        assert page.count(said) == 1, said
    assert "Status: completed, by later material." in words(
        body(client, f"/search/?q={Trial.objects.get(title='Beta of palsy').registry_id}")
    )
    assert "Estado: finalizado, a fecha de octubre de 2022." in words(
        body(client, "/es/search/?q=alpha")
    )


def test_a_search_costs_the_same_with_many_trials(client):
    make_trial(title="First of palsy")
    before = cost(client, "/search/?q=palsy")
    for number in range(8):
        make_trial(title=f"Palsy {number}", status="recruiting")
    assert cost(client, "/search/?q=palsy") == before


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        (True, "Results are posted in the registry."),
        (False, "No results were posted in the registry when we saw it."),
        (None, "We do not know whether results are posted in the registry."),
    ],
)
def test_posted_unposted_and_unknown_results_are_three_things(client, posted, said):
    trial = make_trial(results_posted=posted, status="completed")
    assert said in body(client, trial.get_absolute_url())


@pytest.mark.parametrize("fields", [{"status": "withdrawn"}, {"enrolment": 0}])
def test_a_trial_without_participants_is_no_evidence(client, fields):
    trial = make_trial(outcome="A success.", outcome_direction="positive", **fields)
    page = body(client, trial.get_absolute_url())
    assert "Nobody took part. This trial is no evidence" in page
    assert "primary aim met" not in page
    assert "nobody took part: no evidence" in body(client, LIST)


def test_the_result_in_our_words_names_its_source(client):
    make_publication(slug="study2020", title="The report")
    trial = make_trial(
        outcome="35 of 100 and 30 of 100 [@study2020].", outcome_direction="negative"
    )
    page = body(client, trial.get_absolute_url())
    assert "primary aim missed or no benefit" in page
    assert 'href="#ref-1"' in section(page, "result") and "The report" in page


def test_a_status_without_a_date_names_none(client):
    trial = make_trial(status="completed")
    for language, said in (("", "completed"), ("/es", "finalizado")):
        page = words(body(client, f"{language}{trial.get_absolute_url()}"))
        assert f"{said} phase" in page or f"{said} fase" in page
    assert trial.status_in_words == "completed"


LATER = {
    "status": "completed",
    "registry_status": "recruiting",
    "completion_on": datetime.date(2021, 5, 1),
    "completion_precision": "month",
    "results_posted": False,
    **OCTOBER,
}


def test_a_status_by_later_material_has_not_the_day_of_the_registry(client, in_2025):
    source = make_source(title="Marrow")
    disease = make_disease(title="Stroke")
    trial = make_trial(**LATER, m2m={"sources": [source], "diseases": [disease]})
    page = words(body(client, trial.get_absolute_url()))
    assert "completed by later material" in page and "as of" not in page
    assert "We saw the registry entry: October 2022 . The registry said then: recruiting." in page
    assert "May 2021 (can be a planned date)" in page
    assert "completed by later material" in words(body(client, LIST))
    assert "completed by later material" in words(body(client, "/diseases/stroke/evidence/"))
    assert "Completed, by later material" in words(body(client, "/sources/marrow/"))
    assert "finalizado según información posterior" in words(
        body(client, f"/es{trial.get_absolute_url()}")
    )
    (row,) = client.get("/evidence/trials.json").json()["trials"]
    assert (row["status_last_seen"], row["status_last_seen_on"]) == ("completed", "")
    assert row["registry_seen"] == "2022-10"


def test_a_status_by_later_material_of_a_known_day_has_that_day(client, in_2025):
    trial = make_trial(**LATER, **JULY)
    page = words(body(client, trial.get_absolute_url()))
    assert "completed as of July 2025" in page and "by later material" not in page
    assert "The status above was seen at another time: July 2025" in page


def test_an_open_status_by_later_material_of_no_day_is_not_known_now(client, in_2025):
    trial = make_trial(status="recruiting", registry_status="not_yet_recruiting", **OCTOBER)
    assert (trial.shown_status, trial.was) == (
        "unknown",
        "was recruiting on a day that is not known",
    )


@pytest.mark.parametrize("more", [JULY, {"status_as_of_on": None}])
def test_a_registry_seen_too_early_says_nothing_of_the_results(client, in_2025, more):
    trial = make_trial(title="Early", **LATER, **more)
    page = words(body(client, trial.get_absolute_url()))
    assert "We do not know whether results are posted in the registry. None were when" in page
    assert "The trial was completed" not in page
    assert "Not known whether results are posted" in words(body(client, LIST))
    assert ">Early</a>" in body(client, f"{LIST}?results=unknown")
    assert ">Early</a>" not in body(client, f"{LIST}?results=none")
    (row,) = client.get("/evidence/trials.json?results=unknown").json()["trials"]
    assert row["results_posted"] is None


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({}, False),
        ({"status": "terminated", "registry_status": "recruiting"}, False),
        ({"registry_status": "completed"}, False),
        ({"registry_status": "unknown"}, None),
        ({"registry_status": "terminated"}, None),
        ({"registry_status": "recruiting", "results_posted": True}, True),
        (JULY, None),
        ({"completion_on": datetime.date(2022, 12, 1), "completion_precision": "month"}, None),
        ({"completion_on": datetime.date(2022, 10, 1), "completion_precision": "month"}, False),
        ({"facts_as_of_on": None, "facts_as_of_precision": "unknown"}, False),
    ],
)
def test_row_and_query_agree_on_what_is_known_of_results(fields, known):
    trial = make_trial(**{"status": "completed", "results_posted": False, **OCTOBER, **fields})
    asked = Trial.objects.with_known_results().values_list("known_results", "too_early").get()
    assert asked == (known, trial.is_seen_too_early)
    assert trial.results_known is known


@pytest.mark.parametrize(
    ("status", "own", "is_apart"),
    [
        ("unclear", (2022, "year"), False),
        ("unclear", (2022, "month"), True),  # January
        ("unclear", (2025, "year"), True),
        ("completed", (None, "unknown"), False),
    ],
)
def test_a_date_that_holds_the_other_is_no_other_time(client, status, own, is_apart):
    day, precision = own[0] and datetime.date(own[0], 1, 1), own[1]
    trial = make_trial(
        status=status, status_as_of_on=day, status_as_of_precision=precision, **OCTOBER
    )
    page = body(client, trial.get_absolute_url())
    assert ("The status above was seen at another time" in page) == is_apart


def test_the_gate_names_a_final_status_before_its_completion():
    after = {"completion_on": datetime.date(2026, 5, 1), "completion_precision": "month"}
    for status in ("completed", "terminated", "withdrawn"):
        trial = make_trial(title=status, status=status, **OCTOBER, **after)
        (check,) = checks_before_publishing.completion_after_the_look(trial)
        assert "as of October 2022, but the completion is later, May 2026" in check.message
    assert len(list(final_before_completion())) == 3
    same = {"completion_on": datetime.date(2022, 10, 31), "completion_precision": "day"}
    for fields in (
        {"status": "completed", **same},
        {"status": "completed", **after, "registry_status": "recruiting"},
        {"status": "recruiting", **after},
    ):
        trial = make_trial(**OCTOBER, **fields)
        assert not list(checks_before_publishing.completion_after_the_look(trial))


def test_a_status_of_the_registry_that_differs_is_told(client):
    trial = make_trial(status="completed", registry_status="recruiting", status_note="by press")
    page = words(body(client, trial.get_absolute_url()))
    assert "The registry said then: recruiting." in page and "by press." in page


def test_findings_lead_back_to_the_disease_page(client):
    trial = make_trial()
    disease = make_disease(title="Stroke")
    make_statement(disease=disease, slug="pain", m2m={"trials": [trial]})
    hidden = make_disease(title="Hidden", live=False)
    make_statement(disease=hidden, outcome_name="Secret", m2m={"trials": [trial]})
    page = body(client, trial.get_absolute_url())
    assert "/diseases/stroke/evidence/#evidence-pain" in page and "Secret" not in page


def test_a_draft_is_not_found_and_a_withdrawn_entry_is_gone(client):
    make_trial(slug="draft", live=False)
    make_trial(slug="gone", live=False, withdrawn_at=timezone.now())
    body(client, "/trials/draft/", status=404)
    body(client, "/trials/gone/", status=410)


def test_a_disease_page_counts_recruiting_trials_as_of_their_date(client, in_2025):
    disease = make_disease(title="Stroke")
    for _ in range(11):
        make_trial(status="completed", m2m={"diseases": [disease]}, **OCTOBER)
    make_trial(title="Open", status="recruiting", m2m={"diseases": [disease]}, **JULY)
    page = body(client, "/diseases/stroke/evidence/")
    listed = section(page, "trials")
    assert "1 in our list, by registry entries of July 2025. This may have changed." in page
    assert "We list 12 trials." in listed and "October 2022 to July 2025" in listed
    assert listed.count('class="row-title"') == 10
    assert listed.index(">Open</a>") < listed.index("completed")
    assert 'href="/trials/?condition=stroke"' in listed
    assert "A listing is not an endorsement." in listed


def test_a_disease_page_without_open_trials_says_none_as_of(client):
    disease = make_disease(title="Stroke")
    make_trial(status="completed", m2m={"diseases": [disease]}, **OCTOBER)
    page = body(client, "/diseases/stroke/evidence/")
    assert "None that we know of, by registry entries of October 2022." in page
    assert "not known" not in section(page, "trials")


def test_dates_of_a_status_are_each_told_once_and_in_order():
    make_trial(**OCTOBER)
    make_trial(**OCTOBER)
    make_trial(**OCTOBER, **JULY)
    make_trial()
    assert in_use(Trial.objects.alike()).seen == [
        (None, "unknown"),
        (datetime.date(2022, 10, 1), "month"),
        (datetime.date(2025, 7, 1), "month"),
    ]


def surrounded_trial():
    trial = make_trial(
        m2m={"diseases": [make_disease()], "sources": [make_source()]},
        cites=[make_publication()],
    )
    TrialCountry.objects.create(trial=trial, other_name=f"Country {trial.pk}")
    return trial


def test_the_list_costs_the_same_at_any_size(client):
    surrounded_trial()
    before = cost(client, LIST)
    for _ in range(5):
        surrounded_trial()
    assert cost(client, LIST) == before <= 7


def test_a_trial_costs_the_same_with_little_and_with_much(client):
    trial = surrounded_trial()
    make_statement(m2m={"trials": [trial]})
    before = cost(client, trial.get_absolute_url())
    for number in range(5):
        trial.diseases.add(make_disease())
        trial.sources.add(make_source())
        TrialCountry.objects.create(trial=trial, other_name=f"Land {number}")
        make_statement(m2m={"trials": [trial]})
    assert cost(client, trial.get_absolute_url()) == before <= 6


def test_a_cell_source_that_is_not_public_is_named_nowhere(client):
    draft = make_source(title="Secret tissue", live=False)
    trial = make_trial(m2m={"sources": [draft, make_source(title="Bone marrow")]})
    product = make_product(source=draft)
    disease = make_disease()
    make_statement(disease=disease, source=draft)
    disease.trials.add(trial)
    for address in (trial, product, disease):
        body = client.get(address.get_absolute_url()).content.decode()
        assert "Secret tissue" not in body
    listed = client.get("/trials/").content.decode()
    assert "Bone marrow" in listed and "Secret tissue" not in listed
