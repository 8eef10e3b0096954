import functools
import shutil
import subprocess
import sys
from datetime import date

import pytest

from mscportal.starter import PartialDate, StarterErrors, parse_facts, records
from tests.mscportal.starter_files import LONG, ROOT, STARTER, edit, refused


@pytest.fixture(scope="module")
def facts():
    return parse_facts(STARTER / "facts")


@pytest.fixture(scope="module", autouse=True)
def same_texts_are_read_once():
    """A test breaks one file of fifteen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "parse_document", functools.cache(records.parse_document))
        yield


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(STARTER / "facts", tmp_path / "facts")


@pytest.mark.parametrize(
    ("noun", "count"),
    [
        ("diseases", 34),
        ("tissue_sources", 11),
        ("mechanisms", 12),
        ("trials", 173),
        ("statements", 110),
        ("products", 16),
        ("not_authorised", 9),
        ("not_msc", 2),
        ("plain_pages", 34),
        ("conditions_sold", 11),
        ("prices", 26),
        ("jurisdictions", 9),
        ("references", 432),
        ("resources", 54),
        ("terms", 103),
        ("outlook", 17),
        ("patient_reports", 17),
        ("documented_harms", 6),
        ("ethics", 6),
        ("ambiguous_abbreviations", 22),
        ("categories", 15),
    ],
)
def test_every_entry_of_the_fact_files_is_read(facts, noun, count):
    assert len(getattr(facts, noun)) == count


def test_entries_keep_their_types_and_their_order(facts):
    gvhd, trial = facts.diseases[0], facts.trials[0]
    assert (gvhd.key, gvhd.identifiers.doid) == ("gvhd", "DOID:0081267")
    assert gvhd.evidence.authorised_product_somewhere is True
    assert (trial.id, trial.enrolment, trial.start) == ("NCT00136903", 32, PartialDate(2005, 4))
    assert facts.products[0].events[-1].date == PartialDate(2024, 12, 18)
    assert [rule.verified for rule in facts.jurisdictions[5].framework].count("no") == 1
    assert len(facts.red_flags.points) == 13
    assert len(facts.questions_to_ask.points) == 12
    assert len(facts.informed_consent.points) == 10
    assert len(facts.quality_control.topics) == 9
    assert "2.48" in facts.general_safety.statement


def test_facts_cannot_be_changed(facts):
    with pytest.raises(AttributeError):
        facts.diseases = ()
    with pytest.raises(ValueError, match="frozen"):
        facts.diseases[0].name = "Other"
    with pytest.raises(TypeError):
        facts.categories["immune"] = "Other"


def test_no_note_on_where_a_fact_was_seen_is_left():
    files = list((STARTER / "facts").glob("*.yaml"))
    assert len(files) == 15
    for file in files:
        assert " where:" not in file.read_text(encoding="utf-8")


def test_reading_the_starter_content_needs_no_django():
    code = "import sys, mscportal.starter; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


DISEASE, TRIAL, STATEMENT = "diseases.yaml", "trials.yaml", "evidence_statements.yaml"
PRODUCT, REFERENCE = "products.yaml", "references.yaml"
SOLD, PRICE = "conditions_sold.yaml", "prices.yaml"
PARACRINE = "key: paracrine-signalling"
CHILDREN_TRIAL = "- NCT00759018\n    verified: memory"

REFUSALS = {
    # rule: file, old, new, text on the line of the error, field, message
    "missing field": (DISEASE, "key: gvhd\n    name: Graft-versus-host disease", "key: gvhd",
        "- key: gvhd", "diseases[0].name", "missing"),
    "unknown field": (DISEASE, "    category: immune", "    category: immune\n    colour: red",
        "colour", "diseases[0].colour", "unknown field"),
    "wrong type": (TRIAL, "enrolment: 32", "enrolment: many", None,
        "trials[0].enrolment", "valid integer"),
    "missing list": ("glossary.yaml", "\nterms:", "\nwords:", "note:",
        "terms", "missing"),
    "empty list": (DISEASE, "    related_sources:\n      - bone-marrow\n      - umbilical-cord\n"
        "      - ipsc-derived", "    related_sources: []", None,
        "diseases[0].related_sources", "must not be empty"),
    "entry is no mapping": (TRIAL, "trials:\n", "trials:\n  - none\n", "- none",
        "trials[0]", "valid dictionary"),
    "empty text": ("mechanisms.yaml", "name: Immunomodulation", "name: ' '", None,
        "mechanisms[0].name", "must not be empty"),
    "unquoted no": (DISEASE, "    verified: memory\n  - key: crohns", "    verified: no\n"
        "  - key: crohns", None, "diseases[0].verified", "write 'no' in quotes"),
    "illegal mark": (DISEASE, "doid: archive", "doid: seen", None,
        "diseases[0].identifiers.verified.doid", "'archive', 'memory' or 'no', not 'seen'"),
    "unknown disease": (DISEASE, "      - ards-covid19\n      - crohns-disease", "      - flu",
        None, "diseases[0].related_diseases[0]", "'flu' is not in diseases"),
    "key named twice": (DISEASE, "      - ards-covid19\n      - crohns-disease",
        "      - ards-covid19\n      - ards-covid19", "related_diseases:",
        "diseases[0].related_diseases", "appears twice"),
    "related to itself": (DISEASE, "      - ards-covid19\n      - crohns-disease", "      - gvhd",
        "related_diseases:", "diseases[0].related_diseases", "not related to itself"),
    "unknown category": (DISEASE, "category: immune", "category: blood", None,
        "diseases[0].category", "'blood' is not in categories"),
    "DOID": (DISEASE, "doid: DOID:0081267", "doid: 81267x", None,
        "diseases[0].identifiers.doid", "should match"),
    "MeSH": (DISEASE, "- D006086", "- E006086", None,
        "diseases[0].identifiers.mesh[0]", "should match"),
    "identifier without mark": (DISEASE, "        mondo: archive\n", "", "      verified:",
        "diseases[0].identifiers.verified", "mondo and its mark"),
    "level of evidence": (DISEASE, "level: late_stage", "level: proven", None,
        "diseases[0].evidence.level", "not 'proven'"),
    "words of a summary": (DISEASE, "summary: 'After", f"summary: '{LONG} After", "summary",
        "diseases[0].summary", "words are more than 70"),
    "words for patients": (DISEASE, "what_it_is: A", f"what_it_is: {LONG} A", "what_it_is",
        "diseases[0].patient_info.what_it_is", "words are more than 45"),
    "unknown resource": (DISEASE, "resource: nhs-transplant", "resource: nhs", None,
        "diseases[0].patient_info.learn_more.resource", "'nhs' is not in resources"),
    "address not https": (DISEASE, "url: https://www.nhs", "url: http://www.nhs", None,
        "diseases[0].patient_info.learn_more.url", "not an https address"),
    "disease lacks a trial": (DISEASE, "      - NCT00136903\n", "", "    trials:",
        "diseases[0].trials", "lacks NCT00136903"),
    "trial lacks its disease": (TRIAL, "diseases:\n      - gvhd", "diseases:\n      - stroke",
        None, "diseases[0].trials", "NCT00136903 does not name this disease"),
    "product lacks its disease": (PRODUCT, "    diseases:\n      - gvhd", "    diseases:\n"
        "      - stroke", "    diseases:", "products[0].diseases", "lacks 'gvhd'"),
    "step about another disease": (PRODUCT, "        diseases:\n          - gvhd\n        what: "
        "authorisation\n        reference: fda2024ryoncil\n", "        diseases: []\n        what: "
        "authorisation\n        reference: fda2024ryoncil\n", None, "diseases[0].approved_products",
        "differs from the products whose authorisation is about it"),
    "sentence without source": (DISEASE, "          references:\n            - kebriaei2020\n"
        "        - text: Cells", "        - text: Cells", "- text: 'The largest",
        "diseases[0].evidence.sentences[0].references", "every sentence has its source"),
    "two claims in a sentence": (DISEASE, "text: A pooling of four trials",
        "text: It is so. A pooling of four trials", None,
        "diseases[0].evidence.sentences[3].text", "must be one sentence"),
    "sentence without end": (DISEASE, "favours MSC for response.", "favours MSC for response", None,
        "diseases[0].evidence.sentences[3].text", "full stop"),
    "source of a sentence": (DISEASE, "            - zhao2022\n        - text: A pooling",
        "            - wang2021safety\n        - text: A pooling",
        "references:\n      - kebriaei2020\n      - kurtz", "diseases[0].references",
        "lacks 'wang2021safety'"),
    "trial paper for usual care": (DISEASE, "            - penack2024\n        - text: Acute",
        "            - kebriaei2020\n        - text: Acute", "- text: Medicines before",
        "diseases[0].patient_info.standard_care_sentences[0]", "neither a guideline nor"),
    "replaced edition": (DISEASE, "            - penack2024\n        - text: Acute",
        "            - penack2020\n        - text: Acute",
        "references:\n      - kebriaei2020\n      - kurtz", "diseases[0].references",
        "was replaced by 'penack2024'"),
    "direction of a disease": (DISEASE, "direction: mixed", "direction: positive", None,
        "diseases[0].evidence.direction", "none against it"),
    "stage of a disease": (DISEASE, "level: late_stage", "level: early_human", None,
        "diseases[0].evidence.level", "is a randomised trial"),
    "authorised somewhere": (DISEASE, "authorised_product_somewhere: true",
        "authorised_product_somewhere: false", None,
        "diseases[0].evidence.authorised_product_somewhere", "which say True"),
    "name of two diseases": (DISEASE, "- Crohn disease", "- graft vs host disease", "name: Crohn",
        "diseases[1].name", "also belongs to 'Graft-versus-host disease'"),
    "key used twice": ("mechanisms.yaml", PARACRINE, "key: immunomodulation", None,
        "mechanisms[1].key", "is used twice"),
    "word of a scale": (DISEASE, "  mixed: results disagree\n", "", "direction_scale",
        "direction_scale", "lacks mixed"),
    "word outside a scale": (TRIAL, "  unclear: sources", "  vague: x\n  unclear: sources", "vague",
        "status_scale.vague", "not 'vague'"),
    "words of a mechanism": ("mechanisms.yaml", "summary: MSC can", f"summary: {LONG} MSC can",
        "summary", "mechanisms[0].summary", "words are more than 60"),
    "unknown product": ("tissue_sources.yaml", "- ryoncil", "- rioncil", None,
        "tissue_sources[0].related_products[0]", "'rioncil' is not in products"),
    "unknown source": (PRODUCT, "source_tissue: bone-marrow", "source_tissue: bone", None,
        "products[0].source_tissue", "'bone' is not in tissue_sources"),
    "kind of event": (PRODUCT, "- kind: refused", "- kind: denied", None,
        "products[0].events[0].kind", "not 'denied'"),
    "precision of a date": (PRODUCT, "precision: month", "precision: day", None,
        "products[0].events[0].precision", "day does not fit the date, which is month"),
    "precision without date": (PRODUCT, "        date: 2020-10\n", "", "precision: month",
        "products[0].events[0].precision", "which is unknown"),
    "end of a term": (PRODUCT, "ends: '2025-12-28'", "ends: 2025-12", "ends:",
        "products[11].events[1].ends", "needs a day: 2025-12"),
    "term that ends early": (PRODUCT, "ends: '2025-12-28'", "ends: '2018-12-27'", "ends:",
        "products[11].events[1].ends", "a term that ends on 2018-12-27 cannot begin on 2018-12-28"),
    "doubt about a refusal": (PRODUCT, "        date: 2020-10\n        precision: month\n",
        "        date: 2020-10\n        precision: month\n        present_state_unknown: true\n",
        "present_state_unknown", "products[0].events[0].present_state_unknown", "only what was"),
    "application that is granted": (PRODUCT, "kind: refused\n        date: 2020-10",
        "kind: authorised\n        date: 2020-10", None,
        "products[0].events[0].kind", "an application is never authorised"),
    "term of a refusal": (PRODUCT, "        date: 2020-10\n        precision: month\n",
        "        date: 2020-10\n        precision: month\n        ends: '2030-01-01'\n",
        "ends:", "products[0].events[0].ends", "only what was granted has a term"),
    "status in doubt": (PRODUCT, "    status: authorised\n    status_date: '2024-12-18'",
        "    status: present status not known\n    status_date: '2024-12-18'", "    status:",
        "products[0].status", "no event has present_state_unknown"),
    "note in doubt": (PRODUCT, "        reference: fda2024ryoncil\n        verified",
        "        reference: fda2024ryoncil\n        public_note: renewal not found\n"
        "        verified",
        "public_note:", "products[0].events[2].public_note", "counts as in force"),
    "order of events": (PRODUCT, "date: 2020-10", "date: 2023-10", "events:",
        "products[0].events", "not in order of date"),
    "key of two products": (PRODUCT, "key: nurown", "key: ryoncil", None,
        "not_authorised[0].key", "'ryoncil' is used twice"),
    "id of a registry": (TRIAL, "registry: ClinicalTrials.gov", "registry: ISRCTN", "- id",
        "trials[0].id", "'NCT00136903' is not an id of ISRCTN"),
    "registry": (TRIAL, "registry: ClinicalTrials.gov", "registry: Other", None,
        "trials[0].registry", "not 'Other'"),
    "status of a trial": (TRIAL, "status: completed", "status: done", None,
        "trials[0].status", "not 'done'"),
    "status without date": (TRIAL, "status: completed", "status: recruiting", "- id",
        "trials[0].status_as_of", "missing"),
    "negative number": (TRIAL, "enrolment: 32", "enrolment: -1", None,
        "trials[0].enrolment", "greater than or equal to 0"),
    "form of a date": (TRIAL, "start: 2005-04", "start: April 2005", None,
        "trials[0].start", "is not a date as YYYY"),
    "month of a date": (TRIAL, "start: 2005-04", "start: 2005-13", None,
        "trials[0].start", "not a real date"),
    "day of a date": (TRIAL, "start: 2005-04", "start: 2005-02-30", None,
        "trials[0].start", "not a real date"),
    "end before start": (TRIAL, "completion: 2008-07", "completion: 2005-03", None,
        "trials[0].completion", "before the start"),
    "country": (TRIAL, "- United States", "- usa", None, "trials[0].countries[0]", "not 'usa'"),
    "facts without date": (TRIAL, "    facts_as_of: 2022-10\n", "", "- id",
        "trials[0].facts_as_of", "missing"),
    "facts without mark": (TRIAL, "      registry_facts: archive\n", "", "verified:",
        "trials[0].verified", "mark registry_facts"),
    "posted results": (TRIAL, "results_posted: false", "results_posted: 'no'", None,
        "trials[0].results_posted", "valid boolean"),
    "words of an effect": (STATEMENT, "effect_plain: 35", f"effect_plain: {LONG} 35",
        "effect_plain", "statements[0].effect_plain", "words are more than 35"),
    "direction without comparison": (STATEMENT, "direction: unclear\n    effect_plain: About 70",
        "direction: benefit\n    effect_plain: About 70", None,
        "statements[3].direction", "needs a comparison group"),
    "comparison that is none": (STATEMENT, "comparator: placebo with second-line treatment",
        "comparator: single arm, no control", "    direction",
        "statements[0].direction", "needs a comparison group"),
    "direction against its numbers": (STATEMENT, "direction: no_difference", "direction: harm",
        None, "statements[0].direction", "harm, but of_100 says better by 5"),
    "disagreement of one study": (STATEMENT, "direction: no_difference", "direction: mixed", None,
        "statements[0].direction", "of one study cannot disagree"),
    "two deciding results": (STATEMENT, "  - key: gvhd-remestemcel-firstline\n", "  - key: gvhd-rem"
        "estemcel-firstline\n    of_100: {with_cells: 45, without: 45, better: higher, "
        "outcome: Gone, compared_with: placebo, in_words: 45 and 45 of 100}\n"
        "    deciding: true\n", "    deciding", "statements[1].deciding", "has another one"),
    "deciding without words": (STATEMENT, "      compared_with: placebo, both on top of other "
        "medicines\n", "", "    deciding", "statements[0].deciding", "has its numbers"),
    "words without a number": (STATEMENT, ", and 30 of 100 with placebo", " and fewer with it",
        "    of_100", "statements[0].of_100", "in_words does not say 30"),
    "answer with a broken citation": ("plain_pages.yaml", "[@kebriaei2020]", "[@nobody2020]",
        "    works", "plain_pages[0].works", "'nobody2020' is not in references"),
    "note that is no question": ("plain_pages.yaml", "check: >-\n      That",
        f"check: >-\n      {LONG * 8} That", "    check", "plain_pages[0].check", "at most 560"),
    "two plain pages of a disease": ("plain_pages.yaml", "- disease: crohns-disease",
        "- disease: gvhd", None, "plain_pages[1].disease", "is used twice"),
    "more counted than took part": (STATEMENT, "      better: higher\n",
        "      better: higher\n      people: 261\n", "    of_100", "statements[0].of_100",
        "more people are counted than took part"),
    "time that the words do not say": (STATEMENT, "      better: higher\n",
        "      better: higher\n      time: 2 years\n", "    of_100", "statements[0].of_100",
        "do not say '2 years'"),
    "number of people": (STATEMENT, "n_participants: 260", "n_participants: 0", None,
        "statements[0].n_participants", "greater than or equal to 1"),
    "certainty without review": (STATEMENT, "    certainty_by: fisher2019\n", "", "- key",
        "statements[4].certainty_by", "missing"),
    "review without certainty": (STATEMENT, "certainty: low", "certainty: not_assessed",
        "certainty_by", "statements[4].certainty_by", "although certainty is not_assessed"),
    "review not cited": (STATEMENT, "certainty_by: fisher2019", "certainty_by: xiao2025", None,
        "statements[4].certainty_by", "not among the references"),
    "certainty by a trial": (STATEMENT, "certainty_by: fisher2019\n    as_of: 2018-12\n"
        "    references:\n", "certainty_by: kebriaei2020\n    as_of: 2018-12\n    references:\n"
        "      - kebriaei2020\n", "certainty_by", "statements[4].certainty_by", "neither"),
    "trial of another disease": (STATEMENT, "- NCT00366145", "- NCT01541579", "trials:",
        "statements[0].trials", "is not about gvhd"),
    "people of a finding": (STATEMENT, "n_participants: 260", "n_participants: 262", None,
        "statements[0].n_participants", "has 260 people"),
    "phase of a finding": (STATEMENT, "    phase: '3'", "    phase: '2'", None,
        "statements[0].phase", "has phase 3"),
    "supersedes unknown": (STATEMENT, "- gvhd-ipsc-phase1\n", "- gvhd-ipsc\n", None,
        "statements[6].supersedes[0]", "is not in statements"),
    "supersedes itself": (STATEMENT, "- gvhd-ipsc-phase1\n", "- gvhd-ipsc-phase2\n", "supersedes:",
        "statements[6].supersedes", "does not supersede itself"),
    "supersedes other disease": (STATEMENT, "supersedes:\n      - gvhd-ipsc-phase1\n",
        "supersedes:\n      - crohn-admire1\n", "supersedes",
        "statements[6].supersedes", "another disease"),
    "supersedes a later one": (STATEMENT, "as_of: 2026-06", "as_of: '2023'", "    supersedes:",
        "statements[6].supersedes", "is later"),
    "supersedes in a circle": (STATEMENT, "as_of: 2024-06\n", "as_of: 2026-06\n    supersedes:\n"
        "      - gvhd-ipsc-phase2\n", "    supersedes:",
        "statements[7].supersedes", "gvhd-ipsc-phase2 supersedes this one"),
    "reference without address": (REFERENCE, "    public_note: No stable public address is known; "
        "a full publication was not found\n", "", "- key",
        "references[215].public_note", "must say why"),
    "a note for the editors in place of one for readers": (REFERENCE,
        "    public_note: No stable public address is known; a full publication was not found\n",
        "    note: No stable public address is known\n", "- key",
        "references[215].public_note", "must say why"),
    "news without address": (REFERENCE, "    public_note: No stable public address is known; "
        "a full publication was not found\n", "    pmid: '1'\n", "- key",
        "references[215].url", "needs a url or a public_note"),
    "record seen but for its year": (REFERENCE, "    verified: memory\n"
        "    note: Year from memory; outcome", "    verified: archive\n"
        "    note: Year from memory; outcome", None, "references[378].verified",
        "were not seen"),
    "DOI": (REFERENCE, "doi: 10.1080/", "doi: doi.org/10.1080/", None,
        "references[0].doi", "should match"),
    "DOI used twice": (REFERENCE, "doi: 10.1080/14653240500319234",
        "doi: 10.1016/J.JCYT.2019.08.002", "doi: 10.1016/j.jcyt", "references[2].doi", "twice"),
    "source of a DOI": (REFERENCE, "    doi_source: archive\n", "", "- key",
        "references[0].doi_source", "must both be given"),
    "PMID": (REFERENCE, "pmid: '16923606'", "pmid: PMC1", None, "references[0].pmid", "'PMC1'"),
    "year": (REFERENCE, "year: 2006", "year: 2206", None,
        "references[0].year", "2206 is not a year"),
    "type of reference": (REFERENCE, "type: guideline", "type: poster", None,
        "references[0].type", "not 'poster'"),
    "retraction": (REFERENCE, "    retraction: not_checked", "    retraction: fine", None,
        "references[0].retraction", "not 'fine'"),
    "kind of resource": ("resources.yaml", "kind: regulator", "kind: clinic", None,
        "resources[0].kind", "not 'clinic'"),
    "words of a term": ("glossary.yaml", "definition: A", f"definition: {LONG} A", "definition",
        "terms[0].definition", "words are more than 45"),
    "name of two terms": ("glossary.yaml", "- stem cells", "- MSC", "- term",
        "terms[1].term", "also belongs to"),
    "domain": ("regulation.yaml", "- fda.gov", "- https://fda.gov", None,
        "jurisdictions[0].official.domains[0]", "should match"),
    "mark of a rule": ("regulation.yaml", "verified: 'no'", "verified: no", None,
        "jurisdictions[5].framework[5].verified", "write 'no' in quotes"),
    "points": ("regulation.yaml", "red_flags:\n  points:", "red_flags:\n  items:", "red_flags",
        "red_flags.points", "missing"),
    "topic of outlook": ("outlook.yaml", "topic: combination", "topic: mixture", None,
        "facts[0].topic", "'mixture' is not in outlook_topics"),
    "state of the tests": (SOLD, "known: unconfirmed", "known: proven", None,
        "conditions[0].known", "not 'proven'"),
    "category of a condition": (SOLD, "category: eye", "category: ear", None,
        "conditions[3].category", "'ear' is not in categories"),
    "words of a sentence": (SOLD, "In a fair test 114", f"In {LONG} a fair test 114",
        "what_is_known", "conditions[0].what_is_known", "words are more than 20"),
    "citation of a condition": (SOLD, "without [@pers2024]", "without [@nobody2020]",
        "what_is_known", "conditions[0].what_is_known", "'nobody2020' is not in references"),
    "source of a condition": (SOLD, "references:\n      - pers2024\n", "references:\n", None,
        "conditions[0].references", "lacks 'pers2024'"),
    "claim that is held": (SOLD, "        verified: 'no'", "        verified: archive", None,
        "conditions[0].held[0].verified", "marked 'no'"),
    "name of a disease": (SOLD, "- herniated disc", "- gout\n      - Osteoarthritis",
        "title: Low", "conditions[0].title", "also belongs to 'osteoarthritis'"),
    "name of two conditions": (SOLD, "- coxarthrosis", "- sciatica", "title: Hip",
        "conditions[1].title", "also belongs to 'low-back-pain'"),
    "amount": (PRICE, "    amount: 5000\n", "", "- key", "prices[1].amount", "missing: neither"),
    "amount below nothing": (PRICE, "amount: 5156", "amount: -1", None, "prices[0].amount",
        "greater than or equal to 0"),
    "range": (PRICE, "low: 1150", "low: 13000", None, "prices[0].low", "is more than 12000"),
    "source of no range": (PRICE, "    low: 1150\n    high: 12000\n", "",
        "    range_reference: aaos", "prices[0].range_reference", "there is no range"),
    "currency": (PRICE, "currency: USD", "currency: $", None, "prices[0].currency", "'$'"),
    "kind of price": (PRICE, "    kind: clinic", "    kind: gift", None,
        "prices[0].kind", "not 'gift'"),
    "product of a price": (PRICE, "product: ryoncil", "product: elixir", None,
        "prices[15].product", "'elixir' is no product"),
    "condition of a price": (PRICE, "- erectile-dysfunction", "- gout", None,
        "prices[4].conditions[0]", "'gout' is not in conditions_sold"),
    "source of a price": (PRICE, "reference: piuzzi2018", "reference: nobody2020", None,
        "prices[0].reference", "'nobody2020' is not in references"),
    "topic of reports": ("patient_reports.yaml", "topic: outcomes", "topic: stories", None,
        "facts[0].topic", "'stories' is not in patient_report_topics"),
}  # fmt: skip


@pytest.mark.parametrize("rule", REFUSALS)
def test_a_broken_rule_is_reported_with_file_line_and_field(folder, rule):
    file, old, new, at, field, message = REFUSALS[rule]
    line = edit(folder / file, old, new, at)
    errors = refused(parse_facts, folder)
    if field.startswith("diseases[") and file != DISEASE:  # two files disagree
        assert any(e.startswith(DISEASE) and f" {field}: " in e and message in e for e in errors)
    else:
        place = f"{file}:{line}: {field}: "
        assert any(e.startswith(place) and message in e for e in errors), errors


YAML_REFUSALS = {
    # rule: bytes added at the end of glossary.yaml, message
    "broken YAML": (b"  - term: [open\n", "YAML: "),
    "key twice": (b"note: again\n", "the key 'note' appears twice"),
    "alias": (b"a: &x 1\nb: *x\n", "aliases are not allowed"),
    "tag": (b"a: !!set {x}\n", "is not allowed"),
    "value against its tag": (b"a: !!int x\n", "does not fit its tag"),
    "key that is no text": (b"no: 1\n", "the key 'no' is not text"),
    "second document": (b"---\na: 1\n", "YAML: "),
    "not UTF-8": (b"a: caf\xe9\n", "is not UTF-8 text"),
    "control character": (b"a: \x07\n", "control character"),
}


@pytest.mark.parametrize("rule", YAML_REFUSALS)
def test_a_file_that_is_not_plain_yaml_is_reported(folder, rule):
    added, message = YAML_REFUSALS[rule]
    path = folder / "glossary.yaml"
    whole = path.read_bytes()
    path.write_bytes(whole + added)
    [error] = refused(parse_facts, folder)
    file, line, rest = error.split(":", 2)
    assert (file, message in rest) == ("glossary.yaml", True)
    assert 0 <= int(line) - whole.count(b"\n") <= added.count(b"\n") + 1


@pytest.mark.parametrize("content", ["", "- a list\n", "text\n"])
def test_a_file_without_a_mapping_is_reported(folder, content):
    (folder / "glossary.yaml").write_text(content)
    assert refused(parse_facts, folder) == ["glossary.yaml:1: must be a mapping of names to values"]


def test_a_missing_file_blames_nothing_else(folder):
    (folder / REFERENCE).unlink()
    errors = refused(parse_facts, folder)
    assert errors == ["references.yaml:1: cannot be read: No such file or directory"]


def test_a_folder_in_place_of_a_file_is_reported(folder):
    (folder / REFERENCE).unlink()
    (folder / REFERENCE).mkdir()
    [error] = refused(parse_facts, folder)
    assert error.startswith("references.yaml:1: cannot be read")


def test_all_errors_of_a_folder_come_together_and_in_order(folder):
    edit(folder / TRIAL, "enrolment: 32", "enrolment: many")
    edit(folder / DISEASE, "category: immune", "category: blood")
    edit(folder / DISEASE, "level: late_stage", "level: proven")
    edit(folder / "mechanisms.yaml", PARACRINE, "key: immunomodulation")
    (folder / "glossary.yaml").write_bytes(b"\xff")
    with pytest.raises(StarterErrors) as caught:
        parse_facts(folder)
    errors = caught.value.errors
    assert list(errors) == sorted(errors)
    own = [(error.file, error.field) for error in errors if "paracrine" not in error.message]
    assert own == [
        ("diseases.yaml", "diseases[0].category"),
        ("diseases.yaml", "diseases[0].evidence.level"),
        ("glossary.yaml", ""),
        ("mechanisms.yaml", "mechanisms[1].key"),
        ("trials.yaml", "trials[0].enrolment"),
    ]


@pytest.mark.parametrize(
    ("value", "parsed", "precision", "first", "last"),
    [
        ("2005", PartialDate(2005), "year", date(2005, 1, 1), date(2005, 12, 31)),
        (2005, PartialDate(2005), "year", date(2005, 1, 1), date(2005, 12, 31)),
        ("2004-02", PartialDate(2004, 2), "month", date(2004, 2, 1), date(2004, 2, 29)),
        ("2005-04-09", PartialDate(2005, 4, 9), "day", date(2005, 4, 9), date(2005, 4, 9)),
        (date(2005, 4, 9), PartialDate(2005, 4, 9), "day", date(2005, 4, 9), date(2005, 4, 9)),
    ],
)
def test_a_date_is_as_exact_as_its_source(value, parsed, precision, first, last):
    found = PartialDate.parse(value)
    assert (found, found.precision, found.date, found.last) == (parsed, precision, first, last)
    assert PartialDate.parse(str(found)) == found


@pytest.mark.parametrize("value", ["2005-4", "05-04", "2005-00", "2005-02-29", "", None, True, 205])
def test_what_is_no_date_is_refused(value):
    with pytest.raises(ValueError, match="date"):
        PartialDate.parse(value)
