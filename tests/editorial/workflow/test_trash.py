"""Deleting is moving to the trash; nothing that was public or reviewed is ever deleted for good."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Correction, Revision, Trashed
from tests.editorial.at_desk import desk, messages_of, url
from tests.factories import make_article, make_page, make_publication, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return desk("Publisher")


def draft_of(entry, by, **fields):
    payload = versions.capture(entry)
    payload["fields"] |= fields
    return workflow.save_draft(entry, payload, by=by)


def long_ago(days=100):
    Trashed.objects.update(trashed_at=timezone.now() - datetime.timedelta(days=days))


def run(capsys, *command):
    call_command(*command)
    return capsys.readouterr().out


def test_a_deleted_draft_is_out_of_sight_and_comes_back_whole(publisher, client):
    page = make_page(live=False, title="Half written", slug="half")
    draft_of(page, publisher.user, body="<p>Many hours of work</p>")
    asked = publisher.get(url(page, "delete"))
    assert "moves to the trash" in asked.content.decode()
    done = publisher.post(url(page, "delete"), {"post": "yes"}, follow=True)
    assert messages_of(done) == ["“Half written” is in the trash. It can be taken out again."]
    assert publisher.get(url(page)).status_code == 302
    assert "Half written" not in publisher.get(url(type(page), "changelist")).content.decode()
    assert client.get("/half/").status_code == 404

    trashed = Trashed.objects.get()
    listed = publisher.get(url(Trashed, "changelist")).content.decode()
    assert "Half written" in listed and "Standing page" in listed
    publisher.post(
        url(Trashed, "changelist"), {"action": "take_out", "_selected_action": [trashed.pk]}
    )
    form = publisher.get(url(page))
    assert "Many hours of work" in form.content.decode() and not Trashed.objects.exists()
    assert client.get("/half/").status_code == 404


def test_what_lies_in_the_trash_is_found_by_no_lookup(publisher):
    topic = make_topic(live=False, title="Unwanted")
    query = {"app_label": "articles", "model_name": "article", "field_name": "topic"}
    address = reverse("admin:autocomplete", query=query)
    assert "Unwanted" in publisher.get(address).content.decode()
    workflow.trash(topic, by=publisher.user)
    assert "Unwanted" not in publisher.get(address).content.decode()


def test_a_live_entry_is_withdrawn_with_it(publisher, client):
    article = make_article(slug="old")
    workflow.trash(article, by=publisher.user)
    assert client.get("/articles/old/").status_code == 410
    article.refresh_from_db()
    assert not article.is_live and article.withdrawn_at


def test_nothing_is_published_out_of_the_trash(publisher):
    article = make_article(live=False)
    draft_of(article, publisher.user, title="Later")
    at = timezone.now() + datetime.timedelta(hours=1)
    workflow.schedule(article, at, by=publisher.user, reason="r", warnings_read=True)
    workflow.trash(article, by=publisher.user)
    assert workflow.keep_appointments(at + datetime.timedelta(minutes=1)).published == []
    with pytest.raises(workflow.Refused, match="in the trash"):
        workflow.publish(article, by=None)


def test_who_may_not_delete_moves_nothing_and_takes_nothing_out():
    article = make_article(live=False)
    author = make_user(groups=["Author"])
    with pytest.raises(PermissionDenied):
        workflow.trash(article, by=author)
    workflow.trash(article, by=None)
    with pytest.raises(PermissionDenied):
        workflow.take_out(Trashed.objects.get(), by=author)
    visitor = desk("Author")
    data = {"action": "take_out", "_selected_action": [Trashed.objects.get().pk]}
    visitor.post(url(Trashed, "changelist"), data)
    assert Trashed.objects.exists()


def test_moving_twice_is_moving_once():
    article = make_article(live=False)
    workflow.trash(article, by=None)
    workflow.trash(article, by=None)
    assert Trashed.objects.count() == 1


def test_a_cited_publication_stays_and_the_pages_that_cite_it_are_named(publisher):
    publication = make_publication(slug="smith2020", title="A study")
    make_article(title="Listed here", cites=[publication])
    make_article(title="Named there", body="<p>So it is [@smith2020].</p>")
    asked = publisher.get(url(publication, "delete")).content.decode()
    assert "Listed here" in asked and "Named there" in asked and 'name="post"' not in asked
    done = publisher.post(url(publication, "delete"), {"post": "yes"}, follow=True)
    publication.refresh_from_db()
    assert publication.is_live and not Trashed.objects.exists()
    for act in (workflow.trash, workflow.delete):
        with pytest.raises(workflow.StillNeeded, match="Named there"):
            act(publication, by=publisher.user)
    assert done.status_code == 200


def test_a_publication_that_only_a_draft_cites_stays(publisher):
    publication = make_publication(slug="smith2020")
    article = make_article(title="Only its draft")
    draft_of(article, publisher.user, body="<p>New [@smith2020].</p>")
    with pytest.raises(workflow.StillNeeded, match="Only its draft"):
        workflow.trash(publication, by=publisher.user)
    draft_of(article, publisher.user, body="<p>Without.</p>")
    workflow.trash(publication, by=publisher.user)
    other = make_publication(slug="jones2020")
    payload = versions.capture(article)
    payload["rows"]["citations"] = [
        {
            "id": "0b0e5a1e-1111-4222-8333-444455556666",
            "publication_id": other.pk,
            "order": 1,
            "locator": "",
            "note": "",
            "accessed_on": None,
        }
    ]
    workflow.save_draft(article, payload, by=publisher.user)
    with pytest.raises(workflow.StillNeeded, match="Only its draft"):
        workflow.trash(other, by=publisher.user)


def test_the_purge_deletes_what_was_never_public_and_keeps_the_rest(publisher, capsys):
    never, withdrawn, corrected = (
        make_article(live=False, title="Never"),
        make_article(title="Withdrawn"),
        make_article(live=False, title="Corrected"),
    )
    draft_of(never, publisher.user, title="Never")
    Correction.objects.create(entry=corrected, what_was="10", what_is="8")
    for entry in (never, withdrawn, corrected):
        workflow.trash(entry, by=publisher.user)
    assert "0 deleted, 0 kept" in run(capsys, "purge_trash", "--older-than=30")
    long_ago()
    dry = run(capsys, "purge_trash", "--older-than=30", "--dry-run")
    assert "It would be: 1 deleted, 2 kept" in dry and Article.objects.count() == 3
    done = run(capsys, "purge_trash", "--older-than=30")
    assert "1 deleted, 2 kept" in done and "“Withdrawn” was public once" in done
    assert set(Article.objects.values_list("title", flat=True)) == {"Withdrawn", "Corrected"}
    assert not Revision.objects.of(never).exists() and Trashed.objects.count() == 2
    assert "0 deleted, 2 kept" in run(capsys, "purge_trash", "--older-than=30")


def test_old_drafts_are_purged_and_what_was_more_than_a_draft_stays(publisher, capsys):
    article = make_article(title="One")
    for number in range(2, 9):
        draft_of(article, publisher.user, title=f"Version {number}")
    Revision.objects.of(article).filter(number=3).update(state="approved")
    Revision.objects.of(article).filter(number=4).update(submitted_at=timezone.now())
    Revision.objects.of(article).filter(number=5).update(publish_at=timezone.now())
    before = Revision.objects.count()
    assert "It would be: 2 " in run(capsys, "purge_revisions", "--keep=2", "--dry-run")
    assert Revision.objects.count() == before
    assert "2 versions deleted" in run(capsys, "purge_revisions", "--keep=2")
    numbers = Revision.objects.of(article).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 3, 4, 5, 7, 8]
    assert "0 versions deleted" in run(capsys, "purge_revisions", "--keep=2")
    assert Revision.objects.pending(article).title == "Version 8"


@pytest.mark.parametrize(
    "command",
    [
        ["purge_trash", "--older-than=-1"],
        ["purge_trash", "--older-than=99999999999"],
        ["purge_revisions", "--keep=0"],
    ],
)
def test_nonsense_is_refused(command):
    with pytest.raises(CommandError):
        call_command(*command)
