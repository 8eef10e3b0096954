"""`make test` takes a selection in one way, and says so."""

import os
import re
import subprocess

import pytest

from tests.test_architecture import ROOT


def make(*words):
    alone = {**os.environ, "MAKEFLAGS": ""}
    command = ["make", "-n", *words]
    return subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True)


def test_a_selection_goes_to_the_runner():
    done = make("test", "ARGS=tests/diseases -k name")
    assert done.returncode == 0
    assert ".venv/bin/python -m tests.run tests/diseases -k name" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "selection"),
    [
        (["tests/diseases"], "tests/diseases"),
        (["tests/test_make.py"], "tests/test_make.py"),
        (["tests"], "tests"),
        (["diseases"], "tests/diseases"),
        (["test_make.py"], "tests/test_make.py"),
        (["docs"], "docs"),
        (["diseases", "search"], "tests/diseases tests/search"),
        (["no/such/place"], "no/such/place"),
    ],
)
def test_a_selection_without_its_name_runs_nothing(words, selection):
    done = make("test", *words)
    assert done.returncode == 2
    assert f'Write make test ARGS="{selection}".' in done.stderr
    assert "tests.run" not in done.stdout


def test_other_targets_stand_beside_it():
    for words in (["lint", "test"], ["test", "lint"], ["test", ".venv/.test"]):
        done = make(*words)
        assert done.returncode == 0 and "-m tests.run" in done.stdout


def test_a_folder_alone_is_no_selection():
    assert "Write make" not in make("diseases").stderr


def test_the_editor_is_the_build_that_the_makefile_names():
    version = re.search(r"^EDITOR_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.M)[1]
    build = ROOT / "mscportal/static/ckeditor5/ckeditor5.umd.js"
    assert f"`{version}`" in build.read_text(encoding="utf-8")
