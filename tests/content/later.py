"""Tasks for tests of work done later; also for short programs that end at once."""

import threading

from content.tasks import task

done = []
gates: dict[str, threading.Event] = {}
seen = threading.Semaphore(0)


@task
def note(word):
    done.append(word)


@task
def say(word):
    print(word, flush=True)


@task
def say_at_the_end(word):
    """When the program itself has ended."""
    seen.release()
    threading.main_thread().join()
    print(word, flush=True)


@task
def fail():
    raise RuntimeError("out of paper")


@task
def pass_gate(name):
    """Notes when it came there, and again when the gate was opened."""
    done.append(f"at {name}")
    seen.release()
    gates[name].wait(60)
    done.append(f"through {name}")
    seen.release()


@task
def pass_other_gate(name):
    pass_gate.call(name)
