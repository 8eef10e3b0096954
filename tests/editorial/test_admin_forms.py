import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import CheckConstraint, Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, StandingPage
from content.signals import content_published, content_withdrawn
from diseases.models import Disease
from editorial import services
from evidence.models import Trial
from tests.editorial.desk import CITATIONS, administrator, desk, form_of, messages_of, send, url
from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_page,
    make_product,
    make_publication,
    make_statement,
    make_topic,
    make_trial,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    calls = []

    def published(sender, entry, **kwargs):
        calls.append(("published", entry.title))

    def withdrawn(sender, entry, **kwargs):
        calls.append(("withdrawn", entry.title))

    content_published.connect(published)
    content_withdrawn.connect(withdrawn)
    yield calls
    content_published.disconnect(published)
    content_withdrawn.disconnect(withdrawn)


def test_an_author_writes_a_new_disease_with_names_and_references():
    publication, author = make_publication(), desk("Author")
    response = send(
        author,
        url(Disease, "add"),
        title="Lupus nephritis",
        slug="lupus-nephritis",
        rows={
            "names": [
                {"text": "Lupus of the kidney", "kind": "lay"},
                {"text": "LN", "kind": "abbreviation"},
            ],
            CITATIONS: [{"publication": publication.pk}],
        },
    )
    assert response.status_code == 302
    disease = Disease.objects.get()
    assert not disease.is_live
    assert [name.text for name in disease.names.all()] == ["Lupus of the kidney", "LN"]
    assert disease.citations.get().publication == publication


def test_saving_a_live_entry_tells_the_engines_once_and_after_its_rows(told):
    disease = make_disease(title="Lupus", names=["SLE"])
    told.clear()
    seen = []

    def look(sender, entry, **kwargs):
        seen.append([name.text for name in entry.names.all()])

    content_published.connect(look)
    try:
        send(desk("Publisher"), url(disease), **{"names-0-text": "Systemic lupus"})
    finally:
        content_published.disconnect(look)
    assert told == [("published", "Lupus")]
    assert seen == [["Systemic lupus"]]


def test_saving_what_is_not_public_tells_nobody(told):
    disease = make_disease(live=False)
    told.clear()
    send(desk("Author"), url(disease), title="Another name")
    assert Disease.objects.get().title == "Another name" and told == []


def test_publish_saves_the_form_and_puts_it_on_the_site(told):
    article = make_article(live=False)
    told.clear()
    response = send(desk("Publisher"), url(article), "_publish", title="Ready")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.is_live) == ("Ready", True)
    assert told == [("published", "Ready")]


def test_publish_works_on_a_new_entry_too(told):
    topic = make_topic()
    told.clear()
    send(
        desk("Publisher"),
        url(Article, "add"),
        "_publish",
        title="New",
        slug="new",
        topic=topic.pk,
        plain_summary="Short.",
        body="<p>Text.</p>",
    )
    assert Article.objects.get().is_live and told == [("published", "New")]


def test_publish_of_an_incomplete_entry_says_at_each_field_what_is_missing(told):
    article = make_article(live=False, title="Unfinished")
    told.clear()
    response = send(
        desk("Publisher"), url(article), "_publish", title="Typed", body="", plain_summary=" "
    )
    form = response.context["adminform"].form
    assert response.status_code == 200
    assert set(form.errors) == {"body", "plain_summary"}
    assert form["title"].value() == "Typed"
    article.refresh_from_db()
    assert (article.title, article.is_live, told) == ("Unfinished", False, [])


def test_save_of_the_same_incomplete_entry_succeeds():
    article = make_article(live=False)
    response = send(desk("Publisher"), url(article), body="", plain_summary="")
    assert response.status_code == 302
    assert Article.objects.get().body == ""


def test_a_live_entry_cannot_be_emptied_of_what_the_public_page_needs(told):
    article = make_article()
    told.clear()
    response = send(desk("Publisher"), url(article), body="<p>&nbsp;</p>")
    assert response.context["adminform"].form.errors["body"] == ["A public entry needs this."]
    article.refresh_from_db()
    assert article.body and told == []


def test_a_refusal_that_only_the_service_knows_comes_back_with_the_typed_text(monkeypatch, told):
    from editorial import services

    article = make_article(live=False, title="Before")
    told.clear()

    def refuse(entry, *, by):
        raise services.Refused("A reference of this text was retracted.")

    monkeypatch.setattr(services, "publish", refuse)
    response = send(desk("Publisher"), url(article), "_publish", title="Typed")
    assert b"A reference of this text was retracted." in response.content
    assert response.context["adminform"].form["title"].value() == "Typed"
    article.refresh_from_db()
    assert article.title == "Before" and not LogEntry.objects.exists()


def test_the_button_publish_is_there_only_for_publishers_and_what_is_not_public():
    new, live = make_article(live=False), make_article()
    publisher, author = desk("Publisher"), desk("Author")
    button = 'name="_publish"'
    assert button in publisher.get(url(new)).content.decode()
    assert button in publisher.get(url(Article, "add")).content.decode()
    assert button not in publisher.get(url(live)).content.decode()
    assert button not in author.get(url(new)).content.decode()
    assert button not in author.get(url(Article, "add")).content.decode()


def test_an_author_who_forges_the_publish_button_is_refused_and_nothing_is_saved(told):
    article, author = make_article(live=False, title="Before"), desk("Author")
    told.clear()
    assert send(author, url(article), "_publish", title="After").status_code == 403
    article.refresh_from_db()
    assert (article.title, article.is_live, told) == ("Before", False, [])
    response = send(author, url(StandingPage, "add"), "_publish", title="New", slug="new")
    assert response.status_code in (200, 403) and not StandingPage.objects.exists()


def test_an_author_sees_a_live_entry_but_cannot_change_it_and_the_form_says_so():
    article, author = make_article(title="Before"), desk("Author")
    page = author.get(url(article))
    assert b"needs the right to publish" in page.content
    assert b'name="title"' not in page.content
    assert author.post(url(article), {"title": "After"}).status_code == 403
    article.refresh_from_db()
    assert article.title == "Before"


def test_the_state_stands_above_the_form():
    publisher, article = desk("Publisher"), make_article(live=False)
    assert "Not public yet." in publisher.get(url(article)).content.decode()
    send(publisher, url(article), "_publish")
    assert "On the public site since" in publisher.get(url(article)).content.decode()
    publisher.post(url(article, "withdraw"))
    assert "Not public: withdrawn on" in publisher.get(url(article)).content.decode()


def test_withdraw_asks_first_and_then_takes_the_entry_off(told):
    article, publisher = make_article(title="Old"), desk("Publisher")
    told.clear()
    assert url(article, "withdraw") in publisher.get(url(article)).content.decode()
    assert (
        "leaves the public site at once" in publisher.get(url(article, "withdraw")).content.decode()
    )
    assert told == []
    publisher.post(url(article, "withdraw"))
    article.refresh_from_db()
    assert not article.is_live and told == [("withdrawn", "Old")]
    history = publisher.get(url(article, "history")).content.decode()
    assert "Withdrawn." in history


def test_withdrawing_twice_is_said_as_a_message(told):
    article, publisher = make_article(live=False), desk("Publisher")
    told.clear()
    response = publisher.post(url(article, "withdraw"), follow=True)
    assert messages_of(response) == [f"“{article}” is not on the public site."]
    assert told == []
    assert url(article, "withdraw") not in response.content.decode()


def test_verbs_need_the_token_of_the_form(told):
    from django.test import Client

    article, publisher = make_article(), desk("Publisher")
    told.clear()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(publisher.user)
    for verb in ("withdraw", "duplicate"):
        assert strict.post(url(article, verb)).status_code == 403
    article.refresh_from_db()
    assert article.is_live and Article.objects.count() == 1 and told == []


def test_duplicate_opens_the_copy_and_leaves_a_line_in_its_history():
    article, author = make_article(title="First"), desk("Author")
    assert url(article, "duplicate") in author.get(url(article)).content.decode()
    response = author.post(url(article, "duplicate"))
    copy = Article.objects.get(title="Copy of First")
    assert response.url == url(copy)
    assert not copy.is_live
    assert "Duplicated from “First”." in author.get(url(copy, "history")).content.decode()


def test_duplicate_is_no_link_that_a_browser_may_follow_by_itself():
    article, author = make_article(), desk("Author")
    assert author.get(url(article, "duplicate")).status_code == 405
    assert Article.objects.count() == 1


def test_what_exists_once_has_no_duplicate_button_and_refuses_a_forged_one():
    publisher = desk("Publisher")
    for entry in (make_trial(), make_publication()):
        assert url(entry, "duplicate") not in publisher.get(url(entry)).content.decode()
        assert publisher.post(url(entry, "duplicate")).status_code == 403
        assert type(entry).objects.count() == 1


def test_the_address_is_proposed_from_the_title_until_it_is_public():
    publisher, article = desk("Publisher"), make_article(live=False, slug="first")
    form = publisher.get(url(article)).context["adminform"]
    assert form.prepopulated_fields
    services.publish(article, by=None)
    assert not publisher.get(url(article)).context["adminform"].prepopulated_fields
    send(publisher, url(article), slug="second")
    article.refresh_from_db()
    assert article.slug == "first"


def test_view_on_site_leads_to_the_public_page_of_what_is_public():
    publisher, live, new = desk("Publisher"), make_article(), make_article(live=False)
    link = 'class="viewsitelink"'
    page = publisher.get(url(live)).content.decode()
    assert link in page and live.get_absolute_url() in page
    assert link not in publisher.get(url(new)).content.decode()


def test_a_missing_row_is_reported_and_not_a_fault():
    publisher = desk("Publisher")
    for page in ("withdraw", "change", "delete", "history"):
        address = reverse(f"admin:articles_article_{page}", args=["nothing"])
        assert publisher.get(address).status_code in (302, 404)
        assert publisher.post(address).status_code in (302, 404)


def test_deleting_a_live_entry_tells_the_engines(told):
    article, publisher = make_article(title="Old"), desk("Publisher")
    told.clear()
    assert publisher.get(url(article, "delete")).status_code == 200
    publisher.post(url(article, "delete"), {"post": "yes"})
    assert not Article.objects.exists() and told == [("withdrawn", "Old")]


def test_deleting_what_others_rest_on_is_refused_with_their_names(told):
    disease, publisher = make_disease(), desk("Publisher")
    statement = make_statement(disease=disease, title="Pain after a year")
    told.clear()
    page = publisher.get(url(disease, "delete")).content.decode()
    assert statement.title in page and 'name="post"' not in page
    publisher.post(url(disease, "delete"), {"post": "yes"})
    assert Disease.objects.get().is_live and told == []


def test_a_refused_delete_leaves_no_line_in_the_history(monkeypatch, told):
    from editorial import services

    article, publisher = make_article(), desk("Publisher")
    told.clear()

    def refuse(entry, *, by):
        raise services.StillNeeded("Somebody cited it a moment ago.")

    monkeypatch.setattr(services, "delete", refuse)
    response = publisher.post(url(article, "delete"), {"post": "yes"}, follow=True)
    assert messages_of(response) == ["Somebody cited it a moment ago."]
    assert not LogEntry.objects.exists() and Article.objects.exists()


def test_rules_between_fields_are_said_on_the_form():
    publisher, trial = desk("Publisher"), make_trial()
    response = send(
        publisher, url(trial), start_on="2024-05-01", start_precision="day",
        completion_on="2020-05-01", completion_precision="day",
    )  # fmt: skip
    assert b"The completion lies before the start." in response.content
    response = send(publisher, url(trial), registry_id="NCT1")
    assert b"This is not how a number of the chosen registry looks." in response.content
    assert Trial.objects.get().registry_id == trial.registry_id


def test_a_row_that_breaks_a_rule_is_said_at_the_row():
    publisher, product = desk("Publisher"), make_product()
    make_authorisation(product)
    response = send(publisher, url(product), **{"authorisations-0-occurred_precision": "unknown"})
    assert b"A date needs its precision" in response.content


@pytest.mark.parametrize(("live", "button"), [(True, "_save"), (False, "_publish")])
def test_a_rule_about_what_is_live_is_checked_although_the_state_is_not_on_the_form(
    monkeypatch, live, button
):
    rule = CheckConstraint(
        condition=Q(is_live=False) | Q(order__lt=100),
        name="live_comes_early",
        violation_error_message="A public article comes early.",
    )
    article = make_article(live=live)
    monkeypatch.setattr(Article._meta, "constraints", [*Article._meta.constraints, rule])
    response = send(desk("Publisher"), url(article), button, order="200")
    assert response.context["adminform"].form.non_field_errors() == [
        "A public article comes early."
    ]


def test_an_error_of_a_field_that_is_fixed_stands_above_the_form(monkeypatch):
    page, publisher = make_page(slug="how-we-work"), desk("Publisher")
    monkeypatch.setattr(StandingPage, "RESERVED", {"how-we-work"})
    response = send(publisher, url(page), title="New title")
    assert response.status_code == 200
    assert b"This address belongs to another part of the site." in response.content


def test_an_address_without_a_scheme_is_meant_as_https():
    disease = make_disease(live=False)
    send(desk("Author"), url(disease), learn_more_url="www.nhs.uk/conditions")
    assert Disease.objects.get().learn_more_url == "https://www.nhs.uk/conditions"


def test_a_new_row_comes_after_the_others_unless_it_has_a_number():
    disease = make_disease(live=False)
    disease.names.create(text="First", order=4)
    added = [{"text": "Second"}, {"text": "Third"}, {"text": "Before all", "order": "1"}]
    send(desk("Author"), url(disease), rows={"names": added})
    assert [name.text for name in disease.names.all()] == [
        "Before all",
        "First",
        "Second",
        "Third",
    ]


def test_markup_that_was_taken_out_is_named():
    page, author = make_page(live=False), desk("Author")
    response = send(author, url(page), body="<p>Text</p><script>alert(1)</script>")
    told = messages_of(author.get(response.url))
    assert any("&lt;script&gt;" in message or "<script>" in message for message in told)


def test_the_row_is_locked_before_it_is_read_for_saving():
    article, publisher = make_article(), desk("Publisher")
    data = form_of(publisher.get(url(article)))
    with CaptureQueriesContext(connection) as queries:
        publisher.post(url(article), data)
    table = f'FROM "{Article._meta.db_table}"'
    reads = [
        query["sql"] for query in queries if table in query["sql"] and "SELECT" in query["sql"]
    ]
    if connection.features.has_select_for_update:
        assert any("FOR UPDATE" in sql for sql in reads)
    assert len(reads) >= 3


@pytest.mark.django_db(transaction=True)
def test_the_history_answers_outside_a_transaction_too():
    article, publisher = make_article(), desk("Publisher")
    assert publisher.get(url(article, "history")).status_code == 200
    assert publisher.post(url(article, "history")).status_code == 200


def test_whoever_adds_an_entry_is_proposed_as_responsible():
    author = desk("Author")
    assert form_of(author.get(url(Article, "add")))["owner"] == str(author.user.pk)


def test_every_form_of_the_administrator_opens():
    from django.contrib import admin

    client = administrator()
    for model, model_admin in admin.site._registry.items():
        response = client.get(url(model, "add"))
        expected = {302} if model._meta.label in ("editorial.Review",) else {200}
        if not model_admin.has_add_permission(response.wsgi_request):
            expected = {403}
        assert response.status_code in expected, model
