"""What stands in a clipboard, and what shall stand in the text: one table for both lines.

The editor's own line sees the clipboard itself (by a paste in Chromium); the second one is the
server, which gets the same markup when somebody pastes it without the editor. `right` is what is
stored, `said` how often which change is named (`content.text.changes`).
"""

from typing import NamedTuple


class Case(NamedTuple):
    html: str
    right: str
    said: dict[str, int] = {}


WORD_SYMBOL = (
    "<span style='font-family:Symbol;mso-ascii-font-family:Calibri;mso-hansi-font-family:Calibri;"
    "mso-char-type:symbol;mso-symbol-font-family:Symbol'><span style='mso-char-type:symbol;"
    "mso-symbol-font-family:Symbol'>{}</span></span>"
)
POINT = (
    "<p class={style} style='text-indent:-18.0pt;mso-list:{list}'><![if !supportLists]>"
    "<span style='font-family:Symbol'><span style='mso-list:Ignore'>{mark}"
    "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span>"
    "<![endif]>{text}<o:p></o:p></p>\n"
)
LETTER = POINT.replace("<span style='font-family:Symbol'>", "<span>")
DOCS = "<b style='font-weight:normal' id='docs-internal-guid-1'>{}</b>"


def point(text, level=1, of="l0", mark="·"):
    shape = POINT if mark == "·" else LETTER
    return shape.format(
        style="MsoListParagraph", list=f"{of} level{level} lfo1", mark=mark, text=text
    )


def web_point(text, level=1, of=2, tag="ul"):
    """Word in the browser: each point is a list of its own."""
    return (
        f"<div class='ListContainerWrapper SCXW1 BCX8'><{tag} class='BulletListStyle1 SCXW1' "
        f"role='list'><li data-leveltext='' data-font='Symbol' data-listid='{of}' "
        f"data-aria-posinset='1' data-aria-level='{level}' role='listitem' "
        "class='OutlineElement Ltr SCXW1'><p class='Paragraph SCXW1'><span class='TextRun SCXW1'>"
        f"<span class='NormalTextRun SCXW1'>{text}</span></span><span class='EOP SCXW1'>&nbsp;"
        f"</span></p></li></{tag}></div>"
    )


SIGNS = {
    "symbols of Word": Case(
        f"<p class=MsoNormal>5 {WORD_SYMBOL.format('m')}g/kg, TNF-{WORD_SYMBOL.format('a')}, "
        f"p {WORD_SYMBOL.format('£')} 0.05</p>",
        "<p>5 µg/kg, TNF-α, p ≤ 0.05</p>",
        {"symbols": 3},
    ),
    "symbols by a font tag": Case(
        '<p>5 <font face="Symbol">m</font>g, <font face="Symbol, serif">b</font>-cells</p>',
        "<p>5 µg, β-cells</p>",
        {"symbols": 2},
    ),
    "signs of the private area": Case(
        "<p class=MsoNormal>p \uf0b3 0.05, 10 \uf06dg</p>",
        "<p>p ≥ 0.05, 10 µg</p>",
        {"symbols": 2},
    ),
    "several signs in one passage": Case(
        "<p>TGF-<span style='font-family:Symbol'>b</span>1 and "
        "<span style='font-family: \"Symbol\", sans-serif'>a ± b</span></p>",
        "<p>TGF-β1 and α ± β</p>",
        {"symbols": 3},
    ),
    "a symbol font by a class": Case(
        "<html><head><style>p.p1 {font: 12.0px Helvetica} span.s1 {font: 12.0px Symbol}</style>"
        "</head><body><p class='p1'>5 <span class='s1'>m</span>g</p></body></html>",
        "<p>5 µg</p>",
        {"symbols": 1},
    ),
    "letters that are Greek already": Case(
        "<p><span style='font-family:Symbol'>α</span> 5 <span style='font-family:Symbol'>12.5 "
        "</span>mg</p>",
        "<p>α 5 12.5 mg</p>",
    ),
    "Symbol only where the first font is missing": Case(
        "<p><span style='font-family:Calibri,Symbol'>mg</span></p>", "<p>mg</p>"
    ),
    "Wingdings": Case(
        "<p>Yes <span style='font-family:Wingdings'>ü</span>, "
        "no <span style='font-family:Wingdings'>û</span>, "
        "so <span style='font-family:Wingdings;mso-char-type:symbol'>à</span> later</p>",
        "<p>Yes ✓, no ✗, so → later</p>",
        {"symbols": 3},
    ),
    "a font that nobody here can read": Case(
        "<p>Give <span style='font-family:Webdings'>k</span> daily \ue123.</p>",
        "<p>Give \ufffd daily \ufffd.</p>",
        {"unreadable": 2},
    ),
    "raised and lowered by a style": Case(
        "<p class=MsoNormal>2 x 10<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>6"
        "</span> cells, H<span style='position:relative;top:2.0pt;mso-text-raise:-2.0pt'>2</span>O,"
        " m<span style='font-size:8pt;vertical-align:super'>2</span></p>",
        "<p>2 x 10<sup>6</sup> cells, H<sub>2</sub>O, m<sup>2</sup></p>",
    ),
    "raised by a class": Case(
        "<style>.font7 {vertical-align:super}</style>"
        "<p>10<span class=font7>-6</span> and 10<sup>6</sup></p>",
        "<p>10<sup>-6</sup> and 10<sup>6</sup></p>",
    ),
    "capitals by a style": Case(
        "<p><span style='text-transform:uppercase'>il-6</span> and m<span "
        "style='text-transform:uppercase'>rna</span></p>",
        "<p>IL-6 and mRNA</p>",
    ),
}

REVISIONS = {
    "a deletion and an insertion of Word": Case(
        '<p class=MsoNormal>Give <span class=msoDel><del cite="mailto:J" datetime="2026-01-01">50'
        '</del></span><span class=msoIns><ins cite="mailto:J">5</ins></span> mg daily.</p>',
        "<p>Give 5 mg daily.</p>",
        {"deletions": 1},
    ),
    "a deletion that only its class tells": Case(
        "<p class=MsoNormal>Give <span class=msoDel>50</span>5 mg daily.</p>",
        "<p>Give 5 mg daily.</p>",
        {"deletions": 1},
    ),
    "a moved passage": Case(
        "<p class=MsoNormal><span class=msoMoveFrom>Never alone. </span>Take it with food. "
        "<span class=msoMoveTo>Never alone.</span></p>",
        "<p>Take it with food. Never alone.</p>",
        {"deletions": 1},
    ),
    "a suggestion of Google Docs": Case(
        DOCS.format(
            "<p><span>Give </span><span style='text-decoration:line-through'>50</span>"
            "<span>5 mg</span></p>"
        ),
        "<p>Give 5 mg</p>",
        {"deletions": 1},
    ),
    "deleted paragraphs": Case(
        "<p class=MsoNormal>One.</p><p class=MsoNormal><del>Not two.</del></p>"
        "<p class=MsoNormal><del>Nor three.</del></p><p class=MsoNormal>Four.</p>",
        "<p>One.</p><p>Four.</p>",
        {"deletions": 2},
    ),
    "struck words stay struck": Case("<p>Do <s>not</s> use.</p>", "<p>Do <s>not</s> use.</p>"),
    "struck by another tag": Case(
        "<p>Do <strike>not</strike> use <span style='text-decoration:line-through'>it</span>.</p>",
        "<p>Do <s>not</s> use <s>it</s>.</p>",
    ),
    "a comment of Word": Case(
        "<p class=MsoNormal><a style='mso-comment-reference:JD_1;mso-comment-date:20260101'>Sixty "
        "people</a><span class=MsoCommentReference><span style='font-size:8pt'><![if "
        "!supportAnnotations]><a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[JD1]</a>"
        "<![endif]><span style='mso-special-character:comment'>&nbsp;</span></span></span> took "
        "part.</p><div style='mso-element:comment-list'><hr class=msocomoff><div "
        "style='mso-element:comment'><div id='_com_1' class=msocomtxt><p class=MsoCommentText>"
        "<span class=MsoCommentReference>[JD1]</span>Jane: do not publish, Dr Roe objects.</p>"
        "</div></div></div>",
        "<p>Sixty people took part.</p>",
        {"comments": 1},
    ),
    "two comments of Google Docs": Case(
        DOCS.format(
            "<p><span>Sixty people</span><sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup>"
            "<sup><a href='#cmnt2' id='cmnt_ref2'>[b]</a></sup><span> took part.</span></p>"
            "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Is it true?</span></p></div>"
            "<div><p><a href='#cmnt_ref2' id='cmnt2'>[b]</a><span>Ask Jane.</span></p></div>"
        ),
        "<p>Sixty people took part.</p>",
        {"comments": 2},
    ),
    "hidden text": Case(
        "<p class=MsoNormal>Open<span style='display:none;mso-hide:all'> secret</span>. "
        "<span style='visibility:hidden'>too</span><span hidden>and this</span></p>"
        "<p style='display: none'>A whole passage.</p>",
        "<p>Open.</p>",
        {"hidden": 4},
    ),
    "hidden by a class": Case(
        "<style>.h1x { display : none }</style><p>Open<span class='h1x a'> secret</span>.</p>",
        "<p>Open.</p>",
        {"hidden": 1},
    ),
    "a field code": Case(
        "<p class=MsoNormal>As seen <span style='mso-element:field-begin'></span><span> ADDIN "
        "EN.CITE &lt;EndNote&gt;&lt;Cite&gt;Roe&lt;/Cite&gt;&lt;/EndNote&gt;</span><span "
        "style='mso-element:field-separator'></span>(Roe 2020)<span "
        "style='mso-element:field-end'></span>.</p>",
        "<p>As seen (Roe 2020).</p>",
        {"fields": 1},
    ),
    "a field in a field": Case(
        "<p class=MsoNormal>A <span style='mso-element:field-begin'></span> ADDIN ZOTERO_ITEM "
        "<span style='mso-element:field-begin'></span> ADDIN EN.CITE.DATA <span "
        "style='mso-element:field-end'></span> {&quot;id&quot;:1}<span "
        "style='mso-element:field-separator'></span>[1]<span style='mso-element:field-end'></span>"
        " b</p>",
        "<p>A [1] b</p>",
        {"fields": 2},
    ),
    "a field that only Word shows": Case(
        "<p class=MsoNormal>A <!--[if supportFields]><span style='mso-element:field-begin'></span>"
        " PAGE <span style='mso-element:field-separator'></span><![endif]-->b</p>",
        "<p>A b</p>",
    ),
}

NOTES = {
    "a footnote of Word": Case(
        "<p class=MsoNormal>It failed<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'>"
        "<span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if "
        "!supportFootnotes]><span class=MsoFootnoteReference><span style='font-size:10pt'>[1]"
        "</span></span><![endif]></span></span></a>.</p><div style='mso-element:footnote-list'>"
        "<![if !supportFootnotes]><br clear=all><hr align=left size=1 width='33%'><![endif]>"
        "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a "
        "style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1'><span "
        "class=MsoFootnoteReference>[1]</span></a> Roe, 2020.</p></div></div>",
        "<p>It failed[1].</p><p>[1] Roe, 2020.</p>",
        {"footnotes": 1},
    ),
    "footnotes of Google Docs": Case(
        DOCS.format(
            "<p><span>One</span><sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup><span> two</span>"
            "<sup><a href='#ftnt2' id='ftnt_ref2'>[2]</a></sup></p><hr><div><p><a href='#ftnt_ref1'"
            " id='ftnt1'>[1]</a><span>&nbsp;First.</span></p></div><div><p><a href='#ftnt_ref2' "
            "id='ftnt2'>[2]</a><span>&nbsp;Second.</span></p></div>"
        ),
        "<p>One[1] two[2]</p><hr><p>[1] First.</p><p>[2] Second.</p>",
        {"footnotes": 2},
    ),
    "a footnote of LibreOffice": Case(
        '<p>One<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup>'
        '</a>.</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" '
        'name="sdfootnote1sym" href="#sdfootnote1anc">1</a>First.</p></div>',
        "<p>One[1].</p><p>[1] First.</p>",
        {"footnotes": 1},
    ),
    "an endnote of Word": Case(
        "<p class=MsoNormal>One<a style='mso-endnote-id:edn1' href='#_edn1' name='_ednref1'><span "
        "class=MsoEndnoteReference>[i]</span></a></p><div style='mso-element:endnote-list'><div "
        "style='mso-element:endnote' id=edn1><p class=MsoEndnoteText><a "
        "style='mso-endnote-id:edn1' href='#_ednref1' name='_edn1'><span "
        "class=MsoEndnoteReference>[i]</span></a> Last.</p></div></div>",
        "<p>One[i]</p><p>[i] Last.</p>",
        {"footnotes": 1},
    ),
}

LINKS = {
    "a link over Google": Case(
        "<p><a href='https://www.google.com/url?q=https://example.org/a?b%3D1&amp;sa=D&amp;ust=2'>"
        "A paper</a></p>",
        '<p><a href="https://example.org/a?b=1">A paper</a></p>',
        {"redirects": 1},
    ),
    "a link over a mail filter": Case(
        "<p><a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2F"
        "example.org%2Fa&amp;data=05%7C01%7Cjane%40example.org%7C'>A</a> <a href='https://"
        "urldefense.com/v3/__https://example.org/b__;!!x!y$'>B</a> <a href='https://"
        "urldefense.proofpoint.com/v2/url?u=https-3A__example.org_c&amp;d=DwMF'>C</a></p>",
        '<p><a href="https://example.org/a">A</a> <a href="https://example.org/b">B</a> '
        '<a href="https://example.org/c">C</a></p>',
        {"redirects": 3},
    ),
    "a link to a private document": Case(
        "<p>See <a href='https://docs.google.com/document/d/1x/edit'>the plan</a>, <a "
        "href='https://example.sharepoint.com/:w:/s/x/y'>the table</a> and <a "
        "href='file:///C:/Users/jane/x.docx'>mine</a>.</p>",
        "<p>See the plan, the table and mine.</p>",
        {"private_links": 3},
    ),
    "addresses without a scheme": Case(
        '<p><a href="www.nhs.uk/conditions">A</a> <a href="nhs.uk">B</a> '
        '<a href="example.org/a?b=1#c">C</a></p>',
        '<p><a href="https://www.nhs.uk/conditions">A</a> <a href="https://nhs.uk">B</a> '
        '<a href="https://example.org/a?b=1#c">C</a></p>',
        {"completed": 3},
    ),
    "addresses that are relative or local": Case(
        '<p><a href="page.html">A</a> <a href="a/b">B</a> <a href="/diseases/asthma/">C</a> '
        '<a href="#part">D</a></p>',
        '<p><a href="page.html">A</a> <a href="a/b">B</a> <a href="/diseases/asthma/">C</a> '
        '<a href="#part">D</a></p>',
    ),
    "telephones": Case(
        '<p><a href="tel:111">111</a> <a href="sms:+441234">text</a> '
        '<a href="mailto:a@example.org">mail</a></p>',
        '<p><a href="tel:111">111</a> <a href="sms:+441234">text</a> '
        '<a href="mailto:a@example.org">mail</a></p>',
    ),
    "blanks and unseen signs around an address": Case(
        '<p><a href=" https://example.org/ ">A</a> <a href="https://example.org/a\u200b">B</a> '
        '<a href="\ufeffhttps://example.org/b\n">C</a></p>',
        '<p><a href="https://example.org/">A</a> <a href="https://example.org/a">B</a> '
        '<a href="https://example.org/b">C</a></p>',
    ),
    "addresses that cannot be kept": Case(
        '<p><a href="javascript:alert(1)">A</a> <a href="data:text/html,x">B</a> <a>C</a> '
        '<a href="">D</a> <a name="top">E</a></p>',
        "<p>A B C D E</p>",
        {"lost_links": 2},
    ),
}

SHAPES = {
    "two lists, one after the other": Case(
        point("a") + point("b") + point("c", of="l1") + point("d", of="l1"),
        "<ul><li>a</li><li>b</li></ul><ul><li>c</li><li>d</li></ul>",
    ),
    "points below points": Case(
        point("a") + point("b", 2) + point("c", 3) + point("d"),
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
    ),
    "letters": Case(
        point("first", mark="a)") + point("second", mark="b)"),
        '<ol type="a"><li>first</li><li>second</li></ol>',
    ),
    "numbers that begin at three": Case(
        point("third", mark="3.") + point("fourth", mark="4."),
        '<ol start="3"><li>third</li><li>fourth</li></ol>',
    ),
    "Roman numbers and capitals": Case(
        point("one", mark="i.")
        + point("two", mark="ii.")
        + "<p class=MsoNormal>and</p>"
        + point("A", of="l1", mark="A."),
        '<ol type="i"><li>one</li><li>two</li></ol><p>and</p><ol type="A"><li>A</li></ol>',
    ),
    "a list by its type": Case(
        "<ol type='a' start='2'><li>b</li></ol>", '<ol start="2" type="a"><li>b</li></ol>'
    ),
    "a list by its style": Case(
        "<ol style='list-style-type:lower-alpha'><li>a</li></ol>",
        '<ol type="a"><li>a</li></ol>',
    ),
    "points of Word in the browser": Case(
        web_point("a") + web_point("b", 2) + web_point("c", 3) + web_point("d"),
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
    ),
    "two lists of Word in the browser": Case(
        web_point("a") + web_point("b", of=3) + web_point("c", of=3, tag="ol"),
        "<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol>",
    ),
    "headings in points": Case(
        "<ol><li><h2>Methods</h2></li></ol><p>a</p><ol start='2'><li><h2>Results</h2></li></ol>",
        "<h2>Methods</h2><p>a</p><h2>Results</h2>",
    ),
    "a list below a list without a point": Case(
        "<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"
    ),
    "a table whose first row is bold": Case(
        "<table><tr><td><b>Outcome</b></td><td><p><strong>Seen</strong></p></td></tr>"
        "<tr><td>Pain</td><td>5</td></tr></table>",
        '<figure class="table"><table><thead><tr><th scope="col">Outcome</th><th scope="col">Seen'
        "</th></tr></thead><tbody><tr><td>Pain</td><td>5</td></tr></tbody></table></figure>",
        {"headers": 1},
    ),
    "a table without a bold row": Case(
        "<table><tr><td><b>Pain</b></td><td>5</td></tr><tr><td><b>Rest</b></td><td>6</td></tr>"
        "</table>",
        '<figure class="table"><table><tbody><tr><td><strong>Pain</strong></td><td>5</td></tr>'
        "<tr><td><strong>Rest</strong></td><td>6</td></tr></tbody></table></figure>",
    ),
    "cells of a spreadsheet": Case(
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><style>.xl65 "
        "{font-weight:700} .font5 {font-family:Symbol} .font6 {vertical-align:super}</style></head>"
        "<body><table><col width=64><tr height=20><td class=xl65>Dose</td><td class=xl65>Cells</td>"
        "</tr><tr><td>5 <font class=font5>m</font>g</td><td align=right x:num>10<font class=font6>"
        "6</font></td></tr></table></body></html>",
        '<figure class="table"><table><thead><tr><th scope="col">Dose</th><th scope="col">Cells'
        "</th></tr></thead><tbody><tr><td>5 µg</td><td>10<sup>6</sup></td></tr></tbody></table>"
        "</figure>",
        {"headers": 1, "symbols": 1},
    ),
    "empty paragraphs": Case(
        "<p>a</p><p>&nbsp;</p><p><br></p><p> </p><p>b</p>", "<p>a</p><p>b</p>"
    ),
    "bullets typed as signs": Case(
        "<p>Take:</p><p>• first</p><p>•\tsecond</p><p>Then:</p><ul><li>• third</li></ul>",
        "<p>Take:</p><ul><li>first</li><li>second</li></ul><p>Then:</p><ul><li>third</li></ul>",
    ),
    "a quotation inside a sentence": Case(
        "<p>He said <q>no</q> twice.</p>", "<p>He said “no” twice.</p>"
    ),
    "a rule": Case("<p>a</p><hr><p>b</p>", "<p>a</p><hr><p>b</p>"),
    "terms and what they mean": Case(
        "<dl><dt>Graft</dt><dd>Given cells.</dd><dt>Host</dt><dd>Who gets them.</dd></dl>",
        "<p><strong>Graft</strong></p><p>Given cells.</p><p><strong>Host</strong></p>"
        "<p>Who gets them.</p>",
    ),
    "lines of a program": Case(
        "<pre>a = 1\nb = 2</pre><p>Call <code>a</code>, press <kbd>b</kbd></p>",
        "<p>a = 1<br>b = 2</p><p>Call <code>a</code>, press <code>b</code></p>",
    ),
    "boxes": Case(
        "<div>a</div><div>b<div>c</div></div><section>d<p>e</p></section>",
        "<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p>",
    ),
    "lines in a box": Case("<div>a<br>b</div><div><br></div>c", "<p>a<br>b</p><p>c</p>"),
    "a page of a colleague": Case(
        "<article><h1>A</h1><h3>B</h3><address>c</address><details><summary>d</summary>e</details>"
        "</article>",
        "<h2>A</h2><h3>B</h3><p>c</p><p>d</p><p>e</p>",
    ),
    "line ends of a word processor": Case(
        "<p class=MsoNormal>in London\nfound <b>no\r\ndifference</b>\n</p>\n\n<p>b</p>",
        "<p>in London found <strong>no difference</strong></p><p>b</p>",
    ),
    "a picture from elsewhere": Case(
        "<p>a<img src='https://example.org/x.png' alt='x'>b<img src='data:image/png;base64,AA'>"
        "</p>",
        "<p>ab</p>",
        {"pictures": 2},
    ),
}

MORE_OF_THE_EDITOR = {
    # Meaning that sits in a font or in a style
    "a symbol font of a whole passage": Case(
        "<p style='font-family:Symbol'>D <span style='font-family:Calibri'>is a change,</span> "
        "D<b>p</b></p>",
        "<p>Δ is a change, Δ<strong>π</strong></p>",
        {"symbols": 3},
    ),
    "a symbol font in a short style": Case(
        "<p><span style='font:italic 12.0pt/14pt Symbol'>b</span> cells</p>",
        "<p><em>β</em> cells</p>",
        {"symbols": 1},
    ),
    "a tick of the private area in its font": Case(
        "<p><span style='font-family:Wingdings'>\uf0fc</span> yes, \uf061 no</p>",
        "<p>✓ yes, α no</p>",
        {"symbols": 2},
    ),
    "a dose in a font of pictures": Case(
        "<p>Take <font face='Webdings'>5</font> of <font face='Wingdings 2'>P \uf052</font></p>",
        "<p>Take \ufffd of \ufffd \ufffd</p>",
        {"unreadable": 3},
    ),
    "raised in one place and not in the next": Case(
        "<p>10<span style='vertical-align:super'>-3 <span style='vertical-align:baseline'>and"
        "</span></span> 10<sup style='font-size:6pt'>-4</sup></p>",
        "<p>10<sup>-3 </sup>and 10<sup>-4</sup></p>",
    ),
    "bold and slanted by a style, and not any more": Case(
        "<p style='font-weight:bold'>A <span style='font-weight:400;font-style:italic'>b</span>"
        "</p><p><b>c <span style='font-weight:normal'>d</span></b></p>",
        "<p><strong>A </strong><em>b</em></p><p><strong>c </strong>d</p>",
    ),
    # Revisions
    "a deletion around words that are bold": Case(
        "<p class=MsoNormal>Give <del><b>not</b> <i>more than</i></del> 5 mg.</p>",
        "<p>Give 5 mg.</p>",
        {"deletions": 1},
    ),
    "a point of a list that was deleted": Case(
        "<ul><li>a</li><li><del>b</del></li><li>c</li></ul>",
        "<ul><li>a</li><li>c</li></ul>",
        {"deletions": 1},
    ),
    "a deletion of blanks is none that is named": Case(
        "<p class=MsoNormal>One<del> </del> two.</p>", "<p>One two.</p>"
    ),
    "struck in a link": Case(
        "<p><a href='https://example.org/'>Do <s>not</s></a> <s>ask</s></p>",
        '<p><a href="https://example.org/">Do <s>not</s></a> <s>ask</s></p>',
    ),
    "struck by a class": Case(
        "<style>.c5 {text-decoration-line: line-through}</style><p>Do <span class=c5>not</span> "
        "use.</p>",
        "<p>Do <s>not</s> use.</p>",
    ),
    "underlined is not struck": Case(
        "<p>Do <span style='text-decoration:underline'>not</span> <u>use</u>.</p>",
        "<p>Do not use.</p>",
    ),
    # What stands beside a text
    "a comment on a whole table": Case(
        "<table><tr><td>a<span class=MsoCommentReference><a class=msocomanchor "
        "href='#_msocom_1'>[J1]</a></span></td><td>b</td></tr></table>",
        '<figure class="table"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>'
        "</figure>",
        {"comments": 1},
    ),
    "a list of comments whose places were not copied": Case(
        "<p class=MsoNormal>Text.</p><div style='mso-element:comment-list'><div "
        "style='mso-element:comment'><div id='_com_1' class=msocomtxt><p>[J1]Ask Roe.</p></div>"
        "</div><div style='mso-element:comment'><div id='_com_2' class=msocomtxt><p>[J2]Why?</p>"
        "</div></div></div>",
        "<p>Text.</p>",
        {"comments": 2},
    ),
    "hidden by what only Word reads": Case(
        "<p class=MsoNormal>Open<span style='mso-hide:all'> secret</span>.</p>",
        "<p>Open.</p>",
        {"hidden": 1},
    ),
    "a row of a table that is hidden": Case(
        "<table><tr><td>a</td></tr><tr style='display:none'><td>b</td></tr></table>",
        '<figure class="table"><table><tbody><tr><td>a</td></tr></tbody></table></figure>',
        {"hidden": 1},
    ),
    "hidden where nothing is": Case(
        "<p>a<span style='display:none'> </span>b<br style='display:none'>c</p>", "<p>abc</p>"
    ),
    "a field that never ends": Case(
        "<p class=MsoNormal>A <span style='mso-element:field-begin'></span>b</p>"
        "<p class=MsoNormal>c</p>",
        "<p>A b</p><p>c</p>",
    ),
    "a field without anything to show": Case(
        "<p class=MsoNormal>A<span style='mso-element:field-begin'></span> XE &quot;cell&quot; "
        "<span style='mso-element:field-end'></span> b</p>",
        "<p>A b</p>",
        {"fields": 1},
    ),
    # Notes
    "a footnote that is named twice": Case(
        "<p class=MsoNormal>One<a href='#_ftn1' name='_ftnref1'>[1]</a> two<a href='#_ftn1'>[1]"
        "</a></p>",
        "<p>One[1] two[1]</p>",
        {"footnotes": 2},
    ),
    "notes whose places were not copied": Case(
        "<div><p class=MsoFootnoteText><a href='#_ftnref7' name='_ftn7'>[7]</a>&nbsp;Roe, 2020."
        "</p></div>",
        "<p>[7] Roe, 2020.</p>",
        {"footnotes": 1},
    ),
    "a footnote whose number is gone": Case(
        "<p class=MsoNormal>One<a style='mso-footnote-id:ftn3' href='#_ftn3' name='_ftnref3'>"
        "<span style='mso-special-character:footnote'></span></a>.</p>",
        "<p>One[3].</p>",
        {"footnotes": 1},
    ),
    # Links
    "a link over a filter over Google": Case(
        "<p><a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2F"
        "www.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fexample.org%252Fa%26sa%3DD&amp;data=x'>"
        "A</a></p>",
        '<p><a href="https://example.org/a">A</a></p>',
        {"redirects": 1},
    ),
    "a link over a filter to a private document": Case(
        "<p><a href='https://www.google.com/url?q=https://docs.google.com/document/d/1x/edit'>A"
        "</a></p>",
        "<p>A</p>",
        {"redirects": 1, "private_links": 1},
    ),
    "pages of the same houses that are for everybody": Case(
        "<p><a href='https://www.google.com/search?q=msc'>A</a> "
        "<a href='https://docs.google.com/document/d/e/2PACX-1v/pub'>B</a></p>",
        '<p><a href="https://www.google.com/search?q=msc">A</a> '
        '<a href="https://docs.google.com/document/d/e/2PACX-1v/pub">B</a></p>',
    ),
    "files beside a page, and a site": Case(
        "<p><a href='leaflet.pdf'>A</a> <a href='who.int/news?a=b.c'>B</a></p>",
        '<p><a href="leaflet.pdf">A</a> <a href="https://who.int/news?a=b.c">B</a></p>',
        {"completed": 1},
    ),
    # Shapes
    "a list that goes on after a passage": Case(
        point("a", mark="1.") + point("b", mark="2.") + "<p class=MsoNormal>x</p>"
        + point("c", mark="3."),
        '<ol><li>a</li><li>b</li></ol><p>x</p><ol start="3"><li>c</li></ol>',
    ),
    "letters below numbers": Case(
        point("a", mark="1.") + point("b", 2, mark="a.") + point("c", 2, mark="b.")
        + point("d", mark="2."),
        '<ol><li>a<ol type="a"><li>b</li><li>c</li></ol></li><li>d</li></ol>',
    ),
    "numbers in brackets": Case(
        point("a", mark="(1)") + point("b", mark="(2)"), "<ol><li>a</li><li>b</li></ol>"
    ),
    "a heading among points": Case(
        "<ul><li>a</li><li><h2>Methods</h2></li><li>b</li></ul>",
        "<ul><li>a</li></ul><h2>Methods</h2><ul><li>b</li></ul>",
    ),
    "points without a list": Case(
        "<li>a</li><li>b</li><p>c</p>", "<ul><li>a</li><li>b</li></ul><p>c</p>"
    ),
    "a table with a header keeps it": Case(
        "<table><tr><th>A</th><th>B</th></tr><tr><td><b>c</b></td><td><b>d</b></td></tr>"
        "<tr><td>e</td><td>f</td></tr></table>",
        '<figure class="table"><table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr>'
        "</thead><tbody><tr><td><strong>c</strong></td><td><strong>d</strong></td></tr><tr>"
        "<td>e</td><td>f</td></tr></tbody></table></figure>",
    ),
    "a table that is bold all over": Case(
        "<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td><b>c</b></td><td><b>d</b></td>"
        "</tr></table>",
        '<figure class="table"><table><tbody><tr><td><strong>A</strong></td><td><strong>B</strong>'
        "</td></tr><tr><td><strong>c</strong></td><td><strong>d</strong></td></tr></tbody></table>"
        "</figure>",
    ),
    "a bold first row with an empty corner": Case(
        "<table><tr><td>&nbsp;</td><td><b>Cells</b></td></tr><tr><td>Pain</td><td>5</td></tr>"
        "</table>",
        '<figure class="table"><table><thead><tr><th scope="col"></th><th scope="col">Cells'
        "</th></tr></thead><tbody><tr><td>Pain</td><td>5</td></tr></tbody></table></figure>",
        {"headers": 1},
    ),
    "a link around blocks": Case(
        "<a href='https://example.org/'><h2>A</h2><p>b</p></a>",
        '<h2><a href="https://example.org/">A</a></h2><p><a href="https://example.org/">b</a></p>',
    ),
    "a quotation in a quotation": Case(
        "<p><q>He said <q>no</q></q></p>", "<p>“He said ‘no’”</p>"
    ),
    "blanks that only set apart": Case(
        "<p>&nbsp;&nbsp; a <span style='mso-spacerun:yes'>  </span>b,&nbsp;10&nbsp;mg </p>",
        "<p>a b,&nbsp;10&nbsp;mg</p>",
    ),
}  # fmt: skip


WORD = "<p class=MsoNormal>{}</p>"

# More of each kind, invented beside the server's line.
MORE_OF_THE_SERVER = {
    "Symbol in the short form of a font": Case(
        "<p>5 <span style=\"font: 12pt 'Symbol'\">m</span>g</p>", "<p>5 µg</p>", {"symbols": 1}
    ),
    "Symbol by its other names": Case(
        '<p><font face="SymbolPS">a</font>, <font face="Symbol MT">b</font>, '
        '<span style="font-family:Euclid Symbol">g</span></p>',
        "<p>α, β, γ</p>",
        {"symbols": 3},
    ),
    "a font of letters inside Symbol": Case(
        "<p><span style='font-family:Symbol'>D<span style='font-family:Arial'>Alpha</span>"
        "</span></p>",
        "<p>ΔAlpha</p>",
        {"symbols": 1},
    ),
    "Symbol named beside the font of the words": Case(
        "<p>5 <span style='font-family:Calibri;mso-char-type:symbol;mso-symbol-font-family:Symbol'>"
        "m</span>g</p>",
        "<p>5 µg</p>",
        {"symbols": 1},
    ),
    "a bullet of the private area": Case(
        WORD.format("\uf0b7 first") + WORD.format("\uf0b7 second"),
        "<ul><li>first</li><li>second</li></ul>",
    ),
    "signs of other pictorial fonts": Case(
        "<p><span style='font-family:\"MT Extra\"'>m</span> "
        "<span style='font-family:\"Wingdings 2\"'>P</span> "
        "<font face='ZapfDingbats'>4</font></p>",
        "<p>\ufffd \ufffd \ufffd</p>",
        {"unreadable": 3},
    ),
    "raised by a percentage, lowered by a length": Case(
        "<p>10<span style='vertical-align:30%'>6</span> H<span style='vertical-align:-3pt'>2"
        "</span>O</p>",
        "<p>10<sup>6</sup> H<sub>2</sub>O</p>",
    ),
    "raised inside raised": Case(
        "<p>10<sup><span style='vertical-align:super'>6</span></sup></p>",
        "<p>10<sup>6</sup></p>",
    ),
    "cells that stand at the top": Case(
        "<table><tr><td style='vertical-align:top'>a</td><td valign=top>b</td></tr></table>",
        '<figure class="table"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>'
        "</figure>",
    ),
    "capitals without the sign for a millionth": Case(
        "<p><span style='text-transform:uppercase'>5 µg of il-6</span></p>", "<p>5 µG OF IL-6</p>"
    ),
    "bold and italic by a style": Case(
        "<p><span style='font-weight:700'>a</span> <span style='font-style:italic'>b</span> "
        "<b style='font-weight:normal'>c</b></p>",
        "<p><strong>a</strong> <em>b</em> c</p>",
    ),
    "a deletion of several passages": Case(
        WORD.format("<del>a</del> b <del>c</del> d <s>e</s>"),
        "<p>b d <s>e</s></p>",
        {"deletions": 2},
    ),
    "a deleted row of blanks": Case(WORD.format("a<del> </del> b"), "<p>a b</p>"),
    "a moved paragraph": Case(
        WORD.format("<span class=msoMoveFrom><del>One.</del></span>")
        + WORD.format("Two.")
        + WORD.format("<span class=msoMoveTo><ins>One.</ins></span>"),
        "<p>Two.</p><p>One.</p>",
        {"deletions": 1},
    ),
    "a comment at two places": Case(
        WORD.format(
            "a<a class=msocomanchor href='#_msocom_1'>[J1]</a> b<a class=msocomanchor "
            "href='#_msocom_2'>[J2]</a>"
        ),
        "<p>a b</p>",
        {"comments": 2},
    ),
    "comments below without their marks": Case(
        WORD.format("a")
        + "<div style='mso-element:comment-list'><div style='mso-element:comment'><p "
        "class=MsoCommentText>No.</p></div></div>",
        "<p>a</p>",
        {"comments": 1},
    ),
    "a comment of Google Docs in two paragraphs": Case(
        DOCS.format(
            "<p>a<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>"
            "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>One.</p><p>Two.</p></div>"
        ),
        "<p>a</p>",
        {"comments": 1},
    ),
    "hidden in hidden": Case(
        "<p>a<span style='display:none'>b<span style='mso-hide:all'>c</span></span></p>",
        "<p>a</p>",
        {"hidden": 1},
    ),
    "nothing hidden": Case("<p>a<span style='display:none'> </span></p>", "<p>a</p>"),
    "hidden by one of several classes": Case(
        "<style>p.a {color:red} span.gone, .b {visibility:hidden}</style>"
        "<p class=a>a<span class='x gone'>b</span><em class=b>c</em></p>",
        "<p>a</p>",
        {"hidden": 2},
    ),
    "a field over two paragraphs": Case(
        WORD.format("a <span style='mso-element:field-begin'></span> ADDIN ZOTERO_BIBL")
        + WORD.format("{} CSL<span style='mso-element:field-separator'></span>Roe, 2020.")
        + WORD.format("Doe, 2021.<span style='mso-element:field-end'></span>"),
        "<p>a</p><p>Roe, 2020.</p><p>Doe, 2021.</p>",
        {"fields": 1},
    ),
    "a field without a result": Case(
        WORD.format(
            "a<span style='mso-element:field-begin'></span> XE &quot;cells&quot; "
            "<span style='mso-element:field-end'></span> b"
        ),
        "<p>a b</p>",
        {"fields": 1},
    ),
    "a field that never ends": Case(
        WORD.format("a <span style='mso-element:field-begin'></span>b"), "<p>a b</p>"
    ),
    "a footnote with a sign of its own": Case(
        WORD.format("a<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'>*</a>")
        + "<div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>*</a> b</p>"
        "</div>",
        "<p>a[*]</p><p>[*] b</p>",
        {"footnotes": 1},
    ),
    "a footnote without its text": Case(
        WORD.format("a<sup><a href='#_ftn2' name='_ftnref2'>[2]</a></sup> b"),
        "<p>a[2] b</p>",
        {"footnotes": 1},
    ),
    "an endnote of LibreOffice": Case(
        '<p>a<a class="sdendnoteanc" name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a>'
        '</p><div id="sdendnote1"><p class="sdendnote"><a class="sdendnotesym" '
        'name="sdendnote1sym" href="#sdendnote1anc">i</a>b</p></div>',
        "<p>a[i]</p><p>[i] b</p>",
        {"footnotes": 1},
    ),
    "a link over two others": Case(
        "<p><a href='https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D"
        "https%253A%252F%252Fexample.org%252Fa'>A</a></p>",
        '<p><a href="https://example.org/a">A</a></p>',
        {"redirects": 1},
    ),
    "a link over a mail filter that hides signs": Case(
        "<p><a href='https://urldefense.com/v3/__https://example.org/a?b=1*c__;Iw!!x!y$'>A</a></p>",
        '<p><a href="https://example.org/a?b=1#c">A</a></p>',
        {"redirects": 1},
    ),
    "links that only look as if they led over another": Case(
        "<p><a href='https://www.google.com/search?q=cells'>A</a> "
        "<a href='https://example.org/url?q=https://b.org/'>B</a></p>",
        '<p><a href="https://www.google.com/search?q=cells">A</a> '
        '<a href="https://example.org/url?q=https://b.org/">B</a></p>',
    ),
    "a link over Google to a private document": Case(
        "<p><a href='https://www.google.com/url?q=https://drive.google.com/file/d/1/view'>A</a> "
        "<a href='https://1drv.ms/w/s!a'>B</a> <a href='https://www.dropbox.com/scl/fi/a'>C</a></p>",
        "<p>A B C</p>",
        {"private_links": 3, "redirects": 1},
    ),
    "a link over a site of films to a mailbox": Case(
        "<p><a href='https://www.youtube.com/redirect?q=https%3A%2F%2Foutlook.live.com%2Fmail%2F0'>"
        "A</a></p>",
        "<p>A</p>",
        {"private_links": 1, "redirects": 1},
    ),
    "forms that anybody can fill in": Case(
        "<p><a href='https://docs.google.com/forms/d/e/1x/viewform'>A</a> "
        "<a href='https://docs.google.com/document/d/e/2x/pub'>B</a></p>",
        '<p><a href="https://docs.google.com/forms/d/e/1x/viewform">A</a> '
        '<a href="https://docs.google.com/document/d/e/2x/pub">B</a></p>',
    ),
    "hosts with other letters and ports": Case(
        '<p><a href="münchen.example/a">A</a> <a href="example.org:8080/b">B</a> '
        '<a href="www.x.pdf">C</a></p>',
        '<p><a href="https://münchen.example/a">A</a> <a href="https://example.org:8080/b">B</a> '
        '<a href="https://www.x.pdf">C</a></p>',
        {"completed": 3},
    ),
    "names of files": Case(
        '<p><a href="report.pdf">A</a> <a href="x.docx#y">B</a> <a href="me@example.org">C</a></p>',
        '<p><a href="report.pdf">A</a> <a href="x.docx#y">B</a> <a href="me@example.org">C</a></p>',
    ),
    "places that only a word processor knows": Case(
        WORD.format('<a href="#_Toc12345">Contents</a> <a href="#_ENREF_1">1</a>'),
        "<p>Contents 1</p>",
        {"lost_links": 2},
    ),
    "files on a computer": Case(
        '<p><a href="C:\\Users\\jane\\x.docx">A</a> <a href="\\\\server\\share\\x">B</a></p>',
        "<p>A B</p>",
        {"private_links": 2},
    ),
    "a link in a link": Case(
        '<p><a href="/a/">A<a href="/b/">B</a></a></p>',
        '<p><a href="/a/">A</a><a href="/b/">B</a></p>',
    ),
    "two numberings, one after the other": Case(
        point("a", mark="1.") + point("b", mark="2.") + point("c", of="l3", mark="1."),
        "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>",
    ),
    "letters below numbers": Case(
        point("a", mark="1.")
        + point("b", 2, mark="a.")
        + point("c", 2, mark="b.")
        + point("d", mark="2."),
        '<ol><li>a<ol type="a"><li>b</li><li>c</li></ol></li><li>d</li></ol>',
    ),
    "numbers of several levels": Case(point("a", mark="2.3."), '<ol start="3"><li>a</li></ol>'),
    "a marker of words": Case(
        point("a", mark="Step 1:") + point("b", mark="Step 2:"),
        "<ul><li>Step 1: a</li><li>Step 2: b</li></ul>",
    ),
    "letters of Google Docs": Case(
        DOCS.format(
            "<ol><li style='list-style-type:lower-alpha' aria-level='1'><p>a</p></li>"
            "<li style='list-style-type:lower-alpha' aria-level='1'><p>b</p></li></ol>"
        ),
        '<ol type="a"><li>a</li><li>b</li></ol>',
    ),
    "numbers of Word in the browser": Case(
        web_point("a", tag="ol") + web_point("b", 2, tag="ol") + web_point("c", of=7),
        "<ol><li>a<ol><li>b</li></ol></li></ol><ul><li>c</li></ul>",
    ),
    "a heading between points": Case(
        "<ol><li>a</li><li><h3>B</h3></li><li>c</li></ol>",
        '<ol><li>a</li></ol><h3>B</h3><ol start="3"><li>c</li></ol>',
    ),
    "headings between points that do not begin at one": Case(
        "<ol start=3><li>a</li><li><h3>B</h3></li><li>c</li><li><h3>D</h3></li><li>e</li></ol>",
        '<ol start="3"><li>a</li></ol><h3>B</h3><ol start="5"><li>c</li></ol><h3>D</h3>'
        '<ol start="7"><li>e</li></ol>',
    ),
    "words in a list beside its points": Case(
        "<ul>a<li>b</li>c</ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"
    ),
    "points without a list": Case(
        "<p>a</p><li>b</li><li>c</li>", "<p>a</p><ul><li>b</li><li>c</li></ul>"
    ),
    "paragraphs in points": Case(
        "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>",
        "<ul><li>a</li><li><p>b</p><p>c</p></li></ul>",
    ),
    "a head of a table without header cells": Case(
        "<table><thead><tr><td>A</td><td>B</td></tr></thead><tr><td>1</td><td>2</td></tr></table>",
        '<figure class="table"><table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr>'
        "</thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></figure>",
        {"headers": 1},
    ),
    "a table that is bold all over": Case(
        "<table><tr><td><b>a</b></td><td><b>b</b></td></tr><tr><td><b>c</b></td><td><b>d</b></td>"
        "</tr></table>",
        '<figure class="table"><table><tbody><tr><td><strong>a</strong></td><td><strong>b</strong>'
        "</td></tr><tr><td><strong>c</strong></td><td><strong>d</strong></td></tr></tbody></table>"
        "</figure>",
    ),
    "a bold row above with an empty corner": Case(
        "<table><tr><td></td><td><b>A</b></td></tr><tr><td>b</td><td>1</td></tr></table>",
        '<figure class="table"><table><thead><tr><th scope="col"></th><th scope="col">A</th></tr>'
        "</thead><tbody><tr><td>b</td><td>1</td></tr></tbody></table></figure>",
        {"headers": 1},
    ),
    "words between the rows of a table": Case(
        "<table><tr><td>a</td></tr>b<tr><td>c</td></tr></table>",
        '<p>b</p><figure class="table"><table><tbody><tr><td>a</td></tr><tr><td>c</td></tr></tbody>'
        "</table></figure>",
    ),
    "bullets on the lines of a paragraph": Case(
        "<p>Take:<br>• first<br>• second</p><p>· third</p>",
        "<p>Take:</p><ul><li>first</li><li>second</li><li>third</li></ul>",
    ),
    "a bullet alone": Case("<p>•</p><p>a • b</p>", "<p>•</p><p>a • b</p>"),
    "bullets of Word without a list": Case(
        WORD.format("<span style='font-family:Symbol'>·</span>&nbsp;&nbsp; first"),
        "<ul><li>first</li></ul>",
    ),
    "a quotation in a quotation": Case("<p><q>He said <q>no</q></q></p>", "<p>“He said ‘no’”</p>"),
    "terms with blocks": Case(
        "<dl><dt>A</dt><dd><p>b</p><ul><li>c</li></ul></dd></dl>",
        "<p><strong>A</strong></p><p>b</p><ul><li>c</li></ul>",
    ),
    "a program in a box": Case(
        "<div><pre>\na = 1\n\nb = 2\n</pre></div>", "<p>a = 1<br><br>b = 2</p>"
    ),
    "boxes in cells": Case(
        "<table><tr><td><div>a</div><div>b</div></td><td><div>c</div></td></tr></table>",
        '<figure class="table"><table><tbody><tr><td><p>a</p><p>b</p></td><td>c</td></tr></tbody>'
        "</table></figure>",
    ),
    "a list in a cell": Case(
        "<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>",
        '<figure class="table"><table><tbody><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td>'
        "</tr></tbody></table></figure>",
    ),
    "emphasis around blocks": Case(
        "<b>a<p>b</p><ul><li>c</li></ul></b>",
        "<p><strong>a</strong></p><p><strong>b</strong></p><ul><li>c</li></ul>",
    ),
    "a picture of a word processor": Case(
        WORD.format("a<img src='file:///C:/x.png'>") + WORD.format("<img src='blob:x'>"),
        "<p>a</p>",
        {"pictures": 2},
    ),
    "a heading of Word in the browser": Case(
        "<div class='OutlineElement SCXW1'><p role='heading' aria-level='1' class='Paragraph'>"
        "<span class='TextRun SCXW1'>A</span></p></div><div><p class='Paragraph SCXW1'>b</p></div>",
        "<h2>A</h2><p>b</p>",
    ),
    "headings that skip a level": Case(
        "<h1 class=MsoTitle>A</h1><h2>B</h2><h4>C</h4>", "<h2>A</h2><h3>B</h3><h4>C</h4>"
    ),
    "line ends in a cell": Case(
        "<table class=MsoTableGrid>\n<tr>\n<td><p class=MsoNormal>a\nb</p>\n</td>\n</tr>\n</table>",
        '<figure class="table"><table><tbody><tr><td>a b</td></tr></tbody></table></figure>',
    ),
}

MORE_OF_BOTH = {
    "struck around a list": Case(
        "<s>a<ul><li>b<ul><li>c</li></ul></li></ul></s>",
        "<p><s>a</s></p><ul><li><s>b</s><ul><li><s>c</s></li></ul></li></ul>",
    ),
    "struck around a table": Case(
        "<s><table><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table></s>",
        '<figure class="table"><table><tbody><tr><td><s>a</s></td><td><p><s>b</s></p><p><s>c</s>'
        "</p></td></tr></tbody></table></figure>",
    ),
}

CASES = SIGNS | REVISIONS | NOTES | LINKS | SHAPES | MORE_OF_THE_EDITOR | MORE_OF_THE_SERVER
CASES |= MORE_OF_BOTH
