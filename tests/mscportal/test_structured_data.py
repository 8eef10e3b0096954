"""What every type of page tells machines, and that it says no more than readers see."""

import datetime
import json

import pytest
from django.template.defaultfilters import date
from django.urls import reverse

from editorial.models import Correction
from mscportal.sitemaps import LIST_PAGES
from tests import factories
from tests.content.vocabulary import data_of, faults, nodes_in, of_type
from tests.visits import body, words

pytestmark = pytest.mark.django_db

TODAY = datetime.date.today()


@pytest.fixture
def entries():
    """One entry of each type that has a page, with everything its data can be made of."""
    study = factories.make_publication(title="A study", doi="10.1000/x", doi_verification="checked")
    disease = factories.make_disease(title="Crohn's disease", cites=[study], names=["Crohn"])
    disease.codes.create(system="mesh", code="D003424", verification="checked")
    disease.codes.create(system="icd10", code="K50", verification="memory")
    disease.codes.create(system="doid", code="DOID:1", match="broad", verification="checked")
    factories.make_statement(disease=disease)
    related = {"m2m": {"diseases": [disease]}}
    product = factories.make_product(title="Cellix", inn="cellixcel", names=["CX-1"], **related)
    factories.make_authorisation(product, verification="checked")
    trial = factories.make_trial(title="Cells in Crohn's", status="recruiting", **related)
    trial.countries.create(code="ES")
    trial.registry_facts_verification = "archive"
    trial.save()
    return {
        "disease": disease,
        "product": product,
        "trial": trial,
        "publication": study,
        "category": disease.category,
        "article": factories.make_article(cites=[study]),
        "topic": factories.make_topic(),
        "page": factories.make_page(slug="about"),
        "source": factories.make_source(names=["marrow"]),
        "mechanism": factories.make_mechanism(),
        "sold": factories.make_sold_condition(names=["baldness"]),
        "jurisdiction": factories.make_jurisdiction(title="Japan"),
        "term": factories.make_term(names=["MSC"]),
        "contributor": factories.make_contributor(orcid="0000-0001-2345-6789"),
    }


def addresses(entries):
    factories.make_resource()
    pages = [reverse(name) for name in LIST_PAGES]
    return [*pages, reverse("search:search"), *(e.get_absolute_url() for e in entries.values())]


def data(client, entry):
    return data_of(body(client, entry.get_absolute_url()))


def one(nodes, kind):
    [found] = of_type(nodes, kind)
    return found


def test_every_page_speaks_schema_org_and_says_where_it_stands(client, entries):
    for address in addresses(entries):
        nodes = data_of(body(client, address))
        assert faults(nodes) == [], address
        kinds = [node["@type"] for node in nodes]
        assert "Organization" in kinds and "WebSite" in kinds, address
        assert ("BreadcrumbList" in kinds) == (address != "/"), address
        page = nodes[-1]
        assert page["@type"].endswith("Page") and page["url"] == f"http://testserver{address}"
        assert page["name"], address


def test_names_are_those_of_the_page(client, entries):
    for entry in entries.values():
        page = body(client, entry.get_absolute_url())
        assert data_of(page)[-1]["name"] == entry.title
        for step in one(data_of(page), "BreadcrumbList")["itemListElement"]:
            assert f">{step['name'].replace(chr(39), '&#x27;')}</" in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("disease", "MedicalWebPage"),
        ("product", "MedicalWebPage"),
        ("trial", "MedicalWebPage"),
        ("article", "MedicalWebPage"),
        ("source", "MedicalWebPage"),
        ("mechanism", "MedicalWebPage"),
        ("jurisdiction", "MedicalWebPage"),
        ("page", "AboutPage"),
        ("term", "WebPage"),
        ("publication", "WebPage"),
        ("topic", "CollectionPage"),
        ("category", "CollectionPage"),
        ("contributor", "ProfilePage"),
    ],
)
def test_each_type_of_entry_has_its_type_of_page(client, entries, name, kind):
    assert data(client, entries[name])[-1]["@type"] == kind


@pytest.mark.parametrize(
    ("address", "kind", "subject"),
    [
        ("/evidence/", "MedicalWebPage", "Dataset"),
        ("/resources/", "CollectionPage", "ItemList"),
        ("/glossary/", "CollectionPage", "DefinedTermSet"),
    ],
)
def test_lists_with_a_subject_of_their_own(client, entries, address, kind, subject):
    factories.make_resource()
    page = data_of(body(client, address))[-1]
    assert (page["@type"], page["mainEntity"]["@type"]) == (kind, subject)


def test_the_data_set_can_be_fetched_as_it_is_offered(client):
    html = body(client, "/evidence/")
    files = one(data_of(html), "Dataset")["distribution"]
    assert len(files) == 6
    for file in files:
        path = file["contentUrl"].removeprefix("http://testserver")
        assert f'href="{path}"' in html
        assert client.get(path).headers["Content-Type"].startswith(file["encodingFormat"])


@pytest.mark.parametrize("address", ["/safety/", "/questions/", "/safety/red-flags/"])
def test_safety_pages_are_medical_pages(client, address):
    assert data_of(body(client, address))[-1]["@type"] == "MedicalWebPage"


def test_the_home_page_alone_says_how_to_search(client):
    search = one(data_of(body(client, "/")), "SearchAction")
    assert search["target"]["urlTemplate"] == "http://testserver/search/?q={search_term_string}"
    assert not of_type(data_of(body(client, "/diseases/")), "SearchAction")


def test_a_disease_is_named_with_the_codes_that_are_checked_and_its_own(client, entries):
    nodes = data_of(body(client, entries["disease"].evidence_url))
    condition = nodes[-1]["about"]
    assert condition["alternateName"] == ["Crohn"]
    assert [code["codeValue"] for code in condition["code"]] == ["D003424"]
    assert condition["sameAs"] == ["https://meshb.nlm.nih.gov/record/ui?ui=D003424"]
    [cited] = nodes[-1]["citation"]
    assert cited["name"] == "A study" and cited["sameAs"] == ["https://doi.org/10.1000/x"]


def test_no_page_recommends_a_treatment_or_grades_evidence(client, entries):
    for address in addresses(entries):
        text = json.dumps(data_of(body(client, address)))
        for word in ("possibleTreatment", "evidenceLevel", "aspect", "MedicalTherapy", "Rating"):
            assert word not in text, address


@pytest.mark.parametrize("name", ["Joshua M Hare", "Fabio Purcell", "Marcella Trustwell"])
def test_a_sponsor_who_may_be_a_person_gets_no_type_that_may_be_wrong(client, name):
    trial = factories.make_trial(sponsor=name)
    assert "sponsor" not in one(data(client, trial), "MedicalTrial")


def test_a_trial_tells_status_sponsor_disease_and_place(client, entries):
    trial = one(data(client, entries["trial"]), "MedicalTrial")
    assert trial["status"] == "https://schema.org/Recruiting"
    assert trial["sponsor"] == {"@type": "Organization", "name": "University hospital"}
    assert [where["name"] for where in trial["studyLocation"]] == ["Spain"]
    assert [disease["name"] for disease in trial["healthCondition"]] == ["Crohn's disease"]
    assert not {"sameAs", "identifier"} & set(trial), "its number is not checked"


def test_a_checked_registry_number_is_told_and_linked(client):
    trial = factories.make_trial(verification="checked")
    told = one(data(client, trial), "MedicalTrial")
    assert told["identifier"] == trial.registry_id
    assert told["sameAs"] == f"https://clinicaltrials.gov/study/{trial.registry_id}"


def test_unchecked_approvals_and_places_are_left_to_the_page_with_its_mark(client):
    product, trial = factories.make_product(), factories.make_trial()
    factories.make_authorisation(product)
    trial.countries.create(code="ES")
    assert "legalStatus" not in one(data(client, product), "Drug")
    assert "studyLocation" not in one(data(client, trial), "MedicalTrial")


@pytest.mark.parametrize(
    ("status", "words"),
    [("unknown", "not known now"), ("unclear", "unclear: sources do not settle it")],
)
def test_a_status_that_schema_org_lacks_is_told_in_words(client, status, words):
    trial = factories.make_trial(status=status)
    assert one(data(client, trial), "MedicalTrial")["status"] == words


def test_a_status_seen_long_ago_is_not_told_as_if_it_held(client):
    long_ago = {"facts_as_of_on": datetime.date(2022, 10, 1), "facts_as_of_precision": "month"}
    trial = factories.make_trial(status="recruiting", **long_ago)
    assert one(data(client, trial), "MedicalTrial")["status"] == "not known now"


def test_an_unchecked_number_leads_readers_to_the_registry_and_is_not_told_as_the_same(client):
    unchecked = factories.make_trial(verification="memory")
    assert "sameAs" not in one(data(client, unchecked), "MedicalTrial")
    checked = factories.make_trial(verification="checked")
    assert checked.registry_id in one(data(client, checked), "MedicalTrial")["sameAs"]


def test_an_illness_without_a_page_of_ours_is_told_by_its_name(client):
    trial = factories.make_trial(condition="Hypoplastic left heart syndrome")
    study = one(data(client, trial), "MedicalTrial")
    assert study["healthCondition"] == [
        {"@type": "MedicalCondition", "name": "Hypoplastic left heart syndrome"}
    ]


def test_a_product_tells_where_it_stands_in_each_place(client, entries):
    drug = one(data(client, entries["product"]), "Drug")
    assert drug["nonProprietaryName"] == "cellixcel" and drug["alternateName"] == ["CX-1"]
    [status] = drug["legalStatus"]
    assert status["applicableLocation"]["name"] == "Japan"
    assert status["name"] == "approved since May 2020"


def test_an_approval_that_ended_is_told_as_ended_in_the_words_of_the_page(client):
    product = factories.make_product()
    ended = {"kind": "withdrawn", "occurred_on": datetime.date(2024, 12, 1)}
    for step in ({}, ended):
        factories.make_authorisation(product, verification="checked", **step)
    html = body(client, product.get_absolute_url())
    [status] = of_type(data_of(html), "DrugLegalStatus")
    assert status["name"] == "no longer approved: withdrawn by the holder, December 2024"
    assert f"Japan : {status['name']}" in words(html)


def test_each_use_of_a_product_has_its_own_status(client):
    product = factories.make_product()
    for step in ({"indication": "Graft"}, {"indication": "Skin", "kind": "refused"}):
        factories.make_authorisation(product, verification="checked", **step)
    told = of_type(data(client, product), "DrugLegalStatus")
    assert [status["name"] for status in told] == [
        "Graft: approved since May 2020",
        "Skin: never approved: application, refused, May 2020",
    ]


def test_a_product_that_is_not_made_of_msc_is_called_no_medicine(client):
    product = factories.make_product(kind="other")
    nodes = data(client, product)
    assert not of_type(nodes, "Drug") and nodes[-1]["about"]["@type"] == "MedicalEntity"


def test_cells_made_in_the_laboratory_are_no_part_of_the_body(client):
    made, taken = (factories.make_source(group=group) for group in ("engineered", "adult"))
    assert not of_type(data(client, made), "AnatomicalStructure")
    assert of_type(data(client, taken), "AnatomicalStructure")


def test_an_article_has_authors_dates_references_and_corrections(client, entries):
    author = factories.make_contributor(title="Ada Writer", credentials="MD")
    article = entries["article"]
    article.authors.add(author)
    Correction.objects.create(entry=article, what_was="50 people", what_is="15 people")
    Correction.objects.create(entry=article, what_was="a", what_is="secret", is_public=False)
    page = body(client, article.get_absolute_url())
    text = one(data_of(page), "Article")
    assert text["headline"] == article.title
    assert [person["name"] for person in text["author"]] == ["Ada Writer"]
    assert [cited["name"] for cited in text["citation"]] == ["A study"]
    assert [made["text"] for made in text["correction"]] == ["15 people"]
    for name in ("datePublished", "dateModified"):
        assert f'datetime="{text[name]}"' in page
    assert "lastReviewed" not in text and "reviewedBy" not in text


def test_a_review_is_claimed_only_where_the_page_claims_one(client):
    reviewer = factories.make_contributor(title="Rea Viewer")
    disease = factories.make_disease(
        last_reviewed_on=TODAY, next_review_on=TODAY.replace(year=9999)
    )
    factories.make_review(disease, reviewer)
    html = body(client, disease.evidence_url)
    page = data_of(html)[-1]
    assert page["lastReviewed"] == TODAY.isoformat() and date(TODAY) in html
    assert [person["name"] for person in page["reviewedBy"]] == ["Rea Viewer"]
    unreviewed = data(client, factories.make_disease())[-1]
    assert not {"lastReviewed", "reviewedBy"} & set(unreviewed)


def test_drafts_are_told_to_machines_as_little_as_to_readers(client, entries):
    hidden = {"title": "Hidden thing", "live": False}
    disease = factories.make_disease(**hidden)
    for name in ("trial", "product"):
        entries[name].diseases.add(disease)
    entries["article"].authors.add(factories.make_contributor(title="Hidden writer", live=False))
    factories.make_resource(title="Hidden place", live=False)
    factories.make_term(title="Hidden term", live=False)
    for address in addresses(entries):
        assert "Hidden" not in json.dumps(data_of(body(client, address))), address


def test_a_retracted_reference_says_so(client):
    study = factories.make_publication(retraction="retracted")
    disease = factories.make_disease(cites=[study])
    [cited] = data_of(body(client, disease.evidence_url))[-1]["citation"]
    assert cited["creativeWorkStatus"] == "retracted"


def test_nothing_of_the_request_gets_in(client, entries):
    for address in ("/search/?q=evilword", "/trials/?status=evilword&x=evilword"):
        assert "evilword" not in json.dumps(data_of(body(client, address)))


@pytest.mark.parametrize("address", ["/no/such/page/", "/diseases/nothing/"])
def test_error_pages_have_none(client, address):
    assert data_of(body(client, address, status=404)) == []


def test_addresses_are_whole_and_of_this_site(client, entries):
    for address in addresses(entries):
        for node in nodes_in(data_of(body(client, address))):
            for name in ("url", "item", "@id"):
                if isinstance(node.get(name), str):
                    assert node[name].startswith(("http://testserver/", "https://resource"))
