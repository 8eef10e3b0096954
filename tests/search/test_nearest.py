import pytest

from search.nearest import nearest
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    factories.make_disease(title="Osteoarthritis of the knee", slug="osteoarthritis-knee")
    factories.make_disease(title="Crohn's disease", slug="crohns-disease")
    factories.make_mechanism(title="Immune modulation", slug="immune-modulation")
    factories.make_article(title="Before you pay", slug="before-you-pay-a-clinic")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/diseases/osteoartritis-knee/", "Osteoarthritis of the knee"),
        ("/diseases/osteoarthritis-of-the-knee/", "Osteoarthritis of the knee"),
        ("/diseases/Crohns_Disease", "Crohn's disease"),
        ("/articles/crohns-disease/", "Crohn's disease"),
        ("/es/diseases/crohn-disease/", "Crohn's disease"),
        ("/immune-modulaton/", "Immune modulation"),
        ("/diseases/crohn/", "Crohn's disease"),
        ("/articles/pay-clinic/", "Before you pay"),
    ],
)
def test_a_slip_leads_to_the_page_that_was_meant(site, path, title):
    assert nearest(path)[0].title == title


@pytest.mark.parametrize(
    "path",
    ["/", "/x/", "/wp-login.php", "/.env", "/diseases/%s/" % ("a" * 500), "/zzzz-qqqq/", "/\x00/"],
)
def test_an_address_like_none_of_ours_leads_nowhere(site, path):
    assert nearest(path) == []


def test_drafts_and_parts_of_pages_are_not_suggested():
    factories.make_disease(title="Hidden", slug="hidden-disease", live=False)
    factories.make_red_flag(title="Hidden flag", slug="hidden-flag")
    assert nearest("/diseases/hidden-disease/") == nearest("/hidden-flag/") == []


def test_there_are_five_at_most_whatever_the_size(django_assert_max_num_queries):
    for number in range(40):
        factories.make_trial(title=f"Trial of cells {number}", slug=f"trial-of-cells-{number}")
    with django_assert_max_num_queries(10):
        assert len(nearest("/trials/trial-of-cells/")) == 5
