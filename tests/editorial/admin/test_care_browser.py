"""The pages that ask before something goes, the trash and the offer of unsaved text pass axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from editorial import workflow
from editorial.models import Recovery, Trashed
from resources import outside_links
from resources.models import LinkCheck
from tests.browser import settle, sign_in
from tests.editorial.at_desk import url
from tests.factories import make_article, make_disease, make_resource, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page):
    results = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["html"] for node in fault["nodes"]])
        for fault in results
        if fault["impact"] in ("serious", "critical")
    ]


def test_the_screens_of_this_piece_pass_axe(page, live_server):
    user, other = make_user(is_superuser=True), make_user(is_superuser=True)
    disease = make_disease()
    article = make_article(title="Points there", m2m={"diseases": [disease]})
    workflow.trash(make_article(live=False), by=user)
    make_resource()
    outside_links.collect()
    place = {
        "content_type": ContentType.objects.get_for_model(Article),
        "object_id": article.pk,
    }
    Recovery.objects.create(user=other, **place)
    Recovery.objects.create(
        user=user,
        saved_at=timezone.now(),
        data={"pairs": [["title", "Half"]], "labels": {}},
        **place,
    )
    sign_in(page, live_server, user)
    for address, parts in (
        (url(disease, "change").replace("change", "step/withdraw"), []),
        (url(article, "delete"), []),
        (url(Trashed, "changelist"), []),
        (url(LinkCheck, "changelist"), []),
        (url(article), [".desk-unsaved", ".desk-editing"]),
    ):
        page.goto(live_server.url + address)
        for part in parts:
            expect(page.locator(part)).to_be_visible()
        settle(page)
        assert page.faults == []
        assert faults(page) == [], address
        page.faults.clear()  # axe measures with styles of its own
