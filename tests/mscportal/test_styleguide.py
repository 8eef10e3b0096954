import pytest

from diseases.vocabulary import Certainty, Direction

pytestmark = pytest.mark.django_db

ADDRESS = "/styleguide/"


def test_the_style_guide_shows_every_word_of_the_evidence(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(ADDRESS).content.decode()
    for label in [*Certainty.labels, *Direction.labels]:
        assert str(label) in page


def test_search_engines_are_kept_away_from_it(client):
    assert '<meta name="robots" content="noindex">' in client.get(ADDRESS).content.decode()
    assert "styleguide" not in client.get("/sitemap.xml").content.decode()
