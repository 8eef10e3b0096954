"""The page of results."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_article, make_category, make_disease, make_source, make_statement

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\x00",
    "knee\x00hip",
    "x" * 10_000,
    "knee " * 2_000,
    "!!! ??? ... ,,,",
    "'",
    '"',
    '""',
    '"knee',
    "knee*",
    "*",
    "^knee",
    "+knee -hip",
    "knee AND hip",
    "knee AND",
    "AND OR NOT",
    "NEAR(knee hip, 5)",
    "title:knee",
    "names : knee",
    "{names body} : knee",
    "knee & hip | !toe",
    "knee <-> hip",
    "knee:*A",
    "(((knee",
    "')) OR 1=1 --",
    "'; DROP TABLE search_entry; --",
    "%s %d %(x)s {0} {x}",
    "%",
    "_",
    "__ _ _",
    "\\",
    "\\'",
    "a\\",
    "😀",
    "👩‍👩‍👧 🦴🦵",
    "مرحبا بالعالم",
    "שלום \u202eknee",
    "日本語の膝",
    "\ud7ff\ufffd\uffff",
    "e\u0301\u0301\u0301",
    "\u0301",
    "\u200b\u200b",
    "knee\u00adhip",
    "½ ⅓ ① ⑴ ﷺ ͺ",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "|",
    "knee | hip",
]


def get(client, **query):
    return client.get(reverse("search:search"), query)


def html(client, **query):
    response = get(client, **query)
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_question_the_page_invites_and_shows_ways(client):
    page = html(client)
    assert "Type the name of a disease" in page
    for name in ("diseases:list", "resources:glossary", "articles:list"):
        assert f'href="{reverse(name)}"' in page
    assert "Nothing found" not in page


@pytest.mark.parametrize("query", ["", "   ", "\x00"])
def test_blanks_are_no_question(client, query):
    assert "Type the name of a disease" in html(client, q=query)


def test_the_question_stays_in_the_field_escaped(client):
    page = html(client, q='knee "pain" & <b>')
    assert 'value="knee &quot;pain&quot; &amp; &lt;b&gt;"' in page


def test_no_result_gives_advice_and_ways(client):
    page = html(client, q="lemonade")
    assert "Nothing found" in page
    assert "0 results for “lemonade”" in page
    for name in ("diseases:list", "resources:glossary", "articles:list"):
        assert f'href="{reverse(name)}"' in page


def test_search_engines_are_kept_out(client):
    assert '<meta name="robots" content="noindex">' in html(client)
    assert '<meta name="robots" content="noindex">' in html(client, q="knee")


def test_results_say_their_number_title_type_and_piece(client):
    make_article(title="Of knees", plain_summary="About both knees.")
    page = html(client, q="knee")
    assert "1 result for “knee”" in page
    assert "Of <mark>knees</mark>" in page
    assert "About both <mark>knees</mark>." in page
    assert '<p class="row-meta">Article</p>' in page


def test_the_entry_that_was_named_stands_on_top_as_a_card(client):
    make_category(title="Joints")
    make_article(title="Knee pain and sport")
    make_disease(
        title="Osteoarthritis", slug="oa", names=["Knee pain"], plain_summary="Worn joint."
    )
    page = html(client, q="knee pain")
    card = page.index('class="best-result card"')
    assert card < page.index('href="/diseases/oa/"') < page.index("More results")
    assert page.count('href="/diseases/oa/"') == 1
    assert page.index("Worn joint.") < page.index("More results")
    assert "Knee</mark> <mark>pain</mark> and sport" in page[page.index("More results") :]


def test_without_a_whole_name_there_is_no_card(client):
    make_article(title="Knee pain and sport")
    assert "best-result" not in html(client, q="knee pain")


def test_the_card_stands_on_the_first_page_only(client):
    make_disease(title="Bone")
    for number in range(12):
        make_source(title=f"Bone source {number:02}")
    assert "best-result" in html(client, q="bone")
    assert "best-result" not in html(client, q="bone", page="2")


def test_types_are_links_with_counts_that_keep_the_question(client):
    make_category(title="Joints")
    make_disease(title="Knee & hip pain")
    make_article(title="Of knees & hips")
    make_article(title="Knee and hip, again")
    page = html(client, q="knee & hip")
    assert 'href="?q=knee+%26+hip" aria-current="true">All (3)</a>' in page
    assert 'href="?q=knee+%26+hip&amp;type=article">Articles (2)</a>' in page
    page = html(client, q="knee & hip", type="article")
    assert "2 results" in page
    assert 'type=article" aria-current="true">Articles (2)</a>' in page
    assert "All (3)" in page
    assert "<mark>Knee</mark> &amp; <mark>hip</mark> pain" not in page


def test_a_type_without_results_leads_back_to_all(client):
    make_article(title="Of knees")
    page = html(client, q="knee", type="disease")
    assert "None of the results is of this type." in page
    assert 'href="?q=knee"' in page


@pytest.mark.parametrize("kind", ["nonsense", "diseases.disease", "'", "\x00", "user"])
def test_a_type_that_does_not_exist_is_ignored(client, kind):
    make_article(title="Of knees")
    assert "1 result for" in html(client, q="knee", type=kind)


def test_pages_lead_to_one_another_and_keep_question_and_type(client):
    for number in range(25):
        make_source(title=f"Bone source {number:02}")
    page = html(client, q="bone source", type="tissuesource")
    assert "?q=bone+source&amp;type=tissuesource&amp;page=2" in page
    seen = set()
    for number in "123":
        page = html(client, q="bone source", type="tissuesource", page=number)
        seen.update(re.findall(r'href="(/sources/[^"]+)"', page.partition("<main")[2]))
    assert len(seen) == 25


@pytest.mark.parametrize("number", ["0", "-1", "4", "99999999999", "x", "1.5", ""])
def test_a_page_that_does_not_exist_is_not_found(client, number):
    for serial in range(25):
        make_source(title=f"Bone source {serial:02}")
    assert get(client, q="bone", page=number).status_code == 404
    assert get(client, q="bone", page="3").status_code == 200


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_answered(client, query):
    make_article(title="Of knees and hips", body="<p>Knee hip and or not near.</p>")
    assert get(client, q=query).status_code == 200
    assert get(client, q=f"knee {query}").status_code == 200
    assert get(client, q=f"{query} knee", type="article").status_code == 200


def test_bytes_that_are_no_text_are_answered(client):
    assert client.get("/search/?q=%ff%fe%00%ed%a0%80&type=%ff").status_code == 200


def test_operators_are_no_operators(client):
    make_article(title="Of knees", body="<p>Knee and hip.</p>")
    assert "1 result for" in html(client, q="knee -hip")
    assert "1 result for" in html(client, q="knee & !hip")
    assert "0 results for" in html(client, q="toe*")


def test_two_questions_at_once_are_one(client):
    make_article(title="Of knees")
    assert client.get("/search/?q=hip&q=knee").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_search_only_reads(client, method):
    assert getattr(client, method)(reverse("search:search")).status_code == 405
    assert client.head(reverse("search:search")).status_code == 200


def test_a_search_sets_no_cookie(client):
    make_article(title="Of knees")
    response = get(client, q="knee")
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("size", [1, 25])
@pytest.mark.parametrize(
    ("query", "most"), [("bone", 5), ("bone source of lemons", 6), ("lemonade", 4), ("", 0)]
)
def test_a_search_costs_the_same_at_any_size(
    client, django_assert_max_num_queries, size, query, most
):
    disease = make_disease(title="Bone loss", names=["Bone"])
    for number in range(size):
        make_source(title=f"Bone source {number}")
        make_article(title=f"Bone text {number}", body="<p>Of bone.</p>")
        make_statement(title=f"Bone finding {number}", disease=disease)
    with django_assert_max_num_queries(most):
        html(client, q=query)
