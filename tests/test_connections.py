"""The end of a browser test: no connection of its pages stays open, however late it came."""

import socket

import pytest

from tests.browser import PATIENCE, Connections


@pytest.fixture
def connect(live_server):
    opened = []

    def connected():
        address = live_server.thread.host, live_server.thread.port
        opened.append(socket.create_connection(address, timeout=PATIENCE))
        return opened[-1]

    yield connected
    for each in opened:
        each.close()


def test_an_idle_connection_is_closed_by_the_server(monkeypatch, live_server, connect):
    connections = Connections(monkeypatch)
    kept = connect()
    assert connections.end(live_server.thread)
    assert kept.recv(1) == b""


def test_one_that_comes_after_the_end_is_closed_too(monkeypatch, live_server, connect):
    connections = Connections(monkeypatch)
    assert connections.end(live_server.thread)
    late = connect()
    assert late.recv(1) == b""


def test_what_was_asked_before_is_answered(monkeypatch, live_server, connect):
    connections = Connections(monkeypatch)
    asking = connect()
    asking.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connections.end(live_server.thread)
    assert asking.recv(12) == b"HTTP/1.1 200"
