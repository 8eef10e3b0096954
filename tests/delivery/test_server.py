"""The server as production starts it: slow clients, a stop under traffic, two servers at once."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.delivery.servers import PATIENCE, free_port
from tests.delivery.small_site import ROOT, small_site
from tests.delivery.web_server import fetch, wait_for

pytestmark = pytest.mark.on_both

SLOW_CLIENTS = 40
SLOW_BYTES = 600  # of each of them, one a second: far longer than our patience


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    with small_site(tmp_path_factory.mktemp("served")) as variables:
        yield variables


@contextlib.contextmanager
def server(variables, port, workers=2, seconds=20):
    """With the options of `make run` and of the systemd unit."""
    granian = Path(sys.executable).with_name("granian")
    process = subprocess.Popen(
        [str(granian), "mscportal.wsgi:application"],
        cwd=ROOT,
        env={
            **variables,
            "GRANIAN_INTERFACE": "wsgi",
            "GRANIAN_HOST": "127.0.0.1",
            "GRANIAN_PORT": str(port),
            "GRANIAN_WORKERS": str(workers),
            "GRANIAN_BLOCKING_THREADS": "2",
            "GRANIAN_WORKERS_KILL_TIMEOUT": str(seconds),
            "GRANIAN_LOG_LEVEL": "warning",
        },
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def dripping(port, stop, begun):
    """A client that sends a byte a second and never ends its request."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * SLOW_BYTES:
            if stop.is_set():
                return
            with contextlib.suppress(OSError):
                client.send(bytes([byte]))
            begun.release()
            stop.wait(1)


def test_slow_clients_keep_nobody_waiting(environment):
    port, stop, begun = free_port(), threading.Event(), threading.Semaphore(0)
    with server(environment, port):
        clients = [
            threading.Thread(target=dripping, args=(port, stop, begun), daemon=True)
            for _ in range(SLOW_CLIENTS)
        ]
        for client in clients:
            client.start()
        try:
            for _byte in range(2 * SLOW_CLIENTS):
                assert begun.acquire(timeout=PATIENCE)
            for _ in range(5):
                connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                connection.sendall(
                    b"GET /articles/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                )
                assert b" 200 " in connection.recv(200)
                connection.close()
        finally:
            stop.set()
            for client in clients:
                client.join()


def test_a_stop_under_traffic_breaks_no_answer_off(environment):
    port, whole, broken = free_port(), [], []
    read = threading.Semaphore(0)

    def read_on():
        while True:
            try:
                answer, body = fetch(port, "/articles/")
            except ConnectionError:
                return  # it has stopped listening; nothing of an answer had come
            except HTTPException as error:
                broken.append(error)
                return
            whole.append(answer.status)
            read.release()

    with server(environment, port) as process:
        readers = [threading.Thread(target=read_on) for _ in range(4)]
        for reader in readers:
            reader.start()
        for _page in range(20 * len(readers)):
            assert read.acquire(timeout=PATIENCE)
        process.send_signal(signal.SIGTERM)
        for reader in readers:
            reader.join(timeout=PATIENCE)
        assert process.wait(timeout=PATIENCE) == 0
    assert whole and set(whole) == {200} and not broken


def test_a_worker_that_does_not_end_holds_no_stop_up(environment):
    port = free_port()
    with server(environment, port, seconds=1) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        os.kill(int(children.read_text().split()[0]), signal.SIGSTOP)
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0


def test_the_server_is_started_by_make_with_workers_and_threads():
    told = subprocess.run(
        ["make", "-n", "run", "WORKERS=3", "THREADS=4", "PORT=8123"],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
    ).stdout
    assert "granian" in told and "--workers 3" in told and "--blocking-threads 4" in told
    assert "--workers-kill-timeout 20" in told
