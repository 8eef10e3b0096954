"""Blocks side by side, out of boxes and of elements that hold both words and blocks."""

from itertools import accumulate

from content.text.markup import BLANK, HEADINGS, NO_ATTRIBUTES, Children, Node, inline

UNSEEN = f"{BLANK}\xa0\u200b\ufeff"
# Around blocks these mean each of them; the others are too narrow for that.
WRAPS_BLOCKS = frozenset(("strong", "em", "s", "span", "a"))
EDGE = Node("#edge", NO_ATTRIBUTES, [])
CELL_PARTS = frozenset("caption thead tbody tfoot tr td th".split())


def flat(content: Children) -> Children:
    """Without boxes; their edges stay. An element of a line that holds blocks is put into them."""
    parts: Children = []
    flatten(content, parts)
    return parts


def flatten(content: Children, parts: Children) -> None:
    for child in content:
        if type(child) is str or not child.has_block:
            parts.append(child)
        elif child.tag == "#box" or child.tag in CELL_PARTS or is_broken(child):
            parts.append(Node("#edge", {"of": "in"}, []))
            flatten(child.children, parts)
            parts.append(Node("#edge", {"of": "out"}, []))
        elif child.tag in BLOCK_TAGS:
            parts.append(child)
        else:
            parts += spread(child)


BLOCK_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr figure figcaption table #point".split()
)


def is_broken(node: Node) -> bool:
    """A paragraph or a heading with a block in it."""
    return node.tag in ("p", *HEADINGS) and any(
        type(child) is not str and child.has_block for child in node.children
    )


def spread(node: Node) -> Children:
    parts = flat(node.children)
    if node.tag not in WRAPS_BLOCKS:
        return parts
    done: Children = []
    run: Children = []
    for part in [*parts, EDGE]:
        if type(part) is str or not (part.has_block or part.tag == "#edge"):
            run.append(part)
            continue
        done += [inline(node.tag, node.attrs, run)] if has_content(run) else run
        run = []
        if part.tag in ("p", *HEADINGS):
            part.children = [inline(node.tag, node.attrs, part.children)]
        elif node.tag == "s" and part.tag != "#edge":
            strike(part)  # which is meaning, where bold is only weight
        if part is not EDGE:
            done.append(part)
    return done


def strike(part: Node) -> None:
    """All words in a list or a table."""
    done: Children = []
    run: Children = []
    for child in [*part.children, EDGE]:
        if type(child) is str or not child.has_block and child is not EDGE:
            run.append(child)
            continue
        done += [inline("s", NO_ATTRIBUTES, run)] if has_content(run) else run
        run = []
        if child is not EDGE:
            strike(child)
            done.append(child)
    part.children = done


def without_blanks_beside_words(content: Children) -> Children:
    """Blanks stay between blocks, and between words; not where the two meet."""
    kinds = [
        "" if is_blank(child) else "block" if is_block(child) else "words" for child in content
    ]
    before = list(accumulate(kinds, last_kind, initial="block"))
    after = list(accumulate(reversed(kinds), last_kind, initial="block"))[::-1]
    return [
        " " if not kind and left == "words" else child
        for child, kind, left, right in zip(content, kinds, before, after[1:], strict=False)
        if kind or left == right
    ]


def last_kind(kind: str, following: str) -> str:
    return following or kind


def is_blank(child: Node | str) -> bool:
    return type(child) is str and not child.strip(BLANK)


def is_block(child: Node | str) -> bool:
    return type(child) is not str and child.has_block


def has_content(content: Children) -> bool:
    """Words or a picture."""
    return any(
        child.strip(UNSEEN)
        if type(child) is str
        else child.tag in ("img", "#note", "hr") or has_content(child.children)
        for child in content
    )
