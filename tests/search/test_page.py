"""The page of results."""

import re

import pytest
from django.urls import reverse

from tests.factories import (
    make_article,
    make_category,
    make_disease,
    make_source,
    make_statement,
    make_trial,
)

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
    assert 'href="?q=knee+%26+hip" rel="nofollow" aria-current="true"><span>All</span> (3)' in page
    assert (
        'href="?q=knee+%26+hip&amp;type=article" rel="nofollow"><span>Articles</span> (2)' in page
    )
    page = html(client, q="knee & hip", type="article")
    assert "2 results" in page
    assert 'type=article" rel="nofollow" aria-current="true"><span>Articles</span> (2)' in page
    assert "<span>All</span> (3)" in page
    assert "<mark>Knee</mark> &amp; <mark>hip</mark> pain" not in page


def test_a_type_without_results_leads_back_to_all(client):
    make_article(title="Of knees")
    page = html(client, q="knee", type="disease")
    assert "None of the results fits what you chose." in page
    assert 'href="?q=knee"' in page


@pytest.mark.parametrize("kind", ["nonsense", "user", "'", "a b", "articles.nothing"])
def test_a_type_that_does_not_exist_finds_nothing_and_leads_back_to_all(client, kind):
    make_article(title="Of knees")
    page = html(client, q="knee", type=kind)
    assert "None of the results fits what you chose." in page and 'href="?q=knee"' in page
    assert "/articles/of-knees/" not in page


@pytest.mark.parametrize("kind", ["", "\x00", " "])
def test_an_empty_type_is_none(client, kind):
    make_article(title="Of knees")
    assert "1 result for" in html(client, q="knee", type=kind)


def test_a_facet_of_nonsense_finds_nothing(client):
    make_article(title="Of knees")
    for facet in ("topic", "status", "language"):
        assert "None of the results fits" in html(client, q="knee", **{facet: "a b"})


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


@pytest.mark.parametrize("size", [1, 6])
@pytest.mark.parametrize(
    ("query", "most"), [("bone", 8), ("bone source of lemons", 6), ("lemonade", 6), ("", 0)]
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


def test_a_repaired_question_says_so_and_can_be_asked_as_typed(client):
    make_disease(title="Osteoarthritis")
    page = html(client, q="osteoartritis")
    assert "Showing results for <strong>osteoarthritis</strong>." in page
    assert 'href="?q=osteoartritis&amp;exact=1"' in page
    assert "1 result for “osteoarthritis”" in page
    assert 'value="osteoartritis"' in page
    page = html(client, q="osteoartritis", exact="1")
    assert "0 results for “osteoartritis”" in page
    assert 'Did you mean: <a href="?q=osteoarthritis"' in page
    assert "have some of them" not in page


def test_settings_stay_in_the_address_of_pages_and_filters(client):
    for number in range(25):
        make_source(title=f"Bone source {number:02}")
    page = html(client, q="bone", exact="1", type="tissuesource")
    assert 'href="?q=bone&amp;type=tissuesource&amp;exact=1&amp;page=2"' in page
    assert 'href="?q=bone&amp;exact=1" rel="nofollow">' in page


def test_other_facets_are_offered_where_there_is_a_choice(client):
    nerves, joints = make_category(title="Nerves"), make_category(title="Joints")
    make_trial(title="Marrow one", m2m={"diseases": [make_disease(category=nerves)]})
    make_trial(
        title="Marrow two",
        status="recruiting",
        m2m={"diseases": [make_disease(category=joints)]},
    )
    page = re.sub(r"\s+", " ", html(client, q="marrow"))
    assert '<a href="?q=marrow&amp;topic=joints" rel="nofollow"><span>Joints</span> (1)</a>' in page
    assert "<span>Recruiting</span> (1)" in page
    assert "Certainty of evidence" not in page
    page = re.sub(r"\s+", " ", html(client, q="marrow", topic="joints"))
    assert "1 result for “marrow”" in page
    assert "<summary>Topic: <span>Joints</span></summary>" in page
    assert 'href="?q=marrow" rel="nofollow"><span>All</span> (2)' in page
    assert 'href="?q=marrow&amp;type=trial&amp;topic=joints"' in page


@pytest.mark.parametrize("value", ["nonsense", "%00", "a b", "x" * 500, "../", "<script>"])
def test_a_facet_that_nothing_has_is_answered(client, value):
    make_article(title="Of knees")
    assert get(client, q="knee", topic=value, status=value, language=value).status_code == 200


def test_the_card_of_a_disease_says_what_is_known_in_short(client):
    make_disease(title="Frozen shoulder", testing_stage="early_human")
    page = html(client, q="frozen shoulder")
    card = page[page.index("best-result") : page.index("</dl>")]
    assert "First studies in people" in card
    assert "No approved product that we know of." in card
    assert "No trial listed yet." in card


def test_no_result_offers_names_that_begin_alike_and_a_way_to_report_the_gap(client):
    make_disease(title="Osteoarthritis")
    page = html(client, q="ostexyzzzz")
    assert "begin in the same way" in page and ">Osteoarthritis</a>" in page
    assert 'href="/feedback/?page=/search/#report"' in page
    assert client.get("/feedback/?page=/search/").status_code == 200


def test_what_a_person_asked_is_kept_by_no_shared_cache(client):
    assert get(client, q="knee").headers["Cache-Control"] == "private, no-cache"
    assert "private" not in get(client).headers.get("Cache-Control", "")


class TestTypeAhead:
    def rows(self, client, typed, prefix=""):
        answer = client.get(f"{prefix}/search/suggest/", {"q": typed})
        assert answer.status_code == 200
        return answer.json()

    def test_it_answers_in_the_form_of_opensearch(self, client):
        make_disease(title="Amyotrophic lateral sclerosis", names=["Lou Gehrig's disease"])
        typed, names, kinds, addresses, more = self.rows(client, "lou")
        assert typed == "lou"
        assert names == ["Amyotrophic lateral sclerosis"]
        assert kinds == ["Lou Gehrig's disease · Disease"]
        assert addresses == ["http://testserver/diseases/amyotrophic-lateral-sclerosis/"]
        assert more == {"languages": [""], "status": "1 suggestion"}

    def test_in_another_language_it_leads_to_that_language_and_marks_names(self, client):
        make_disease(title="Lupus")
        _typed, _names, _kinds, addresses, more = self.rows(client, "lup", "/es")
        assert addresses == ["http://testserver/es/diseases/lupus/"]
        assert more["languages"] == ["en"]

    def test_it_may_be_kept_and_sets_no_cookie(self, client):
        make_disease(title="Lupus")
        answer = client.get("/search/suggest/", {"q": "lup"})
        assert not answer.cookies
        assert "private" not in answer.headers.get("Cache-Control", "")
        assert answer.headers["X-Robots-Tag"] == "noindex"

    def test_drafts_are_not_suggested(self, client):
        make_disease(title="Quince fever", live=False)
        assert self.rows(client, "quin")[1] == []

    @pytest.mark.parametrize("query", HOSTILE)
    def test_whatever_is_typed_is_answered(self, client, query):
        make_disease(title="Of knees and hips")
        self.rows(client, query)

    def test_browsers_find_it(self, client):
        text = client.get("/opensearch.xml").content.decode()
        assert 'template="http://testserver/search/suggest/?q={searchTerms}"' in text
