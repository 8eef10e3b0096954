"""The links of a text as a browser reads them, whatever their markup looks like."""

import pytest

from content.local_links import local_links
from content.text.links import links


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ('<p><a href="/a/">A</a></p>', [("/a/", "A")]),
        ("<a href='/a/'>A</a>", [("/a/", "A")]),
        ("<a href=/a/>A</a>", [("/a/", "A")]),
        ('<A HREF="/a/">A</A>', [("/a/", "A")]),
        ('<a\ntitle="x > y"\nhref="/a/?b=1&amp;c=2#d">A</a>', [("/a/?b=1&c=2#d", "A")]),
        ('<a href="page.html">A</a><a href="#b">B</a>', [("page.html", "A"), ("#b", "B")]),
        ('<a href="//host/x">A</a> <a href=" /b/ ">B</a>', [("//host/x", "A"), (" /b/ ", "B")]),
        (
            '<a href="/a/">a <strong>b</strong><br>c &amp; d [@smith2020]</a>',
            [("/a/", "a b c & d")],
        ),
        ('<a href="/a/"><img src="/x.png" alt="A knee"></a>', [("/a/", "A knee")]),
        ("<a>no address</a> <a href>none</a>", [("", "no address"), ("", "none")]),
        ('<a href="/a/">A <a href="/b/">B</a>', [("/a/", "A"), ("/b/", "B")]),
        ('<a href="/a/">never closed', [("/a/", "never closed")]),
        ('<p>&lt;a href="/a/"&gt;</p><abbr title="/a/">x</abbr>', []),
        ("", []),
    ],
)
def test_links_are_read_as_a_browser_reads_them(fragment, found):
    assert links(fragment) == found


def test_local_links_begin_at_the_root_of_this_site_and_come_once():
    text = (
        "<a href='/a/#one'>A</a> <a href=/a/?b=1>B</a> <a href=\"/a/#two\">C</a>"
        '<a href="//c/">D</a> <a href="e/">E</a> <a href="#f">F</a> <a href="https://x.org/">G</a>'
    )
    assert local_links(text) == ["/a/", "/a/?b=1"]
