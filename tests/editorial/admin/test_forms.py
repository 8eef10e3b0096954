import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import CheckConstraint, Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, StandingPage, Topic
from content.signals import NewsStage, content_withdrawn, public_content_changed
from content.text import cleaning
from diseases.models import Disease
from editorial import workflow
from editorial.models import Revision, Transition
from editorial.workflow import scheduling
from evidence.models import Trial
from tests.editorial.at_desk import (
    CITATIONS,
    administrator,
    desk,
    drafted,
    form_of,
    messages_of,
    next_version,
    send,
    url,
)
from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_page,
    make_product,
    make_publication,
    make_ready_disease,
    make_statement,
    make_term,
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

    public_content_changed.connect(published, at=NewsStage.PAGES)
    content_withdrawn.connect(withdrawn, at=NewsStage.PAGES)
    yield calls
    public_content_changed.disconnect(published)
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
    assert not disease.is_live and not disease.names.exists()
    with drafted(disease) as shown:
        assert [name.text for name in shown.names.all()] == ["Lupus of the kidney", "LN"]
        assert shown.citations.get().publication == publication


def test_an_author_saves_a_draft_of_a_live_entry_and_the_public_page_stays(client, told):
    article, author = make_article(title="What is known", body="<p>Old words.</p>"), desk("Author")
    told.clear()
    before = client.get(article.get_absolute_url()).content
    response = send(author, url(article), body="<p>New words.</p>", _note="A newer study")
    assert response.status_code == 302 and told == []
    assert client.get(article.get_absolute_url()).content == before
    page = author.get(url(article)).content.decode()
    assert "New words." in page and "You see the draft" in page and "A newer study" in page
    assert Revision.objects.pending(article).author == author.user
    workflow.publish(article, by=desk("Publisher").user, reason="No reviewer yet")
    assert "New words." in client.get(article.get_absolute_url()).content.decode()


def test_the_steps_of_a_draft_are_in_the_history_of_the_entry():
    article, author = make_article(), desk("Author")
    send(author, url(article), title="Another title")
    assert LogEntry.objects.get().user == author.user
    assert Transition.objects.get().verb == "save"
    history = author.get(url(article, "history")).content.decode()
    assert "Another title" in history and str(author.user) in history


def test_saving_without_a_change_makes_no_version():
    article, author = make_article(), desk("Author")
    assert send(author, url(article)).status_code == 302
    assert not Revision.objects.exists() and not LogEntry.objects.exists()
    send(author, url(article), title="Another title")
    send(author, url(article))
    assert Revision.objects.pending(article).number == 2 and LogEntry.objects.count() == 1


def test_publishing_a_live_entry_tells_the_engines_once_and_after_its_rows(told):
    disease = make_ready_disease(
        title="Lupus", names=["SLE"], learn_more_url="https://www.nhs.uk/conditions/lupus/"
    )
    told.clear()
    seen = []

    def look(sender, entry, **kwargs):
        seen.append([name.text for name in entry.names.all()])

    public_content_changed.connect(look, at=NewsStage.PAGES)
    try:
        publisher = desk("Publisher")
        send(publisher, url(disease), **{"names-0-text": "Systemic lupus"})
        assert told == []
        workflow.publish(disease, by=publisher.user, reason="Urgent", warnings_read=True)
    finally:
        public_content_changed.disconnect(look)
    assert told == [("published", "Lupus")]
    assert seen == [["Systemic lupus"]]


def test_saving_what_is_not_public_tells_nobody(told):
    disease = make_disease(live=False)
    told.clear()
    send(desk("Author"), url(disease), title="Another name")
    assert next_version(disease, "title") == ("Another name",) and told == []
    # The working title, by which the desk finds it.
    assert Disease.objects.get().title == "Another name"


def test_publish_saves_the_form_and_puts_it_on_the_site(told):
    topic = make_topic(live=False)
    told.clear()
    response = send(desk("Publisher"), url(topic), "_publish", title="Ready")
    assert response.url == url(topic)
    topic.refresh_from_db()
    assert (topic.title, topic.is_live) == ("Ready", True)
    assert told == [("published", "Ready")]


def test_publish_without_a_review_saves_the_draft_and_asks_for_the_reason(told):
    article, publisher = make_article(live=False), desk("Publisher")
    told.clear()
    response = send(publisher, url(article), "_publish", title="Ready")
    assert response.url == url(article, "step:publish") and told == []
    assert next_version(article, "title") == ("Ready",)
    page = publisher.post(response.url, {"note": " "})
    assert "note" in page.context["form"].errors
    assert publisher.post(response.url, {"note": "Nobody is free."}).url == url(article)
    article.refresh_from_db()
    assert (article.title, article.is_live) == ("Ready", True)
    step = Transition.objects.first()
    assert (step.verb, step.note) == ("publish_unreviewed", "Nobody is free.")
    assert told == [("published", "Ready")]


def test_publish_works_on_a_new_entry_too(told):
    send(desk("Publisher"), url(Topic, "add"), "_publish", title="New", slug="new")
    assert Topic.objects.get().is_live and told == [("published", "New")]


def test_publish_of_an_incomplete_entry_keeps_the_draft_and_says_what_is_missing(told):
    term, publisher = make_term(live=False, title="Unfinished"), desk("Publisher")
    told.clear()
    response = send(publisher, url(term), "_publish", title="Typed", definition=" ")
    assert response.url == url(term, "step:publish")
    page = publisher.get(response.url)
    assert "The draft is saved. It is not public yet." in messages_of(page)
    assert "is empty. A public page needs it." in page.content.decode()
    term.refresh_from_db()
    assert (term.is_live, told) == (False, [])
    assert next_version(term, "title", "definition") == ("Typed", "")


def test_save_of_the_same_incomplete_entry_succeeds():
    article = make_article(live=False)
    response = send(desk("Publisher"), url(article), body="", plain_summary="")
    assert response.status_code == 302
    assert next_version(article, "body") == ("",)


def test_a_live_entry_cannot_be_emptied_of_what_the_public_page_needs(told):
    article, publisher = make_article(), desk("Publisher")
    told.clear()
    assert send(publisher, url(article), body="<p>&nbsp;</p>").status_code == 302
    assert next_version(article, "body") == ("",)
    page = publisher.post(url(article, "step:publish"), {"note": "Nobody is free."})
    assert "Text: is empty. A public page needs it." in str(page.context["form"].errors)
    article.refresh_from_db()
    assert article.body and told == []


def test_a_refusal_that_only_the_service_knows_is_said_and_the_draft_is_kept(monkeypatch, told):
    article = make_article(live=False, title="Before")
    told.clear()

    def refuse(entry, *, by):
        raise workflow.Refused("A reference of this text was retracted.")

    monkeypatch.setattr(workflow, "publish", refuse)
    publisher = desk("Publisher")
    response = send(publisher, url(article), "_publish", title="Typed")
    page = publisher.get(response.url)
    assert messages_of(page)[-1] == "A reference of this text was retracted."
    assert page.context["adminform"].form["title"].value() == "Typed"
    article.refresh_from_db()
    assert not article.is_live and LogEntry.objects.count() == 1


def test_the_button_publish_is_there_only_for_publishers():
    new, live = make_article(live=False), make_article()
    publisher, author = desk("Publisher"), desk("Author")
    button = 'name="_publish"'
    assert button in publisher.get(url(new)).content.decode()
    assert button in publisher.get(url(Article, "add")).content.decode()
    assert button in publisher.get(url(live)).content.decode()
    assert button not in author.get(url(live)).content.decode()
    assert button not in author.get(url(new)).content.decode()
    assert button not in author.get(url(Article, "add")).content.decode()


def test_an_author_who_forges_the_publish_button_is_refused_and_nothing_is_saved(told):
    article, author = make_article(live=False, title="Before"), desk("Author")
    told.clear()
    assert send(author, url(article), "_publish", title="After").status_code == 403
    article.refresh_from_db()
    assert (article.title, article.is_live, told) == ("Before", False, [])
    response = send(author, url(StandingPage, "add"), "_publish", title="New", slug="new")
    assert response.status_code == 403 and not StandingPage.objects.exists()
    assert not Revision.objects.exists()


def test_the_state_stands_above_the_form():
    publisher, topic = desk("Publisher"), make_topic(live=False)
    assert "Not public yet." in publisher.get(url(topic)).content.decode()
    send(publisher, url(topic), "_publish")
    assert "On the public site since" in publisher.get(url(topic)).content.decode()
    publisher.post(url(topic, "step:withdraw"))
    assert "Not public: withdrawn on" in publisher.get(url(topic)).content.decode()


def test_withdraw_asks_first_and_then_takes_the_entry_off(told):
    article, publisher = make_article(title="Old"), desk("Publisher")
    told.clear()
    step = url(article, "step:withdraw")
    assert step in publisher.get(url(article)).content.decode()
    assert "leaves the public site at once" in publisher.get(step).content.decode()
    assert told == []
    publisher.post(step, {"note": "New safety notice"})
    article.refresh_from_db()
    assert not article.is_live and told == [("withdrawn", "Old")]
    history = publisher.get(url(article, "history")).content.decode()
    assert "withdrew from the public site" in history
    assert Transition.objects.get().note == "New safety notice"


def test_withdrawing_twice_is_said_as_a_message(told):
    article, publisher = make_article(live=False), desk("Publisher")
    told.clear()
    response = publisher.post(url(article, "step:withdraw"), follow=True)
    assert messages_of(response) == [f"“{article}” is not on the public site."]
    assert told == []
    assert url(article, "step:withdraw") not in response.content.decode()


def test_verbs_need_the_token_of_the_form(told):
    from django.test import Client

    article, publisher = make_article(), desk("Publisher")
    told.clear()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(publisher.user)
    for verb in ("step:withdraw", "duplicate"):
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
    assert "Copied from “First”." in author.get(url(copy, "history")).content.decode()


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
    publisher, topic = desk("Publisher"), make_topic(live=False, slug="first")
    assert publisher.get(url(topic)).context["adminform"].prepopulated_fields
    workflow.publish(topic, by=None)
    for title in ("One", "Two"):
        assert not publisher.get(url(topic)).context["adminform"].prepopulated_fields
        send(publisher, url(topic), slug="second", title=title)
    topic.refresh_from_db()
    assert topic.slug == "first" and next_version(topic, "slug") == ("second",)


def test_view_on_site_leads_to_the_public_page_of_what_is_public():
    publisher, live, new = desk("Publisher"), make_article(), make_article(live=False)
    link = 'class="viewsitelink"'
    page = publisher.get(url(live)).content.decode()
    assert link in page and live.get_absolute_url() in page
    assert link not in publisher.get(url(new)).content.decode()


def test_a_missing_row_is_reported_and_not_a_fault():
    publisher = desk("Publisher")
    for page in ("step", "change", "delete", "history"):
        verb = ["withdraw"] if page == "step" else []
        address = reverse(f"admin:articles_article_{page}", args=["nothing", *verb])
        assert publisher.get(address).status_code in (302, 404)
        assert publisher.post(address).status_code in (302, 404)


def test_deleting_a_live_entry_tells_the_engines(told):
    article, publisher = make_article(title="Old"), desk("Publisher")
    told.clear()
    assert publisher.get(url(article, "delete")).status_code == 200
    publisher.post(url(article, "delete"), {"post": "yes"})
    assert not Article.objects.get().is_live and told == [("withdrawn", "Old")]
    assert publisher.get(url(article)).status_code == 302


def test_deleting_what_others_rest_on_is_refused_with_their_names(told):
    disease, publisher = make_disease(), desk("Publisher")
    statement = make_statement(disease=disease, title="Pain after a year")
    told.clear()
    page = publisher.get(url(disease, "delete")).content.decode()
    assert statement.title in page and 'name="post"' not in page
    publisher.post(url(disease, "delete"), {"post": "yes"})
    assert Disease.objects.get().is_live and told == []


def test_a_refused_delete_leaves_no_line_in_the_history(monkeypatch, told):
    article, publisher = make_article(), desk("Publisher")
    told.clear()

    def refuse(entry, *, by):
        raise workflow.StillNeeded("Somebody cited it a moment ago.")

    monkeypatch.setattr(workflow, "trash", refuse)
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


@pytest.mark.parametrize("live", [True, False])
def test_a_rule_about_what_is_live_is_checked_before_publishing_and_not_before_saving(
    monkeypatch, live
):
    rule = CheckConstraint(
        condition=Q(is_live=False) | Q(order__lt=100),
        name="live_comes_early",
        violation_error_message="A public article comes early.",
    )
    topic, publisher = make_topic(live=live), desk("Publisher")
    monkeypatch.setattr(Topic._meta, "constraints", [*Topic._meta.constraints, rule])
    assert send(publisher, url(topic), order="200").status_code == 302
    page = publisher.get(url(topic, "step:publish")).content.decode()
    assert "A public article comes early." in page
    send(publisher, url(topic), "_publish")
    topic.refresh_from_db()
    assert topic.order == 0 and topic.is_live == live


def test_an_error_of_a_field_that_is_fixed_stands_above_the_form(monkeypatch):
    page, publisher = make_page(slug="how-we-work"), desk("Publisher")
    monkeypatch.setattr(StandingPage, "RESERVED", {"how-we-work"})
    response = send(publisher, url(page), title="New title")
    assert response.status_code == 200
    assert b"This address belongs to another part of the site." in response.content


def test_an_address_without_a_scheme_is_meant_as_https():
    disease = make_disease(live=False)
    send(desk("Author"), url(disease), learn_more_url="www.nhs.uk/conditions")
    assert next_version(disease, "learn_more_url") == ("https://www.nhs.uk/conditions",)


def test_a_new_row_comes_after_the_others_unless_it_has_a_number():
    disease = make_disease(live=False)
    disease.names.create(text="First", order=4)
    added = [{"text": "Second"}, {"text": "Third"}, {"text": "Before all", "order": "1"}]
    send(desk("Author"), url(disease), rows={"names": added})
    with drafted(disease) as shown:
        names = [name.text for name in shown.names.all()]
    assert names == ["Before all", "First", "Second", "Third"]


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


COSTLY = "<p>" + "<b><i>some words</i></b> " * 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("button", ["_continue", "_preview"])
@pytest.mark.parametrize("has_draft", [False, True])
def test_a_costly_text_is_cleaned_once_and_before_anybody_waits(monkeypatch, button, has_draft):
    article, publisher = make_article(), desk("Publisher")
    if has_draft:
        send(publisher, url(article), body="<p>A draft.</p>")
    inside = []

    def noted(text):
        inside.append((connection.in_atomic_block, text))
        return cleaned_anew(text)

    cleaned_anew = cleaning.cleaned_anew
    data = form_of(publisher.get(url(article))) | {"body": COSTLY, button: "1"}
    cleaning.remembered.forget()
    monkeypatch.setattr(cleaning, "cleaned_anew", noted)
    assert publisher.post(url(article), data).status_code in (200, 302)
    assert [is_inside for is_inside, text in inside if text] == [False] * (2 + has_draft)
    assert sum(text == COSTLY.strip() for _is_inside, text in inside) == 1


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_cleaned_before_its_form_locks_the_row(monkeypatch):
    article, publisher = make_article(), desk("Publisher")
    send(publisher, url(article), body="<p>A draft.</p>")
    cleaning.remembered.forget()
    inside = []
    cleaned_anew = cleaning.cleaned_anew
    monkeypatch.setattr(
        cleaning,
        "cleaned_anew",
        lambda text: inside.append(connection.in_atomic_block) or cleaned_anew(text),
    )
    assert publisher.get(url(article)).status_code == 200
    assert inside and not any(inside)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["many at once", "at its time"])
def test_a_draft_is_cleaned_before_it_is_published(monkeypatch, way):
    article, publisher = make_article(), desk("Publisher")
    send(publisher, url(article), body="<p>A draft.</p>")
    cleaning.remembered.forget()
    inside = []
    cleaned_anew = cleaning.cleaned_anew
    monkeypatch.setattr(
        cleaning,
        "cleaned_anew",
        lambda text: inside.append(connection.in_atomic_block) or cleaned_anew(text),
    )
    if way == "many at once":
        chosen = {"action": "publish_selected", "_selected_action": [article.pk]}
        publisher.post(url(Article, "changelist"), chosen)
    else:
        draft = Revision.objects.pending(article)
        Revision.objects.filter(pk=draft.pk).update(publish_at=timezone.now())
        scheduling.keep_appointments()
    assert inside and not any(inside)


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
