"""The publish gate by keyboard: from a reason to its field, from the tick to the public page."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import expect

from editorial import versions, workflow
from tests.browser import resize, settle, sign_in
from tests.factories import make_article, make_publication, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = """
async () => (await axe.run(document)).violations
  .filter(found => ["serious", "critical"].includes(found.impact))
  .map(found => `${found.id} at ${found.nodes[0].target}`)
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def publisher(page, live_server):
    page.user = make_user(is_superuser=True)
    sign_in(page, live_server, page.user)
    return page


def with_draft(entry, by, **values):
    payload = versions.capture(entry)
    payload["fields"] |= values
    workflow.save_draft(entry, payload, by=by)
    return entry


def open_step(page, live_server, entry):
    app, model = entry._meta.app_label, entry._meta.model_name
    page.goto(f"{live_server.url}/admin/{app}/{model}/{entry.pk}/step/publish/")


def follow(page, name):
    link = page.get_by_role("link", name=name, exact=True).first
    link.focus()
    page.keyboard.press("Enter")


def test_each_reason_leads_to_its_field(publisher, live_server):
    article = with_draft(
        make_article(cites=[make_publication(retraction="retracted")]),
        publisher.user,
        body="<p>A miracle.</p>",
        plain_summary="",
        meta_description="Short.",
    )
    in_field = "id => document.activeElement?.id === id"
    for name, field in (
        ("Plain summary", "id_plain_summary"),
        ("Description for search engines", "id_meta_description"),
        ("References", "literature-citation-content_type-object_id-group"),
    ):
        open_step(publisher, live_server, article)
        follow(publisher, name)
        publisher.wait_for_function(in_field, arg=field)
    open_step(publisher, live_server, article)
    follow(publisher, "Text")
    expect(publisher.locator(".field-body [contenteditable=true]")).to_be_focused()


def test_who_ticks_the_warnings_publishes_by_keyboard(publisher, live_server):
    study = with_draft(make_publication(live=False), publisher.user, meta_description="Short.")
    open_step(publisher, live_server, study)
    publisher.get_by_label("I have read these warnings").focus()
    publisher.keyboard.press("Space")
    publisher.keyboard.press("Tab")
    with publisher.expect_navigation():
        publisher.keyboard.press("Enter")
    study.refresh_from_db()
    assert study.is_live and study.published_at <= timezone.now()


@pytest.mark.parametrize("body", ["<p>A miracle.</p>", "<p>It was 35%.</p>"])
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(publisher, live_server, body):
    article = with_draft(make_article(), publisher.user, body=body)
    for scheme in ("light", "dark"):
        publisher.emulate_media(color_scheme=scheme)
        for width in (1280, 320):
            resize(publisher, width)
            open_step(publisher, live_server, article)
            settle(publisher)
            assert publisher.evaluate(OVERFLOW) <= 0
            assert publisher.faults == []
            publisher.evaluate(AXE_SCRIPT)
            assert publisher.evaluate(SERIOUS) == []
            publisher.faults.clear()  # axe measures with styles of its own
