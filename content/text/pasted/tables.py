"""Tables: rows in their parts, header cells that say what they head, a frame around."""

from collections import Counter

from content.text.markup import NO_ATTRIBUTES, Children, Node, block

PARTS = ("thead", "tbody", "tfoot")
CELLS = ("td", "th")


def read(table: Node, counts: Counter[str]) -> tuple[Children, Children]:
    """(the table, what stood between its cells); the cells are ready."""
    if not any(child.tag in CELLS for child in cells_of(table)):
        return [], table.children
    reader = _TableReader()
    parts = reader.parts(table)
    rows = [row for part in parts if is_element(part) for row in elements(part, "tr")]
    with_head(parts, rows, counts)
    for part in parts:
        if is_element(part):
            for row in elements(part, "tr"):
                with_scopes(row, in_head=part.tag == "thead")
    return [block("table", table.attrs, parts)], reader.strays


def cells_of(table: Node) -> list[Node]:
    """With the caption, and also of rows that stand where none belong; not of a table in a cell."""
    found = []
    for child in table.children:
        if type(child) is not str:
            if child.tag in (*CELLS, "caption"):
                found.append(child)
            elif child.tag in (*PARTS, "tr"):
                found += cells_of(child)
    return found


class _TableReader:
    def __init__(self):
        self.strays: Children = []

    def parts(self, table: Node) -> Children:
        """Caption, head and bodies in the order that markup asks for, blanks in their places."""
        parts: Children = []
        foot: Children = []
        loose: Node | None = None
        for child in table.children:
            if type(child) is str and not child.strip():
                (loose.children if loose else parts).append(child)
            elif type(child) is str or child.tag not in (*PARTS, "caption", "tr", *CELLS):
                self.strays.append(child)
            elif child.tag in ("tr", *CELLS):
                if loose is None:
                    loose = block("tbody", NO_ATTRIBUTES, [])
                    parts.append(loose)
                loose.children.append(child)
            elif child.tag == "caption":
                if not any(map(is_element, parts)):
                    parts.append(child)
                else:
                    self.strays += child.children
            else:
                loose = None
                is_head = child.tag == "thead" and not any(
                    is_element(part) and part.tag != "caption" for part in parts
                )
                part = block("thead" if is_head else "tbody", NO_ATTRIBUTES, child.children)
                (foot if child.tag == "tfoot" else parts).append(part)
        parts += foot
        for part in parts:
            if is_element(part) and part.tag != "caption":
                part.children = self.rows(part)
        return [p for p in parts if not is_element(p) or p.tag == "caption" or elements(p, "tr")]

    def rows(self, part: Node) -> Children:
        rows: Children = []
        loose: Node | None = None
        for child in part.children:
            if type(child) is str and not child.strip():
                rows.append(child)
            elif type(child) is not str and child.tag == "tr":
                loose = None
                child.children = self.cells(child)
                rows.append(block("tr", NO_ATTRIBUTES, child.children))
            elif type(child) is not str and child.tag in CELLS:
                if loose is None:
                    loose = block("tr", NO_ATTRIBUTES, [])
                    rows.append(loose)
                loose.children.append(child)
            else:
                self.strays.append(child)
        return rows

    def cells(self, row: Node) -> Children:
        cells: Children = []
        for child in row.children:
            if is_element(child) and child.tag in CELLS or type(child) is str and not child.strip():
                cells.append(child)
            else:
                self.strays.append(child)
        return cells


def is_element(child: Node | str) -> bool:
    return type(child) is not str


def elements(node: Node, *tags: str) -> list[Node]:
    return [child for child in node.children if type(child) is not str and child.tag in tags]


def with_head(parts: Children, rows: list[Node], counts: Counter[str]) -> None:
    """A first row that is bold all over is meant as header; so is a head without header cells."""
    first = next(part for part in parts if is_element(part) and part.tag != "caption")
    if first.tag == "thead":
        cells = [cell for row in elements(first, "tr") for cell in elements(row, *CELLS)]
        if cells and not any(cell.tag == "th" for cell in cells):
            become_headers(cells)
            counts["headers"] += 1
        return
    top, *others = rows
    cells = elements(top, *CELLS)
    if others and cells and all(cell.tag == "th" for cell in cells):
        to_head(parts, first, top)
    elif (
        others
        and (len(cells) > 1 or all(len(elements(row, *CELLS)) == 1 for row in others))
        and not any(cell.tag == "th" for row in rows for cell in elements(row, *CELLS))
        and not any("rowspan" in cell.attrs for cell in cells)
        and is_bold_all_over(cells)
        and not all(is_bold_all_over(elements(row, *CELLS)) for row in others)
    ):
        become_headers(cells)
        counts["headers"] += 1
        to_head(parts, first, top)


def to_head(parts: Children, first: Node, top: Node) -> None:
    first.children = [child for child in first.children if child is not top]
    parts.insert(parts.index(first), block("thead", NO_ATTRIBUTES, [top]))
    if not elements(first, "tr"):
        parts.remove(first)


def is_bold_all_over(cells: list[Node]) -> bool:
    filled = [cell for cell in cells if cell.words().strip()]
    return bool(filled) and all(is_bold(cell.children) for cell in filled)


def is_bold(content: Children) -> bool:
    """Whether all words stand in `strong`."""
    for child in content:
        if type(child) is str:
            if child.strip():
                return False
        elif child.tag != "strong" and child.tag != "br" and not is_bold(child.children):
            return False
    return True


def become_headers(cells: list[Node]) -> None:
    for cell in cells:
        cell.tag = "th"
        cell.attrs = cell.attrs | {"scope": "col"}
        cell.children = unbold(cell.children)


def unbold(content: Children) -> Children:
    done: Children = []
    for child in content:
        if type(child) is str or child.tag == "br":
            done.append(child)
        elif child.tag == "strong":
            done += unbold(child.children)
        else:
            child.children = unbold(child.children)
            done.append(child)
    return done


def with_scopes(row: Node, *, in_head: bool) -> None:
    """A header cell heads its column in the head of a table, else its row beside data cells."""
    cells = elements(row, *CELLS)
    scope = "row" if not in_head and any(cell.tag == "td" for cell in cells) else "col"
    for cell in cells:
        if cell.tag == "th" and "scope" not in cell.attrs:
            cell.attrs = {"scope": scope} | cell.attrs
