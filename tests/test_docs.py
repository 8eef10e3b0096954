"""What the documents name exists, and what there is stands in the documents."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from mscportal.env import VARIABLES
from tests.engines import connected_in_production
from tests.test_architecture import HOUSE, ROOT

DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")],
    key=lambda path: path.relative_to(ROOT),
)
# `app/file.py:Class.method`, `file.py` or `folder/`.
NAMED = re.compile(
    r"`([\w.-][\w./-]*\.(?:py|html|js|css|md|po|txt|toml)|[\w.-]+(?:/[\w.-]+)*/)(?::([\w.]+))?`"
)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")
NUMBER = re.compile(r"\b(00\d\d)\b")
LISTED = re.compile(r"^\| \[?(\d{4})\b.*$", re.MULTILINE)
# Made when the site or its benches run.
MADE = {"var/", "var/bench/", "media/", "cards/"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def text_of(path):
    return path.read_text(encoding="utf-8")


@cache
def names_in(path: Path) -> frozenset[str]:
    """Functions, classes, their methods, and what a module assigns."""
    found = set()
    for node in ast.parse(text_of(path)).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{n.name}" for n in node.body if isinstance(n, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(found)


@cache
def bare_names() -> frozenset[str]:
    """Of the files and folders of the apps and their tests."""
    inside = (path for app in (*HOUSE, "tests") for path in (ROOT / app).rglob("*"))
    return frozenset(f"{path.name}/" if path.is_dir() else path.name for path in inside)


def is_there(document: Path, path: str) -> bool:
    """From the root or beside the document; a bare name may stand for one in any app."""
    if path in MADE or path.strip("/").count("/") == 0 and path in bare_names():
        return True
    return (ROOT / path).exists() or (document.parent / path).exists()


def faults(document: Path) -> list[str]:
    found = []
    for path, inside in NAMED.findall(text_of(document)):
        if not is_there(document, path):
            found.append(f"{path} does not exist")
        elif inside and inside not in names_in(ROOT / path):
            found.append(f"{path} has no {inside}")
    return found + [
        f"the link to {target} leads nowhere"
        for target in LINK.findall(text_of(document))
        if not (document.parent / target).exists()
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_what_a_document_names_exists(document):
    assert faults(document) == []


def test_a_name_that_is_gone_is_found(tmp_path):
    document = tmp_path / "note.md"
    document.write_text(
        "`content/registry.py:blocks`, `content/registry.py:gone`, `content/gone.py`, [x](gone.md)"
    )
    assert faults(document) == [
        "content/registry.py has no gone",
        "content/gone.py does not exist",
        "the link to gone.md leads nowhere",
    ]


def test_sources_name_only_documents_that_exist():
    known = {path.name for path in DOCUMENTS}
    wrong = [
        f"{name(path)} names {document}"
        for app in (*HOUSE, "tests", "bench")
        for path in sorted((ROOT / app).rglob("*.py"))
        for document in re.findall(r"\b[\w-]+\.md\b", text_of(path))
        if path != Path(__file__) and document not in known
    ]
    assert wrong == []


def notes() -> dict[str, list[str]]:
    """The files of each number."""
    found = {}
    for path in sorted(DECISIONS.glob("[0-9]*.md")):
        found.setdefault(path.name[:4], []).append(path.name)
    return found


def test_every_number_of_a_decision_is_used_once_or_accounted_for():
    index = text_of(DECISIONS / "README.md")
    listed = LISTED.findall(index)
    assert listed == [f"{number:04}" for number in range(1, len(listed) + 1)]
    assert [number for number, files in notes().items() if len(files) > 1] == []
    assert set(notes()) <= set(listed)
    for line in LISTED.finditer(index):
        if line[1] not in notes():
            assert re.fullmatch(r"\| \d{4} \| (never used|removed: .+) \|", line[0]), line[0]


def test_the_index_has_the_title_of_each_note():
    index = text_of(DECISIONS / "README.md")
    for number, [file] in notes().items():
        title = text_of(DECISIONS / file).partition("\n")[0].removeprefix("# ")
        assert f"| [{number}]({file}) | {title} |" in index


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_a_document_refers_to_notes_that_exist(document):
    if document.parent != DECISIONS or document.name != "README.md":
        assert set(NUMBER.findall(text_of(document))) <= set(notes())


def test_the_readme_and_the_map_have_every_app():
    readme = text_of(ROOT / "README.md")
    assert re.findall(r"^\| `(\w+)` \| ", readme.partition("| app | |")[2], re.MULTILINE) == HOUSE
    places = [text_of(ROOT / "docs/architecture.md").find(f"**{app}**") for app in HOUSE]
    assert -1 not in places


def test_the_readme_has_every_command():
    table = text_of(ROOT / "README.md").partition("## Commands")[2].partition("## ")[0]
    named = set(re.findall(r"^\| `(\w+)", table, re.MULTILINE))
    assert named == {command for command, app in get_commands().items() if app in HOUSE}


def test_the_readme_has_every_setting():
    named = re.findall(r"^\| `(MSC_\w+)` ", text_of(ROOT / "README.md"), re.MULTILINE)
    assert named == list(VARIABLES)


@pytest.mark.parametrize("news", ["published", "withdrawn"])
def test_the_walk_names_the_receivers_in_the_order_in_which_they_run(news, tmp_path):
    walk = text_of(ROOT / "docs/architecture.md").partition("## Walk 3")[2].partition("## ")[0]
    receivers = [name.rpartition(".") for name in connected_in_production(tmp_path)[news]]
    told = [
        path.replace("/", ".")
        for path in re.findall(r"^   \d\. `([\w/]+)\.py:", walk, re.MULTILINE)
    ]
    if news == "withdrawn":
        told = told[:-1]  # "in the same order, without the last"
    assert [module for module, _dot, _function in receivers] == told
    if news == "published":
        for module, _dot, function in receivers:
            path = module.replace(".", "/")
            assert re.search(rf"`{path}\.py:(\w+\.)?{function}`", walk)


def test_the_changelog_begins_with_the_version_of_the_project():
    project = re.search(r'^version = "(.+)"$', text_of(ROOT / "pyproject.toml"), re.MULTILINE)[1]
    versions = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE
    )
    assert versions[0] == project
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(set(numbers), reverse=True)


def test_every_licence_that_the_readme_names_lies_with_its_files():
    readme = text_of(ROOT / "README.md")
    licences = re.findall(r"`([\w./-]*LICENSE(?:\.txt)?)`", readme)
    assert {"LICENSE", "content/web/fonts/SourceSerifPro-LICENSE.txt"} <= set(licences)
    fonts = [path for path in ROOT.glob("*/fonts/*") if path.suffix in (".ttf", ".otf", ".woff2")]
    for font in fonts:
        assert font.with_name(f"{font.stem.partition('-')[0]}-LICENSE.txt").exists(), font
