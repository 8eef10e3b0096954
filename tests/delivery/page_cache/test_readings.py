"""Each reading of a page is a rendering of what is public at that moment, and costs the same."""

from contextvars import ContextVar

import pytest
from django.db import connection, transaction
from django.template.base import Template
from django.template.loader_tags import BlockNode
from django.test.utils import CaptureQueriesContext

from delivery.content_version.version import content_version
from delivery.page_cache import query_log
from diseases.models import Disease
from editorial import workflow
from editorial.models import Correction
from editorial.versions import drafts
from tests.editorial.at_desk import desk, send, url
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_jurisdiction,
    make_mechanism,
    make_page,
    make_product,
    make_publication,
    make_red_flag,
    make_resource,
    make_safety_item,
    make_source,
    make_statement,
    make_term,
    make_topic,
    make_trial,
    make_user,
    republish,
)

pytestmark = pytest.mark.django_db(transaction=True)

MAKERS = [
    make_article,
    make_disease,
    make_jurisdiction,
    make_mechanism,
    make_page,
    make_product,
    make_publication,
    make_source,
    make_term,
    make_trial,
]


@pytest.fixture(autouse=True)
def fresh():
    content_version.forget()


def body(client, address, **extra):
    return client.get(address, **extra).content.decode()


def asked(queries):
    """Without the look at the content version, which comes once a second and without a mapped
    file."""
    found = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in found if "delivery_stamp" not in sql]


def rich_disease(size):
    publications = [make_publication(slug=f"p{n}") for n in range(size)]
    disease = make_disease(
        names=[f"Name {n}" for n in range(size)],
        evidence_summary="".join(f"<p>Text [@p{n}].</p>" for n in range(size)),
        cites=publications,
        m2m={
            "authors": [make_contributor() for _ in range(size)],
            "related": [make_disease() for _ in range(size)],
        },
    )
    for n in range(size):
        about = {"diseases": [disease]}
        make_trial(m2m=about)
        make_resource(m2m=about)
        make_safety_item(cites=publications)
        make_source(m2m=about)
        make_mechanism(m2m=about)
        make_article(m2m=about)
        make_product(m2m=about)
        make_red_flag()
        make_statement(disease=disease, cites=publications)
        Correction.objects.create(entry=disease, what_was="a", what_is=f"b{n}")
    return disease


def rich_source(size):
    publications = [make_publication(slug=f"p{n}") for n in range(size)]
    about = {"diseases": [make_disease() for _ in range(size)]}
    source = make_source(names=[f"Name {n}" for n in range(size)], cites=publications, m2m=about)
    for _n in range(size):
        make_trial(m2m={"sources": [source]})
        make_product(source=source)
        make_article(m2m={"sources": [source]})
        make_source()
    return source


def rich_article(size):
    topic = make_topic()
    return make_article(
        topic=topic,
        body="".join(f"<h2>Part</h2><p>Text [@p{n}].</p>" for n in range(size)),
        cites=[make_publication(slug=f"p{n}") for n in range(size)],
        m2m={
            "authors": [make_contributor() for _ in range(size)],
            "diseases": [make_disease() for _ in range(size)],
        },
    )


@pytest.mark.parametrize("size", [1, 12])
@pytest.mark.parametrize(
    ("rich", "most"), [(rich_disease, 20), (rich_article, 8), (rich_source, 12)]
)
def test_each_reading_has_the_same_budget(client, rich, most, size):
    address = rich(size)
    address = getattr(address, "evidence_url", "") or address.get_absolute_url()
    body(client, "/feeds/")  # the clock and the content version look now
    for _reading in range(2):
        with CaptureQueriesContext(connection) as queries:
            body(client, address)
        assert len(asked(queries)) <= most


@pytest.mark.parametrize("make", MAKERS)
def test_every_block_of_a_page_means_the_same_on_each_reading(client, make, monkeypatch):
    """A probe in the context, set outside all blocks, is seen inside each of them."""
    seen, probe = [], ContextVar("probe")
    render_page, render_block = Template.render, BlockNode.render

    def page_with_probe(template, context):
        with context.push(probe=probe.get()):
            return render_page(template, context)

    def block_with_probe(block, context):
        seen.append((block.name, context.get("probe")))
        return render_block(block, context)

    monkeypatch.setattr(Template, "render", page_with_probe)
    monkeypatch.setattr(BlockNode, "render", block_with_probe)
    address, readings = make().get_absolute_url(), []
    for reading in ("first", "second", "third"):
        seen.clear()
        probe.set(reading)
        page = body(client, address)
        assert {value for _name, value in seen} == {reading}
        readings.append((page, [name for name, _value in seen]))
    assert readings[0] == readings[1] == readings[2]
    assert {"title", "description", "og_type", "head", "main"} <= set(readings[0][1])


def mend(disease):
    Correction.objects.create(entry=disease, what_was="Wrong", what_is="Mended")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (lambda disease: republish(disease, verdict="Now it means this."), "Now it means"),
        (lambda disease: make_trial(title="A new trial", m2m={"diseases": [disease]}), "A new tr"),
        (lambda disease: make_statement(disease=disease, outcome_name="Pain at night"), "at night"),
        (lambda disease: make_red_flag(title="They press you to pay"), "They press you"),
        (lambda disease: make_article(title="Of it", m2m={"diseases": [disease]}), "Of it</a>"),
        (lambda disease: disease.names.create(text="Another name"), "Another name"),
        (lambda disease: mend(disease), "Mended"),
        (lambda disease: Disease.objects.update(verdict="By a queryset"), "By a queryset"),
        (lambda disease: raw("UPDATE diseases_disease SET verdict = 'Raw'"), "Raw"),
    ],
)
def test_whatever_is_committed_is_on_the_next_page(client, change, shown):
    disease = make_disease()
    address = disease.evidence_url
    assert shown not in body(client, address)
    assert shown not in body(client, address)
    change(disease)
    assert shown in body(client, address)
    assert shown in body(client, address)


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_leaves_the_site_leaves_the_pages_that_show_it(client):
    disease = make_disease()
    trial = make_trial(title="A trial that goes", m2m={"diseases": [disease]})
    linked = make_disease(title="Osteoarthritis of the knee")
    article = make_article(body="<p>About osteoarthritis of the knee.</p>")
    pages = [disease.get_absolute_url(), article.get_absolute_url()]
    for page in pages * 2:
        body(client, page)
    workflow.withdraw(trial, by=make_user(is_superuser=True))
    assert "A trial that goes" not in body(client, pages[0])
    workflow.withdraw(linked, by=make_user(is_superuser=True))
    assert linked.get_absolute_url() not in body(client, pages[1])


def test_an_entry_is_gone_moved_and_back_at_once(client):
    disease = make_disease(slug="arthrosis")
    address = disease.get_absolute_url()
    assert client.get("/diseases/gonarthrosis/").status_code == 404
    body(client, address)
    moved = republish(disease, slug="gonarthrosis")
    assert client.get(address).status_code == 301
    assert client.get(moved.get_absolute_url()).status_code == 200
    workflow.withdraw(moved, by=make_user(is_superuser=True))
    assert client.get(moved.get_absolute_url()).status_code == 410
    workflow.publish(moved, by=None)
    assert client.get(moved.get_absolute_url()).status_code == 200
    Disease.objects.filter(pk=moved.pk).delete()
    assert client.get(moved.get_absolute_url()).status_code == 404


def test_a_preview_is_shown_to_no_visitor_and_no_page_hides_it(client):
    publisher = desk("Publisher")
    disease = make_disease(verdict="What is public.")
    address = disease.get_absolute_url()
    payload = drafts.as_it_would_be(disease)
    payload["fields"]["verdict"] = "What is a draft."
    workflow.save_draft(disease, payload, by=None)
    for _visit in range(2):
        preview = send(publisher, url(disease), "_preview").content.decode()
        assert "Preview, not public." in preview and "What is a draft." in preview
        assert "What is public." in body(client, address)
    workflow.publish(disease, by=None)
    assert "What is a draft." in body(client, address)


def test_what_is_not_committed_is_seen_by_its_transaction_alone(client):
    disease = make_disease(verdict="As it was.")
    address = disease.get_absolute_url()
    with transaction.atomic():
        Disease.objects.update(verdict="As it may be.")
        assert "As it may be." in body(client, address)
        transaction.set_rollback(True)
    assert "As it was." in body(client, address)
    with transaction.atomic():
        Disease.objects.update(verdict="As it may be.")
        assert "As it may be." in body(client, address)
        transaction.set_rollback(True)
    assert "As it was." in body(client, address)


def test_the_links_to_other_languages_have_the_parameters_of_the_request(client):
    address = make_disease().get_absolute_url()
    body(client, address)
    marked = body(client, f"{address}?utm_source=somewhere")
    assert f"/es{address}?utm_source=somewhere" in marked


def test_each_host_has_its_own_addresses(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example", ".wild.example"]
    address = make_disease().get_absolute_url()
    for host in ("testserver", "other.example") * 2:
        assert f'rel="canonical" href="http://{host}{address}"' in body(
            client, address, headers={"host": host}
        )
    for host in ("a.wild.example", "testserver:81", "other.example:8080"):
        assert f'href="http://{host}{address}"' in body(client, address, headers={"host": host})


def test_a_page_that_is_missing_rests_on_the_question_for_it(client):
    with query_log.recorded() as notes:
        assert client.get("/diseases/gonarthrosis/").status_code == 404
    asked = notes.packed()
    make_disease(slug="gonarthrosis")
    assert not query_log.results_unchanged(asked, {"diseases_disease"})
