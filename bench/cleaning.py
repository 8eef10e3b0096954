"""Clean a megabyte of each kind of text that costs most.

    .venv/bin/python bench/cleaning.py [--only NAME ...]

Prints CPU seconds (on a busy machine only these mean something) and how long what came out is. No
kind may take longer than a second: a form cleans what anybody pastes.
"""

import argparse
import gc
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from content.text.markup import MOST_TAGS  # noqa: E402

LENGTH = 1_000_000


def repeated(piece):
    return piece * (LENGTH // len(piece))


def numbered(piece):
    return "".join(piece.format(number) for number in range(LENGTH // len(piece)))


def rare(piece):
    """As many tags as are just allowed, and words between them."""
    tags = max(1, piece.count("<") - piece.count("</") - piece.count("<!"))
    times = min((MOST_TAGS - 1000) // tags, LENGTH // len(piece))
    words = "x" * max(1, LENGTH // times - len(piece))
    return (piece + words) * times


KINDS = {
    # Honest
    "paragraphs": repeated(
        "<p>Words and <strong>words</strong> of an article, with <a href='https://a.org/'>links</a>"
        " and 10&nbsp;mg.</p>"
    ),
    "one long paragraph": f"<p>{repeated('words and ')}</p>",
    "Word": repeated(
        "<p class=MsoNormal><span lang=EN-GB style='font-size:12.0pt;font-family:\"Arial\"'>Words "
        "of somebody<o:p></o:p></span></p>\n"
    ),
    "points of Word": repeated(
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
        "style='font-family:Symbol'><span style='mso-list:Ignore'>·</span></span><![endif]>a</p>"
    ),
    "table": f"<table>{repeated('<tr><td>a few words</td><td>and others</td></tr>')}</table>",
    # Never closed
    "comments": repeated("<!--"),
    "one comment": f"<!--{repeated('x')}",
    "sections": repeated("<!["),
    "instructions": repeated("<?"),
    "quotes": f'<p a="{repeated("x")}',
    "tags in quotes": repeated('<p a="'),
    "tags": repeated("<a "),
    "less than": repeated("<"),
    "scripts": repeated("<script>"),
    "text areas": repeated("<textarea>"),
    "titles": repeated("<title></"),
    "xmp": rare("<xmp></xmp>"),
    # Deep and broken
    **{
        f"<{tag}>": rare(f"<{tag}>")
        for tag in "b div p a table td li ul font svg math button select h1 blockquote pre".split()
    },
    "every b another": numbered("<b id=a{}><p>")[: 14 * 25_000],
    "b around p": rare("<b><i><s><p>"),
    "a around p": rare("<a href=https://example.org/><p>"),
    "tables in tables": rare("<table><tr><td>"),
    "lists in lists": rare("<ul><li>"),
    "lists below lists": f"<ul><li>a</li>{rare('<ul><li>b</li></ul>' + chr(10))}</ul>",
    "rows without a table": rare("<tr><td>"),
    "words in tables": rare("<table>x"),
    "headings in points": rare("<ol><li><h2>a</h2></li><li>b"),
    "figures": rare("<figure><img src=/media/a/b.png><figcaption>"),
    "end tags": repeated("</p>"),
    "end tags of boxes": "<div>" * 50 + repeated("</b>"),
    "void": rare("<br>"),
    "attributes": "<p " + numbered("a{}=1 ") + ">x",
    "tags without words": repeated("<b></b>"),
    "spans": rare("<span data-nolink>x</span>"),
    # Signs
    "ampersands": repeated("&"),
    "references": repeated("&amp;"),
    "unknown references": repeated("&a"),
    "long references": repeated("&abcdefghijklmnopqrstuvwxyzabcde"),
    "no-break spaces": f"<p>x{repeated(chr(0xA0))}x</p>",
    "marks on a letter": "<p>a" + repeated("\u0301\u0323"),
    "letters with marks": repeated("e\u0301 "),
    "NUL": repeated("a\x00"),
    "lines": repeated("a\n"),
    "lines of a program": f"<pre>{repeated('a = 1' + chr(10))}</pre>",
    "tokens": repeated("[@a; @"),
    # What pasted text means
    "Symbol": f"<p><span style='font-family:Symbol'>{repeated('abm')}</span></p>",
    "private signs": repeated("\uf0b3"),
    "links": rare("<a href='https://example.org/a?b=1&c=2'>x</a>"),
    "links over Google": rare("<a href='https://www.google.com/url?q=https://a.org/'>x</a>"),
    "one long link": f"<a href='https://www.google.com/url?q={repeated('a&')}'>x</a>",
    "links of ampersands": rare(f"<a href='/{'&' * 12}'>x</a>"),
    "hidden in hidden": rare("<div style='display:none'>"),
    "deleted": rare("<del>x"),
    "fields": rare("<span style='mso-element:field-begin'>x"),
    "fields in fields": rare(
        "<i style='mso-element:field-begin'></i>a<i style='mso-element:field-end'></i>"
    ),
    "every style another": numbered("<b style='top:{}pt'>xxxxx</b>")[:1_000_000],
    "a sheet": f"<style>{numbered('.a{} ')}{{color:red}}</style>",
    "a sheet without braces": f"<style>{repeated('.a ')}</style>",
    "classes": "<style>.a{font-weight:bold}.b{color:red}</style>"
    + rare("<i class='a b c d'>x</i>"),
    "bullets": rare("<p>• a</p>"),
    "bullets on lines": f"<p>{repeated('• a<br>')[:240_000]}</p>",
    "comments of Docs": "docs-internal-guid" + rare("<div><p><a id=cmnt1>[a]</a>x</p></div>"),
    "footnotes": rare("<sup><a href='#_ftn1'>[1]</a></sup>"),
    "bold rows": f"<table>{rare('<tr><td><b>a</b></td></tr>')}</table>",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", choices=KINDS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"
    import django

    django.setup()
    from content.text import cleaning

    print("| kind | kB | CPU seconds | kB after | said |")
    print("| --- | ---: | ---: | ---: | --- |")
    longest = 0.0
    for name in options.only or KINDS:
        gc.collect()
        started = time.process_time()
        cleaned = cleaning.cleaned(KINDS[name])
        took = time.process_time() - started
        longest = max(longest, took)
        said = ", ".join(f"{number:,} {kind}" for kind, number in cleaned.counts.items())
        before, after = len(KINDS[name]) // 1000, len(cleaned.text) // 1000
        print(f"| {name} | {before:,} | {took:.2f} | {after:,} | {said} |")
        sys.stdout.flush()
    print(f"\nThe longest took {longest:.2f} CPU seconds.")


if __name__ == "__main__":
    main()
