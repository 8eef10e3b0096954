import pytest

from literature.named_sources import with_named_sources
from tests.factories import make_publication

pytestmark = pytest.mark.django_db


def test_a_token_becomes_the_name_of_its_source():
    make_publication(slug="kuriyan2017", authors_text="Kuriyan AE, Albini TA, et al.", year=2017)
    (text,) = with_named_sources(["<p>Three people lost sight [@kuriyan2017].</p>"])
    assert '(<a href="/publications/kuriyan2017/">Kuriyan AE 2017</a>)' in text
    assert "[@" not in text


def test_a_source_that_is_not_public_is_not_named():
    make_publication(slug="secret2020", authors_text="Secret S", live=False)
    (text,) = with_named_sources(["<p>Claim [@secret2020].</p>"])
    assert "Secret" not in text and "source not available" in text


def test_a_name_is_escaped():
    make_publication(slug="odd2020", authors_text="<b>Odd</b> O, Even E")
    (text,) = with_named_sources(["<p>Claim [@odd2020].</p>"])
    assert "<b>" not in text and "&lt;b&gt;Odd" in text


def test_many_texts_cost_one_query(django_assert_num_queries):
    for number in range(3):
        make_publication(slug=f"study{number}")
    texts = [f"<p>Text [@study{number}].</p>" for number in range(3)]
    with django_assert_num_queries(1):
        with_named_sources(texts)
    with django_assert_num_queries(0):
        with_named_sources(["<p>Nothing is cited.</p>"])
