"""The few HTML elements and the citation tokens that starter texts may hold."""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
TAGS = frozenset(
    "h2 h3 h4 p ul ol li blockquote strong em sub sup a "
    "figure table caption thead tbody tr th td".split()
)
ATTRIBUTES = {("figure", "class", "table"), ("th", "scope", "col"), ("th", "scope", "row")}
TOKEN = re.compile(r"\[@([^\[\]]*)(\]?)")
KEY = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")


def citation_keys(text: str) -> tuple[str, ...]:
    """The publications cited, each once, in the order of the text."""
    found = (KEY.findall(token.group()) for token in TOKEN.finditer(text))
    return tuple(dict.fromkeys(key for keys in found for key in keys))


def citation_problems(text: str, references: Collection[str] | None) -> Iterator[tuple[int, str]]:
    """Offset and message for each token that cannot be shown; keys go unchecked for None."""
    for token in TOKEN.finditer(text):
        if not token.group(2):
            yield token.start(), f"the citation {token.group()!r} is not closed"
            continue
        for part in f"@{token.group(1)}".split(";"):
            key = KEY.fullmatch(part.strip())
            if key is None:
                yield token.start(), f"{token.group()!r} must be written as [@key; @key]"
            elif references is not None and key[1] not in references:
                yield token.start(), f"{key[1]!r} is not in references"


class BodyCheck(HTMLParser):
    """Collects line (of the body) and message of everything that the format does not allow."""

    def __init__(self, references: Collection[str] | None, known_pages: Collection[str] | None):
        super().__init__(convert_charrefs=True)
        self.references = references
        self.known_pages = known_pages
        self.problems: list[tuple[int, str]] = []
        self.headings: list[int] = []
        self.open: list[tuple[str, int]] = []
        self.has_column_heads = False

    def check(self, body: str) -> list[tuple[int, str]]:
        try:
            self.feed(body)
            self.close()
        except AssertionError as broken:  # how HTMLParser refuses "<![" with an unknown word
            self.refuse(str(broken))
        for tag, line in self.open:
            self.refuse(f"<{tag}> is not closed", line)
        return self.problems

    def refuse(self, message: str, line: int | None = None) -> None:
        self.problems.append((line or self.getpos()[0], message))

    def is_inside(self, tag: str) -> bool:
        return any(tag == opened for opened, _ in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.refuse(f"<{tag}> is not allowed")
            return
        for name, value in attrs:
            if (tag, name) == ("a", "href"):
                self.check_link(value or "")
            elif (tag, name, value) not in ATTRIBUTES:
                self.refuse(f'<{tag} {name}="{value}"> is not allowed')
        if tag in HEADINGS:
            self.check_heading(tag)
        if tag == "a" and "href" not in dict(attrs):
            self.refuse("<a> has no href")
        if tag == "table":
            self.has_column_heads = False
        if tag == "th" and ("scope", "col") in attrs and self.is_inside("thead"):
            self.has_column_heads = True
        self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.refuse(f"<{tag}/> is not allowed")

    def handle_endtag(self, tag: str) -> None:
        if not self.is_inside(tag):
            self.refuse(f"</{tag}> closes nothing" if tag in TAGS else f"</{tag}> is not allowed")
            return
        while (opened := self.open.pop())[0] != tag:
            self.refuse(f"<{opened[0]}> is not closed", opened[1])
        if tag == "table" and not self.has_column_heads:
            self.refuse('the table has no <thead> with <th scope="col">', opened[1])

    def handle_data(self, data: str) -> None:
        first_line = self.getpos()[0]
        if data.strip() and not self.open:
            text = data.lstrip()
            line = first_line + data.count("\n", 0, len(data) - len(text))
            self.refuse(f"text outside an element: {text[:30].rstrip()!r}", line)
        for offset, message in citation_problems(data, self.references):
            self.refuse(message, first_line + data.count("\n", 0, offset))

    def handle_comment(self, data: str) -> None:
        self.refuse("a comment is not allowed")

    def handle_decl(self, decl: str) -> None:
        self.refuse("a declaration is not allowed")

    def handle_pi(self, data: str) -> None:
        self.refuse("a processing instruction is not allowed")

    def unknown_decl(self, data: str) -> None:
        self.refuse("a CDATA section is not allowed")

    def check_heading(self, tag: str) -> None:
        level = HEADINGS[tag]
        above = self.headings[-1] if self.headings else 1
        if level > above + 1:
            self.refuse(f"<{tag}> skips a level after h{above}")
        self.headings.append(level)

    def check_link(self, href: str) -> None:
        path = re.split("[?#]", href, maxsplit=1)[0]
        if not re.fullmatch(r"/([a-z0-9-]+/)*", path):
            self.refuse(f"{href!r} is not a page of this site")
        elif self.known_pages is not None and path not in self.known_pages:
            self.refuse(f"{href!r} is not a known page")
