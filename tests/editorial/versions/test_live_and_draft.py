"""Whatever the desk does, in whatever order: live is what was published last."""

import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Revision, Transition
from editorial.versions import drafts
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_entry,
    make_publication,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]

STEPS = 25


class Desk:
    """Random verbs on one article; a refusal is as good as a success, but never half of one."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.publications = [make_publication() for _ in range(3)]
        self.diseases = [make_disease() for _ in range(2)]
        fields = {"cites": self.publications[:2], "m2m": {"diseases": self.diseases[:1]}}
        self.article = make_article(live=self.chance.random() < 0.5, title="Start", **fields)
        self.bystander = make_article(title="Bystander", cites=self.publications)
        self.people = [make_user(is_superuser=True) for _ in range(2)]
        for person in self.people:
            make_contributor(user=person)
        self.now = timezone.now()

    def row(self):
        return Article._base_manager.get(pk=self.article.pk)

    def edit(self, by):
        payload = drafts.as_it_would_be(self.row())
        kind = self.chance.choice(["fields", "rows", "m2m", "empty"])
        if kind == "fields":
            payload["fields"]["title"] = f"Title {self.chance.random()}"
            payload["fields"]["body"] = f"<p>Text {self.chance.random()}.</p>"
            payload["fields"]["plain_summary"] = "What this article says."
        elif kind == "rows":
            rows = payload["rows"]["citations"]
            chosen = self.chance.sample(self.publications, len(rows))
            for row, publication in zip(rows, chosen, strict=True):
                row["publication_id"] = publication.pk
            if rows and self.chance.random() < 0.3:
                rows.pop()
        elif kind == "m2m":
            keys = self.chance.sample(self.diseases, self.chance.randint(0, 2))
            payload["m2m"]["diseases"] = sorted((row.pk for row in keys), key=str)
        else:
            payload["fields"]["body"] = ""
        workflow.save_draft(self.row(), payload, by=by)

    def restore(self, by):
        number = self.chance.randint(1, max(1, drafts.newest_number(self.row())))
        workflow.restore(self.row(), number, by=by)

    def schedule(self, by):
        at = self.now + datetime.timedelta(days=self.chance.randint(1, 3))
        workflow.schedule(self.row(), at, by=by, reason="Urgent", warnings_read=True)

    def tick(self, by):
        workflow.keep_appointments(self.now + datetime.timedelta(days=2))

    def publish(self, by):
        workflow.publish(self.row(), by=by, reason="Urgent", warnings_read=True)

    def look(self, by):
        with drafts.draft_applied(self.row(), drafts.as_it_would_be(self.row())):
            pass

    def step(self):
        by = self.chance.choice(self.people)
        simple = {
            "withdraw": lambda: workflow.withdraw(self.row(), by=by),
            "submit": lambda: workflow.submit(self.row(), by=by),
            "approve": lambda: workflow.approve(self.row(), by=by),
            "changes": lambda: workflow.request_changes(self.row(), by=by, note="No"),
            "discard": lambda: workflow.discard(self.row(), by=by),
            "unschedule": lambda: workflow.unschedule(self.row(), by=by),
            "reviewed": lambda: workflow.mark_reviewed(self.row(), by=by),
        }
        own = ["edit", "edit", "publish", "publish", "restore", "schedule", "tick", "look"]
        name = self.chance.choice([*simple, *own])
        before = self.state()
        try:
            simple[name]() if name in simple else getattr(self, name)(by)
        except (workflow.Refused, ValidationError):
            assert self.state() == before, f"{name} was refused but left something"
        return name

    def state(self):
        tables = (Article, Revision, Transition)
        return [list(table._base_manager.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_of_verbs_leaves_live_what_was_published_last(seed):
    desk = Desk(seed)
    bystander = versions.capture(desk.bystander)
    live_row = versions.capture(desk.row()) if desk.row().is_live else None
    kept, done = {}, []
    for _ in range(STEPS):
        done.append(desk.step())
        row = desk.row()
        for revision in Revision.objects.of(row):
            # What a version says is never changed.
            assert kept.setdefault(revision.number, revision.payload) == revision.payload, done
        live = Revision.objects.live_number(row)
        if live:
            live_row = kept[live]
        shown = versions.capture(row)
        if row.published_at:
            assert shown == live_row, done
        elif kept:
            assert shown["fields"]["body"] == "" and not shown["rows"]["citations"], done
        assert versions.apply(row, shown) == [] and versions.capture(row) == shown, done
        assert Revision.objects.of(row).filter(publish_at__isnull=False).count() <= 1, done
        assert versions.capture(desk.bystander) == bystander, done


def test_a_draft_that_was_overtaken_by_a_newer_publication_is_not_published_at_its_time():
    article = make_article(title="Live")
    for title in ("Scheduled", "Newer"):
        payload = versions.capture(article)
        payload["fields"]["title"] = title
        workflow.save_draft(article, payload, by=None)
        if title == "Scheduled":
            at = timezone.now() + datetime.timedelta(hours=1)
            workflow.schedule(article, at, by=None, reason="Urgent")
    workflow.publish(article, by=None)
    workflow.keep_appointments(timezone.now() + datetime.timedelta(hours=2))
    article.refresh_from_db()
    assert article.title == "Newer"


@pytest.mark.parametrize("model", ["articles.Article", "diseases.Disease", "evidence.Product"])
def test_a_new_entry_waits_in_its_version_and_comes_out_whole(model):
    from django.apps import apps

    entry = make_entry(apps.get_model(model), live=False, plain_summary="Short.")
    payload = versions.capture(entry)
    workflow.save_draft(entry, payload, by=None)
    assert versions.capture(entry)["fields"]["plain_summary"] == ""
    assert drafts.as_it_would_be(entry) == payload
