"""No template says a word that no catalogue can translate."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
SAID = {"alt", "aria-label", "placeholder", "title"}
WORD = re.compile(r"[^\W\d_]{2,}")
# Names are the same in every language.
NAMES = re.compile(
    r"MSC Portal|ORCID|DOI|PMID|PMC(?:ID)?|UBERON|MeSH|RIS|BibTeX|CSV|(?:CSL-)?JSON|PNG|SVG|RSS|Atom|&\w+;|https?://\S*"
)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
# Not said to anyone: words for the style sheet and for machines.
SETTING = re.compile(
    r"{%\s*block (?:page_class|bodyclass|og_type)\s*%}.*?{%\s*endblock.*?%}", re.DOTALL
)
MESSAGE = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said = []
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("script", "style", "code")
        self.said += [value or "" for name, value in attrs if name in SAID]

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def unmarked(source):
    for pattern in (COMMENT, SETTING, MESSAGE, TAG):
        source = pattern.sub(" ", source)
    source = VALUE.sub("x1", source)
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return [" ".join(text.split()) for text in reader.said if WORD.search(NAMES.sub("", text))]


def test_the_checker_finds_words_and_passes_over_messages_comments_and_names():
    assert unmarked('<p class="a">Hello {{ name }}</p>') == ["Hello x1"]
    assert unmarked('<a title="Go">{% translate "x" %}</a>') == ["Go"]
    fine = (
        '{# Note #}{% comment %}Note{% endcomment %}<p>{% translate "Hello" %} MSC Portal '
        "{% blocktranslate count n=n %}One{% plural %}{{ n }}{% endblocktranslate %}</p>"
        "<code>print</code>"
    )
    assert unmarked(fine) == []


@pytest.mark.parametrize(
    "path",
    sorted(TEMPLATES.rglob("*.html")),
    ids=lambda path: path.relative_to(TEMPLATES).as_posix(),
)
def test_every_word_of_a_template_is_marked_for_translation(path):
    assert unmarked(path.read_text(encoding="utf-8")) == []
