import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles.models import Article
from content.signals import NewsStage, content_withdrawn, public_content_changed
from diseases.models import Disease
from editorial import versions, workflow
from editorial.models import Correction, Review, Transition
from tests.editorial.at_desk import drafted
from tests.factories import (
    make_article,
    make_authorisation,
    make_category,
    make_contributor,
    make_disease,
    make_product,
    make_publication,
    make_statement,
    make_topic,
    make_trial,
    make_user,
)

pytestmark = pytest.mark.django_db

WHY = "Nobody is free to review."


@pytest.fixture
def publisher():
    return make_user(groups=["Publisher"])


@pytest.fixture
def author():
    return make_user(groups=["Author"])


@pytest.fixture
def news():
    """What the engines were told, in order."""
    told = []

    def published(sender, entry, **kwargs):
        told.append(("published", entry.pk, sender.objects.filter(pk=entry.pk).exists()))

    def withdrawn(sender, entry, **kwargs):
        told.append(("withdrawn", entry.pk, sender.objects.filter(pk=entry.pk).exists()))

    public_content_changed.connect(published, at=NewsStage.PAGES)
    content_withdrawn.connect(withdrawn, at=NewsStage.PAGES)
    yield told
    public_content_changed.disconnect(published)
    content_withdrawn.disconnect(withdrawn)


def test_publishing_a_complete_entry_makes_it_public_and_tells_the_engines_once(publisher, news):
    article = make_article(live=False)
    news.clear()
    done = workflow.publish(article, by=publisher, reason=WHY)
    assert done.is_live and done.published_at and not done.withdrawn_at
    assert news == [("published", article.pk, True)]


def test_publishing_an_incomplete_entry_is_refused_and_changes_nothing(publisher, news):
    article = make_article(live=False, body="")
    news.clear()
    with pytest.raises(workflow.NotReady, match="Text: is empty"):
        workflow.publish(article, by=publisher, reason=WHY)
    article.refresh_from_db()
    assert not article.is_live and news == []


def test_publishing_twice_is_refused(publisher):
    with pytest.raises(workflow.WrongState, match="there is no draft"):
        workflow.publish(make_article(), by=publisher, reason=WHY)


def test_publishing_without_a_review_takes_a_reason_that_is_kept(publisher):
    article = make_article(live=False)
    with pytest.raises(workflow.NeedsReason):
        workflow.publish(article, by=publisher, reason="  ")
    workflow.publish(article, by=publisher, reason=WHY)
    step = Transition.objects.get()
    assert (step.verb, step.note, step.made_by) == ("publish_unreviewed", WHY, publisher)


def test_what_is_not_medically_reviewed_needs_no_reason(publisher):
    assert workflow.publish(make_category(live=False), by=publisher).is_live
    assert Transition.objects.get().verb == "publish"


def test_publishing_again_keeps_the_first_date(publisher):
    article = make_article()
    first = article.published_at
    workflow.withdraw(article, by=publisher)
    assert workflow.publish(article, by=publisher, reason=WHY).published_at == first


def test_an_author_may_not_publish_or_withdraw(author, news):
    with pytest.raises(PermissionDenied):
        workflow.publish(make_article(live=False), by=author)
    article = make_article()
    news.clear()
    with pytest.raises(PermissionDenied):
        workflow.withdraw(article, by=author)
    assert news == []


def test_withdrawing_takes_an_entry_off_and_tells_the_engines(publisher, news):
    article = make_article()
    news.clear()
    done = workflow.withdraw(article, by=publisher)
    assert not done.is_live and done.withdrawn_at
    assert news == [("withdrawn", article.pk, True)]


def test_withdrawing_what_is_not_public_is_refused(publisher):
    with pytest.raises(workflow.WrongState, match="not on the public site"):
        workflow.withdraw(make_article(live=False), by=publisher)


def test_amending_a_live_entry_tells_the_engines(publisher, news):
    article = make_article()
    news.clear()
    assert workflow.amend(article, by=publisher, is_featured=True).is_featured
    assert news == [("published", article.pk, True)]


def test_amending_what_is_not_public_tells_nobody(author, news):
    article = make_article(live=False)
    news.clear()
    workflow.amend(article, by=author, is_featured=True)
    article.refresh_from_db()
    assert article.is_featured and news == []


def test_an_author_may_not_amend_a_live_entry(author):
    article = make_article()
    with pytest.raises(PermissionDenied):
        workflow.amend(article, by=author, is_featured=True)
    article.refresh_from_db()
    assert not article.is_featured


def test_amending_keeps_the_rules_of_the_model(publisher):
    article = make_article()
    with pytest.raises(ValidationError):
        workflow.amend(article, by=publisher, is_featured="often")


def test_amending_is_no_way_around_the_drafts(publisher):
    article = make_article(title="Before")
    with pytest.raises(ValueError, match="drafts"):
        workflow.amend(article, by=publisher, title="After")
    article.refresh_from_db()
    assert article.title == "Before"


def test_an_author_names_who_is_responsible_for_a_live_entry_and_no_engine_is_told(author, news):
    article = make_article()
    news.clear()
    workflow.amend(article, by=author, owner=author)
    article.refresh_from_db()
    assert article.owner == author and news == []


def test_deleting_a_live_entry_tells_the_engines_while_the_row_is_still_there(publisher, news):
    article = make_article()
    news.clear()
    workflow.delete(article, by=publisher)
    assert news == [("withdrawn", article.pk, True)]
    assert not Article.objects.exists()


def test_deleting_what_is_not_public_tells_nobody(publisher, news):
    article = make_article(live=False)
    news.clear()
    workflow.delete(article, by=publisher)
    assert news == [] and not Article.objects.exists()


def test_an_author_may_not_delete(author):
    article = make_article(live=False)
    with pytest.raises(PermissionDenied):
        workflow.delete(article, by=author)
    assert Article.objects.exists()


def test_deleting_what_others_rest_on_is_refused_by_name(publisher):
    disease = make_disease(title="Osteoarthritis")
    make_statement(disease=disease, title="Pain after a year")
    with pytest.raises(workflow.StillNeeded) as refusal:
        workflow.delete(disease, by=publisher)
    assert "“Osteoarthritis” is still used by: evidence statement “Pain after a year”" in str(
        refusal.value
    )
    assert Disease.objects.get().is_live


def test_a_refusal_names_a_few_and_counts_the_rest(publisher):
    publication = make_publication()
    for _ in range(8):
        make_article(cites=[publication])
    with pytest.raises(workflow.StillNeeded, match="3 more"):
        workflow.delete(publication, by=publisher)


def test_an_entry_with_a_review_or_a_correction_is_not_deleted(publisher):
    reviewed, corrected = make_article(), make_article(live=False)
    Review.objects.create(
        entry=reviewed, kind="clinical", decision="approve", reviewer=make_contributor()
    )
    Correction.objects.create(entry=corrected, what_was="10 of 20", what_is="8 of 20")
    for article in (reviewed, corrected):
        with pytest.raises(workflow.StillNeeded, match="must stay"):
            workflow.delete(article, by=publisher)
    assert Article.objects.count() == 2


def test_a_copy_has_the_text_the_relations_and_own_rows(author):
    disease, publication = make_disease(), make_publication()
    topic, person = make_topic(), make_contributor()
    article = make_article(
        title="What is known",
        topic=topic,
        body="<p>Text [@a].</p>",
        cites=[publication],
        m2m={"diseases": [disease], "authors": [person]},
    )
    copy = workflow.duplicate(article, by=author)
    copy.refresh_from_db()
    assert copy.pk != article.pk and copy.body == "" and not copy.citations.exists()
    assert (copy.title, copy.slug) == ("Copy of What is known", "copy-of-what-is-known")
    with drafted(copy) as shown:
        assert (shown.title, shown.slug) == (copy.title, copy.slug)
        assert (shown.body, shown.topic) == (article.body, topic)
        assert list(shown.diseases.all()) == [disease] and list(shown.authors.all()) == [person]
        assert [row.publication for row in shown.citations.all()] == [publication]
        assert shown.citations.get().pk != article.citations.get().pk
    assert article.citations.count() == 1


def test_a_copy_is_made_of_the_draft_that_the_form_shows(author):
    article = make_article(title="Live")
    payload = versions.capture(article)
    payload["fields"]["title"] = "Draft"
    workflow.save_draft(article, payload, by=author)
    assert workflow.duplicate(article, by=author).title == "Copy of Draft"


def test_a_copy_has_its_own_names_and_events(author):
    product = make_product(names=["Prochymal", "Ryoncil"])
    make_authorisation(product)
    copy = workflow.duplicate(product, by=author)
    with drafted(copy) as shown:
        assert {name.text for name in shown.names.all()} == {"Prochymal", "Ryoncil"}
        assert shown.authorisations.count() == 1
        assert not {row.pk for row in shown.names.all()} & {row.pk for row in product.names.all()}
    assert product.authorisations.count() == 1


def test_a_copy_is_never_live_and_claims_no_review(author, news):
    article = make_article(
        last_reviewed_on=datetime.date(2024, 1, 1), next_review_on=datetime.date(2025, 1, 1)
    )
    news.clear()
    copy = workflow.duplicate(article, by=author)
    assert not copy.is_live and copy.published_at is None
    assert copy.last_reviewed_on is None and copy.next_review_on is None
    assert news == []


def test_copies_of_copies_find_a_free_address_and_a_title_that_fits(author):
    article = make_article(title="x" * 200, slug="y" * 120)
    slugs = {workflow.duplicate(article, by=author).slug for _ in range(3)}
    assert len(slugs) == 3 and all(len(slug) <= 120 for slug in slugs)
    assert all(len(title) <= 200 for title in Article.objects.values_list("title", flat=True))


@pytest.mark.parametrize("make", [make_trial, make_publication, make_contributor])
def test_what_exists_once_in_the_world_cannot_be_duplicated(publisher, make):
    entry = make()
    with pytest.raises(workflow.IsIdentity):
        workflow.duplicate(entry, by=publisher)
    assert type(entry).objects.count() == 1


def test_a_reader_of_the_desk_may_not_duplicate():
    category = make_category()
    with pytest.raises(PermissionDenied):
        workflow.duplicate(category, by=make_user(groups=["Read-only"]))
