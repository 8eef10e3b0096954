"""The shape that a text has when it is stored: blocks beside blocks, and words in them.

Paragraphs hold no blocks, links no links, lists only points, tables only rows; nothing is empty,
and no words run together because what stood between them is gone.
"""

from collections import Counter

from content.text.markup import BLANK, HEADINGS, NO_ATTRIBUTES, Children, Node, block
from content.text.pasted import lists, tables
from content.text.pasted.flow import (
    EDGE,
    UNSEEN,
    flat,
    has_content,
    is_blank,
    without_blanks_beside_words,
)
from content.text.pasted.lines import line
from content.text.pasted.typed_points import with_typed_points, without_typed_sign


class TextShape:
    def __init__(self, *, keeps_blanks: bool, counts: Counter[str]):
        self.keeps_blanks, self.counts = keeps_blanks, counts

    def of(self, content: Children) -> Children:
        """Words that stand in no block stay so while there is none beside them."""
        if not any(type(child) is not str and child.has_block for child in content):
            return line(content)
        return self.flow(content, wraps=True)

    def flow(self, content: Children, *, wraps: bool) -> Children:
        """Blocks; words beside them become paragraphs, inside a point or a cell only in a box."""
        done: Children = []
        run: Children = []
        boxes = 0
        for part in [*flat(content), EDGE]:
            if type(part) is str or not (part.has_block or part.tag.startswith("#edge")):
                run.append(part)
                continue
            self.end_run(run, done, is_paragraph=wraps or boxes > 0)
            run = []
            if part.tag == "#edge":
                boxes += {"in": 1, "out": -1}.get(part.attrs.get("of", ""), 0)
            else:
                done += self.block(part)
        done = with_typed_points(with_lists(done))
        return done if wraps else without_blanks_beside_words(done)

    def end_run(self, run, done, *, is_paragraph):
        if not run:
            return
        if all(type(part) is str and not part.strip(BLANK) for part in run):
            blank = "".join(run)
            if self.keeps_blanks and "\n" in blank:
                done.append(blank)
            return
        words = line(run)
        if is_paragraph and has_content(words):
            done.append(block("p", NO_ATTRIBUTES, words))
        elif not is_paragraph:
            done += words

    def block(self, node: Node) -> Children:
        tag = node.tag
        if tag in ("p", *HEADINGS):
            node.children = line(node.children)
            return [node] if has_content(node.children) else []
        if tag in ("ul", "ol"):
            return self.list(node)
        if tag in ("li", "#point"):
            node.children = self.cell(node)
            without_typed_sign(node.children)
            return [node] if has_content(node.children) else []
        if tag == "blockquote":
            node.children = self.flow(node.children, wraps=False)
            return [node] if has_content(node.children) else []
        if tag == "figure":
            return self.figure(node)
        if tag == "table":
            beside, made = self.table(node)
            return [*beside, block("figure", {"class": "table"}, made)] if made else beside
        if tag == "figcaption":
            return self.flow([block("#box", NO_ATTRIBUTES, node.children)], wraps=False)
        return [node]  # a rule

    def cell(self, node: Node) -> Children:
        """What stands in a point or a cell; one paragraph needs no frame of its own."""
        if not any(type(child) is not str and child.has_block for child in node.children):
            return line(node.children)
        content = self.flow(node.children, wraps=False)
        solid = [child for child in content if type(child) is not str or child.strip(UNSEEN)]
        first, *others = solid or [""]
        if type(first) is str or first.tag != "p" or first.attrs:
            return content
        rest = [child for child in others if type(child) is str or child.tag not in ("ul", "ol")]
        if rest or others and node.tag in ("td", "th"):
            return content
        place = next(number for number, child in enumerate(content) if child is first)
        return [*first.children, *content[place + 1 :]]

    def list(self, node: Node) -> Children:
        points: Children = []
        last: Node | None = None  # the point that a list below it belongs to
        for child in node.children:
            if type(child) is str and not child.strip(UNSEEN):
                if self.keeps_blanks and "\n" in child and not child.strip(BLANK):
                    points.append(child)
                continue
            if type(child) is not str and child.tag in ("ul", "ol"):
                if last is None:
                    last = block("li", NO_ATTRIBUTES, [])
                    points.append(last)
                last.children += self.list(child)
                continue
            if type(child) is str or child.tag != "li":
                child = block("li", NO_ATTRIBUTES, [child])
            if made := self.block(child):
                points += made
                last = child
        points = [p for p in points if type(p) is str or has_content(p.children)]
        if not any(type(point) is not str for point in points):
            return []
        node.children = points
        return lists.split_at_headings(node)

    def figure(self, node: Node) -> Children:
        parts = flat(node.children)
        table = first_of(parts, "table")
        picture = first_picture(parts)
        if table is None and picture is None:
            return self.flow([block("#box", NO_ATTRIBUTES, node.children)], wraps=True)
        caption = first_of(parts, "figcaption")
        if "class" not in node.attrs:
            node.attrs = {"class": "table" if table else "image"} | node.attrs
        done: Children = []
        strays: Children = []
        for part in parts:
            if part is table:
                beside, made = self.table(part)
                strays += beside
                done += made
            elif part is picture:
                done.append(part)
            elif part is caption:
                part.children = self.cell(part)
                done += [part] if has_content(part.children) else []
            elif not is_blank(part):
                strays.append(part)
            elif self.keeps_blanks and "\n" in part:
                done.append(part)
        node.children = done
        if not any(type(p) is not str and p.tag in ("table", "img", "a") for p in done):
            return self.beside([*strays, *done])
        return [*self.beside(strays), node]

    def table(self, node: Node) -> tuple[Children, Children]:
        """(what stood between the cells, the table)"""
        for cell in tables.cells_of(node):
            cell.children = line(cell.children) if cell.tag == "caption" else self.cell(cell)
        made, strays = tables.read(node, self.counts)
        if not self.keeps_blanks:
            without_blanks(made)
        return self.beside(strays), made

    def beside(self, strays: Children) -> Children:
        return self.flow([block("#box", NO_ATTRIBUTES, strays)], wraps=True) if strays else []


def without_blanks(content: Children) -> None:
    for part in content:
        if type(part) is not str and part.tag in ("table", "thead", "tbody", "tr"):
            part.children = [c for c in part.children if type(c) is not str]
            without_blanks(part.children)


def first_of(content: Children, tag: str) -> Node | None:
    return next((child for child in content if type(child) is not str and child.tag == tag), None)


def first_picture(content: Children) -> Node | None:
    """A picture, or the link around it."""
    for child in content:
        if type(child) is str or child.has_block:
            continue
        if child.tag == "img" or child.tag == "a" and first_picture(child.children):
            return child
    return None


def with_lists(content: Children) -> Children:
    """Points that stand one after the other become lists."""
    done: Children = []
    points: list[Node] = []
    blanks: Children = []
    for child in [*content, EDGE]:
        if type(child) is str and not child.strip(UNSEEN) and points:
            blanks.append(child)
        elif type(child) is not str and child.tag in ("#point", "li"):
            if child.tag == "li":
                child = lists.point("", 1, "ul", {}, child.children)
            points.append(child)
        else:
            done += [*lists.gathered(points), *blanks] if points else blanks
            points, blanks = [], []
            if child is not EDGE:
                done.append(child)
    return done
