import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.models import Article
from content.signals import NewsStage, public_content_changed
from editorial.models import Revision
from editorial.versions import drafts
from tests.editorial.at_desk import desk, messages_of, send, url
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def act(client, action, *articles):
    chosen = [article.pk for article in articles]
    data = {"action": action, "_selected_action": chosen}
    return client.post(url(Article, "changelist"), data, follow=True)


def test_articles_are_put_on_the_home_page_and_taken_off_from_the_list():
    publisher, article = desk("Publisher"), make_article()
    told = []

    def published(sender, entry, **kwargs):
        told.append(entry.is_featured)

    public_content_changed.connect(published, at=NewsStage.PAGES)
    try:
        act(publisher, "feature", article)
        act(publisher, "unfeature", article)
    finally:
        public_content_changed.disconnect(published)
    assert told == [True, False]


def test_an_author_does_so_only_with_what_is_not_public():
    live, new = make_article(title="Shown"), make_article(live=False)
    response = act(desk("Author"), "feature", live, new)
    assert "1 entry was skipped" in " ".join(messages_of(response))
    assert list(Article.objects.featured()) == [new]


def test_the_form_has_the_same_tick():
    article = make_article()
    send(desk("Publisher"), url(article), is_featured="on")
    assert Article.objects.get().is_featured and not Revision.objects.exists()


def test_an_author_has_no_tick_on_the_form_of_what_is_public():
    live, new, author = make_article(), make_article(live=False), desk("Author")
    send(author, url(live), is_featured="on", title="Draft")
    send(author, url(new), is_featured="on")
    assert list(Article.objects.filter(is_featured=True)) == [new]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("• First.\n•\tSecond.\n  ▪ Third.", "First.\nSecond.\nThird."),
        ("- First.\n* Second.\n·Third.", "First.\nSecond.\nThird."),
        ("-5 °C is too warm.\n1. First.\n*Not* so.", "-5 °C is too warm.\n1. First.\n*Not* so."),
        ("IL-6 - a signal.\n\nTwo • three.", "IL-6 - a signal.\n\nTwo • three."),
    ],
)
def test_bullets_typed_before_key_points_are_not_kept(typed, kept):
    article = make_article()
    send(desk("Author"), url(article), key_points=typed)
    saved = drafts.pending(article).payload["fields"]["key_points"]
    assert saved.replace("\r\n", "\n") == kept


def test_six_key_points_are_refused_at_their_field():
    article = make_article(live=False)
    response = send(desk("Author"), url(article), key_points="1\n2\n3\n4\n5\n6")
    assert "key_points" in response.context["adminform"].form.errors


@pytest.mark.parametrize("nonsense", ["x", "\x00", "9" * 23, "²"])
def test_nonsense_in_a_look_up_is_an_error_on_the_form_and_no_failure(admin_client, nonsense):
    article = make_article()
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = admin_client.post(address, {"title": "New", "topic": nonsense, "diseases": [nonsense]})
    assert answer.status_code == 200 and answer.context["errors"]
    add = reverse("admin:articles_article_add")
    assert admin_client.get(add, {"topic": nonsense, "diseases": nonsense}).status_code == 200


def test_the_address_of_the_feed_is_refused():
    with pytest.raises(ValidationError, match="another part of the site"):
        make_article(live=False, slug="feed").clean()
