"""Fields of Word: what stands from the beginning of one to its separator is its code."""

from collections import Counter

from content.text.markup import Children, Node
from content.text.pasted.styles import Looks

MARK = "mso-element:field-begin"


class _Field:
    def __init__(self):
        self.words: list[tuple[Children, int]] = []  # where those of its code stand


def without_codes(root: Node, looks: Looks, counts: Counter[str]) -> None:
    """In the order of the text, through all elements; a field may stand in another's code.

    One that never ends is none: what follows it would be lost.
    """
    _FieldReader(looks, counts).walk(root)


class _FieldReader:
    def __init__(self, looks: Looks, counts: Counter[str]):
        self.looks, self.counts = looks, counts
        self.open: list[_Field] = []
        self.code: _Field | None = None  # the outermost whose code is being read

    def walk(self, node):
        for place, child in enumerate(node.children):
            if type(child) is str:
                if self.code:
                    self.code.words.append((node.children, place))
                continue
            mark = self.looks.of(child).element if "style" in child.attrs else ""
            if mark == "field-begin":
                self.open.append(_Field())
                self.code = self.code or self.open[-1]
            elif mark == "field-separator" and self.open:
                self.end_code(self.open[-1])
            elif mark == "field-end" and self.open:
                field = self.open.pop()
                self.end_code(field)
                self.counts["fields"] += 1
            self.walk(child)

    def end_code(self, field):
        if field is self.code:
            self.code = None
        for children, place in field.words:
            children[place] = ""
        field.words = []
