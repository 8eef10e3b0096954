import datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from articles.models import Topic
from content.models import Image
from editorial.models import Correction, SiteDetails
from editorial.workflow import withdraw
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_mechanism,
    make_page,
    make_publication,
    make_review,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db

LIST = "/articles/"


def body(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_shows_articles_under_their_topics(client):
    first, second = make_topic(title="Basics", order=1), make_topic(title="Rules", order=2)
    make_article(title="What they are", topic=first)
    make_article(title="What is approved", topic=second)
    page = body(client, LIST)
    places = [page.index(f">{t}<") for t in ("Basics", "What they are", "What is approved")]
    assert places == sorted(places)
    assert page.count("<h1>") == 1


def test_the_title_of_a_topic_in_draft_is_not_shown(client):
    draft = make_topic(title="Secret topic", live=False)
    article = make_article(title="Public article", topic=draft)
    assert "Secret topic" not in body(client, LIST)
    assert "Secret topic" not in body(client, article.get_absolute_url())
    assert "Secret topic" not in body(client, reverse("articles:feed"))
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_drafts_are_nowhere(client):
    topic = make_topic(title="Basics")
    make_article(title="Shown", topic=topic)
    draft = make_article(title="Hidden draft", topic=topic, live=False)
    for address in (LIST, topic.get_absolute_url(), reverse("articles:feed")):
        assert "Shown" in body(client, address)
        assert "Hidden draft" not in body(client, address)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_withdrawn_article_is_gone_with_a_page_of_ours(client):
    article = make_article(title="Old news")
    withdraw(article, by=None)
    page = body(client, article.get_absolute_url(), 410)
    assert "This page was withdrawn" in page and "Old news" not in page
    assert "Old news" not in body(client, LIST)


def test_an_empty_list_points_to_trusted_resources(client):
    page = body(client, LIST)
    assert "No article has been published yet" in page and 'href="/resources/"' in page


def test_the_list_is_paged_and_nonsense_pages_do_not_exist(client):
    topic = make_topic()
    for _ in range(26):
        make_article(topic=topic)
    assert 'rel="next" href="?page=2"' in body(client, LIST)
    assert "page 2" in body(client, f"{LIST}?page=2")
    for page in ("0", "3", "x", ""):
        assert client.get(f"{LIST}?page={page}").status_code == 404


def test_a_topic_lists_its_articles_and_says_when_there_are_none(client):
    topic = make_topic(title="Safety first")
    assert "No article on this topic" in body(client, topic.get_absolute_url())
    make_article(title="About harms", topic=topic)
    make_article(title="Elsewhere", topic=make_topic(title="Other"))
    page = body(client, topic.get_absolute_url())
    assert "About harms" in page and "Elsewhere" not in page


def test_an_article_shows_everything_in_the_order_of_the_page(client):
    topic = make_topic(title="The basics")
    publication = make_publication(slug="smith2020", title="A trial of cells")
    article = make_article(
        title="What are MSC?",
        topic=topic,
        what_it_means="Ask first.",
        key_points="One thing [@smith2020].\nAnother thing.",
        body="<h2>In detail</h2><p>Text with a source [@smith2020].</p>",
        cites=[publication],
        m2m={
            "diseases": [make_disease(title="Asthma")],
            "sources": [make_source(title="Fat tissue")],
            "mechanisms": [make_mechanism(title="Signals")],
        },
    )
    make_article(title="Read next", topic=topic)
    page = body(client, article.get_absolute_url()).partition("<main")[2]
    parts = [
        "<h1>What are MSC?</h1>",
        "Not yet medically reviewed",
        "What this article says.",
        "Ask first.",
        "Key points",
        "Another thing.",
        ">In detail</h2>",
        'id="references"',
        "A trial of cells",
        "Related pages",
        "Asthma",
        "Fat tissue",
        "Signals",
        "Read next",
        "data-review",
        "History of this page",
        "Cite this page",
        "Comments are closed",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert page.count('href="#ref-1"') == 2
    assert page.count("#cite-1-") == 2


def test_related_drafts_are_not_shown(client):
    article = make_article(m2m={"diseases": [make_disease(title="Hidden disease", live=False)]})
    page = body(client, article.get_absolute_url())
    assert "Hidden disease" not in page and "Related pages" not in page


def test_a_reviewed_article_names_author_reviewer_and_both_dates(client):
    author = make_contributor(title="Ada Writer", credentials="PhD")
    hidden = make_contributor(title="Hidden Writer", live=False)
    reviewer = make_contributor(title="Rosa Reviewer", credentials="MD")
    article = make_article(
        last_reviewed_on=datetime.date(2026, 1, 5),
        next_review_on=timezone.localdate() + datetime.timedelta(days=30),
        m2m={"authors": [author, hidden]},
    )
    make_review(article, reviewer)
    page = body(client, article.get_absolute_url())
    review = page[page.index("data-review") :]
    review = review[: review.index("</section>")]
    assert review.count("<time datetime=") == 2
    assert '<time datetime="2026-01-05">' in review
    assert "Rosa Reviewer</a>, MD" in review and "Ada Writer</a>, PhD" in review
    assert "Hidden Writer" not in page
    assert "overdue" not in page and "Not yet medically reviewed" not in page


def test_an_overdue_review_says_so(client):
    article = make_article(
        last_reviewed_on=datetime.date(2020, 1, 1), next_review_on=datetime.date(2021, 1, 1)
    )
    make_review(article)
    assert "The next review is overdue" in body(client, article.get_absolute_url())


def test_public_corrections_stand_in_the_history(client):
    article = make_article()
    Correction.objects.create(entry=article, what_was="20 of 60", what_is="21 of 60")
    Correction.objects.create(entry=article, what_was="x", what_is="not public", is_public=False)
    page = body(client, article.get_absolute_url())
    assert "20 of 60" in page and "21 of 60" in page and "not public" not in page


def test_the_picture_at_the_top_has_its_text_alternative_and_size(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pixel = BytesIO()
    Picture.new("RGB", (1, 1)).save(pixel, "PNG")
    hero = Image.objects.create(
        title="Cells",
        file=ContentFile(pixel.getvalue(), "cell.png"),
        alt="Cells in a dish",
        credit="A lab",
    )
    page = body(client, make_article(hero=hero).get_absolute_url())
    assert 'alt="Cells in a dish" width="1" height="1"' in page and "A lab" in page


def test_an_article_describes_itself_for_search_engines(client):
    article = make_article(title="Cells & signs", meta_description='What "MSC" are & do.')
    page = body(client, article.get_absolute_url())
    assert "<title>Cells &amp; signs – MSC Portal</title>" in page
    assert '<meta name="description" content="What &quot;MSC&quot; are &amp; do.">' in page
    assert '<meta property="og:title" content="Cells &amp; signs – MSC Portal">' in page
    assert '<link rel="canonical" href="http://testserver/articles/cells-signs/">' in page


def test_what_editors_type_never_becomes_markup(client):
    article = make_article(
        title="<script>alert(1)</script>",
        slug="hostile",
        plain_summary="<img src=x>",
        key_points="<b onclick=x>point</b>",
        body="<p>Text</p><script>alert(2)</script>",
    )
    page = body(client, article.get_absolute_url()) + body(client, LIST)
    assert "<script>" not in page and "<img src=x" not in page and "<b onclick" not in page


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    for number in range(size):
        make_article(topic=make_topic(title=f"Topic {number}"))
    with django_assert_num_queries(3):
        body(client, LIST)


@pytest.mark.parametrize("size", [1, 6])
def test_a_topic_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    topic = make_topic()
    for _ in range(size):
        make_article(topic=topic)
    with django_assert_num_queries(3):
        body(client, topic.get_absolute_url())


@pytest.mark.parametrize("size", [1, 6])
def test_an_article_costs_the_same_at_any_size(client, django_assert_max_num_queries, size):
    topic = make_topic()
    publications = [make_publication(slug=f"p{n}") for n in range(size)]
    article = make_article(
        topic=topic,
        body="".join(f"<h2>Part</h2><p>Text [@p{n}].</p>" for n in range(size)),
        cites=publications,
        m2m={
            "authors": [make_contributor() for _ in range(size)],
            "diseases": [make_disease() for _ in range(size)],
            "sources": [make_source() for _ in range(size)],
            "mechanisms": [make_mechanism() for _ in range(size)],
        },
    )
    for _ in range(size):
        make_article(topic=topic)
        Correction.objects.create(entry=article, what_was="a", what_is="b")
    with django_assert_max_num_queries(12):
        body(client, article.get_absolute_url())


def test_a_standing_page_has_an_address_of_one_word(client):
    make_page(title="How we work", slug="how-we-work", body="<h2>Sources</h2><p>All named.</p>")
    page = body(client, "/how-we-work/")
    assert "<h1>How we work</h1>" in page and "All named." in page


def test_standing_pages_give_way_to_other_addresses_and_drafts_stay_hidden(client):
    make_page(title="Draft page", slug="draft-page", live=False)
    assert client.get("/draft-page/").status_code == 404
    assert client.get("/no-such-page/").status_code == 404
    assert client.get("/how_we.work/").status_code == 404
    assert client.get("/articles").headers["Location"] == LIST


@pytest.mark.parametrize("slug", ["about", "contact", "funding"])
def test_what_the_operator_has_not_stated_is_called_not_stated(client, slug):
    make_page(slug=slug)
    assert body(client, f"/{slug}/").count("not stated") == 3


@pytest.mark.parametrize("slug", ["about", "contact", "funding"])
def test_what_the_operator_stated_is_shown(client, slug):
    SiteDetails(owner="A foundation", contact_email="us@example.org", funding="Gifts").save()
    make_page(slug=slug)
    page = body(client, f"/{slug}/")
    assert "A foundation" in page and "Gifts" in page
    assert '<a href="mailto:us@example.org">' in page
    assert "not stated" not in page


def test_other_standing_pages_do_not_repeat_it(client):
    make_page(slug="privacy")
    assert "not stated" not in body(client, "/privacy/")


def test_a_standing_page_costs_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    make_page(slug="contact")
    with django_assert_max_num_queries(7):
        body(client, "/contact/")


def test_topics_without_live_articles_are_not_offered(client):
    make_article(topic=make_topic(title="Full"))
    make_topic(title="Empty topic")
    assert Topic.objects.count() == 2
    assert "Empty topic" not in body(client, LIST)


def test_an_article_of_three_sections_has_a_contents_list_and_a_short_one_has_none(client):
    long = make_article(body="<h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2><p>c</p>")
    page = body(client, long.get_absolute_url())
    assert '<a href="#section-two">Two</a>' in page and 'id="section-two"' in page
    assert "On this page" not in body(client, make_article().get_absolute_url())
