import random
import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString

from content.picture import Picture, Source
from content.text import allowed, cleaning, richtext, written
from tests.content.hostile import HOSTILE

UNSEEN_IN_ADDRESSES = re.compile(r"^[\x00-\x20]+|[\t\n\r]")  # what a browser drops first
SCHEME = re.compile(r"([^/?#]*):")
OUR_PICTURE = re.compile(r"/media/(\w[\w.-]*/)*[\w-]+\.(jpg|jpeg|png|webp|avif)", re.ASCII)

HONEST = [
    "<p>One <strong>two</strong> <em>three</em> x<sup>2</sup> H<sub>2</sub>O</p>",
    "<h2>A</h2><h3>B</h3><h4>C</h4>",
    "<ul><li>a<ul><li>b</li></ul></li></ul>",
    '<ol start="3"><li>c</li></ol>',
    "<blockquote><p>Said so.</p></blockquote>",
    '<p><a href="https://example.org/a?b=1&amp;c=%20d#e" title="T" hreflang="de">a</a></p>',
    '<p><a href="/diseases/asthma/">a</a> <a href="mailto:a@example.org">b</a> '
    '<a href="#part">c</a></p>',
    '<figure class="table"><table><thead><tr><th scope="col">A</th><th scope="col">B</th>'
    '<th scope="col">C</th></tr></thead><tbody><tr><th scope="row">1</th><td colspan="2">2</td>'
    '</tr><tr><th scope="row">2</th><td rowspan="2">3</td><td>4</td></tr><tr><th scope="row">3</th>'
    "<td>5</td></tr></tbody></table>"
    "<figcaption>Cap</figcaption></figure>",
    '<figure class="table"><table><caption>Cap</caption><tbody><tr><td>2</td></tr></tbody></table>'
    "</figure>",
    "<p>Do <s>not</s> use <code>a = 1</code>.</p><hr><p>b</p>",
    '<ol start="2" type="a"><li>b</li></ol>',
    '<p><a href="tel:111">111</a> <a href="sms:+441234">text</a></p>',
    '<figure class="image"><img src="/media/images/0f/original.jpg" alt="A &quot;cell&quot;" '
    'width="300" height="200"><figcaption>Seen [@zhao2022].</figcaption></figure>',
    '<p><img src="/media/images/0f/original.png" alt=""></p>',
    '<p><abbr title="mesenchymal stromal cell">MSC</abbr> <cite>Book</cite></p>',
    '<p data-nolink="">a</p><ul data-nolink=""><li data-nolink="">b</li></ul>'
    '<p><span data-nolink="">graft</span></p>',
    "<p>Missed its aim [@kebriaei2020; @zhao2022].</p>",
    "<p>5 &lt; 6 &amp; 7 &gt; 6, 10&nbsp;mg, β₂, naïve, 細胞, “quoted”</p>",
    "<p>a<br>b</p>",
]


class Everything(HTMLParser):
    """An opinion of its own on what stands in a text: another parser than the cleaner's."""

    def __init__(self, fragment):
        super().__init__()
        self.tags, self.other = [], []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_comment(self, data):
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def dangers(fragment):
    found = Everything(fragment)
    yield from found.other
    for tag, attributes in found.tags:
        if tag not in allowed.TAGS:
            yield tag
        for name, value in attributes:
            if name not in allowed.ATTRIBUTES.get(tag, ()) and (tag, name) != ("figure", "class"):
                yield f"{tag} {name}"
            scheme = SCHEME.match(UNSEEN_IN_ADDRESSES.sub("", value or ""))
            if name == "href" and scheme and scheme[1].lower() not in allowed.SCHEMES:
                yield value
            if name == "src" and not OUR_PICTURE.fullmatch(value or ""):
                yield value


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_dangerous_is_left_of_a_hostile_text(name):
    cleaned = richtext.clean(HOSTILE[name])
    assert list(dangers(cleaned)) == []
    assert richtext.clean(cleaned) == cleaned


def test_pieces_of_hostile_texts_in_any_order_are_harmless_too():
    dice = random.Random(23)
    pieces = [text[i : i + 25] for text in HOSTILE.values() for i in range(0, len(text), 25)]
    pieces += HONEST
    for _round in range(1500):
        cleaned = richtext.clean("".join(dice.choices(pieces, k=dice.randint(1, 12))))
        assert list(dangers(cleaned)) == []
        assert richtext.clean(cleaned) == cleaned


class Restless:
    """A sanitiser that is never content with what it gave."""

    def clean(self, markup):
        return markup.replace("<p>", "<p><br>")


def test_a_text_that_never_becomes_stable_is_kept_as_plain_words(monkeypatch):
    unstable = '<p>a<button><blockquote>b &lt; "c"</blockquote></button></p>'
    assert richtext.clean(unstable) == '<p>a</p><blockquote>b &lt; "c"</blockquote>'
    monkeypatch.setattr(cleaning, "CLEANER", Restless())
    kept = cleaning.cleaned_anew(unstable)
    assert kept.text == '<p>a</p><p>b &lt; "c"</p>' and kept.counts == {"markup": 1}


class Greedy:
    def clean(self, markup):
        return markup.replace(written.WORDS, "", 1)


def test_a_sanitiser_that_loses_words_does_not_put_others_in_their_place(monkeypatch):
    monkeypatch.setattr(cleaning, "CLEANER", Greedy())
    assert cleaning.cleaned_anew("<p>a</p><h2>b</h2>").text == "<p>a</p><p>b</p>"


@pytest.mark.parametrize("fragment", HONEST)
def test_honest_markup_stays_whole(fragment):
    assert richtext.clean(fragment) == fragment
    assert richtext.cleaned(fragment) == (fragment, {}, ())


def test_the_suite_would_notice_a_cleaner_that_lets_things_pass():
    assert len(HOSTILE) >= 60
    harmless = {name for name, text in HOSTILE.items() if not list(dangers(text))}
    assert len(harmless) < len(HOSTILE) / 5


def test_signs_that_begin_a_tag_are_escaped_inside_attributes():
    """All later reading of stored text with `<[^>]*>` rests on this."""
    cleaned = richtext.clean('<a href="/x" title="a > b <i> c">d</a>')
    assert cleaned == '<a href="/x" title="a &gt; b &lt;i&gt; c">d</a>'


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<h1>A</h1>", "<h2>A</h2>"),
        ("<H1 class='x'>A</H1>", "<h2>A</h2>"),
        ("<h5>A</h5><h6>B</h6>", "<h4>A</h4><h4>B</h4>"),
        ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<p>a<br>b<blockquote>c</blockquote>", "<p>a<br>b</p><blockquote>c</blockquote>"),
        ("<p><img alt='x'>a</p>", "<p>a</p>"),
        ('<figure class="image"><img src="https://x/y.png"></figure><p>a</p>', "<p>a</p>"),
        ("<p><span>a <span data-nolink>b</span></span> c</p>",)
        + ('<p>a <span data-nolink="">b</span> c</p>',),
        ("<p>e\u0301</p>", "<p>é</p>"),
        ("<p>a\x07b\u200b\ufeffc\xadd\u202ee</p>", "<p>abcde</p>"),
        ('<p><a href="/a\u2060b/">c</a> \u0645\u06cc\u200c</p>',)
        + ('<p><a href="/ab/">c</a> \u0645\u06cc\u200c</p>',),
        ("  <p>a</p>\n", "<p>a</p>"),
    ],
)
def test_what_has_another_name_here_is_kept_under_it(typed, stored):
    assert richtext.clean(typed) == stored


@pytest.mark.parametrize(
    "nothing",
    ["", " ", "<p></p>", "<p>&nbsp;</p>", "<p>\xa0</p>", "<p><br></p>", "<p><span> </span></p>"]
    + ["<h1></h1>"[:0], "<script>alert(1)</script>", "<p><img></p>", "\x00"],
)
def test_a_text_without_words_and_pictures_is_empty(nothing):
    assert richtext.clean(nothing) == ""


def test_header_cells_get_their_scope():
    cleaned = richtext.clean(
        "<table><thead><tr><td></td><th>A</th></tr></thead><tbody>"
        "<tr><th>B</th><td>1</td></tr><tr><th>C</th><th>D</th></tr>"
        '<tr><th scope="rowgroup">E</th><td>1</td></tr></tbody></table>'
    )
    assert re.findall(r'<th scope="(\w+)">(.)', cleaned) == [
        ("col", "A"),
        ("row", "B"),
        ("col", "C"),
        ("col", "D"),
        ("rowgroup", "E"),
    ]


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("<p>a</p><script>x</script>", ["<script>"]),
        ('<p onclick="x">a</p>', ["p onclick"]),
        ('<p onclick="x">a</p><p onclick="y">b</p>', ["p onclick"]),
        ('<a href="javascript:x">a</a>', []),  # counted: `content.text.changes`
        ('<p><img src="https://x/y.png" alt="a"></p>', []),
        ('<p style="x" class="y"><b>a</b><span style="z">c</span></p><h1>d</h1>', []),
        ('<li data-list-item-id="e1">a</li><a target="_blank" rel="x" href="/x">b</a>', []),
    ],
)
def test_what_was_removed_is_named_and_what_the_editor_adds_is_not(before, named):
    assert richtext.cleaned(before).markup == tuple(named)


def test_plain_text_has_one_line_for_a_block_and_no_tokens():
    text = richtext.plain_text(
        '<h2>A &amp; B</h2><p>One <a href="/x" title="&gt; y">two</a> [@zhao2022].<br>Three</p>'
        "<ul><li>four</li></ul>"
    )
    assert text == "A & B\nOne two.\nThree\nfour"


def test_shortened_text_ends_with_a_sentence_or_a_word():
    assert richtext.shorten("One two.  Three four five", 12) == "One two."
    assert richtext.shorten("One two three four", 12) == "One two…"
    assert richtext.shorten("One two", 12) == "One two"


def test_keys_are_cited_in_order_and_once():
    fragment = "<p>a [@b; @a] c [@a; @z-9]. [@Not] [no]</p>"
    assert richtext.cited_keys(fragment) == ["b", "a", "z-9"]


def test_tokens_become_marks_outside_tags_only():
    shown = richtext.with_citations(
        '<p title="[@a]">x [@a; @b]</p>', lambda keys: SafeString(f"<sup>{keys}</sup>")
    )
    assert shown == "<p title=\"[@a]\">x <sup>['a', 'b']</sup></p>"
    assert isinstance(shown, SafeString)


PICTURE = Picture(
    url="/media/images/0f/original.jpg",
    width=2000,
    height=1000,
    alt="From the library",
    credit="A & B",
    licence="CC BY 4.0",
    source_url="",
    sources=(
        Source("image/avif", "/media/images/0f/400.avif 400w"),
        Source("image/webp", "/media/images/0f/400.webp 400w"),
    ),
)


def shown(image, **pictures):
    pictures = {"images/0f/original.jpg": PICTURE} | pictures
    return richtext.with_renditions(f"<p>a {image} b</p>", pictures)


def test_a_picture_is_shown_with_its_lighter_copies_size_and_credit():
    assert shown('<img src="/media/images/0f/original.jpg" alt="A &quot;c&quot;">') == (
        '<p>a <picture><source type="image/avif" srcset="/media/images/0f/400.avif 400w" '
        f'sizes="{richtext.TEXT_WIDTH}"><source type="image/webp" '
        f'srcset="/media/images/0f/400.webp 400w" sizes="{richtext.TEXT_WIDTH}">'
        '<img alt="A &quot;c&quot;" width="2000" height="1000" '
        'src="/media/images/0f/original.jpg" loading="lazy" decoding="async"></picture>'
        '<small class="credit">A &amp; B, CC BY 4.0</small> b</p>'
    )


def test_the_text_alternative_of_the_text_goes_before_that_of_the_library():
    assert 'alt=""' in shown('<img src="/media/images/0f/original.jpg" alt="">')
    assert 'alt="From the library"' in shown('<img src="/media/images/0f/original.jpg">')


def test_a_picture_the_library_does_not_know_is_shown_as_it_stands():
    assert shown('<img src="/media/images/1e/original.jpg" alt="x">') == (
        '<p>a <img src="/media/images/1e/original.jpg" alt="x" loading="lazy" decoding="async">'
        " b</p>"
    )


def test_a_safe_text_stays_safe_and_another_does_not_become_it():
    assert isinstance(richtext.with_renditions(SafeString("<p>a</p>"), {}), SafeString)
    assert not isinstance(richtext.with_renditions("<p>a</p>", {}), SafeString)


def test_pictures_of_a_text_are_found_once_and_missing_alternatives_counted():
    fragment = richtext.clean(
        '<p><img src="/media/images/a/original.jpg"><img src="/media/images/b/original.png" alt="">'
        '<img src="/media/images/a/original.jpg" alt="x"></p>'
    )
    names = ["images/a/original.jpg", "images/b/original.png"]
    assert richtext.pictures_shown(fragment, fragment) == names
    assert richtext.pictures_without_alternative(fragment) == 1


def test_plain_text_keeps_the_points_of_nested_lists_apart():
    fragment = "<ul><li>stem<ul><li>cells</li></ul></li></ul><table><tr><td>a</td></tr></table>b"
    assert richtext.plain_text(fragment) == "stem\ncells\na\nb"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("<p>None.</p>", []),
        ("<p>One [@a1]. Two [@b2; @c3].</p>", [1, 2]),
        ("<p>Side by side [@a1] [@b2][@c3; @d4].</p>", [4]),
        ("<p>Ends [@a1]</p><p>[@b2] begins.</p>", [1, 1]),
        ("<p>No token [@].</p>", []),
    ],
)
def test_tokens_one_after_the_other_are_one_place(text, numbers):
    assert richtext.numbers_at_places(text) == numbers


def test_tables_without_header_cells_are_counted_also_inside_another():
    inner = "<table><tbody><tr><td>a</td></tr></tbody></table>"
    body = f"<tbody><tr><td>{inner}</td></tr></tbody>"
    headed = f"<table><thead><tr><th>A</th></tr></thead>{body}</table>"
    assert richtext.tables_without_headers(inner) == 1
    assert richtext.tables_without_headers(inner + inner) == 2
    assert richtext.tables_without_headers(headed.replace(inner, "b")) == 0
    assert richtext.tables_without_headers(headed) == 1


def test_struck_words_are_told_without_markup():
    fragment = "<p>Do <s>not <strong>ever</strong></s> use <span>it</span> <s>now</s>.</p>"
    assert richtext.struck_words(fragment) == ["not ever", "now"]
