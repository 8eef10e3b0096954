"""What comes from Word and Google Docs arrives as what it means, and the form says what is gone."""

import re
from pathlib import Path

import pytest

from content.text import allowed, cleaning, richtext
from tests.content.hostile import HOSTILE
from tests.content.text.paste_cases import CASES, MORE_OF_THE_SERVER
from tests.content.text.test_richtext import dangers
from tests.editorial.at_desk import desk, messages_of, send, url
from tests.factories import make_article

DATA = Path(__file__).parents[1] / "data" / "pasted"
EVERY = CASES | MORE_OF_THE_SERVER
ALLOWED = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z-]+=\"[^\"]*\")*)>")


def pasted(name):
    return (DATA / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["word", "docs"])
def test_only_allowed_markup_remains_and_cleaning_again_changes_nothing(name):
    clean = richtext.clean(pasted(name))
    assert richtext.clean(clean) == clean
    tags = {match[2] for match in ALLOWED.finditer(clean)}
    assert tags <= allowed.TAGS and not list(dangers(clean))
    assert not re.search(r"Mso|mso-|style=|docs-internal|<!|o:p|class=(?!\"table\")", clean)


def test_a_word_document_keeps_its_meaning():
    clean = richtext.clean(pasted("word"))
    squeezed = re.sub(r">\s+<", "><", clean)
    assert "<h2>Cells for the knee</h2>" in clean and "<h3>Who took part</h3>" in clean
    assert (
        "<ul><li>adults<ul><li>under seventy</li></ul></li>"
        "<li>with pain in <strong>one</strong> knee</li></ul>" in squeezed
    )
    assert "<ol><li>take the cells</li><li>give them back</li></ol>" in squeezed
    assert "in London found <strong>no difference</strong> after <em>one year</em>" in clean
    assert "CO<sub>2</sub>" in clean and '<a href="https://example.org/trial">' in clean
    assert '<thead><tr><th scope="col">Group</th>' in squeezed and "<td>Cells</td>" in squeezed


def test_what_was_deleted_or_only_said_beside_the_text_of_word_is_gone():
    clean = richtext.clean(pasted("word"))
    assert "It had sixty people." in clean
    for gone in ("two hundred", "JD1", "Please check", "Secret working title", "alert", "file:",
                 "Calibri", "·"):  # fmt: skip
        assert gone not in clean
    assert "<img" not in clean


def test_a_google_document_keeps_its_meaning():
    clean = richtext.clean(pasted("docs"))
    squeezed = re.sub(r">\s+<", "><", clean)
    assert "<h2>What was found</h2>" in clean and "<h3>Sources</h3>" in clean
    assert "There was <strong>no difference</strong><em> at one year</em><sup>1</sup>." in clean
    assert "<ul><li>pain<ul><li>at rest</li></ul></li><li>walking</li></ul>" in squeezed
    assert '<a href="https://example.org/paper?a=1">The paper</a>' in clean
    assert clean.count("<strong>") == 2 and "<img" not in clean


@pytest.mark.parametrize("name", ["word", "docs"])
def test_headings_are_in_order(name):
    levels = [int(level) for level in re.findall(r"<h(\d)", richtext.clean(pasted(name)))]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_what_was_left_out_and_changed_is_counted():
    of_word = richtext.cleaned(pasted("word"))
    assert of_word.counts == {
        "comments": 1,
        "deletions": 1,
        "pictures": 1,
        "lost_links": 1,
        "headers": 1,
    }
    assert of_word.markup == ("<script>",)
    of_docs = richtext.cleaned(pasted("docs"))
    assert of_docs.counts == {"pictures": 1, "redirects": 1} and not of_docs.markup


@pytest.mark.parametrize("name", EVERY)
def test_every_case_is_stored_as_it_is_meant_and_says_so(name):
    case = EVERY[name]
    cleaned = richtext.cleaned(case.html)
    assert (cleaned.text, cleaned.counts) == (case.right, case.said)
    assert cleaning.cleaned_anew(case.right) == (case.right, {}, ())


@pytest.mark.parametrize("name", EVERY)
def test_half_a_case_is_no_fault_and_harmless(name):
    html = EVERY[name].html
    for end in range(1, len(html), 7):
        clean = richtext.clean(html[:end])
        assert not list(dangers(clean))
        assert cleaning.cleaned_anew(clean).text == clean


@pytest.mark.django_db
def test_the_form_says_what_was_removed():
    publisher, article = desk("Publisher"), make_article()
    sent = send(publisher, url(article), "_continue", body=pasted("word"))
    said = " ".join(messages_of(publisher.get(sent.url)))
    assert "1 comment" in said and "1 deleted passage" in said and "Mso" not in said


@pytest.mark.parametrize("attack", HOSTILE.values())
def test_a_trap_inside_a_pasted_text_is_as_harmless_as_any(attack):
    clean = richtext.clean(f'<p class="MsoNormal">x</p>{attack}')
    assert not list(dangers(clean))
    assert richtext.clean(clean) == clean


@pytest.mark.parametrize(
    "broken",
    [
        '<p class="MsoListParagraph" style="mso-list:l0 level9 lfo1">deep',
        '<p class="MsoNormal"></b></i></p></td>words',
        '<p style="mso-list:l0 level3 lfo1">three</p><p style="mso-list:l0 level1 lfo1">one</p>',
        "<o:p>" * 3000 + "words",
        '<p class="MsoNormal"><table><tr>words',
        '<p class="MsoNormal"><![cript]>words</p>',
        '<p class="MsoNormal">words<![',
    ],
)
def test_broken_documents_are_no_fault_and_lose_no_words(broken):
    clean = richtext.clean(broken)
    assert richtext.clean(clean) == clean
    assert re.search("words|deep|three", clean)
