"""The shape that a text has when it is stored: blocks beside blocks, and words in them.

Paragraphs hold no blocks, links no links, lists only points, tables only rows; nothing is empty,
and no words run together because what stood between them is gone.
"""

from collections import Counter

from content.text.markup import BLANK, HEADINGS, NO_ATTRIBUTES, Children, Node, block
from content.text.pasted import lists, tables
from content.text.pasted.flow import (
    CELL_PARTS,
    EDGE,
    UNSEEN,
    flat,
    has_content,
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
            return self.table(node, is_framed=False)
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
        for child in node.children:
            if type(child) is str and not child.strip(UNSEEN):
                if self.keeps_blanks and "\n" in child and not child.strip(BLANK):
                    points.append(child)
                continue
            if type(child) is not str and child.tag in ("ul", "ol"):
                inner = self.list(child)
                last = next((p for p in reversed(points) if type(p) is not str), None)
                if last is None:
                    last = block("li", NO_ATTRIBUTES, [])
                    points.append(last)
                last.children += inner
                continue
            if type(child) is str or child.tag != "li":
                child = block("li", NO_ATTRIBUTES, [child])
            points += self.block(child)
        points = [p for p in points if type(p) is str or has_content(p.children)]
        if not any(type(point) is not str for point in points):
            return []
        node.children = points
        return lists.split_at_headings(node)

    def figure(self, node: Node) -> Children:
        parts = flat(node.children)
        table = next((p for p in parts if type(p) is not str and p.tag == "table"), None)
        picture = first_picture(parts)
        if table is None and picture is None:
            return self.flow([block("#box", NO_ATTRIBUTES, node.children)], wraps=True)
        caption = next((p for p in parts if type(p) is not str and p.tag == "figcaption"), None)
        if "class" not in node.attrs:
            node.attrs = {"class": "table" if table else "image"} | node.attrs
        done: Children = []
        strays: Children = []
        for part in parts:
            if part is table and table is not None:
                framed = self.table(table, is_framed=True)
                done += framed[-1:]
                strays += framed[:-1]
            elif part is picture and picture is not None:
                done.append(picture)
            elif part is caption and caption is not None:
                caption.children = self.cell(caption)
                if has_content(caption.children):
                    done.append(caption)
            elif type(part) is str and not part.strip(UNSEEN):
                if self.keeps_blanks and "\n" in part:
                    done.append(part)
            else:
                strays.append(part)
        node.children = done
        beside = self.flow([block("#box", NO_ATTRIBUTES, strays)], wraps=True) if strays else []
        is_empty = not any(type(p) is not str and p.tag in ("table", "img", "a") for p in done)
        return beside if is_empty else [*beside, node]

    def table(self, node: Node, *, is_framed: bool) -> Children:
        for cell in cells_of(node):
            cell.children = line(cell.children) if cell.tag == "caption" else self.cell(cell)
        framed, strays = tables.read(node, self.counts)
        if not self.keeps_blanks:
            without_blanks(framed)
        beside = self.flow([block("#box", NO_ATTRIBUTES, strays)], wraps=True) if strays else []
        if framed and not is_framed:
            framed = [block("figure", {"class": "table"}, framed)]
        return [*beside, *framed]


def cells_of(table: Node) -> list[Node]:
    """Also of rows that stand where none belong; not of a table in a cell."""
    found = []
    for child in table.children:
        if type(child) is not str:
            if child.tag in ("td", "th", "caption"):
                found.append(child)
            elif child.tag in CELL_PARTS:
                found += cells_of(child)
    return found


def without_blanks(content: Children) -> None:
    for part in content:
        if type(part) is not str and part.tag in ("table", "thead", "tbody", "tr"):
            part.children = [c for c in part.children if type(c) is not str]
            without_blanks(part.children)


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
