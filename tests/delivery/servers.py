"""Real servers for tests: granian with workers, on a free port, with a data folder of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 90  # seconds, on a busy machine


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**variables):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSC_", "DJANGO"))}
    return kept | {"MSC_WARM": "0"} | variables


def ask(port, address, method="GET", **headers):
    """One request on a connection of its own, so that any worker may get it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, address, headers=headers)
        reply = connection.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        connection.close()


@contextmanager
def granian(variables, workers=2, threads=1):
    port = free_port()
    command = [
        Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads),
        "--workers-kill-timeout", "20", "--log-level", "warning", "mscportal.wsgi:application",
    ]  # fmt: skip
    with log(variables).open("w") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**variables), stdout=said,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        wait_for(port, process, log(variables))
        yield port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def log(variables):
    """What the server with these variables says."""
    return Path(variables["MSC_DATA_DIR"]) / "server.log"


def wait_for(port, process, said):
    def answers():
        assert process.poll() is None, said.read_text()
        with suppress(OSError, http.client.HTTPException):
            return ask(port, "/robots.txt")

    assert eventually(answers), "The server does not answer."


def eventually(is_so):
    """Ask until it is so; what was found at the end of our patience."""
    deadline = time.monotonic() + PATIENCE
    while not (found := is_so()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def run(script, variables, **more):
    """A short program in the site, as a command would be."""
    program = "import django; django.setup()\n" + script
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
        env=environment(DJANGO_SETTINGS_MODULE="mscportal.settings", **variables), **more,
    )  # fmt: skip
