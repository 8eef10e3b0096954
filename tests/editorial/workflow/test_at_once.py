"""Ten identical posts at the same moment, and a process that dies while it publishes."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connections
from django.test import Client

from editorial.models import Revision, Transition
from tests.editorial.at_desk import desk, form_of, url
from tests.factories import make_topic

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
AT_ONCE = 10
DEATHS = 3


def at_once(post):
    """Post from several threads that start together; their status codes."""
    codes, gate = [], threading.Barrier(AT_ONCE)

    def run():
        try:
            gate.wait()
            codes.append(post())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def poster(browser, address, data):
    cookies = browser.cookies

    def post():
        client = Client()
        client.cookies = cookies
        return client.post(address, data).status_code

    return post


needs_threads = pytest.mark.only_on("postgresql")  # threads share no SQLite in memory


@needs_threads
@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_ten_identical_posts_of_a_form_are_one_version_and_one_line(button):
    publisher, topic = desk("Publisher"), make_topic(title="Before")
    data = form_of(publisher.get(url(topic))) | {"title": "After", button: "1"}
    codes = at_once(poster(publisher, url(topic), data))
    assert codes == [302] * AT_ONCE
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    verbs = sorted(Transition.objects.values_list("verb", flat=True))
    assert verbs == (["save"] if button == "_save" else ["publish", "save"])
    assert LogEntry.objects.count() == len(verbs)
    topic.refresh_from_db()
    assert topic.title == ("Before" if button == "_save" else "After")


@needs_threads
def test_ten_different_posts_of_a_form_are_one_version_and_nine_questions():
    topic, posts = make_topic(title="Before"), []
    for number in range(AT_ONCE):
        author = desk("Author")
        data = form_of(author.get(url(topic))) | {"title": f"Title {number}", "_save": "1"}
        posts.append(poster(author, url(topic), data))
    codes = at_once(lambda: posts.pop()())
    assert sorted(codes) == [200] * (AT_ONCE - 1) + [302]
    assert Revision.objects.count() == 2 and Transition.objects.count() == 1


@needs_threads
def test_ten_identical_steps_are_one_publication():
    publisher, topic = desk("Publisher"), make_topic(live=False)
    codes = at_once(poster(publisher, url(topic, "step:publish"), {"warnings_read": "on"}))
    assert set(codes) <= {200, 302}
    assert Transition.objects.filter(verb="publish").count() == 1
    topic.refresh_from_db()
    assert topic.is_live


def test_a_process_that_dies_while_it_publishes_leaves_no_half_of_an_entry():
    """More of it: `make rehearse`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.editorial.rehearsal", "--times", str(DEATHS)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "MSC_DATA_DIR"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert f"{DEATHS} times killed" in done.stdout
