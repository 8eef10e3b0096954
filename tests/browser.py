"""A headless Chromium for tests marked `browser`; made visible by tests/conftest.py."""

import os
import shutil
import threading
import time
from collections import Counter

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser():
    path = find_chromium()
    if not path:
        missing = "No Chromium was found; install it (Debian package chromium) for browser tests."
        if os.environ.get("MSC_REQUIRE") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    # The browser's event loop runs in this thread, and Django would refuse the database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def server_is_done(request):
    """A form of the desk sends what is typed by itself; wait for it before the tables are emptied.

    The live server shares the connection of the test, so a late row would be left behind.
    """
    if request.node.get_closest_marker("browser") is None:
        yield
        return
    request.getfixturevalue("_django_db_helper")  # ends after this one
    under_way = Counter()

    def started(sender, **kwargs):
        under_way["requests"] += 1

    def finished(sender, **kwargs):
        under_way["requests"] -= 1

    request_started.connect(started)
    request_finished.connect(finished)
    yield
    end = time.monotonic() + 3
    while under_way["requests"] > 0 and time.monotonic() < end:
        time.sleep(0.01)
    request_started.disconnect(started)
    request_finished.disconnect(finished)


@pytest.fixture(autouse=True)
def one_request_at_a_time(request, monkeypatch):
    """On SQLite in memory all threads of the live server share one connection, and a form of the
    desk may send two requests at once."""
    if request.node.get_closest_marker("browser") is None or connection.vendor != "sqlite":
        return
    lock, answer = threading.RLock(), BaseHandler.get_response

    def alone(handler, asked):
        with lock:
            return answer(handler, asked)

    monkeypatch.setattr(BaseHandler, "get_response", alone)


@pytest.fixture
def page(browser):
    """A page of a fresh visitor; the test fails when a script fails or the policy is violated."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.faults = faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield page
    context.close()
    assert faults == []


def sign_in(page, live_server, user):
    """Give the page the session of a user, without the login form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}]
    )
