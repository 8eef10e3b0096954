import datetime

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from content.models import Publishable, Verification
from diseases.models import Disease
from editorial import workflow
from editorial.admin.entry import EntryAdmin
from editorial.models import Revision, SiteDetails, Transition, Trashed
from resources.models import GlossaryTerm, RedFlag
from tests.editorial.at_desk import administrator, desk, messages_of, queries_of, rows, send, url
from tests.factories import make_article, make_disease, make_product, make_term

pytestmark = pytest.mark.django_db

LISTED = [model for model in admin.site._registry if model is not SiteDetails]
ENTRIES = [model for model in admin.site._registry if issubclass(model, Publishable)]


def label(model):
    return model._meta.label


@pytest.mark.parametrize(
    ("due", "names"),
    [
        ("due", ["today", "yesterday"]),
        ("overdue", ["yesterday"]),
        ("soon", ["in 30 days", "tomorrow"]),
        ("later", ["in 31 days"]),
        ("none", ["never"]),
        ("nonsense", ["in 30 days", "in 31 days", "never", "today", "tomorrow", "yesterday"]),
    ],
)
def test_a_list_is_filtered_by_the_day_of_the_next_review(due, names):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    make_disease(title="never")
    for name, days in (
        ("yesterday", -1),
        ("today", 0),
        ("tomorrow", 1),
        ("in 30 days", 30),
        ("in 31 days", 31),
    ):
        make_disease(
            title=name, last_reviewed_on=today - 99 * day, next_review_on=today + days * day
        )
    page = administrator().get(url(Disease, "changelist", due=due))
    assert sorted(entry.title for entry in page.context["cl"].result_list) == names


def test_a_list_is_filtered_by_who_is_responsible():
    author = desk("Author").user
    make_disease(title="Hers", owner=author)
    make_disease(title="Nobody’s")
    page = administrator().get(url(Disease, "changelist", owner__id__exact=author.pk))
    assert [entry.title for entry in page.context["cl"].result_list] == ["Hers"]


def test_every_content_type_is_on_the_desk():
    from content.registry import entry_models

    assert set(ENTRIES) == set(entry_models())
    assert all(isinstance(admin.site._registry[model], EntryAdmin) for model in ENTRIES)


@pytest.mark.parametrize("model", LISTED, ids=label)
def test_a_list_costs_the_same_at_5_rows_and_at_more_than_a_page(model):
    client = administrator()
    rows(model, 5)
    few = queries_of(client, url(model, "changelist"))
    for entry in rows(model, 50) if model in ENTRIES else ():
        Revision.objects.create(entry=entry, number=1, title=entry.title, payload={})
    assert queries_of(client, url(model, "changelist")) == few


def test_a_search_in_a_list_reads_the_long_texts_once(monkeypatch):
    client = administrator()
    found = {make_article(title=f"Knee {number}", body="<p>Cartilage</p>") for number in range(3)}
    make_article(title="Hip")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url(Article, "changelist"), {"q": "cartilage"})
    assert set(page.context["cl"].result_list) == found and page.context["cl"].result_count == 3
    assert sum("%cartilage%" in query["sql"].lower() for query in queries) == 1
    monkeypatch.setattr("editorial.admin.entry.MOST_KEYS", 2)
    page = client.get(url(Article, "changelist"), {"q": "cartilage"})
    assert set(page.context["cl"].result_list) == found


def inlines():
    """Each kind of row once, on the first form that shows it."""
    shown = {}
    for model, model_admin in admin.site._registry.items():
        for inline in model_admin.get_inlines(None, model()):
            shown.setdefault(inline.model, model)
    for row_model, model in shown.items():
        yield pytest.param(model, row_model, id=label(row_model))


@pytest.mark.parametrize(("model", "row_model"), list(inlines()))
def test_a_form_costs_the_same_with_2_and_with_8_rows(model, row_model):
    client = administrator()
    counts = []
    for size in (2, 8):
        [entry] = rows(model, 1)
        key = next((f.name for f in row_model._meta.fields if f.related_model is model), None)
        if key and not hasattr(row_model, "entry"):
            fixed = {key: entry}
        else:
            fixed = {
                "content_type": ContentType.objects.get_for_model(model),
                "object_id": entry.pk,
            }
        if row_model._meta.label == "editorial.ContributorRole":
            rows(row_model, 1, role="author", **fixed)
            rows(row_model, 1, role="editor", **fixed)
        else:
            rows(row_model, size, **fixed)
        counts.append(queries_of(client, url(entry)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", LISTED, ids=label)
def test_every_filter_and_search_of_a_list_works(model):
    client, address = administrator(), url(model, "changelist")
    rows(model, 3)
    response = client.get(address)
    choices = [
        choice["query_string"]
        for spec in response.context["cl"].filter_specs
        for choice in spec.choices(response.context["cl"])
    ]
    for query in [*choices, "?q=something"]:
        answer = client.get(address + query)
        assert answer.status_code == 200, query
        assert "e=1" not in answer.request["QUERY_STRING"], query


@pytest.mark.parametrize("model", ENTRIES, ids=label)
def test_every_list_has_a_stable_order_and_pages_of_50(model):
    client = administrator()
    rows(model, 60)
    changelist = client.get(url(model, "changelist")).context["cl"]
    assert changelist.list_per_page == 50 and len(changelist.result_list) == 50
    assert {"pk", "-pk", model._meta.pk.name} & set(changelist.queryset.query.order_by) or any(
        model._meta.get_field(name.lstrip("-")).unique
        for name in changelist.queryset.query.order_by
    )


# Shown only where an entry still has it.
FORMER = {Disease: {"what_it_means"}}


@pytest.mark.parametrize("model", ENTRIES, ids=label)
def test_every_field_is_on_its_form_once_and_every_relation_is_looked_up(model):
    client = administrator()
    response = client.get(url(model, "add"))
    model_admin = admin.site._registry[model]
    shown = admin.utils.flatten_fieldsets(model_admin.get_fieldsets(response.wsgi_request))
    editable = {
        field.name for field in model._meta.fields if field.editable and not field.primary_key
    }
    editable |= {field.name for field in model._meta.many_to_many}
    assert len(shown) == len(set(shown))
    assert editable - set(shown) == FORMER.get(model, set())
    for owner in [model_admin, *model_admin.get_inline_instances(response.wsgi_request)]:
        relations = {
            field.name
            for field in [*owner.model._meta.fields, *owner.model._meta.many_to_many]
            if field.is_relation and field.related_model not in (ContentType, model)
        }
        if owner is model_admin:
            relations |= {field.name for field in model._meta.many_to_many}
        assert relations <= set(owner.autocomplete_fields), owner


@pytest.mark.parametrize("model", ENTRIES, ids=label)
def test_every_relation_offers_what_is_typed(model):
    client = administrator()
    for name in admin.site._registry[model].autocomplete_fields:
        target = model._meta.get_field(name).related_model
        rows(target, 2)
        query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        response = client.get(
            reverse("admin:autocomplete"), query | {"field_name": name, "term": ""}
        )
        assert len(response.json()["results"]) >= 2, name


def test_filters_find_what_is_public_new_and_withdrawn():
    publisher = desk("Publisher")
    make_article(title="Shown")
    make_article(title="New", live=False)
    gone = make_article(title="Gone")
    publisher.post(url(gone, "step:withdraw"))
    found = {}
    for state in ("live", "new", "withdrawn"):
        page = publisher.get(url(Article, "changelist", state=state))
        found[state] = [entry.title for entry in page.context["cl"].result_list]
    assert found == {"live": ["Shown"], "new": ["New"], "withdrawn": ["Gone"]}


def test_the_filter_for_facts_looks_at_the_entry_and_at_its_rows():
    publisher, checked = desk("Publisher"), Verification.CHECKED
    both = {"verification": checked, "harms_verification": checked}
    make_product(title="All checked", **both)
    make_product(title="Own facts open")
    product = make_product(title="Row open", **both)
    product.authorisations.create(kind="authorised", country="JP", authority="PMDA")

    def found(facts):
        page = publisher.get(url(type(product), "changelist", facts=facts))
        return {entry.title for entry in page.context["cl"].result_list}

    assert found("checked") == {"All checked"}
    assert found("unchecked") == {"Own facts open", "Row open"}


def test_the_list_names_the_facts_that_nobody_has_checked():
    checked = Verification.CHECKED
    make_disease(verification=checked, patient_info_verification=checked)
    page = desk("Read-only").get(url(Disease, "changelist")).content.decode()
    assert ">verdict and six answers, summary of studies, usual care, when to" in page


def test_the_list_says_what_waits_beside_each_entry():
    author, publisher = desk("Author"), desk("Publisher")
    mine, other, due = (make_article(title=title) for title in ("Mine", "Other", "Due"))
    own = make_article(title="Own", owner=author.user)
    new = make_article(title="New", live=False)
    for client, article in ((author, mine), (publisher, other), (publisher, due)):
        send(client, url(article), body="<p>Draft.</p>")
    workflow.submit(other, by=publisher.user)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    workflow.schedule(due, tomorrow, by=publisher.user, reason="Urgent", warnings_read=True)
    page = author.get(url(Article, "changelist"))
    assert "waiting for review" in page.content.decode()
    assert "Publication on" in page.content.decode()

    def found(**query):
        shown = author.get(url(Article, "changelist", **query)).context["cl"].result_list
        return {article.title for article in shown}

    assert found(draft="draft") == {"Mine", "Due"}
    assert found(draft="in_review") == {"Other"}
    assert found(draft="scheduled") == {"Due"}
    assert found(draft="none") == {own.title, new.title}
    assert found(mine="draft") == {"Mine"}
    assert found(mine="owner") == {"Own"}
    assert found(draft="x", mine="y") == {"Mine", "Other", "Due", "Own", "New"}


def test_submitting_many_reports_what_was_skipped_and_why():
    author, articles = desk("Author"), [make_article() for _ in range(2)]
    without = make_article(title="As it is")
    for article in articles:
        send(author, url(article), body="<p>Draft.</p>")
    response = act(author, Article, "submit_selected", [*articles, without])
    told = " ".join(messages_of(response))
    assert "2 entries: done." in told and "As it is: “As it is” has no draft." in told
    assert {Revision.objects.pending(article).state for article in articles} == {"in_review"}
    act(desk("Read-only"), Article, "submit_selected", articles)
    assert Transition.objects.filter(verb="submit").count() == 2


def act(client, model, action, entries, **more):
    return client.post(
        url(model, "changelist"),
        {"action": action, "_selected_action": [entry.pk for entry in entries]} | more,
        follow=True,
    )


def test_publishing_many_reports_what_was_skipped_and_why():
    ready, empty = make_term(live=False), make_term(title="Empty", live=False, definition="")
    live = make_term(title="Shown already")
    response = act(desk("Publisher"), GlossaryTerm, "publish_selected", [ready, empty, live])
    told = " ".join(messages_of(response))
    assert "1 entry: done." in told and "2 entries were skipped:" in told
    assert "Empty: “Empty” is not ready to be public" in told and "Definition: is empty." in told
    assert "Shown already: “Shown already” is on the public site as it is" in told
    assert set(GlossaryTerm.objects.published()) == {ready, live}


def test_publishing_many_does_not_go_around_the_review():
    article = make_article(title="Unread", live=False)
    response = act(desk("Publisher"), Article, "publish_selected", [article])
    assert "Unread: “Unread” has no approved medical review." in " ".join(messages_of(response))
    assert not Article.objects.published().exists()


def test_withdrawing_many_reports_what_was_skipped_and_why():
    live, new = make_article(), make_article(title="New", live=False)
    response = act(desk("Publisher"), Article, "withdraw_selected", [live, new])
    assert "New: “New” is not on the public site." in " ".join(messages_of(response))
    assert not Article.objects.published().exists()


def test_what_is_done_to_many_is_in_the_history_of_each():
    publisher, terms = desk("Publisher"), [make_term(live=False) for _ in range(2)]
    act(publisher, GlossaryTerm, "publish_selected", terms)
    for term in terms:
        history = publisher.get(url(term, "history")).content.decode()
        assert "published" in history and str(publisher.user) in history


def test_an_author_has_no_such_actions_and_a_forged_one_does_nothing():
    author = desk("Author")
    live, new = make_article(), make_article(live=False)
    page = author.get(url(Article, "changelist")).content.decode()
    for action in ("publish_selected", "withdraw_selected", "delete_selected"):
        assert action not in page
        act(author, Article, action, [live, new], post="yes")
    assert list(Article.objects.published()) == [live] and Article.objects.count() == 2


def test_deleting_many_asks_first_and_then_moves_all_to_the_trash():
    publisher, articles = desk("Publisher"), [make_article() for _ in range(3)]
    act(publisher, Article, "delete_selected", articles)
    assert Article.objects.count() == 3
    done = act(publisher, Article, "delete_selected", articles, post="yes")
    assert "3 entries are in the trash." in messages_of(done)
    assert not Article.objects.published() and Trashed.objects.count() == 3


def test_deleting_many_is_refused_when_one_must_stay(monkeypatch):
    from editorial import workflow

    publisher, articles = desk("Publisher"), [make_article() for _ in range(3)]
    trash = workflow.trash

    def refuse_last(entry, *, by):
        if entry.pk == articles[-1].pk:
            raise workflow.StillNeeded("It was cited a moment ago.")
        trash(entry, by=by)

    monkeypatch.setattr(workflow, "trash", refuse_last)
    response = act(publisher, Article, "delete_selected", articles, post="yes")
    assert "It was cited a moment ago." in messages_of(response)
    assert Article.objects.published().count() == 3


def test_the_index_follows_the_order_of_the_house():
    page = administrator().get(reverse("admin:index"))
    labels = [app["app_label"] for app in page.context["app_list"]]
    house = [
        "articles",
        "evidence",
        "resources",
        "therapy",
        "diseases",
        "literature",
        "editorial",
        "accounts",
        "content",
    ]
    assert labels == house
    people = page.context["app_list"][house.index("accounts")]["models"]
    assert [entry["object_name"] for entry in people] == ["User", "Group"]


def test_search_finds_an_entry_by_its_other_names_once():
    disease = make_disease(title="Graft-versus-host disease", names=["GvHD", "graft versus host"])
    make_disease(title="Lupus")
    page = desk("Read-only").get(url(Disease, "changelist", q="g"))
    assert list(page.context["cl"].result_list) == [disease]


def test_lists_without_a_page_of_their_own_open_too():
    rows(RedFlag, 2)
    assert desk("Read-only").get(url(RedFlag, "changelist")).status_code == 200
