"""`make test` takes a selection in one way, and says so."""

import os
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


@pytest.mark.parametrize("target", ["tests/diseases", "tests/test_make.py"])
def test_a_selection_without_its_name_runs_nothing(target):
    done = make("test", target)
    assert done.returncode == 2
    assert f'Write make test ARGS="{target}".' in done.stderr
    assert "tests.run" not in done.stdout
