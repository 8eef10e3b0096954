"""Work done later: after the commit, in few threads, each thing once, bounded at the end."""

import datetime
import json
import threading

import pytest
from django.db import transaction
from django.utils import timezone

from content import pool as pools
from content.pool import Job, Pool
from content.tasks import InvalidTask, task
from editorial import versions
from editorial.versions import drafts
from tests.content import later
from tests.delivery.servers import run
from tests.factories import make_article

PATIENCE = 60  # seconds, on a busy machine


@pytest.fixture(autouse=True)
def fresh():
    later.done.clear()
    later.gates.clear()
    later.seen = threading.Semaphore(0)
    yield
    for gate in later.gates.values():
        gate.set()


def job(task, *args):
    return Job(task, json.dumps([args, {}]))


def gate(name):
    later.gates[name] = threading.Event()
    return later.gates[name]


def see(times):
    """Wait until so many more things were done."""
    for _time in range(times):
        assert later.seen.acquire(timeout=PATIENCE)


# As Django 6 has it


def test_a_task_is_called_at_once_or_enqueued(django_capture_on_commit_callbacks, db):
    later.note.call("now")
    with django_capture_on_commit_callbacks(execute=True):
        later.note.enqueue("later")
        later.note.enqueue(word="by name")
        assert later.done == ["now"]
    assert later.done == ["now", "later", "by name"]


def test_a_task_is_a_function_of_its_module_and_its_arguments_are_json(db):
    def inside():
        pass

    with pytest.raises(InvalidTask, match="inside"):
        task(inside)
    for argument in (object(), timezone.now(), {1, 2}):
        with pytest.raises(TypeError):
            later.note.enqueue(argument)


# The transaction


@pytest.mark.django_db(transaction=True)
def test_a_task_waits_for_the_commit_and_a_rollback_enqueues_nothing():
    with transaction.atomic():
        later.note.enqueue("kept")
        with pytest.raises(RuntimeError), transaction.atomic():
            later.note.enqueue("inner one taken back")
            raise RuntimeError
        assert later.done == []
    with transaction.atomic():
        later.note.enqueue("never")
        transaction.set_rollback(True)
    later.note.enqueue("without a transaction")
    assert later.done == ["kept", "without a transaction"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_enqueued_while_a_draft_is_applied():
    article = make_article()
    later.done.clear()
    with transaction.atomic(), drafts.draft_applied(article, versions.capture(article)):
        later.note.enqueue("a draft")
    assert later.done == []


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_disturbs_neither_the_commit_nor_the_next_task(caplog):
    with transaction.atomic():
        later.fail.enqueue()
        later.note.enqueue("next")
    assert later.done == ["next"]
    assert "tests.content.later.fail() failed" in caplog.text and "out of paper" in caplog.text


# The pool


def test_of_one_task_one_job_runs_at_a_time_and_other_tasks_beside_it():
    pool, first, second, other = Pool(), gate("first"), gate("second"), gate("other")
    for made in (
        job(later.pass_gate, "first"),
        job(later.pass_gate, "second"),
        job(later.pass_other_gate, "other"),
    ):
        pool.add(made)
    see(2)
    assert sorted(later.done) == ["at first", "at other"]
    other.set()
    see(1)
    first.set()
    see(2)
    assert later.done[2:] == ["through other", "through first", "at second"]
    second.set()
    see(1)


def test_what_waits_already_is_not_added_again_but_what_runs_is():
    pool, opened = Pool(), gate("a")
    pool.add(job(later.pass_gate, "a"))
    see(1)
    for _time in range(3):
        pool.add(job(later.pass_gate, "a"))
    opened.set()
    see(3)
    assert later.done == ["at a", "through a"] * 2 and pool.waiting == {}


def test_there_are_no_more_threads_than_allowed():
    pool, first, other = Pool(threads=1), gate("first"), gate("other")
    pool.add(job(later.pass_gate, "first"))
    pool.add(job(later.pass_other_gate, "other"))
    other.set()
    see(1)
    assert later.done == ["at first"]
    first.set()
    see(3)
    assert later.done[1:] == ["through first", "at other", "through other"]


def test_when_too_much_of_one_task_waits_the_rest_is_left_out_and_named(caplog):
    pool = Pool(threads=0, most_waiting=2)
    for word in ("first", "second", "third", "fourth"):
        pool.add(job(later.note, word))
    pool.add(job(later.say, "of another task"))
    assert [str(made) for made in pool.waiting] == [
        "tests.content.later.note('first')",
        "tests.content.later.note('second')",
        "tests.content.later.say('of another task')",
    ]
    assert "tests.content.later.note('third') is left out" in caplog.text
    assert "fourth" not in caplog.text  # one line says it


def test_a_task_that_fails_in_the_pool_is_logged_by_name_and_the_next_is_done(caplog):
    pool, opened = Pool(threads=1), gate("after it")
    opened.set()
    pool.add(job(later.fail))
    pool.add(job(later.pass_gate, "after it"))
    see(2)
    assert "tests.content.later.fail() failed" in caplog.text and "out of paper" in caplog.text


def test_each_task_gives_its_connections_back(monkeypatch):
    class Connections:
        def close_all(self):
            later.done.append("closed")
            later.seen.release()

    monkeypatch.setattr(pools, "connections", Connections())
    pool = Pool()
    pool.add(job(later.note, "done"))
    pool.add(job(later.fail))
    see(2)
    assert sorted(later.done) == ["closed", "closed", "done"]


def test_what_is_for_later_is_done_when_its_moment_has_come():
    pool, opened = Pool(), gate("soon")
    opened.set()
    now = timezone.now()
    pool.add(job(later.pass_gate, "tomorrow"), now + datetime.timedelta(days=1))
    pool.add(job(later.pass_gate, "soon"), now + datetime.timedelta(milliseconds=50))
    see(2)
    assert later.done == ["at soon", "through soon"] and len(pool.waiting) == 1


def test_the_earlier_of_two_moments_counts():
    pool, opened = Pool(), gate("a")
    opened.set()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    pool.add(job(later.pass_gate, "a"), tomorrow)
    pool.add(job(later.pass_gate, "a"))
    see(2)
    assert pool.waiting == {}


# A process that ends


@pytest.fixture
def program(tmp_path):
    """A command of the site with a pool; what it printed, and its log."""

    def program(script):
        imports = "from content.pool import pool\nfrom tests.content.later import *\n"
        ran = run(imports + script, {"MSC_DATA_DIR": str(tmp_path)})
        return ran.returncode, ran.stdout.split(), ran.stderr

    return program


def test_a_process_that_ends_at_once_does_what_waits(program):
    code, said, _log = program("for n in range(5): say_at_the_end.enqueue(n)\nprint('end')")
    assert (code, said) == (0, ["end", "0", "1", "2", "3", "4"])


def test_also_one_that_ends_in_an_error(program):
    code, said, log = program("say_at_the_end.enqueue('said')\nraise RuntimeError('too bad')")
    assert (code, said) == (1, ["said"]) and "too bad" in log


def test_also_what_a_thread_that_nobody_waits_for_enqueued(program):
    """As threads of a server are that Python did not start."""
    code, said, _log = program(
        "def request(): say_at_the_end.enqueue('said')\n"
        "thread = threading.Thread(target=request, daemon=True)\n"
        "thread.start(); thread.join()"
    )
    assert (code, said) == (0, ["said"])


def test_when_the_time_of_the_end_is_over_the_rest_is_left_and_named(program):
    code, said, log = program(
        "pool.seconds_at_exit = 0\n"
        "say_at_the_end.enqueue(0)\n"
        "seen.acquire()\n"  # it runs
        "for n in (1, 2): say_at_the_end.enqueue(n)\n"
    )
    assert (code, said) == (0, ["0"])
    assert "ended before this was done" in log
    assert "say_at_the_end(1), tests.content.later.say_at_the_end(2)" in log


def test_what_is_for_another_day_holds_no_process(program):
    code, said, _log = program(
        "import datetime\nfrom django.utils import timezone\n"
        "moment = timezone.now() + datetime.timedelta(days=1)\n"
        "say.using(run_after=moment).enqueue('never')\nprint('end')"
    )
    assert (code, said) == (0, ["end"])


def test_a_forked_process_has_a_pool_of_its_own(program):
    code, said, _log = program(
        "import os, sys\n"
        "gates['a'] = threading.Event()\n"
        "pass_gate.enqueue('a'); pass_gate.enqueue('b')\n"
        "seen.acquire()\n"  # the parent's pool is at work
        "pool.seconds_before_fork = 0.1\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    assert not pool.waiting\n"
        "    say.enqueue('child')\n"
        "    threading._shutdown(); os._exit(0)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "gates['b'] = gates['a']; gates['a'].set()\n"
        "seen.acquire(); seen.acquire(); seen.acquire()\n"
        "print(*done, sep=',')"
    )
    assert code == 0 and "child" in said
    assert "ata,througha,atb,throughb" in "".join(said)


def test_no_process_is_forked_while_a_job_runs(program):
    """Its copy of a lock that the thread of the job holds would never be opened."""
    code, said, _log = program(
        "import os, sys\n"
        "gates['a'] = threading.Event()\n"
        "pass_gate.enqueue('a')\n"
        "seen.acquire()\n"  # it runs
        "threading.Timer(0.3, gates['a'].set).start()\n"
        "say.enqueue('later')\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    os._exit(0 if 'through a' in done and not pool.waiting else 1)\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    assert (code, said) == (0, ["later"])
