"""A preview shows the public page of what is typed, and leaves no trace."""

import hashlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Revision
from editorial.versions import drafts
from resources.models import RedFlag
from tests.editorial.at_desk import desk, send, url
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_entry,
    make_publication,
    make_red_flag,
    make_resource,
    make_safety_item,
    make_statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


def everything():
    """A digest of each table; sessions move with every visit."""
    return {
        model._meta.label: hashlib.sha256(
            repr(list(model._base_manager.order_by("pk").values())).encode()
        ).hexdigest()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in ("sessions.Session",)
    }


def files():
    """All but a lock and what any request may make anew, the shared file of the version."""
    folder = Path(settings.DATA_DIR)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return {name for name in files if not name.startswith(("drafts.lock", "stamp"))}


def draft_of(entry, by=None, **fields):
    payload = drafts.as_it_would_be(entry)
    payload["fields"] |= fields
    return workflow.save_draft(entry, payload, by=by)


@pytest.fixture
def publisher():
    return desk("Publisher")


def test_the_unsaved_form_is_shown_with_its_links_and_nothing_is_changed(publisher):
    make_disease(title="Osteoarthritis")
    article = make_article(title="What are MSC?")
    public = Client().get(article.get_absolute_url()).content
    send(publisher, url(article), _note="First draft", title="Title of the draft")
    before, kept = everything(), files()
    cache.clear()
    response = send(
        publisher, url(article), "_preview", body="<p>Typed just now: osteoarthritis.</p>"
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "Preview, not public." in page and "Title of the draft" in page
    assert re.search(r'Typed just now: <a class="autolink" href="/diseases/osteoarthritis/"', page)
    assert "noindex" in page and response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "form-action 'none'" in response.headers["Content-Security-Policy"]
    assert everything() == before
    assert files() == kept
    assert not cache._cache  # the tests keep it in memory
    assert Client().get(article.get_absolute_url()).content == public


def test_rows_and_relations_of_the_unsaved_form_are_shown(publisher):
    disease = make_disease(title="Osteoarthritis")
    source = make_publication(title="A trial of cells in knees")
    before = everything()
    response = send(
        publisher,
        url(disease),
        "_preview",
        rows={
            "names": [{"text": "Worn joints"}],
            "literature-citation-content_type-object_id": [{"publication": source.pk}],
        },
        _page="evidence/",
    )
    page = response.content.decode()
    assert "Worn joints" in page and "A trial of cells in knees" in page
    assert everything() == before


def test_a_new_entry_is_previewed_before_it_exists(publisher):
    before = everything()
    response = send(
        publisher, url(Article, "add"), "_preview", title="Never saved", slug="never-saved",
        body="<p>Text.</p>",
    )  # fmt: skip
    assert "<h1>Never saved</h1>" in response.content.decode()
    assert everything() == before
    assert Client().get("/articles/never-saved/").status_code == 404


def test_an_incomplete_draft_has_a_preview_too(publisher):
    article = make_entry(Article, title="Only a title", live=False)
    response = send(publisher, url(article), "_preview")
    assert "<h1>Only a title</h1>" in response.content.decode()


def test_a_form_with_errors_says_what_is_wrong_instead(publisher):
    article = make_article()
    before = everything()
    response = send(publisher, url(article), "_preview", title="")
    assert response.status_code == 200
    assert "Title: This field is required." in response.content.decode()
    assert everything() == before


def test_a_preview_says_nothing_in_the_messages_of_the_next_page(publisher):
    article = make_article()
    send(publisher, url(article), "_preview", body="<p onclick='x()'>Text</p>")
    assert list(publisher.get(url(article)).context["messages"]) == []


def test_no_link_in_the_preview_of_a_form_leads_away_from_what_is_typed(publisher):
    article = make_article()
    page = send(publisher, url(article), "_preview", title="Typed").content.decode()
    assert url(article) not in page


def test_who_may_not_change_may_not_preview_a_form():
    article = make_article()
    reader = desk("Read-only")
    response = reader.post(url(article), {"_preview": "1", "title": "Forged"})
    assert response.status_code == 403


def test_the_saved_draft_and_old_versions_are_previewed():
    article = make_article(title="As it is public")
    draft_of(article, title="Second text")
    draft_of(article, title="Third text")
    reader = desk("Read-only")
    before = everything()
    shown = reader.get(url(article, "preview")).content.decode()
    assert "<h1>Third text</h1>" in shown and "Version 3" in shown
    shown = reader.get(f"{url(article, 'preview')}?version=2").content.decode()
    assert "<h1>Second text</h1>" in shown
    shown = reader.get(f"{url(article, 'preview')}?version=1").content.decode()
    assert "<h1>As it is public</h1>" in shown and "It is public now." in shown
    assert everything() == before


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "9" * 30, "²"])
def test_a_version_that_is_not_there_is_not_found(number, publisher):
    article = make_article()
    draft_of(article)
    for page, name in (("preview", "version"), ("compare", "old"), ("compare", "new")):
        assert publisher.get(url(article, page), {name: number}).status_code == 404


def test_a_version_of_another_entry_is_not_shown(publisher):
    one, other = make_article(), make_article()
    draft_of(other)
    assert publisher.get(url(one, "preview"), {"version": "2"}).status_code == 404


def test_previews_are_for_those_who_may_see_the_entry():
    article = make_article()
    assert desk().get(url(article, "preview")).status_code == 403
    assert Client().get(url(article, "preview")).status_code == 302
    assert desk("Read-only").post(url(article, "preview")).status_code == 405


def test_an_entry_without_a_page_is_shown_on_the_page_it_belongs_to(publisher):
    disease = make_disease()
    for entry in (
        make_statement(disease=disease),
        make_red_flag(),
        make_resource(),
        make_safety_item(),
    ):
        row = draft_of(entry, title="Xylophone")
        shown = publisher.get(url(entry, "preview"))
        assert "Preview, not public." in shown.content.decode(), row
        response = send(publisher, url(entry), "_preview")
        assert "Preview, not public." in response.content.decode(), row
    new = make_entry(RedFlag, title="A new warning sign", live=False, group="evidence")
    assert "A new warning sign" in publisher.get(url(new, "preview")).content.decode()


def test_an_entry_on_the_page_of_a_draft_says_that_it_has_none(publisher):
    statement = make_statement(disease=make_disease(live=False), title="Pain")
    shown = publisher.get(url(statement, "preview")).content.decode()
    assert "that one is not public yet" in " ".join(shown.split())


def test_a_withdrawn_entry_has_a_preview_for_colleagues_alone(publisher):
    article = make_article(title="Once public")
    workflow.withdraw(article, by=publisher.user)
    assert "<h1>Once public</h1>" in publisher.get(url(article, "preview")).content.decode()
    assert Client().get(article.get_absolute_url()).status_code == 410


def test_what_no_longer_fits_is_said_in_the_banner(publisher):
    article = make_article()
    gone = make_disease()
    payload = versions.capture(article)
    payload["m2m"]["diseases"] = [gone.pk]
    workflow.save_draft(article, payload, by=publisher.user)
    gone.delete()
    assert "was deleted" in publisher.get(url(article, "preview")).content.decode()


def test_the_preview_of_a_text_nobody_reviewed_claims_no_review(publisher):
    author, reviewer = desk("Author"), desk("Medical reviewer")
    make_contributor(title="Rita Reviewer", user=reviewer.user)
    article = make_article()
    draft_of(article, by=author.user, title="Checked text")
    workflow.submit(article, by=author.user)
    assert "Not yet medically reviewed" in publisher.get(url(article, "preview")).content.decode()
    workflow.approve(article, by=reviewer.user)
    page = publisher.get(url(article, "preview")).content.decode()
    assert "Rita Reviewer" in page and "Not yet medically reviewed" not in page
    workflow.publish(article, by=publisher.user)
    assert "Rita Reviewer" in publisher.get(url(article, "preview")).content.decode()
    typed = send(publisher, url(article), "_preview", title="Later text").content.decode()
    assert "Not yet medically reviewed" in typed


def test_no_visitor_gets_a_trace_of_the_desk():
    article = make_article()
    page = desk("Publisher").get(article.get_absolute_url()).content
    assert page == Client().get(article.get_absolute_url()).content
    assert b"preview-banner" not in page and b"preview.css" not in page and b"/admin" not in page


def test_the_preview_has_nothing_of_the_colleague(publisher):
    article = make_article()
    page = publisher.get(url(article, "preview")).content.decode()
    assert publisher.user.username not in page.partition("</aside>")[2]
    assert "csrfmiddlewaretoken" not in page
    assert Revision.objects.count() == 0
