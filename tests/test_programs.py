"""What a machine lacks is said and skipped, and is a failure where nothing may be left out."""

import re
import shutil

import pytest

from tests import programs, run
from tests.test_architecture import ROOT

NAMES = [name for program in programs.PROGRAMS.values() for name in program.names]


@pytest.fixture(params=programs.ALL)
def lacking(request, monkeypatch):
    """Name of a program that this machine has not got."""
    monkeypatch.delenv("MSC_REQUIRE", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    return request.param


def test_what_lacks_a_program_is_skipped_with_a_reason(lacking):
    with pytest.raises(pytest.skip.Exception, match=re.escape(programs.lack_of(lacking))):
        programs.needed(lacking)
    assert programs.skipped_without(lacking).args == (True,)


def test_it_fails_where_nothing_may_be_left_out(lacking, monkeypatch):
    monkeypatch.setenv("MSC_REQUIRE", "1")
    with pytest.raises(pytest.fail.Exception, match=re.escape(programs.lack_of(lacking))):
        programs.needed(lacking)
    assert programs.skipped_without(lacking).args == (False,)


def test_what_is_there_is_used(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name, path=None: f"/there/{name}")
    assert programs.needed("Redis") == "/there/redis-server"
    jar = tmp_path / "vnu.jar"
    monkeypatch.setenv("MSC_VNU_JAR", str(jar))
    assert programs.find(programs.CHECKER) is None
    jar.touch()
    assert programs.needed(programs.CHECKER) == str(jar)


def test_the_whole_suite_names_everything_that_it_left_out(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    left_out = list(run.missing(database=""))
    assert [programs.lack_of(name) for name in programs.ALL] == left_out[:-1]
    assert "redis-server" in "".join(left_out) and "PostgreSQL" in left_out[-1]


def test_no_test_starts_one_of_them_without_asking():
    called = re.compile(rf'shutil\.which|\[\s*"(?:{"|".join(NAMES)}|java)"')
    asking = {"tests/programs.py", "tests/test_programs.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if called.search(path.read_text()) and "needed(" not in path.read_text()
    }
    assert found <= asking


def test_the_checks_before_a_change_lands_install_all_of_them():
    installed = (ROOT / ".ci/run").read_text()
    for program in programs.PROGRAMS.values():
        assert f"need {program.names[0]} {program.package}\n" in installed
