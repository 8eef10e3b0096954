"""Reads gettext catalogues and collects the messages of the sources; see test_catalogue.py."""

import ast
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

from tests.programs import needed

ROOT = Path(settings.BASE_DIR)
PACKAGES = [*settings.INSTALLED_APPS[: settings.INSTALLED_APPS.index("content") + 1]]
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)
LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+)?(".*")$')


class Message(NamedTuple):
    context: str
    text: str
    plural: str
    translations: tuple[str, ...]
    flags: frozenset[str]

    @property
    def key(self):
        return self.context, self.text


def read_po(source: str) -> list[Message]:
    """Every entry that is in use; the first, with an empty text, holds the headers."""
    return [
        found
        for block in re.split(r"\n\s*\n", source)
        if (found := _message(block.strip().splitlines()))
    ]


def _message(lines) -> Message | None:
    values, flags, name = {}, set(), ""
    for line in lines:
        if line.startswith("#,"):
            flags.update(flag.strip() for flag in line[2:].split(","))
        match = LINE.match(line)
        if match:
            name = match[1] or name
            values[name] = values.get(name, "") + ast.literal_eval(match[2])
    if "msgid" not in values:
        return None
    translations = tuple(values[name] for name in sorted(values) if name.startswith("msgstr"))
    return Message(
        values.get("msgctxt", ""),
        values["msgid"],
        values.get("msgid_plural", ""),
        translations,
        frozenset(flags),
    )


def messages_of_the_sources(folder: Path) -> list[Message]:
    """What xgettext finds in templates and modules; `folder` takes the templates made readable."""
    sources = []
    for number, path in enumerate(sorted((ROOT / "templates").rglob("*.html"))):
        copy = folder / f"{number}.py"
        copy.write_text(templatize(path.read_text(encoding="utf-8")), encoding="utf-8")
        sources.append(copy)
    for package in PACKAGES:
        name = package.partition(".")[0]
        sources += [
            path for path in sorted((ROOT / name).rglob("*.py")) if "migrations" not in path.parts
        ]
    found = subprocess.run(
        [
            needed("gettext"),
            "--language=Python",
            "--from-code=UTF-8",
            *(f"--keyword={keyword}" for keyword in KEYWORDS),
            "--no-wrap",
            "--output=-",
            "--files-from=-",
        ],
        input="\n".join(map(str, dict.fromkeys(sources))),
        capture_output=True,
        text=True,
        check=True,
    )
    return [message for message in read_po(found.stdout) if message.text]
