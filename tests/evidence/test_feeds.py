import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from editorial.models import Correction
from evidence.models import EvidenceStatement
from tests import factories
from tests.content.feed_reader import ATOM, entries, faults, read, titles

pytestmark = pytest.mark.django_db

EVIDENCE, SAFETY = "/evidence/feed/", "/safety/feed/"
BOTH = pytest.mark.parametrize("address", [EVIDENCE, SAFETY])


def correct(entry, **fields):
    fields.setdefault("what_was", "50 people")
    fields.setdefault("what_is", "15 people")
    return Correction.objects.create(entry=entry, **fields)


def test_a_finding_says_what_it_is_and_where(client):
    finding = factories.make_statement(
        disease=factories.make_disease(title="Stroke"), outcome_name="Walking <b>"
    )
    [entry] = entries(client, EVIDENCE)
    assert entry.findtext(f"{ATOM}title") == "Stroke: Walking <b>"
    assert "21 of 60 with cells" in entry.findtext(f"{ATOM}summary")
    assert "not assessed" in entry.findtext(f"{ATOM}summary")
    address = f"http://testserver{finding.get_absolute_url()}"
    assert entry.find(f"{ATOM}link").get("href") == address
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == settings.SITE_NAME


def test_a_changed_finding_comes_first_under_the_same_id(client):
    first = factories.make_statement(outcome_name="First")
    factories.make_statement(outcome_name="Second", disease=first.disease)
    before = {
        e.findtext(f"{ATOM}title"): e.findtext(f"{ATOM}id") for e in entries(client, EVIDENCE)
    }
    first.effect_plain = "Changed."
    first.save()
    newest = entries(client, EVIDENCE)[0]
    assert newest.findtext(f"{ATOM}title").endswith("First")
    assert newest.findtext(f"{ATOM}id") == before[newest.findtext(f"{ATOM}title")]


def test_an_id_is_for_life_whatever_the_address_and_the_host(client):
    disease = factories.make_disease(title="Stroke", slug="stroke")
    factories.make_authorisation(factories.make_product(), diseases=[disease])
    correct(disease, kind="factual")

    def ids(host):
        feed = read(client, f"/diseases/{disease.slug}/feed/", host=host)
        return {each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")}

    before = ids("testserver")
    disease.slug = "apoplexy"
    disease.save()
    assert len(before) == 3 and ids("localhost") == before


def test_no_entry_is_blank_where_a_warning_sign_says_all_in_its_title(client):
    factories.make_red_flag(title="Asks for cash before an examination.", why="")
    [entry] = entries(client, SAFETY)
    assert entry.findtext(f"{ATOM}summary") == "Asks for cash before an examination."


def test_corrections_of_fact_are_told_with_both_versions(client):
    correction = correct(factories.make_disease(title="Stroke"), kind="factual")
    [entry] = entries(client, EVIDENCE)
    assert entry.findtext(f"{ATOM}title") == "Correction: Stroke"
    assert "50 people" in entry.findtext(f"{ATOM}summary")
    assert "15 people" in entry.findtext(f"{ATOM}summary")
    assert f'id="correction-{correction.pk}"' in client.get("/corrections/").content.decode()


@pytest.mark.parametrize(
    ("kind", "is_public", "in_evidence", "in_safety"),
    [
        ("factual", True, True, False),
        ("safety", True, True, True),
        ("typo", True, False, False),
        ("safety", False, False, False),
    ],
)
def test_which_corrections_are_told_where(client, kind, is_public, in_evidence, in_safety):
    correct(factories.make_disease(), kind=kind, is_public=is_public)
    assert bool(titles(client, EVIDENCE)) == in_evidence
    assert bool(titles(client, SAFETY)) == in_safety


def test_a_correction_of_a_withdrawn_page_does_not_name_it(client):
    correct(factories.make_disease(title="Gone", live=False), kind="safety")
    for address in (EVIDENCE, SAFETY):
        assert titles(client, address) == ["Correction: A page that is no longer public"]


def test_harms_and_warning_signs_are_told(client):
    factories.make_safety_item(title="Loss of sight")
    factories.make_red_flag(title="Pays before", why="It is a sign.")
    assert set(titles(client, SAFETY)) == {"Loss of sight", "Pays before"}


def test_drafts_are_not_told(client):
    factories.make_safety_item(live=False)
    factories.make_red_flag(live=False)
    factories.make_statement(live=False)
    factories.make_statement(disease=factories.make_disease(live=False))
    assert titles(client, EVIDENCE) == titles(client, SAFETY) == []


@BOTH
def test_feeds_are_valid_full_empty_and_with_odd_characters(client, address):
    assert faults(read(client, address)) == []
    item = factories.make_safety_item(title="Odd\x0b one", description="<p>x\x1f</p>")
    correct(item, kind="safety", what_was="a\x01b", what_is="\uffff")
    factories.make_statement(effect_plain="Odd\x0b ]]> & <")
    factories.make_red_flag(why="Why")
    assert faults(read(client, address)) == []


@BOTH
def test_a_feed_names_its_own_address_and_language(client, address):
    for prefix, language in (("", "en-gb"), ("/es", "es")):
        feed = read(client, f"{prefix}{address}?x=1")
        own = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert [link.get("href") for link in own] == [f"http://testserver{prefix}{address}"]
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language


@BOTH
def test_an_unchanged_feed_is_not_sent_again(client, address):
    factories.make_safety_item()
    factories.make_statement()
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    EvidenceStatement.objects.update(is_live=False)
    factories.make_red_flag()
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


@BOTH
def test_feeds_are_bounded(client, address):
    now = timezone.now()
    disease = factories.make_disease()
    common = {"is_live": True, "published_at": now, "as_of_on": datetime.date(2024, 1, 1)}
    EvidenceStatement.objects.bulk_create(
        EvidenceStatement(
            title=f"Finding {n}",
            slug=f"f{n}",
            disease=disease,
            outcome_name="x",
            effect_plain="x",
            population="x",
            comparator="x",
            as_of_precision="year",
            direction="unclear",
            best_design="rct",
            outcome_kind="safety",
            **common,
        )
        for n in range(200)
    )
    for _ in range(60):
        factories.make_red_flag()
    assert len(entries(client, address)) == 50


@pytest.mark.parametrize("size", [1, 6])
def test_feeds_cost_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        factories.make_red_flag()
        correct(factories.make_safety_item(), kind="safety")
        correct(factories.make_statement(), kind="safety")
        factories.make_sold_condition()
    client.get(EVIDENCE)
    # Findings, conditions sold, corrections, and the corrected entries of two types.
    with django_assert_num_queries(5):
        client.get(EVIDENCE)
    with django_assert_num_queries(5):
        client.get(SAFETY)
