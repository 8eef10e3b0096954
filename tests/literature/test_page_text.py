import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from literature.page_text import PageText
from tests.factories import (
    make_article,
    make_disease,
    make_publication,
    make_statement,
    number,
)

pytestmark = pytest.mark.django_db


def text_of(body, *, cites=(), key_points="", parts=("key_points", "body")):
    return PageText(make_article(body=body, cites=cites, key_points=key_points), list(parts))


def test_numbers_follow_the_order_of_the_page_and_repeat_for_the_same_source():
    make_publication(slug="first"), make_publication(slug="second")
    text = text_of("<p>One [@second]. Two [@first]. Three [@second].</p>")
    assert [reference.publication.slug for reference in text.references] == ["second", "first"]
    assert text.body.count('href="#ref-1"') == 2 and text.body.count('href="#ref-2"') == 1


def test_back_links_name_every_place_that_cites():
    make_publication(slug="first")
    text = text_of("<p>One [@first]. Two [@first].</p>", key_points="A point [@first].")
    (reference,) = text.references
    assert reference.back_links == ["cite-1-1", "cite-1-2", "cite-1-3"]
    assert 'id="cite-1-1"' in text.key_points[0]
    for place in reference.back_links[1:]:
        assert f'id="{place}"' in text.body


def test_several_keys_in_one_token_stand_in_one_bracket():
    make_publication(slug="first"), make_publication(slug="second")
    text = text_of("<p>Both [@first; @second].</p>")
    assert text.body.count("<sup") == 1 and text.body.count('<a href="#ref-') == 2


def test_citation_rows_that_no_token_names_close_the_list():
    named, other = make_publication(slug="named"), make_publication(slug="other")
    text = text_of("<p>One [@named].</p>", cites=[other, named])
    assert [reference.publication for reference in text.references] == [named, other]
    assert text.references[1].back_links == []


def test_a_source_that_is_not_public_is_neither_listed_nor_numbered():
    make_publication(slug="draft", live=False)
    text = text_of("<p>One [@draft]. Two [@unknown].</p>")
    assert text.references == [] and text.body.count("source not available") == 2


def test_a_token_inside_an_attribute_never_becomes_a_mark():
    make_publication(slug="first")
    text = text_of('<p><a href="/about/" title="[@first]">x</a> [@first]</p>')
    assert text.body.count("<sup") == 1 and len(text.references[0].back_links) == 1


def test_key_points_are_escaped():
    text = text_of("<p>x</p>", key_points="5 < 6 & <script>alert(1)</script>")
    assert text.key_points == ["5 &lt; 6 &amp; &lt;script&gt;alert(1)&lt;/script&gt;"]


def test_statements_are_numbered_where_they_stand_between_the_fields():
    make_publication(slug="token")
    rct = make_publication(slug="rct")
    disease = make_disease(
        about="<p>About [@token].</p>", uncertainty="<p>Unknown [@token].</p>", cites=[rct]
    )
    statements = [make_statement(disease=disease, cites=[rct])]
    text = PageText(disease, ["about", statements, "uncertainty"])
    assert [reference.publication.slug for reference in text.references] == ["token", "rct"]
    assert 'href="#ref-2"' in statements[0].cited


def test_names_of_other_diseases_are_linked_and_the_own_name_is_not():
    make_disease(title="Asthma", slug="asthma")
    copd = make_disease(title="COPD", slug="copd", about="<p>Asthma is not COPD.</p>")
    text = PageText(copd, ["about"])
    assert '<a class="autolink" href="/diseases/asthma/" data-auto>Asthma</a>' in text.about
    assert "/diseases/copd/" not in text.about


@pytest.mark.parametrize("size", [1, 6])
def test_a_text_costs_the_same_at_any_size(size):
    body = ""
    for _ in range(size):
        name = f"Disease {next(number)}x"
        make_disease(title=name)
        slug = make_publication().slug
        body += f"<h2>Part</h2><p>{name} [@{slug}].</p>"
    article = make_article(body=body)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        PageText(article, ["key_points", "body"])
    assert len(queries) <= 5


def test_sections_have_addresses_that_stand_once_on_the_page():
    text = text_of("<h2>Risks &amp; limits</h2><p>a</p><h2>Risks &amp; limits</h2><h2>!</h2>")
    assert [tuple(section) for section in text.contents["body"]] == [
        ("section-risks-limits", "Risks & limits"),
        ("section-risks-limits-2", "Risks & limits"),
        ("section-untitled", "!"),
    ]
    assert '<h2 id="section-risks-limits-2">' in text.body


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("المخاطر", "section-المخاطر"),
        ("細胞 とは", "section-細胞-とは"),
        ("Что известно", "section-что-известно"),
        ("Quién puede", "section-quien-puede"),
        ("β-cells", "section-cells"),
    ],
)
def test_a_section_in_another_script_has_an_address_of_its_own(title, anchor):
    text = text_of(f"<h2>{title}</h2><p>a</p>")
    assert text.contents["body"][0].anchor == anchor
    assert f'<h2 id="{anchor}">' in text.body


def test_a_wide_table_is_a_frame_that_the_keyboard_can_scroll():
    table = "<table><caption>Yield &amp; growth</caption><tbody><tr><td>1</td></tr></tbody></table>"
    text = text_of(f'<figure class="table">{table}</figure><figure class="table">{table}</figure>')
    frame = '<figure class="table" tabindex="0" role="region" aria-label="Yield &amp; growth">'
    assert text.body.count(frame) == 2
