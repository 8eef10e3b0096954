"""An address that was public once leads to the page, wherever that is now."""

import pytest
from django.urls import reverse

from content.models import OldAddress
from editorial import versions, workflow
from editorial.workflow.gate import publish_checks
from tests.editorial.at_desk import desk, messages_of, send, url
from tests.factories import (
    make_article,
    make_category,
    make_disease,
    make_page,
    make_publication,
    make_red_flag,
    make_term,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


def moved(entry, slug):
    """Publish the entry with another slug, as an administrator."""
    by = make_user(is_superuser=True)
    payload = versions.capture(entry)
    payload["fields"]["slug"] = slug
    workflow.save_draft(entry, payload, by=by)
    return workflow.publish(entry, by=by, reason="A better address", warnings_read=True)


def test_an_old_address_redirects_once_and_keeps_the_query(client):
    article = make_article(slug="first")
    moved(article, "second")
    answer = client.get("/articles/first/?from=mail&x=%C3%A9")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/articles/second/?from=mail&x=%C3%A9"
    assert client.get("/articles/second/").status_code == 200


def test_several_changes_are_no_chain(client):
    term = make_term(slug="a")
    for slug in ("b", "c", "d"):
        term = moved(term, slug)
    for slug in "abc":
        assert client.get(f"/glossary/{slug}/").headers["Location"] == "/glossary/d/"


def test_going_back_to_an_old_address_is_no_loop(client):
    article = moved(moved(make_article(slug="a"), "b"), "a")
    assert client.get("/articles/a/").status_code == 200
    assert client.get("/articles/b/").headers["Location"] == article.get_absolute_url()
    assert OldAddress.objects.count() == 1


def test_the_language_of_the_address_is_kept(client):
    moved(make_article(slug="first"), "second")
    assert client.get("/es/articles/first/").headers["Location"] == "/es/articles/second/"


def test_every_page_under_the_slug_follows(client):
    article = moved(make_article(slug="first"), "second")
    answer = client.get("/cite/article/first.ris")
    assert answer.headers["Location"] == reverse("cite_ris", args=["article", "second"])
    assert client.get(answer.headers["Location"]).status_code == 200
    make_page(slug="how")
    moved(make_page(slug="about-us"), "about")
    assert client.get("/about-us/").headers["Location"] == "/about/"
    moved(make_category(slug="bone"), "bones")
    assert client.get("/diseases/category/bone/").status_code == 301
    assert article.is_live


def test_a_live_entry_that_takes_the_old_address_has_it(client):
    moved(make_article(slug="first"), "second")
    make_article(slug="first", live=False, title="Not yet")
    assert client.get("/articles/first/").status_code == 301
    other = workflow.publish(
        make_article(slug="x", live=False, title="The new one"), by=make_user(is_superuser=True),
        reason="r", warnings_read=True,
    )  # fmt: skip
    type(other).objects.filter(slug="first").delete()
    moved(other, "first")
    page = client.get("/articles/first/")
    assert page.status_code == 200 and b"The new one" in page.content
    workflow.withdraw(other, by=None)
    assert client.get("/articles/first/").status_code == 410


def test_an_old_address_of_a_withdrawn_entry_is_gone_and_names_others(client):
    make_disease(title="Osteoarthritis of the knee", slug="osteoarthritis-knee")
    term = moved(make_term(title="Gone", slug="osteoarthritis-kne"), "somewhere")
    workflow.withdraw(term, by=None)
    answer = client.get("/glossary/osteoarthritis-kne/")
    assert answer.status_code == 410 and b"Osteoarthritis of the knee" in answer.content


def test_an_address_that_only_a_draft_had_was_never_public(client):
    by, article = make_user(is_superuser=True), make_article(slug="public")
    payload = versions.capture(article)
    payload["fields"]["slug"] = "secret-plan"
    workflow.save_draft(article, payload, by=by)
    assert client.get("/articles/secret-plan/").status_code == 404
    assert client.get("/articles/public/").status_code == 200
    new = make_article(live=False, slug="working-title")
    payload = versions.capture(new)
    payload["fields"]["slug"] = "final-title"
    workflow.save_draft(new, payload, by=by)
    workflow.publish(new, by=by, reason="Ready", warnings_read=True)
    assert client.get("/articles/working-title/").status_code == 404


def test_a_miss_costs_one_query_more_and_a_hit_none(client, django_assert_num_queries):
    moved(make_category(slug="first"), "second")
    client.get("/diseases/category/first/")  # content types are remembered from here on
    with django_assert_num_queries(2):
        assert client.get("/diseases/category/first/").status_code == 301


def test_old_addresses_of_other_kinds_do_not_count(client):
    moved(make_article(slug="first"), "second")
    assert client.get("/diseases/first/").status_code == 404
    assert client.get("/articles/first").status_code in (301, 404)
    assert client.post("/articles/first/").status_code == 405


def test_the_sitemap_and_the_search_have_the_new_address(client):
    moved(make_article(title="Cells in the knee", slug="old-slug"), "new-slug")
    assert b"/articles/new-slug/" in client.get("/search/?q=knee").content
    listed = b"".join(
        client.get(address).content for address in ("/sitemap-article.xml", "/sitemap-articles.xml")
    )
    assert b"old-slug" not in listed


def test_the_form_tells_what_a_new_address_means_and_the_draft_is_not_public(client):
    publisher, article = desk("Publisher"), make_article(slug="first")
    assert "/articles/first/" in publisher.get(url(article)).content.decode()
    sent = send(publisher, url(article), "_continue", slug="second")
    said = messages_of(publisher.get(sent.url))
    assert any("/articles/second/" in line and "/articles/first/" in line for line in said)
    assert client.get("/articles/first/").status_code == 200
    assert client.get("/articles/second/").status_code == 404


def test_saving_without_a_new_address_says_nothing_of_addresses():
    publisher, article = desk("Publisher"), make_article(slug="first")
    sent = send(publisher, url(article), "_continue", title="Other words")
    assert not any("address" in line for line in messages_of(publisher.get(sent.url)))


def test_the_key_by_which_texts_cite_stays_once_it_was_public():
    publisher = desk("Publisher")
    publication = make_publication(slug="smith2020")
    assert 'name="slug"' not in publisher.get(url(publication)).content.decode()
    new = make_publication(slug="jones2021", live=False)
    assert 'name="slug"' in publisher.get(url(new)).content.decode()


def test_an_entry_without_a_page_leaves_no_old_address():
    moved(make_red_flag(slug="a"), "b")
    assert not OldAddress.objects.exists()


def test_the_gate_names_the_new_address_and_does_not_call_the_link_dead():
    moved(make_term(slug="old-term"), "new-term")
    text = '<p><a href="/glossary/old-term/">this</a></p>'
    checks = publish_checks(make_article(body=text))
    assert [check.code for check in checks if "link" in check.code] == ["moved_link"]
    assert "/glossary/new-term/" in str(next(c for c in checks if c.code == "moved_link"))
