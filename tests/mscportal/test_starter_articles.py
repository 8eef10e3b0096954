import re

import pytest

from mscportal.starter import pages_of, parse_articles, parse_facts, parse_pages
from tests.mscportal.starter_files import LONG, STARTER, edit, refused


@pytest.fixture(scope="module")
def facts():
    return parse_facts(STARTER / "facts")


ARTICLE = """---
title: How sure is it
kind: guide
topic: evidence
order: 4
plain_summary: What the words on certainty mean.
what_it_means: Ask how sure the finding is.
meta_description: What the words on certainty mean, who decides them, and what they do not tell you.
key_points:
  - Certainty is about the studies [@fisher2019; @kebriaei2020].
  - It is not about the size of an effect.
  - It can change.
diseases: [gvhd]
sources: [bone-marrow]
mechanisms: []
---
<h2>One</h2>
<p>Text with a
source [@fisher2019] and a <a href="/diseases/gvhd/">page</a>.</p>
<h2>Two</h2>
<h3>Part</h3>
<figure class="table"><table><thead><tr><th scope="col">A</th></tr></thead>
<tbody><tr><td>B</td></tr></tbody></table></figure>
<h2>Three</h2>
<h2>Four</h2>
"""


PAGE = """---
title: About
plain_summary: Who we are.
meta_description: Who we are, what we do, what we do not do, and how you can check all of it.
---

<p>Who we are [@nobody2020].</p>
"""


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "how-sure-is-it.html").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_an_article_is_read_with_its_front_matter_and_body(articles, facts):
    [article] = parse_articles(articles, facts, pages_of(facts))
    assert (article.slug, article.kind, article.order) == ("how-sure-is-it", "guide", 4)
    assert (article.diseases, article.mechanisms) == (("gvhd",), ())
    assert article.featured is False
    assert article.body.startswith("<h2>One</h2>")
    assert article.body.endswith("<h2>Four</h2>")
    assert article.citation_keys == ("fisher2019", "kebriaei2020")


ARTICLE_REFUSALS = {
    # rule: old, new, text on the line of the error, field, message
    "missing field": ("kind: guide\n", "", "title", "kind", "missing"),
    "unknown field": ("order: 4", "order: 4\nslug: x", "slug", "slug", "unknown field"),
    "long title": ("title: How", f"title: {'x' * 66} How", None, "title", "at most 65"),
    "long description": ("meta_description: What", f"meta_description: {'x' * 155} What", None,
        "meta_description", "at most 155"),
    "long summary": ("plain_summary: ", f"plain_summary: {LONG} ", None,
        "plain_summary", "more than 70"),
    "HTML in plain text": ("title: How", "title: <em>How</em>", None, "title", "plain text"),
    "citation in plain text": ("it\n", "it [@fisher2019]\n", None, "title", "not hold a citation"),
    "unknown topic": ("topic: evidence", "topic: news", None, "topic", "not 'news'"),
    "unknown kind": ("kind: guide", "kind: news", None, "kind", "not 'news'"),
    "six key points": ("  - It can", "  - B.\n  - C.\n  - D.\n  - It can", "key_points",
        "key_points", "6 key points"),
    "unknown disease": ("[gvhd]", "[flu]", None, "diseases[0]", "'flu' is not in diseases"),
    "unknown source": ("[bone-marrow]", "[bone]", None, "sources[0]", "not in tissue_sources"),
    "unknown mechanism": ("mechanisms: []", "mechanisms: [magic]", None,
        "mechanisms[0]", "not in mechanisms"),
    "citation in a key point": ("@kebriaei2020", "@nobody2020", None,
        "key_points[0]", "'nobody2020' is not in references"),
    "citation in the body": ("source [@fisher2019]", "source [@nobody2020]", None,
        "body", "'nobody2020' is not in references"),
    "form of a citation": ("source [@fisher2019]", "source [@fisher2019, @kebriaei2020]", None,
        "body", "must be written as [@key; @key]"),
    "open citation": ("source [@fisher2019]", "source [@fisher2019", None, "body", "not closed"),
    "tag": ("<p>Text", "<p><img src='x'>Text", None, "body", "<img> is not allowed"),
    "attribute": ("<p>Text", "<p class='x'>Text", None, "body", '<p class="x"> is not allowed'),
    "comment": ("<p>Text", "<!-- x --><p>Text", None, "body", "a comment is not allowed"),
    "declaration": ("<p>Text", "<![x]><p>Text", None, "body", "unknown status keyword"),
    "open tag": ("<p>Text", "<p><em>Text", None, "body", "<em> is not closed"),
    "bare text": ("<h2>Two", "words\n<h2>Two", "words", "body", "text outside an element"),
    "skipped heading": ("<h3>Part</h3>", "<h4>Part</h4>", None, "body", "skips a level after h2"),
    "too few sections": ("<h2>Four</h2>\n", "", "<h2>One", "body", "3 sections"),
    "table without heads": (' scope="col"', "", "<table>", "body", "the table has no <thead>"),
    "unknown page": ("/diseases/gvhd/", "/diseases/flu/", None, "body", "is not a known page"),
    "page of others": ("/diseases/gvhd/", "https://example.org/", None, "body", "of this site"),
}  # fmt: skip


@pytest.mark.parametrize("rule", ARTICLE_REFUSALS)
def test_a_broken_rule_of_an_article_is_reported_with_its_line(articles, facts, rule):
    old, new, at, field, message = ARTICLE_REFUSALS[rule]
    line = edit(articles / "how-sure-is-it.html", old, new, at)
    errors = refused(parse_articles, articles, facts, pages_of(facts))
    place = f"how-sure-is-it.html:{line}: {field}: "
    assert any(error.startswith(place) and message in error for error in errors), errors


def test_front_matter_and_file_names_must_fit(articles, facts):
    (articles / "Bad name.html").write_text(ARTICLE)
    (articles / "bare.html").write_text("<h2>One</h2>")
    errors = refused(parse_articles, articles, facts, pages_of(facts))
    assert [error.split(":")[0] for error in errors] == ["Bad name.html", "bare.html"]


def test_a_standing_page_needs_only_three_fields(tmp_path):
    (tmp_path / "about.html").write_text(PAGE)
    [about] = parse_pages(tmp_path)
    assert (about.slug, about.title, about.citation_keys) == ("about", "About", ("nobody2020",))
    assert about.body == "<p>Who we are [@nobody2020].</p>"


def test_citations_and_links_of_a_page_are_checked_against_the_facts_given(tmp_path, facts):
    (tmp_path / "about.html").write_text(PAGE)
    errors = refused(parse_pages, tmp_path, facts)
    assert errors == ["about.html:7: body: 'nobody2020' is not in references"]


def test_a_folder_without_texts_is_refused(tmp_path):
    assert refused(parse_pages, tmp_path) == [f"{tmp_path.name}:1: holds no .html files"]


@pytest.fixture(scope="module")
def own_texts(facts):
    own = {f"/{path.stem}/" for path in (STARTER / "pages").glob("*.html")}
    own |= {f"/articles/{path.stem}/" for path in (STARTER / "articles").glob("*.html")}
    known_pages = pages_of(facts) | own
    articles = parse_articles(STARTER / "articles", facts, known_pages)
    return [*articles, *parse_pages(STARTER / "pages", facts, known_pages)]


def test_the_texts_of_the_project_parse(own_texts):
    files = [*(STARTER / "articles").glob("*.html"), *(STARTER / "pages").glob("*.html")]
    assert sorted(text.slug for text in own_texts) == sorted(path.stem for path in files)


def words_of(text):
    """The cited words of an article or a page, with a line for each block and no tags."""
    body = re.sub(r"</(?:p|li|td|th|h[2-4]|caption)>", "\n", text.body)
    return "\n".join((*getattr(text, "key_points", ()), re.sub(r"<[^>]+>", "", body)))


PLACE = re.compile(r"(?:\[@[^\]]*\]\s*)+")


def test_no_place_of_our_texts_carries_more_than_three_numbers(own_texts):
    places = [(text.slug, place) for text in own_texts for place in PLACE.findall(words_of(text))]
    assert len(places) > 100
    assert [(slug, place) for slug, place in places if place.count("@") > 3] == []


def test_our_texts_cite_no_publication_that_a_newer_edition_replaced(own_texts, facts):
    replaced = {each.key for each in facts.references if each.replaced_by}
    assert replaced
    cited = {key for text in own_texts for key in text.citation_keys}
    assert cited & replaced == set()


def test_the_arms_of_the_limb_trial_stand_the_right_way_round(own_texts, facts):
    [finding] = [each for each in facts.statements if each.key == "cli-pace"]
    arms = re.compile(r"\b29\b[^.]*\bcells\b[^.]*\b33\b[^.]*\bplacebo\b")
    assert arms.search(finding.effect_plain)
    told = [
        (text.slug, sentence)
        for text in own_texts
        for sentence in re.split(r"(?<=[.?!])\s|\n", words_of(text))
        if "@norgren2024" in sentence and {"29", "33"} <= set(re.findall(r"\d+", sentence))
    ]
    assert len(told) >= 3
    assert [each for each in told if not arms.search(each[1])] == []
