import pytest

from editorial import workflow
from tests.factories import make_article, make_disease, make_publication

pytestmark = pytest.mark.django_db


def page_of(client, publication):
    return client.get(publication.get_absolute_url()).content.decode()


def test_an_article_that_names_it_in_the_text_or_a_key_point_is_listed(client):
    publication = make_publication(slug="named")
    make_article(title="In the text", body="<p>So [@named].</p>")
    make_article(title="In a key point", key_points="So [@named].")
    make_article(title="Silent")
    body = page_of(client, publication)
    assert "In the text" in body and "In a key point" in body and "Silent" not in body


def test_an_entry_that_lists_and_names_it_stands_once(client):
    publication = make_publication(slug="named")
    make_disease(title="Asthma", about="<p>So [@named].</p>", cites=[publication])
    assert page_of(client, publication).count(">Asthma</a>") == 1


def test_it_follows_changes_of_the_text_and_withdrawal(client):
    publication = make_publication(slug="named")
    article = make_article(title="An article", body="<p>So [@named].</p>")
    article.body = "<p>So.</p>"
    article.save()
    workflow.announce_change(article)
    assert "An article" not in page_of(client, publication)
    article.body = "<p>So [@named].</p>"
    article.save()
    workflow.announce_change(article)
    assert "An article" in page_of(client, publication)
    workflow.withdraw(article, by=None)
    assert "An article" not in page_of(client, publication)
