"""The first screen says what waits, and each count opens exactly that list."""

import datetime
import itertools
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diseases.models import Disease
from editorial import workflow
from editorial.desk import lists as desk_lists
from editorial.models import Feedback, PlannedWithdrawal, Revision
from resources.models import LinkCheck
from tests.editorial.at_desk import desk, messages_of, queries_of, send
from tests.editorial.moments import HOUR, draft_of, step
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_publication,
    make_statement,
    make_user,
)

pytestmark = pytest.mark.django_db
REASON = "No reviewer at hand."
INDEX = "/admin/"
number = itertools.count(1)


def address(slug):
    return reverse("admin:desk_list", args=[slug])


@pytest.fixture
def author():
    return desk("Author")


@pytest.fixture
def reviewer():
    return reviewing()


def reviewing(name="Ada"):
    browser = desk("Medical reviewer", first_name=name, email=f"{name}@example.org")
    make_contributor(
        title=f"Dr {name}", user=browser.user, interests_stated_on=timezone.localdate()
    )
    return browser


def submitted(author, *, reviewer=None, **changes):
    article = make_article()
    draft_of(article, author.user, **({"title": "A draft of mine"} | changes))
    workflow.submit(article, by=author.user, reviewer=reviewer and reviewer.user)
    return article


def counts(browser):
    page = browser.get(INDEX)
    return {made.slug: made.number for made in page.context["desk"].lists}


def printed(browser):
    """Title of a list and the number beside it, as a colleague reads them."""
    shown = browser.get(INDEX).content.decode()
    counts = re.findall(r'desk-number">([^<]*)</span> <span>([^<]*)<', shown)
    return {title: number for number, title in counts}


def titles(browser, slug, **query):
    page = browser.get(address(slug), query)
    assert page.status_code == 200
    return [line.title for line in page.context["page"]]


def test_an_empty_desk_says_so_and_shows_the_kinds_of_entries(author):
    page = author.get(INDEX)
    assert set(counts(author).values()) == {0} and set(printed(author).values()) == {"0"}
    shown = page.content.decode()
    assert "Nothing waits." in shown and reverse("admin:articles_article_add") in shown
    for made in page.context["desk"].lists:
        assert author.get(made.url).status_code == 200


def test_a_draft_is_on_the_list_of_who_wrote_it_and_of_nobody_else(author):
    article = make_article()
    draft_of(article, author.user, title="A draft of mine")
    assert titles(author, "mine") == ["A draft of mine"]
    assert counts(author)["mine"] == 1 and counts(desk("Author"))["mine"] == 0


def test_a_published_or_discarded_draft_leaves_the_lists(author):
    publisher = desk("Publisher").user
    article, other = submitted(author), submitted(author)
    workflow.publish(article, by=publisher, reason=REASON, warnings_read=True)
    workflow.discard(other, by=author.user)
    assert titles(author, "mine") == titles(author, "waiting") == []


def test_a_new_version_of_a_draft_stands_in_its_place(author):
    article = submitted(author)
    draft_of(article, author.user, title="Better")
    assert titles(author, "mine") == ["Better"] and titles(author, "waiting") == []


def test_waiting_drafts_come_by_age(author):
    for title in ("First", "Second", "Third"):
        submitted(author, title=title)
    old = timezone.now() - datetime.timedelta(days=9)
    Revision.objects.filter(title="Second").update(submitted_at=old)
    assert titles(author, "waiting") == ["Second", "First", "Third"]
    assert "waiting for 1\xa0week" in author.get(address("waiting")).content.decode()


def test_a_list_of_the_desk_is_narrowed_to_one_type(author):
    submitted(author, title="An article")
    disease = make_disease()
    draft_of(disease, author.user, title="A disease")
    assert sorted(titles(author, "mine")) == ["A disease", "An article"]
    assert titles(author, "mine", kind="diseases.disease") == ["A disease"]
    assert len(titles(author, "mine", kind="nonsense")) == 2
    page = author.get(address("mine"), {"kind": "resources.redflag"}).content.decode()
    assert "Nothing of this type waits here." in page


def test_a_draft_that_was_submitted_right_now_waits_for_no_minutes(author):
    submitted(author)
    page = author.get(address("waiting")).content.decode()
    assert "submitted just now" in page and "0\xa0minutes" not in page


def test_another_reviewer_is_asked_without_a_new_submission(author, reviewer):
    other = reviewing("Bob")
    article = submitted(author, reviewer=reviewer)
    moment = Revision.objects.pending(article).submitted_at
    page = author.get(step(article, "reassign")).content.decode()
    assert f'value="{reviewer.user.pk}" selected' in page
    send(author, step(article, "reassign"), reviewer=other.user.pk)
    assert titles(other, "assigned") == ["A draft of mine"] and titles(reviewer, "assigned") == []
    assert Revision.objects.pending(article).submitted_at == moment
    assert "reviewer: Bob" in author.get(INDEX).content.decode()


def test_a_reviewer_is_asked_on_submission_and_finds_it(author, reviewer):
    other = reviewing("Bob")
    article = make_article()
    draft_of(article, author.user, title="Please read")
    send(author, step(article, "submit"), reviewer=reviewer.user.pk)
    assert titles(reviewer, "assigned") == ["Please read"] == titles(other, "waiting")
    assert titles(other, "assigned") == []
    assert "reviewer: Ada" in other.get(address("waiting")).content.decode()


def test_the_same_reviewer_is_offered_again(author, reviewer):
    article = submitted(author, reviewer=reviewer)
    workflow.request_changes(article, by=reviewer.user, note="Shorter.")
    assert titles(reviewer, "assigned") == []
    draft_of(article, author.user, title="Shorter")
    form = author.get(step(article, "submit")).context["form"]
    assert form.fields["reviewer"].initial == reviewer.user.pk


def test_only_reviewers_are_asked_and_nobody_about_an_own_text(author, reviewer):
    article = make_article()
    draft_of(article, author.user, title="Mine")
    with pytest.raises(workflow.Refused):
        workflow.submit(article, by=author.user, reviewer=author.user)
    refused = send(author, step(article, "submit"), reviewer=make_user(groups=["Read-only"]).pk)
    assert refused.status_code == 200 and refused.context["form"].errors["reviewer"]
    assert Revision.objects.newest(article).state == Revision.State.DRAFT


def test_with_fewer_than_two_reviewers_the_desk_says_so(author, reviewer):
    said = "Only one colleague can review"
    assert said in author.get(INDEX).content.decode()
    article = make_article()
    draft_of(article, author.user)
    assert said in author.get(step(article, "submit")).content.decode()
    reviewing("Bob")
    assert "can review" not in author.get(INDEX).content.decode()


def test_reviews_due_are_those_whose_day_has_come(author):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    for title, due in [("Late", today - day), ("Today", today), ("Later", today + day)]:
        make_disease(title=title, last_reviewed_on=today - 400 * day, next_review_on=due)
    make_disease(
        title="Withdrawn", live=False, last_reviewed_on=today - 9 * day, next_review_on=today
    )
    assert titles(author, "reviews") == ["Late", "Today"]


def test_unchecked_facts_and_failing_checks_have_their_lists(author):
    make_statement(title="From memory", verification="memory")
    make_statement(title="Seen", verification="checked")
    make_disease(title="Short", meta_description="Too short.")
    make_disease(title="Long enough", meta_description="Long enough. " * 8)
    retracted = make_publication(retraction="retracted")
    make_article(title="On sand", cites=[retracted])
    make_contributor(title="Dr Silent")
    assert "From memory" in titles(author, "facts") and "Seen" not in titles(author, "facts")
    assert sorted(titles(author, "checks")) == ["Dr Silent", "On sand", "Short"]
    assert "cites a retracted source" in author.get(address("checks")).content.decode()
    assert counts(author)["facts"] == len(titles(author, "facts"))


def test_pages_whose_source_left_the_site_fail_a_check(author):
    source = make_publication(slug="gone2020")
    make_article(title="On clay", body="<p>Seen [@gone2020].</p>")
    assert "On clay" not in author.get(address("checks")).content.decode()
    workflow.withdraw(source, by=make_user(is_superuser=True), reason="Wrong paper.")
    listed = author.get(address("checks")).content.decode()
    assert "On clay" in listed and "cites a publication that is not public" in listed


def test_feedback_opens_what_is_new(author):
    Feedback.objects.create(page="/", kind="helpful", is_helpful=True, text="New")
    Feedback.objects.create(page="/", kind="helpful", is_helpful=True, text="Old", state="done")
    page = author.get(INDEX)
    assert printed(author)["Feedback of readers"] == "1"
    feedback = next(made for made in page.context["desk"].lists if made.slug == "feedback")
    assert feedback.number == 1
    shown = author.get(feedback.url)
    assert shown.context["cl"].result_count == 1


def test_broken_links_open_those_that_failed_twice(author):
    for serial, failures in enumerate((0, 1, 2, 3)):
        LinkCheck.objects.create(url=f"https://{serial}.example.org/", fail_count=failures)
    assert printed(author)["Broken links"] == "2"
    links = next(m for m in author.get(INDEX).context["desk"].lists if m.slug == "links")
    assert links.number == author.get(links.url).context["cl"].result_count == 2


@pytest.mark.parametrize("slug", ["feedback", "links"])
def test_a_list_with_its_own_page_has_one_address(author, slug):
    made = next(m for m in author.get(INDEX).context["desk"].lists if m.slug == slug)
    assert author.get(address(slug)).url == made.url


# Coming up


def planned(publisher):
    serial = next(number)
    coming = make_article(title="Comes", slug=f"comes-{serial}")
    going = make_article(title="Goes", slug=f"goes-{serial}")
    draft_of(coming, publisher, title="Comes soon")
    now = timezone.now()
    workflow.schedule(coming, now + HOUR, by=publisher, reason=REASON, warnings_read=True)
    workflow.plan_withdrawal(going, now + 2 * HOUR, by=publisher)
    return coming, going


def test_coming_up_shows_both_kinds_in_order_with_the_zone(author):
    publisher = desk("Publisher")
    planned(publisher.user)
    assert titles(author, "coming-up") == ["Comes soon", "Goes"]
    shown = publisher.get(address("coming-up")).content.decode()
    assert "UTC" in shown and "becomes public" in shown and "is withdrawn" in shown


def test_an_appointment_is_cancelled_with_one_click(author):
    publisher = desk("Publisher")
    planned(publisher.user)
    for line in list(publisher.get(address("coming-up")).context["page"]):
        (cancel,) = line.buttons
        answer = publisher.post(cancel.url, follow=True)
        assert "was cancelled" in messages_of(answer)[0]
        again = publisher.post(cancel.url, follow=True)
        assert "already" in messages_of(again)[0]
    assert titles(publisher, "coming-up") == []
    assert not PlannedWithdrawal.objects.exists()
    assert not Revision.objects.filter(publish_at__isnull=False).exists()


def test_who_may_not_publish_sees_no_button_and_is_refused(author):
    publisher = desk("Publisher")
    planned(publisher.user)
    for line, own in zip(
        author.get(address("coming-up")).context["page"],
        publisher.get(address("coming-up")).context["page"],
        strict=True,
    ):
        (cancel,) = own.buttons
        assert line.buttons == []
        assert author.post(cancel.url).status_code == 403
        assert publisher.get(cancel.url).status_code == 405
    assert titles(author, "coming-up") == ["Comes soon", "Goes"]


# Who gets in

ROLES = {
    "A": ["Author"],
    "M": ["Medical reviewer"],
    "R": ["Read-only"],
    "P": ["Publisher"],
    "N": [],
}
# Address: who may open it, who may send it; N works on the desk without any role.
WRITTEN = {
    address_of: rights
    for address_of, rights in {
        "desk/assigned/": ("AMRPN", ""),
        "desk/mine/": ("AMRPN", ""),
        "desk/waiting/": ("AMRPN", ""),
        "desk/approved/": ("P", ""),
        "desk/reviews/": ("AMRPN", ""),
        "desk/coming-up/": ("AMRPN", ""),
        "desk/facts/": ("AMRPN", ""),
        "desk/checks/": ("AMRPN", ""),
        "desk/feedback/": ("AMRP", ""),
        "desk/links/": ("AMRP", ""),
        "desk/mails/": ("P", ""),
        "desk/nonsense/": ("", ""),
        "desk/cancel/publication/1/": ("", "P"),
        "desk/cancel/withdrawal/1/": ("", "P"),
        "desk/cancel/nonsense/1/": ("", ""),
        "desk/mail/again/1/": ("", "P"),
        "desk/mail/discard/1/": ("", "P"),
        "desk/mail/nonsense/1/": ("", ""),
        "find/": ("AMRPN", ""),
        "find/?q=cells": ("AMRPN", ""),
    }.items()
}


@pytest.mark.parametrize("place", WRITTEN)
def test_each_page_opens_for_those_who_are_written_down(place):
    may_open, may_send = WRITTEN[place]
    for letter, groups in ROLES.items():
        browser = desk(*groups)
        opened, sent = browser.get(INDEX + place), browser.post(INDEX + place)
        assert opened.status_code in (200, 302, 404, 405) and opened.status_code != 500
        assert (opened.status_code in (200, 302)) == (letter in may_open), letter
        assert (sent.status_code == 302) == (letter in may_send), letter
        assert letter in may_send or sent.status_code in (403, 404, 405)


@pytest.mark.parametrize("place", WRITTEN)
def test_a_visitor_is_asked_to_log_in(place):
    for answer in (Client().get(INDEX + place), Client().post(INDEX + place)):
        assert answer.status_code == 302 and "/admin/login/" in answer.url


def test_what_is_approved_waits_for_a_publisher_until_it_has_its_moment(author, reviewer):
    article, publisher = submitted(author, title="Approved text"), desk("Publisher")
    assert titles(publisher, "approved") == []
    workflow.approve(article, by=reviewer.user)
    assert titles(publisher, "approved") == ["Approved text"]
    assert "approved" not in counts(author)
    later = timezone.now() + datetime.timedelta(days=1)
    workflow.schedule(article, later, by=publisher.user, warnings_read=True)
    assert titles(publisher, "approved") == []


def test_who_has_no_role_sees_no_title(author):
    submitted(author, title="Secretword")
    planned(desk("Publisher").user)
    nobody = desk()
    for slug in ("assigned", "mine", "waiting", "reviews", "coming-up", "facts", "checks"):
        assert titles(nobody, slug) == []
    assert "Secretword" not in nobody.get(INDEX).content.decode()


# Cost


def fill(author, reviewer, publisher, how_many):
    for _each in range(how_many):
        submitted(author, reviewer=reviewer)
        planned(publisher.user)
        make_statement(verification="memory", disease=Disease.objects.first() or make_disease())
        make_disease(
            meta_description="Too short.",
            last_reviewed_on=datetime.date(2020, 1, 1),
            next_review_on=datetime.date(2021, 1, 1),
        )


def test_the_desk_costs_the_same_at_any_size(author, reviewer):
    publisher = desk("Publisher")
    fill(author, reviewer, publisher, 2)
    places = [INDEX, *(made.url for made in desk_lists.lists_for(author.user))]
    places += [INDEX + "find/?q=draft"]
    browsers = (author, reviewer, publisher)
    few = [queries_of(browser, place) for place in places for browser in browsers]
    fill(author, reviewer, publisher, 7)
    many = [queries_of(browser, place) for place in places for browser in browsers]
    assert few == many
    assert max(few) < 45


def test_long_lists_have_pages_in_a_stable_order(author):
    drafts = Revision.objects
    for serial in range(53):
        draft_of(make_article(), author.user, title=f"Draft {serial:02}")
    drafts.update(created_at=timezone.now(), submitted_at=timezone.now())
    pages = [titles(author, "mine", page=page) for page in (1, 2)]
    assert [len(page) for page in pages] == [50, 3]
    assert len({*pages[0], *pages[1]}) == 53
    assert author.get(address("mine"), {"page": "99"}).status_code == 404


def test_a_deleted_entry_leaves_the_desk(author):
    article = make_article(live=False)
    draft_of(article, author.user, title="Gone")
    workflow.delete(article, by=desk("Publisher").user)
    assert titles(author, "mine") == []
    assert not re.search("Gone", author.get(INDEX).content.decode())
