import json
import random
import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString

from linking.dictionary import Name, build_dictionary, default_rules, path_of
from linking.planner import Flag, LinkPlan, Span, plan_links, sha_of
from linking.render import LinkTarget, render_links
from tests.linking.cases import TERMS

# Names that a pattern, a template or HTML could take for something else.
ODD_TERMS = {
    "odd": ["a.b*c", "C++ disease", "$1 loss", "x|y", "R&D fever", "5 < 6 rule", "the (acute) one"]
}
AUTOLINK = re.compile(r'<a class="autolink" href="[^"]*" data-auto>(.*?)</a>', re.DOTALL)
NO_LINK_INSIDE = set(
    "a abbr blockquote caption cite code dfn figcaption h2 h3 h4 kbd pre q th".split()
)
VOID = {"br", "img"}


def make_terms_dictionary():
    names = []
    for target, texts in (TERMS | ODD_TERMS).items():
        for text in texts:
            exact_case, stands_alone = default_rules(text)
            stands_alone = stands_alone or target in ("copd", "odd")
            names.append(Name(text, target, 0, exact_case, stands_alone, text == texts[0]))
    return build_dictionary(names)


DICTIONARY = make_terms_dictionary()


def everything(targets):
    return {target: LinkTarget(f"/diseases/{target}/?a=1&b=2") for target in targets}


def rendered(html, resolve=everything):
    return render_links(html, plan_links(html, DICTIONARY), resolve)


# Random fragments


class Fragments:
    """Random HTML as a sanitiser leaves it, full of names in good and in bad places."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = [text for texts in (TERMS | ODD_TERMS).values() for text in texts]

    def fragment(self):
        return "".join(self.block() for _ in range(self.random.randint(1, 5)))

    def name(self):
        text = self.random.choice(self.names)
        if self.random.random() < 0.3:
            text = self.random.choice(
                [text.upper(), text.capitalize(), text + "s", text.replace(" ", "\n  ")]
                + [text.replace(" ", "-"), text.replace("'", "’"), "\u00ad".join(text)]
            )
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if self.random.random() < 0.15:
            text = self.random.choice(
                [text.replace("'", "&#39;"), text.replace(" ", "&nbsp;"), text.replace(" ", "<br>")]
                + [text.replace(" ", " <em>", 1) + "</em>" if " " in text else text]
            )
        return text

    def inline(self, depth=0):
        name = self.name()
        if self.random.random() < 0.45:
            return name
        inner = self.inline(depth + 1) if depth < 3 else name
        return self.random.choice(
            ["is", "of,", "anti", "İİ ß é e\u0301", "🧬", "5 &lt; 6 &amp; 7", "[", "@", "]", "…"]
            + [f"[@{name.split()[0]}]", "[@asthma; @lupus]", "(" + name + ")", name + "/" + name]
            + [f"<strong>{inner}</strong>", f"<em>{inner}</em>", f"anti<em>{inner}</em>"]
            + [f'<a href="/asthma/" title="asthma > lupus">{name}</a>', f"<sup>{inner}</sup>"]
            + [f"<code>{name}</code>", f'<abbr title="lupus">{name}</abbr>', f"<cite>{name}</cite>"]
            + [f'<span data-nolink="">{inner}</span>', f'<span title="data-nolink">{inner}</span>']
            + ['<img src="/m/asthma.jpg" alt="asthma > lupus">', "<br>", "<!-- asthma > -->"]
        )

    def line(self):
        pieces = [self.inline() for _ in range(self.random.randint(1, 8))]
        return self.random.choice([" ", " ", "\n", ", ", ""]).join(pieces)

    def block(self):
        line = self.line()
        return self.random.choice(
            [f"<p>{line}</p>"] * 6
            + [f"<h2>{line}</h2>", f"<h3>{line}</h3>", f"<ul><li>{line}</li><li>{line}</li></ul>"]
            + [f"<blockquote><p>{line}</p><cite>{line}</cite></blockquote>"]
            + [f"<table><caption>{line}</caption><tr><th>{line}</th><td>{line}</td></tr></table>"]
            + [f'<figure class="image"><figcaption>{line}</figcaption></figure>', line]
            + [f'<p data-nolink="">{line}</p>', f'<p title="asthma" data-x="a>lupus">{line}</p>']
        )


class Inspector(HTMLParser):
    """Reads the linked page as a browser would and collects what must not be."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.seen = [], [], set()
        self.section, self.links, self.surface, self.target = 0, 0, None, ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "h2" and not self.is_barred():
            self.section += 1
        if "data-auto" in attributes:
            self.start_link(attributes)
        elif self.surface is not None:
            self.faults.append(f"<{tag}> inside a link")
        if tag not in VOID:
            self.open.append((tag, tag in NO_LINK_INSIDE or "data-nolink" in attributes))

    def start_link(self, attributes):
        self.links += 1
        self.surface, self.target = "", attributes["href"].split("/")[2]
        if self.is_barred():
            self.faults.append(f"link inside {self.open}")
        if (self.section, self.target) in self.seen:
            self.faults.append(f"second link to {self.target}")
        self.seen.add((self.section, self.target))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag
        if tag == "a" and self.surface is not None:
            texts = (TERMS | ODD_TERMS)[self.target]
            if path_of(self.surface) not in map(path_of, texts):
                self.faults.append(f"{self.surface!r} is no name of {self.target}")
            self.surface = None

    def handle_data(self, data):
        if self.surface is not None:
            self.surface += data

    def is_barred(self):
        return any(barred for _tag, barred in self.open)


@pytest.mark.parametrize("seed", range(8))
def test_links_in_random_fragments_come_off_without_a_trace(seed):
    fragments, links = Fragments(seed), 0
    for _ in range(500):
        html = fragments.fragment()
        page = rendered(html)
        assert AUTOLINK.sub(r"\1", page) == html
        page_as_read = Inspector(page)
        assert page_as_read.faults == []
        links += page_as_read.links
        assert page.count("data-auto") == page_as_read.links
        assert rendered(page) == page
    assert links > 500


def test_damaged_fragments_come_back_without_a_trace_too():
    fragments, generator = Fragments(99), random.Random(99)
    for _ in range(500):
        html = fragments.fragment()
        start = generator.randrange(len(html))
        html = html[:start] + html[start + generator.randint(1, 9) :]
        assert AUTOLINK.sub(r"\1", rendered(html)) == html


def test_spans_are_in_order_and_do_not_overlap():
    fragments = Fragments(7)
    for _ in range(200):
        html = fragments.fragment()
        end = 0
        for span in plan_links(html, DICTIONARY).spans:
            assert end <= span.start < span.end <= len(html)
            end = span.end


# Links


def test_link_has_its_class_its_mark_and_the_surface_of_the_text():
    assert rendered("<p>R&amp;D fever</p>") == (
        '<p><a class="autolink" href="/diseases/odd/?a=1&amp;b=2" data-auto>R&amp;D fever</a></p>'
    )


def test_an_address_cannot_break_out_of_its_attribute():
    page = rendered("asthma", lambda targets: {"asthma": LinkTarget('/"><script>x</script>')})
    assert page == (
        '<a class="autolink" href="/&quot;&gt;&lt;script&gt;x&lt;/script&gt;" data-auto>asthma</a>'
    )


def test_a_target_that_is_not_public_stays_plain_text():
    page = rendered("asthma lupus", lambda targets: everything(targets - {"asthma"}))
    assert page.startswith('asthma <a class="autolink" href="/diseases/lupus/')
    assert rendered("asthma lupus", lambda targets: {}) == "asthma lupus"


def test_targets_are_asked_for_once_and_only_those_that_are_linked():
    asked = []

    def resolve(targets):
        asked.append(targets)
        return everything(targets)

    rendered("asthma, asthma, lupus, type 2 <em>diabetes</em>, MS", resolve)
    assert asked == [{"asthma", "lupus"}]


def test_nothing_is_asked_for_when_nothing_is_linked():
    def resolve(targets):
        raise AssertionError("no target to look up")

    assert rendered("<p>plain</p>", resolve) == "<p>plain</p>"


def test_links_of_neighbours_do_not_touch():
    page = rendered("asthma/lupus/COPD asthma")
    assert AUTOLINK.findall(page) == ["asthma", "lupus", "COPD"]
    assert page.endswith("</a> asthma")


# Plans


@pytest.mark.parametrize("change", ["<p>Asthma</p>", "<p>asthma </p>", "", "<p>lupus</p>"])
def test_a_plan_for_another_text_is_not_applied(change):
    plan = plan_links("<p>asthma</p>", DICTIONARY)
    assert render_links(change, plan, everything) == change


def test_a_text_without_a_plan_stays_as_it_is():
    assert render_links("<p>asthma</p>", None, everything) == "<p>asthma</p>"


def test_a_plan_read_back_from_json_is_applied():
    html = "<p>asthma and lupus</p>"
    plan = plan_links(html, DICTIONARY)
    stored = json.loads(json.dumps([list(span) for span in plan.spans]))
    again = LinkPlan([Span(*span) for span in stored], sha_of(html))
    assert render_links(html, again, everything) == render_links(html, plan, everything) != html


def test_only_linked_spans_become_links():
    html = "asthma"
    for flag in Flag:
        plan = LinkPlan((Span(0, 6, "asthma", flag),), sha_of(html))
        assert (render_links(html, plan, everything) != html) == (flag == Flag.LINKED)


@pytest.mark.parametrize("html", ["", "<p>asthma</p>", "<p>plain</p>"])
def test_the_result_is_safe_markup(html):
    assert isinstance(rendered(html), SafeString)


def test_linking_a_linked_text_changes_nothing():
    page = rendered("<p>Asthma, asthma.</p><h2>x</h2><p>asthma (lupus)</p>")
    assert len(AUTOLINK.findall(page)) == 3
    assert rendered(page) == page
    plan = plan_links("<p>Asthma, asthma.</p>", DICTIONARY)
    once = render_links("<p>Asthma, asthma.</p>", plan, everything)
    assert render_links(once, plan, everything) == once
