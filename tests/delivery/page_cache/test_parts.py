"""The kept pieces of an entry's page are never older than the database and never hold a draft."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from delivery.content_version.version import content_version
from delivery.page_cache import parts, query_log
from diseases.models import Disease
from editorial import workflow
from editorial.models import Correction
from editorial.versions import drafts
from evidence.models import Trial
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


@pytest.fixture
def made(monkeypatch):
    """The addresses whose pieces were made, not taken."""
    addresses, make = [], parts.made

    def noted(request, *rest):
        addresses.append(request.path)
        return make(request, *rest)

    monkeypatch.setattr(parts, "made", noted)
    return addresses


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
@pytest.mark.parametrize(("rich", "first"), [(rich_disease, 30), (rich_article, 12)])
def test_the_first_reading_has_a_budget_and_the_second_asks_nothing(client, rich, first, size):
    address = rich(size).get_absolute_url()
    body(client, "/feeds/")  # the clock and the content version look now
    with CaptureQueriesContext(connection) as queries:
        page = body(client, address)
    assert len(asked(queries)) <= first
    with CaptureQueriesContext(connection) as queries:
        assert body(client, address) == page
    assert asked(queries) == []


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("language", ["", "/es"])
def test_kept_pieces_give_the_same_page(client, make, language, made, settings):
    address = language + make().get_absolute_url()
    settings.DEBUG = True  # nothing is kept
    plain = body(client, address)
    assert made == []
    settings.DEBUG = False
    assert body(client, address) == plain
    assert body(client, address) == plain
    assert made == [address]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (lambda disease: republish(disease, what_it_means="Now it means this."), "Now it means"),
        (lambda disease: make_trial(title="A new trial", m2m={"diseases": [disease]}), "A new tr"),
        (lambda disease: make_statement(disease=disease, outcome_name="Pain at night"), "at night"),
        (lambda disease: make_red_flag(title="They press you to pay"), "They press you"),
        (lambda disease: make_article(title="Of it", m2m={"diseases": [disease]}), "Of it</a>"),
        (lambda disease: disease.names.create(text="Another name"), "Another name"),
        (lambda disease: Correction.objects.create(entry=disease, what_is="Mended"), "Mended"),
        (lambda disease: Disease.objects.update(what_it_means="By a queryset"), "By a queryset"),
        (lambda disease: raw("UPDATE diseases_disease SET what_it_means = 'Raw'"), "Raw"),
    ],
)
def test_whatever_is_committed_is_on_the_next_page(client, change, shown):
    disease = make_disease()
    address = disease.get_absolute_url()
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


def test_a_change_elsewhere_leaves_the_pieces_and_asks_only_what_it_touches(client, made):
    disease, term = make_disease(), make_term()
    page = body(client, disease.get_absolute_url())
    republish(term, definition="Another definition.")
    content_version.now()
    with CaptureQueriesContext(connection) as queries:
        assert body(client, disease.get_absolute_url()) == page
    assert made == [disease.get_absolute_url()]
    assert len(asked(queries)) <= 3
    with CaptureQueriesContext(connection) as queries:
        body(client, disease.get_absolute_url())
    assert asked(queries) == []


def test_no_draft_is_kept_and_no_kept_piece_hides_a_preview(client, made):
    publisher = desk("Publisher")
    disease = make_disease(what_it_means="What is public.")
    address = disease.get_absolute_url()
    payload = drafts.as_it_would_be(disease)
    payload["fields"]["what_it_means"] = "What is a draft."
    workflow.save_draft(disease, payload, by=None)
    for _visit in range(2):
        preview = send(publisher, url(disease), "_preview").content.decode()
        assert "Preview, not public." in preview and "What is a draft." in preview
        assert "What is public." in body(client, address)
    assert made == [address]
    workflow.publish(disease, by=None)
    assert "What is a draft." in body(client, address)


def test_what_is_not_committed_is_neither_kept_nor_hidden(client, made):
    disease = make_disease(what_it_means="As it was.")
    address = disease.get_absolute_url()
    with transaction.atomic():
        Disease.objects.update(what_it_means="As it may be.")
        assert "As it may be." in body(client, address)
        transaction.set_rollback(True)
    assert made == []
    assert "As it was." in body(client, address)
    with transaction.atomic():
        Disease.objects.update(what_it_means="As it may be.")
        assert "As it may be." in body(client, address)
        transaction.set_rollback(True)
    assert "As it was." in body(client, address)


def test_the_frame_is_that_of_the_request(client, made):
    address = make_disease().get_absolute_url()
    body(client, address)
    marked = body(client, f"{address}?utm_source=somewhere")
    assert f"/es{address}?utm_source=somewhere" in marked
    assert made == [address]


def test_another_host_has_its_own_addresses_and_an_invented_one_is_not_kept(client, made, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example", ".wild.example"]
    address = make_disease().get_absolute_url()
    for host in ("testserver", "other.example") * 2:
        assert f'rel="canonical" href="http://{host}{address}"' in body(
            client, address, headers={"host": host}
        )
    assert len(made) == 2
    for host in ("a.wild.example", "testserver:81", "other.example:8080"):
        assert f'href="http://{host}{address}"' in body(client, address, headers={"host": host})
    assert len(made) == 2


def test_a_damaged_file_is_made_anew(client, made):
    address = make_disease().get_absolute_url()
    page = body(client, address)
    for file in parts.store.folder.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:100])
    assert body(client, address) == page
    assert body(client, address) == page
    assert len(made) == 2


def test_a_page_with_kept_pieces_rests_on_their_questions(client):
    """So a finished answer that was made from them goes when they do."""
    trial = make_trial(title="Before")
    body(client, trial.get_absolute_url())
    with query_log.recorded() as notes:
        assert "Before" in body(client, trial.get_absolute_url())
    asked = notes.packed()
    assert query_log.results_unchanged(asked, {"evidence_trial"})
    Trial.objects.update(title="After")
    assert not query_log.results_unchanged(asked, {"evidence_trial"})


def test_a_page_that_is_missing_rests_on_the_question_for_it(client):
    with query_log.recorded() as notes:
        assert client.get("/diseases/gonarthrosis/").status_code == 404
    asked = notes.packed()
    make_disease(slug="gonarthrosis")
    assert not query_log.results_unchanged(asked, {"diseases_disease"})
