"""Outside links are looked at politely, never inside our network; the desk hears of failures."""

import socket

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from resources import link_checker, outside_links
from resources.link_checker import Checker, is_public
from resources.models import LinkCheck
from tests.editorial.at_desk import desk, url
from tests.factories import (
    make_article,
    make_disease,
    make_jurisdiction,
    make_publication,
    make_resource,
)
from tests.resources.bad_server import DROPS, bad_server


@pytest.fixture
def server():
    with bad_server() as server:
        yield server


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def checker(server, pauses):
    return Checker(
        "MSC-Portal-link-check/1.0 (+https://portal.example.org/)",
        allowed=frozenset({("127.0.0.1", server.server_port)}),
        sleep=pauses.append,
    )


@pytest.mark.parametrize(
    ("path", "state", "status"),
    [
        ("/200/", "ok", 200),
        ("/204/", "ok", 204),
        ("/nohead/", "ok", 200),
        ("/headlies/", "ok", 200),
        ("/404/", "gone", 404),
        ("/410/", "gone", 410),
        ("/401/", "blocked", 401),
        ("/403/", "blocked", 403),
        ("/429/", "blocked", 429),
        ("/999/", "blocked", 999),
        ("/puzzle/", "blocked", 503),
        ("/500/", "unreachable", 500),
        ("/503/", "unreachable", 503),
        ("/hops/5/", "ok", 200),
        ("/hops/6/", "unreachable", 301),
        ("/loop/", "unreachable", 302),
        ("/reset/", "unreachable", None),
        ("/silence/", "unreachable", None),
        ("/nonsense/", "unreachable", None),
        ("/headers/", "unreachable", None),
        ("/200/?a=b c&d=é", "ok", 200),
    ],
)
def test_each_answer_has_its_state(checker, server, path, state, status):
    if path.startswith("/200/?"):
        server.RequestHandlerClass.on_200 = lambda self: self.answer(200)
    found = checker.check(server.address + path)
    assert (found.state, found.status) == (state, status), found


def test_a_slow_drip_is_given_up_in_time(checker, server):
    checker.retries, checker.timeout = 0, 0.4
    assert checker.check(f"{server.address}/drip/").state == "unreachable"
    assert 0 < server.drops < DROPS


def test_of_a_huge_page_only_the_beginning_is_read(checker, server):
    assert checker.check(f"{server.address}/huge/").state == "ok"
    assert server.sent < 30 * 2**20


def test_what_fails_is_tried_once_more_after_a_pause(checker, server, pauses):
    assert checker.check(f"{server.address}/sometimes/").state == "ok"
    assert pauses == [checker.pause]
    pauses.clear()
    checker.check(f"{server.address}/404/")
    assert pauses == []


def test_the_visit_says_who_it_is_and_asks_for_the_head_first(checker, server):
    checker.check(f"{server.address}/200/")
    [(verb, _path, headers)] = server.seen
    assert verb == "HEAD" and "portal.example.org" in headers["User-Agent"]
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://10.0.0.7/",
        "http://2130706433/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:secret@127.0.0.1/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(checker, server, target):
    server.target = target
    found = checker.check(f"{server.address}/to/")
    assert found.state == "refused"


def test_a_redirect_is_followed_and_its_end_is_kept(checker, server):
    found = checker.check(f"{server.address}/to/")
    assert (found.state, found.final_url) == ("ok", f"{server.address}/200/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address):
    assert is_public(address)


def test_a_name_with_one_private_address_is_refused_and_nothing_is_opened(monkeypatch):
    def resolved(host, port, **kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.216.34", "192.168.0.9")
        ]

    def opened(*args, **kwargs):
        raise AssertionError("nothing may be opened")

    monkeypatch.setattr(link_checker.socket, "getaddrinfo", resolved)
    monkeypatch.setattr(link_checker.socket, "create_connection", opened)
    assert Checker("x").check("https://rebinding.example.org/").state == "refused"


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    asked = []

    def resolved(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    def opened(address, timeout):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(link_checker.socket, "getaddrinfo", resolved)
    monkeypatch.setattr(link_checker.socket, "create_connection", opened)
    checker = Checker("x", retries=0)
    assert checker.check("http://name.example.org/").state == "unreachable"
    assert asked == ["name.example.org", ("93.184.216.34", 80)]


# The command


@pytest.fixture
def run(checker, monkeypatch, capsys):
    monkeypatch.setattr(outside_links, "new_checker", lambda: checker)

    def command(*arguments):
        call_command("check_links", "--delay=0", *arguments)
        return capsys.readouterr().out

    return command


@pytest.mark.django_db
def test_every_kind_of_outside_link_of_live_pages_is_found():
    make_resource(url="https://a.example.org/")
    make_publication(url="https://b.example.org/")
    make_disease(learn_more_url="https://c.example.org/#part")
    make_jurisdiction(regulator={"name": "R", "report_harm_url": "https://d.example.org/"})
    make_article(body='<p><a href="https://e.example.org/?x=1&amp;y=2">the <em>words</em></a></p>')
    make_article(live=False, body='<p><a href="https://draft.example.org/">x</a></p>')
    make_article(body='<p><a href="/about/">inside</a> <a href="mailto:a@example.org">m</a></p>')
    named = outside_links.named_addresses()
    assert set(named) == {
        "https://a.example.org/",
        "https://b.example.org/",
        "https://c.example.org/",
        "https://d.example.org/",
        "https://e.example.org/?x=1&y=2",
    }
    assert named["https://e.example.org/?x=1&y=2"][0][2:] == ("body", "the words")


@pytest.mark.django_db
def test_two_failures_in_a_row_show_on_the_desk_and_beside_the_resource(run, server, client):
    resource = make_resource(title="A society", url=f"{server.address}/404/")
    make_article(title="An article", body=f'<p><a href="{server.address}/404/">see here</a></p>')
    assert "1 gone" in run()
    assert b"Link not reachable" not in client.get("/resources/").content
    out = run()
    assert "1 failed twice or more" in out
    assert b"Link not reachable" in client.get("/resources/").content
    page = desk("Author").get(url(LinkCheck, "changelist"), {"failing": "yes"}).content.decode()
    assert "/404/" in page and "An article" in page and "see here" in page
    assert resource.title in page
    index = desk("Author").get("/admin/").content.decode()
    assert "Broken links" in index and "/admin/resources/linkcheck/?failing=yes" in index

    type(resource).objects.filter(pk=resource.pk).update(url=f"{server.address}/200/")
    run()
    assert b"Link not reachable" not in client.get("/resources/").content


@pytest.mark.django_db
def test_without_a_network_no_link_is_called_dead(run, server):
    for number in range(3):
        make_resource(url=f"{server.address}/reset/?n={number}")
    for _ in range(3):
        with pytest.raises(CommandError, match="is there a network"):
            run()
    assert not LinkCheck.objects.not_reachable().exists()
    make_resource(url=f"{server.address}/200/")
    run()
    run()
    assert LinkCheck.objects.not_reachable().count() == 3


@pytest.mark.django_db
def test_a_page_that_keeps_programs_out_is_no_failure(run, server):
    make_resource(url=f"{server.address}/403/")
    for _ in range(3):
        run()
    check = LinkCheck.objects.get()
    assert (check.state, check.fail_count) == ("blocked", 0)


@pytest.mark.django_db
def test_a_good_answer_ends_the_row_of_failures(run, server):
    make_resource(url=f"{server.address}/200/")
    outside_links.collect()
    LinkCheck.objects.update(fail_count=5, state="gone")
    run()
    assert LinkCheck.objects.get().fail_count == 0


@pytest.mark.django_db
def test_a_stopped_run_goes_on_with_the_oldest(run, server):
    for number in range(4):
        make_resource(url=f"{server.address}/200/?n={number}")
    server.RequestHandlerClass.on_200 = lambda self: self.answer(200)
    run("--most=3")
    assert LinkCheck.objects.filter(checked_at__isnull=True).count() == 1
    server.seen.clear()
    run("--most=1")
    assert [path for _verb, path, _headers in server.seen] == [
        f"/200/?n={n}" for n in range(4) if f"n={n}" in server.seen[0][1]
    ]
    assert not LinkCheck.objects.filter(checked_at__isnull=True).exists()
    old = LinkCheck.objects.last()
    LinkCheck.objects.filter(pk=old.pk).update(checked_at=timezone.now().replace(year=2020))
    run("--most=1")
    old.refresh_from_db()
    assert old.checked_at.year != 2020


@pytest.mark.django_db
def test_a_dry_run_asks_nobody_and_writes_nothing(run, server):
    make_resource(url=f"{server.address}/200/")
    out = run("--dry-run")
    assert f"{server.address}/200/" in out and "It would be: 1" in out
    assert server.seen == [] and not LinkCheck.objects.exists()


@pytest.mark.django_db
def test_one_host_is_asked_with_pauses_and_what_is_not_named_any_more_is_forgotten(
    run, server, pauses, checker
):
    for number in range(3):
        make_resource(url=f"{server.address}/404/?n={number}")
    server.RequestHandlerClass.on_404 = lambda self: self.answer(404)
    call_command("check_links", "--delay=7", verbosity=0)
    assert pauses == [7, 7]
    from resources.models import TrustedResource

    TrustedResource.objects.all().delete()
    assert "3 not named now" in run() and not LinkCheck.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("argument", ["--most=-1", "--delay=-1", "--delay=nan"])
def test_nonsense_is_refused(argument):
    with pytest.raises(CommandError):
        call_command("check_links", argument)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 12])
def test_the_desk_list_costs_the_same_at_any_size(size, django_assert_max_num_queries):
    for number in range(size):
        make_resource(url=f"https://r{number}.example.org/")
    outside_links.collect()
    browser = desk("Author")
    browser.get(url(LinkCheck, "changelist"))
    with django_assert_max_num_queries(9):
        assert browser.get(url(LinkCheck, "changelist")).status_code == 200
