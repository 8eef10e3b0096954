"""The bases of `EntryAdmin`, each alone over Django's own admin, and the session between them."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import Http404
from django.test import RequestFactory
from django.urls import path

from articles.models import Article, Topic
from editorial.admin import EntryAdmin
from editorial.admin.actions import ActsOnEntries
from editorial.admin.change_form import EditsVersions
from editorial.admin.session import EditingSession, HoldsBack, row_of
from editorial.models import Revision, Trashed
from mscportal import urls as site
from mscportal.admin_site import PortalAdminSite
from tests.editorial.at_desk import administrator
from tests.factories import make_article, make_topic, make_user

pytestmark = pytest.mark.django_db


class Publishes:
    def has_publish_permission(self, request, obj=None):
        return True


class FormAlone(EditsVersions, Publishes, admin.ModelAdmin):
    fields = ["title", "slug", "plain_summary", "language"]


class ListAlone(ActsOnEntries, Publishes, admin.ModelAdmin):
    pass


form_site, list_site = PortalAdminSite(name="form"), PortalAdminSite(name="list")
form_site.register(Topic, FormAlone)
list_site.register(Topic, ListAlone)
urlpatterns = [
    path("form/", form_site.urls),
    path("list/", list_site.urls),
    *site.urlpatterns,
]


@pytest.fixture
def browser(client, settings):
    settings.ROOT_URLCONF = __name__
    client.force_login(make_user(is_superuser=True))
    return client


def fields_of(topic, **changed):
    return {
        "title": topic.title,
        "slug": topic.slug,
        "plain_summary": topic.plain_summary,
        "language": topic.language,
        "_opened_at": "0",
        **changed,
    }


def test_an_entry_has_two_bases_and_djangos_own():
    assert EntryAdmin.__bases__ == (EditsVersions, ActsOnEntries, admin.ModelAdmin)


def test_the_form_alone_makes_a_version_and_leaves_what_is_public(browser):
    topic = make_topic(title="Public")
    address = f"/form/articles/topic/{topic.pk}/change/"
    answer = browser.post(address, fields_of(topic, title="Draft"))
    assert answer.status_code == 302
    assert Topic.objects.get().title == "Public"
    assert Revision.objects.pending(topic).payload["fields"]["title"] == "Draft"
    assert 'value="Draft"' in browser.get(address).content.decode()


def test_what_the_form_alone_refuses_is_neither_kept_nor_logged(browser):
    topic = make_topic(title="Public")
    answer = browser.post(f"/form/articles/topic/{topic.pk}/change/", fields_of(topic, title=""))
    assert answer.status_code == 200 and answer.context["errors"]
    assert not Revision.objects.exists() and not LogEntry.objects.exists()


def test_the_list_alone_moves_to_the_trash(browser):
    topic = make_topic(is_live=False)
    sent = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    answer = browser.post("/list/articles/topic/", sent, follow=True)
    assert answer.status_code == 200 and Trashed.objects.get().entry == topic
    assert list(answer.context["cl"].result_list) == []


def session(**more):
    request = RequestFactory().get("/")
    request.user = make_user(**more)
    return EditingSession.seen, request


def test_a_session_is_opened_for_those_who_may_see_the_entry():
    opened, request = session(is_superuser=True)
    article = make_article()
    entry_admin = admin.site._registry[Article]
    assert opened(entry_admin, request, str(article.pk)).entry == article
    for nonsense in ("0", "x", "_5F", str(article.pk + 1)):
        with pytest.raises(Http404):
            opened(entry_admin, request, nonsense)


def test_a_bound_admin_serves_its_session_and_no_other():
    _opened, request = session(is_superuser=True)
    entry_admin = admin.site._registry[Article]
    one, other = (EditingSession(entry_admin, request, make_article()) for _ in range(2))
    assert one.bound().session is one and other.bound().session is other
    assert entry_admin.session is None


def test_what_waits_is_done_once_it_holds():
    class Alone(HoldsBack, admin.ModelAdmin):
        pass

    _opened, request = session()
    alone = Alone(Topic, form_site)
    held = EditingSession(alone, request, None)
    done = []
    held.hold_back()
    held.log_later(lambda: done.append("logged"))
    held.say_later(lambda: done.append("said"))
    assert done == [] and held.is_holding_back
    held.release(with_logs=False)
    assert done == ["said"] and not held.is_holding_back
    held.bound().log_change(request, make_topic(), "At once")
    assert LogEntry.objects.get().change_message == "At once"


def test_a_row_is_found_in_the_trash_too_and_none_for_nonsense():
    topic = make_topic(is_live=False)
    assert row_of(Topic, str(topic.pk)) == topic
    assert row_of(Topic, None) is None and row_of(Topic, "none") is None


def test_the_desk_itself_still_answers():
    assert administrator().get("/admin/").status_code == 200
