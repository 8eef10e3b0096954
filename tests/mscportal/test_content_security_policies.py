"""Each kind of page has the policy that it needs and no wider one; all are made of one mapping."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from content.web.csp import CSP, build_policy
from delivery.static_export.service import bake
from tests.editorial.at_desk import desk, send, url
from tests.editorial.moments import draft_of
from tests.factories import make_article

PUBLIC = {
    "default-src": ["'none'"],
    "img-src": ["'self'", "data:"],
    "style-src": ["'self'"],
    "script-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
DESK = PUBLIC | {
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
OUTSIDE = {name: sources for name, sources in PUBLIC.items() if name != "connect-src"}
PREVIEW = OUTSIDE | {"form-action": ["'none'"], "frame-ancestors": ["'self'"]}


def parsed(policy):
    found = {}
    for directive in policy.split("; "):
        name, *sources = directive.split(" ")
        assert name not in found
        found[name] = sources
    return found


def policy_of(answer):
    return parsed(answer.headers["Content-Security-Policy"])


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/es/", "/no/such/page/", "/robots.txt", "/feedback/"])
def test_visitors_have_the_public_policy(client, address):
    assert policy_of(client.get(address)) == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", "/admin/no/such/page/"])
def test_the_desk_shows_blobs_and_frames_of_its_own(client, address):
    assert policy_of(client.get(address)) == DESK


@pytest.mark.django_db
def test_a_preview_is_framed_by_the_desk_and_sends_nothing():
    publisher = desk("Publisher")
    assert policy_of(publisher.get("/admin/")) == DESK
    assert policy_of(send(publisher, url(make_article()), "_preview")) == PREVIEW


@pytest.mark.django_db
def test_who_reads_by_a_link_can_send_a_comment_and_is_not_framed():
    author, article = desk("Author"), make_article()
    draft_of(article, author.user, title="A draft")
    page = author.post(url(article, "outside"), {"reader": "Rosa", "days": "14"})
    address = re.search(r"/review/\d+/[^\"]+/", page.content.decode())[0]
    assert policy_of(Client().get(address)) == OUTSIDE
    assert policy_of(Client().get("/review/1/unknown/")) == PUBLIC


@pytest.mark.django_db(transaction=True)
def test_nginx_sends_the_public_policy_with_each_file_that_the_application_would(tmp_path, capsys):
    make_article()
    bake(tmp_path / "baked", origin="http://localhost")
    capsys.readouterr()
    call_command("print_nginx", to=tmp_path / "baked")
    policies = re.findall(r'add_header Content-Security-Policy "([^"]+)"', capsys.readouterr().out)
    assert len(policies) > 1  # pages, feeds, error pages
    assert all(parsed(policy) == PUBLIC for policy in policies)


@pytest.mark.django_db
def test_the_policy_is_that_of_the_settings(client, settings):
    assert settings.SECURE_CSP == PUBLIC
    settings.SECURE_CSP = {**settings.SECURE_CSP, "style-src": [CSP.SELF, "https://example.org"]}
    wider = PUBLIC | {"style-src": ["'self'", "https://example.org"]}
    assert policy_of(client.get("/")) == wider
    assert policy_of(client.get("/admin/login/")) == DESK


def test_a_policy_is_written_in_the_order_of_its_mapping():
    mapping = {"img-src": [CSP.SELF, "data:"], "connect-src": None, "base-uri": [CSP.NONE]}
    assert build_policy(mapping) == "img-src 'self' data:; base-uri 'none'"
