import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from content.signals import NewsStage, public_content_changed
from editorial import workflow
from editorial.models import Contributor, Correction, Review, Revision, SiteDetails
from tests.editorial.at_desk import desk, form_of, messages_of, send, url
from tests.factories import make_article, make_contributor, make_disease, make_user

pytestmark = pytest.mark.django_db

ADD = "admin:editorial_review_add"
CORRECTIONS = "editorial-correction-content_type-object_id"


def add_review(entry):
    return reverse(ADD, query={"entry": f"{entry._meta.label_lower}.{entry.pk}"})


def reviewer(**fields):
    client = desk("Medical reviewer")
    client.contributor = make_contributor(user=client.user, **fields)
    return client


def test_a_reviewer_records_a_review_in_the_own_name_from_the_form_of_the_entry():
    disease, client = make_disease(), reviewer(title="Ada Example")
    assert add_review(disease) in client.get(url(disease)).content.decode()
    data = form_of(client.get(add_review(disease)))
    assert "reviewer" not in data and "object_id" not in data
    response = send(client, add_review(disease), kind="editorial", decision="approve")
    assert response.url == url(disease)
    review = Review.objects.get()
    assert (review.entry, review.reviewer) == (disease, client.contributor)
    assert "Ada Example" in client.get(url(disease)).content.decode()


def test_a_reviewer_cannot_forge_another_name_or_another_entry():
    disease, other, client = make_disease(), make_disease(), reviewer()
    send(
        client,
        add_review(disease),
        kind="lay",
        decision="approve",
        reviewer=make_contributor().pk,
        object_id=other.pk,
        content_type="1",
    )
    review = Review.objects.get()
    assert (review.entry, review.reviewer) == (disease, client.contributor)


def test_a_review_keeps_the_interests_that_were_stated_at_the_time():
    disease, client = make_disease(), reviewer(interests="Shares in a cell bank.")
    send(client, add_review(disease), kind="editorial", decision="approve")
    Contributor.objects.update(interests="None.")
    assert Review.objects.get().interests_at_time == "Shares in a cell bank."


def test_a_medical_review_is_recorded_by_approving_and_in_no_other_form():
    disease, client = make_disease(), reviewer()
    assert 'value="clinical"' not in client.get(add_review(disease)).content.decode()
    response = send(client, add_review(disease), kind="clinical", decision="approve")
    assert "kind" in response.context["adminform"].form.errors
    assert not Review.objects.exists()


def test_a_reviewer_without_a_public_name_is_told_whom_to_ask():
    disease, client = make_disease(), desk("Medical reviewer")
    response = client.get(add_review(disease), follow=True)
    assert "A review needs a name." in messages_of(response)[0]
    client.post(add_review(disease), {"kind": "clinical", "decision": "approve"})
    assert not Review.objects.exists()


def test_a_publisher_records_what_somebody_without_an_account_has_written():
    disease, person, client = make_disease(), make_contributor(), desk("Publisher")
    send(client, add_review(disease), kind="lay", decision="changes", reviewer=person.pk)
    assert Review.objects.get().reviewer == person


UNKNOWN = ["", "nothing", "diseases.disease.999", "diseases.disease.x", "accounts.user.1", "a.b.c"]


@pytest.mark.parametrize("entry", UNKNOWN)
def test_without_an_entry_the_form_says_where_to_start(entry):
    client = reviewer()
    response = client.get(reverse(ADD, query={"entry": entry}), follow=True)
    assert "Open the entry that was reviewed" in messages_of(response)[0]


def test_a_review_lies_not_in_the_future():
    disease, client = make_disease(), reviewer()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    response = send(
        client, add_review(disease), kind="lay", decision="approve", made_on=str(tomorrow)
    )
    assert b"A review cannot lie in the future." in response.content
    assert not Review.objects.exists()


@pytest.mark.parametrize("role", ["Publisher", "Medical reviewer"])
def test_a_review_is_never_changed_or_deleted(role):
    review = Review.objects.create(
        entry=make_disease(), kind="lay", decision="approve", reviewer=make_contributor()
    )
    client = desk(role)
    assert client.get(url(review)).status_code == 200
    assert client.post(url(review), {"decision": "changes"}).status_code == 403
    assert client.post(url(review, "delete"), {"post": "yes"}).status_code == 403
    review.refresh_from_db()
    assert review.decision == "approve"


def test_a_review_of_a_deleted_entry_is_still_listed():
    review = Review.objects.create(
        entry=make_disease(), kind="lay", decision="approve", reviewer=make_contributor()
    )
    Review.objects.filter(pk=review.pk).update(object_id=999)
    page = desk("Read-only").get(url(Review, "changelist")).content.decode()
    assert "deleted" in page


CORRECTED = {"correction_kind": "factual", "what_was": "10 of 20", "what_is": "8 of 20"}


def draft_of_live_article(**changes):
    article = make_article(title="What is known")
    send(desk("Author"), url(article), **(changes or {"body": "<p>8 of 20.</p>"}))
    return article


def test_a_publication_tells_readers_what_was_corrected(client):
    article, publisher = draft_of_live_article(), desk("Publisher")
    publisher.post(url(article, "step:publish"), {"note": "No reviewer yet", **CORRECTED})
    correction = Correction.objects.get()
    assert (correction.entry, correction.kind, correction.is_public) == (article, "factual", True)
    assert "10 of 20" in client.get(article.get_absolute_url()).content.decode()
    page = publisher.get(url(Correction, "changelist")).content.decode()
    assert url(article) in page and "What is known" in page
    assert "content_type" not in form_of(publisher.get(url(correction)))
    assert "10 of 20" in publisher.get(url(article)).content.decode()


@pytest.mark.parametrize("missing", CORRECTED)
def test_half_a_correction_is_refused_and_nothing_is_published(missing):
    article, publisher = draft_of_live_article(), desk("Publisher")
    sent = {"note": "No reviewer yet", **CORRECTED, missing: " " if "what" in missing else ""}
    response = publisher.post(url(article, "step:publish"), sent)
    assert missing in response.context["form"].errors
    assert not Correction.objects.exists() and Revision.objects.pending(article)


def test_a_refused_publication_keeps_no_correction():
    article, publisher = draft_of_live_article(body=""), desk("Publisher")
    sent = {"note": "No reviewer yet", **CORRECTED}
    assert publisher.post(url(article, "step:publish"), sent).status_code == 200
    assert not Correction.objects.exists()


def test_what_was_never_public_has_nothing_to_correct():
    article, publisher = make_article(live=False), desk("Publisher")
    assert "what_was" not in publisher.get(url(article, "step:publish")).content.decode()
    publisher.post(url(article, "step:publish"), {"note": "No reviewer yet", **CORRECTED})
    article.refresh_from_db()
    assert article.is_live and not Correction.objects.exists()


def test_a_changed_correction_tells_the_engines_about_its_entry():
    article, client = make_article(), desk("Publisher")
    correction = Correction.objects.create(entry=article, what_was="10", what_is="8")
    told = []

    def published(sender, entry, **kwargs):
        told.append(entry.pk)

    public_content_changed.connect(published, at=NewsStage.PAGES)
    try:
        send(client, url(correction), what_is="9")
        client.post(url(correction, "delete"), {"post": "yes"})
    finally:
        public_content_changed.disconnect(published)
    assert told == [article.pk, article.pk]
    assert not Correction.objects.exists()


@pytest.mark.parametrize("role", ["Author", "Publisher"])
def test_a_correction_is_no_part_of_a_draft(role):
    article, client = make_article(live=False), desk(role)
    added = {"what_was": "10", "what_is": "8", "kind": "factual", "made_on": "2024-01-01"}
    fields = {f"{CORRECTIONS}-0-{name}": value for name, value in added.items()}
    send(
        client,
        url(article),
        **fields,
        **{f"{CORRECTIONS}-TOTAL_FORMS": "1", f"{CORRECTIONS}-INITIAL_FORMS": "0"},
    )
    assert not Correction.objects.exists()


def test_the_site_has_one_row_of_details():
    client = desk("Publisher")
    response = client.get(url(SiteDetails, "changelist"))
    assert response.url == url(SiteDetails, "add")
    send(client, url(SiteDetails, "add"), owner="A charity")
    details = SiteDetails.objects.get()
    assert client.get(url(SiteDetails, "changelist")).url == url(details)
    assert client.get(url(SiteDetails, "add")).status_code == 403
    assert client.post(url(details, "delete"), {"post": "yes"}).status_code == 403
    send(client, url(details), owner="Another charity")
    assert SiteDetails.objects.get().owner == "Another charity"


def test_who_may_only_read_sees_an_empty_list_of_site_details():
    assert desk("Read-only").get(url(SiteDetails, "changelist")).status_code == 200


def test_only_who_manages_accounts_links_a_name_with_a_login():
    """Otherwise an author could review the own text under a second name."""
    person, account = make_contributor(live=False), make_user()
    send(desk("Author"), url(person), title="New title", user=account.pk)
    person.refresh_from_db()
    assert (person.title, person.user) == ("New title", None)
    send(desk("Publisher"), url(person), user=account.pk)
    assert Contributor.objects.get().user == account


def test_an_earlier_version_does_not_bring_back_a_login():
    person, account = make_contributor(live=False), make_user()
    publisher, author = desk("Publisher"), desk("Author")
    send(publisher, url(person), user=account.pk, title="First")
    send(publisher, url(person), user="", title="Second")
    workflow.restore(person, 1, by=author.user)
    assert Contributor.objects.get().user is None
