"""A headless Chromium for tests marked `browser`; made visible by tests/conftest.py."""

import json
import os
import socket
import threading
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.transaction import Atomic
from django.test import Client

from tests.programs import needed

PATIENCE = 120  # seconds, on a busy machine

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Scripts run for a second or two: compiling them well takes more than it gives.
    "--js-flags=--no-turbofan",
]


@pytest.fixture(scope="session")
def browser():
    path = needed("Chromium")
    from playwright.sync_api import Page, expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    Page.wait_for_function = with_a_function(Page.wait_for_function)
    # The browser's event loop runs in this thread, and Django would refuse the database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        browser.new_context = patient(browser.new_context)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def with_a_function(wait_for_function):
    """Refuse what does not wait: an expression fails at its second look, because the policy of our
    pages forbids to read it again, and the promise of an async function counts as true.
    """

    def waits(page, expression, **more):
        assert "=>" in expression and "async" not in expression, expression
        return wait_for_function(page, expression, **more)

    return waits


def patient(new_context):
    def made(**settings):
        context = new_context(**settings)
        context.set_default_timeout(PATIENCE * 1000)
        return context

    return made


@pytest.fixture(autouse=True)
def server_is_done(request, monkeypatch):
    """What the pages of a test still ask is answered before the tables are emptied.

    A form of the desk sends what is typed by itself, and on SQLite the live server shares the
    connection of the test, so a late row would be left behind.
    """
    is_visited = {"browser", "live_server"} <= set(request.fixturenames)
    if request.node.get_closest_marker("browser") is None or not is_visited:
        yield
        return
    request.getfixturevalue("_django_db_helper")  # ends after this one
    browser, server = map(request.getfixturevalue, ("browser", "live_server"))
    connections = Connections(monkeypatch)
    yield
    for context in browser.contexts:
        for page in context.pages:
            page.close()
    assert connections.end(server.thread), "a page of this test still asks the server"


class Connections:
    """Those that a live server has accepted and not yet closed, from now on."""

    def __init__(self, monkeypatch):
        self.accepted: set[tuple] = set()
        self.still_open: set[socket.socket] = set()
        self.is_over = False
        self.changed = threading.Condition()
        accept = ThreadedWSGIServer.process_request
        serve = ThreadedWSGIServer.process_request_thread

        def noted(server, asked, address):
            with self.changed:
                self.accepted.add(address)
                self.still_open.add(asked)
                if self.is_over:
                    stop_reading(asked)
            accept(server, asked, address)

        def served(server, asked, address):
            try:
                serve(server, asked, address)
            finally:
                with self.changed:
                    self.still_open.discard(asked)
                    self.changed.notify_all()

        monkeypatch.setattr(ThreadedWSGIServer, "process_request", noted)
        monkeypatch.setattr(ThreadedWSGIServer, "process_request_thread", served)

    def end(self, server):
        """Whether all were closed. What was asked before is answered.

        The browser keeps connections for the next test, and on a busy machine it opens one more
        than it needs, which may come late.
        """
        # Connections are accepted in their order: when ours was, all before it were.
        with socket.create_connection((server.host, server.port)) as last:
            address = last.getsockname()
        with self.changed:
            was_reached = self.changed.wait_for(lambda: address in self.accepted, PATIENCE)
            self.is_over = True
            for kept in self.still_open:
                stop_reading(kept)
            return was_reached and self.changed.wait_for(lambda: not self.still_open, PATIENCE)


def stop_reading(connection):
    """What has arrived is still read."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


@pytest.fixture(autouse=True)
def one_at_a_time(request, monkeypatch):
    """On SQLite in memory the test and all threads of the live server share one connection.

    A form of the desk may send two requests at once, and while one shows a draft, the draft is in
    the tables: so a request waits for the one before, and a query of the test for any of them.
    """
    if request.node.get_closest_marker("browser") is None or connection.vendor != "sqlite":
        return
    lock = threading.RLock()

    def in_turn(method):
        def waits(*args, **kwargs):
            with lock:
                return method(*args, **kwargs)

        return waits

    begin, end = Atomic.__enter__, Atomic.__exit__

    def enter(block):
        lock.acquire()
        return begin(block)

    def leave(block, *error):
        try:
            return end(block, *error)
        finally:
            lock.release()

    monkeypatch.setattr(BaseHandler, "get_response", in_turn(BaseHandler.get_response))
    execute = in_turn(CursorWrapper._execute_with_wrappers)
    monkeypatch.setattr(CursorWrapper, "_execute_with_wrappers", execute)
    monkeypatch.setattr(Atomic, "__enter__", enter)
    monkeypatch.setattr(Atomic, "__exit__", leave)


@pytest.fixture(scope="session")
def profile(browser):
    """What the pages of one test after the other are opened in.

    A context of its own for each would load and compile the scripts of the desk each time, which
    takes longer than most tests.
    """
    return browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )


@pytest.fixture
def page(request, profile):
    """A page of a fresh visitor; the test fails when a script fails or the policy is violated."""
    page = profile.new_page()
    if "live_server" in request.fixturenames:
        forget_visits(page, request.getfixturevalue("live_server").url)
    page.faults = faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield page
    for opened in profile.pages:
        opened.close()
    assert faults == []


def forget_visits(page, origin):
    """The browser keeps of them but files of the site and what it compiled."""
    page.context.clear_cookies()
    page.context.clear_permissions()
    kinds = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
    devtools.detach()


def sign_in(page, live_server, user):
    """Give the page the session of a user, without the login form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}]
    )


# Two frames, so that observers of sizes and of what is in view have looked; then until nothing is
# on its way: files and fonts, pictures, editors that start, transitions.
SETTLED = """(() => {
  let frames = 0; // it is asked once in each
  const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
  return (width) => (frames += 1) > 2
    && (width === null || innerWidth === width)
    && document.readyState === "complete"
    && document.fonts.status === "loaded"
    && [...document.images].every((image) => image.complete || image.loading === "lazy")
    && [...document.querySelectorAll("textarea[data-rich=started]")]
      .every((area) => area.richTextEditor)
    && !document.getAnimations().some((one) => one.playState === "running" && ends(one));
})()"""


def settle(page, width=None):
    """Wait until a page has become what it stays without a reader's doing."""
    page.wait_for_function(SETTLED, arg=width)


def resize(page, width, height=900):
    """Give the window a size and wait until the page is laid out for it."""
    page.set_viewport_size({"width": width, "height": height})
    settle(page, width)


def kept_at_desk(page, words):
    """Wait until the desk has answered that it keeps these words: a form sends them by itself."""
    return page.expect_response(
        lambda answer: (
            answer.url.endswith("/recovery/") and words in (answer.request.post_data or "")
        )
    )


def looked_for_unsaved_text(page):
    """Wait until a form that opens has asked the desk for unsaved text and has offered it or not.

    Then it says that it was seen, which a form that was open before does too.
    """
    has_asked = []

    def has_decided(answer):
        if not answer.url.endswith("/recovery/"):
            return False
        if answer.request.method == "GET":
            has_asked.append(answer)
        elif has_asked:
            return json.loads(answer.request.post_data) == {"seen": True}
        return False

    return page.expect_response(has_decided)
