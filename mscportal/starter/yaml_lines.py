"""YAML of which every value knows its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from mscportal.starter.errors import StarterError, StarterErrors

Step = str | int
FieldPath = tuple[Step, ...]
TAG = "tag:yaml.org,2002:"
MAPPING, SEQUENCE, TEXT, TIMESTAMP = TAG + "map", TAG + "seq", TAG + "str", TAG + "timestamp"
SCALARS = {TEXT} | {TAG + kind for kind in ("int", "float", "bool", "null")}


class LineLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Plain data only: no aliases, tags or merges, no key twice; dates stay as written."""

    def read(self) -> tuple[Any, dict[FieldPath, int]]:
        self.lines: dict[FieldPath, int] = {}
        self.seen: set[int] = set()
        root = self.get_single_node()
        return (None if root is None else self._value(root, ())), self.lines

    def _value(self, node: yaml.Node, path: FieldPath) -> Any:
        self.lines.setdefault(path, node.start_mark.line)
        if id(node) in self.seen:
            raise _refusal("aliases are not allowed, write the value again", node)
        self.seen.add(id(node))
        if node.tag == MAPPING and isinstance(node, yaml.MappingNode):
            return dict(self._items(node, path))
        if node.tag == SEQUENCE and isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, n)) for n, item in enumerate(node.value)]
        if node.tag == TIMESTAMP:
            return node.value
        if node.tag not in SCALARS:
            raise _refusal(f"{node.tag} is not allowed", node)
        try:
            return self.construct_object(node)
        except (KeyError, ValueError):
            raise _refusal(f"{node.value!r} does not fit its tag {node.tag}", node) from None

    def _items(self, node: yaml.MappingNode, path: FieldPath) -> Iterator[tuple[str, Any]]:
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.tag != TEXT:
                raise _refusal(f"the key {key!r} is not text, put it in quotes", key_node)
            if (*path, key) in self.lines:
                raise _refusal(f"the key {key!r} appears twice", key_node)
            self.lines[(*path, key)] = key_node.start_mark.line
            yield key, self._value(value_node, (*path, key))


def _refusal(message: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(problem=message, problem_mark=node.start_mark)


@dataclass(frozen=True)
class YamlDocument:
    """The data of one file and the line on which each value starts."""

    file: str
    data: dict[str, Any]
    lines: dict[FieldPath, int]

    def error(self, path: FieldPath, message: str) -> StarterError:
        """An error at the value, or at the nearest entry around it when it is missing."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return StarterError(self.file, self.lines[known], field_name(path), message)


def field_name(path: FieldPath) -> str:
    """As in "diseases[3].summary"."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def read_text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise _one_error(path.name, 1, f"cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise _one_error(path.name, line, "is not UTF-8 text") from None
    if unprintable := Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, unprintable.start()) + 1
        raise _one_error(path.name, line, f"control character {unprintable.group()!r}")
    return text


def parse_document(file: str, text: str, *, first_line: int = 1) -> YamlDocument:
    """`first_line` is the line of the file on which the text begins."""
    loader = LineLoader(text)
    try:
        data, lines = loader.read()
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        line = mark.line + first_line if mark else first_line
        raise _one_error(file, line, f"YAML: {broken.problem or broken.context}") from None
    except RecursionError:
        raise _one_error(file, first_line, "YAML: nested too deeply") from None
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise _one_error(file, first_line, "must be a mapping of names to values")
    return YamlDocument(file, data, {path: line + first_line for path, line in lines.items()})


def _one_error(file: str, line: int, message: str) -> StarterErrors:
    return StarterErrors([StarterError(file, line, "", message)])
