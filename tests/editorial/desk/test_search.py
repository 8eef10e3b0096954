"""Colleagues find every text they may see; nobody outside finds what is not public."""

import datetime
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from editorial import workflow
from editorial.desk import index, search
from editorial.models import DeskText, Feedback
from tests.editorial.at_desk import desk, send, url
from tests.editorial.moments import draft_of
from tests.factories import disease_name, make_article, make_disease

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]
ROOT = Path(__file__).resolve().parents[3]
REASON = "No reviewer at hand."


@pytest.fixture
def author():
    return desk("Author")


def found(browser, words, **query):
    page = browser.get("/admin/find/", {"q": words, **query})
    assert page.status_code == 200
    return list(page.context["page"])


def shown(browser, words):
    return browser.get("/admin/find/", {"q": words}).content.decode()


def test_a_phrase_from_the_middle_of_a_draft_finds_it(author):
    article = make_article(title="Public title")
    body = "<h2>Start</h2><p>" + "Many words. " * 500 + "The Quokka sleeps at noon.</p><p>End.</p>"
    draft_of(article, author.user, title="Draft title", body=body)
    (hit,) = found(author, "quokka sleeps")
    assert str(hit.title) == "Draft title" and hit.state == "draft" and hit.type == "article"
    page = shown(author, "quokka sleeps")
    assert "in the draft: text" in page.lower() or "in the draft: body" in page.lower()
    assert "<mark>Quokka</mark> <mark>sleeps</mark>" in page and url(article) in page


def test_the_draft_made_on_the_form_is_found(author):
    send(author, "/admin/diseases/diseasecategory/add/", title="Wombat diseases", slug="wombat")
    assert [str(hit.title) for hit in found(author, "wombat")] == ["<mark>Wombat</mark> diseases"]


def test_a_search_is_narrowed_by_type_state_owner_and_due_date(author):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    make_disease(
        title="Numbat due", owner=author.user, last_reviewed_on=today - 9 * day,
        next_review_on=today - day,
    )  # fmt: skip
    draft_of(make_article(title="Numbat drafted"), author.user)
    make_article(title="Numbat public")
    make_article(title="Numbat new", live=False)

    def titles(**chosen):
        return sorted(re.sub("<.*?>", "", hit.title) for hit in found(author, "numbat", **chosen))

    assert len(titles()) == len(titles(state="nonsense", owner="x")) == 4
    assert titles(kind="diseases.disease") == titles(owner=author.user.pk) == ["Numbat due"]
    assert titles(due="overdue") == titles(due="due") == ["Numbat due"]
    assert titles(due="soon") == [] and titles(due="none", kind="diseases.disease") == []
    assert titles(state="new") == ["Numbat new"]
    assert titles(state="draft") == ["Numbat drafted"]
    assert titles(state="live", kind="articles.article") == ["Numbat drafted", "Numbat public"]


def test_rows_of_the_draft_are_found(author):
    disease = make_disease()
    disease_name(disease, "Bilby syndrome")
    draft_of(disease, author.user)
    assert len(found(author, "bilby")) == 1


def test_public_text_is_found_and_said_to_be_public(author):
    make_article(title="Numbat", body="<p>The numbat eats termites.</p>")
    (hit,) = found(author, "termites")
    assert hit.state == "on the public site"


def test_an_entry_comes_once_with_both_places(author):
    article = make_article(body="<p>The numbat eats termites.</p>")
    draft_of(article, author.user, title="New")
    (hit,) = found(author, "termites")
    assert len(hit.places) == 2


def test_a_withdrawn_text_is_found_until_it_is_public_again(author):
    publisher = desk("Publisher").user
    article = make_article(body="<p>The numbat eats termites.</p>")
    workflow.withdraw(article, by=publisher)
    (hit,) = found(author, "termites")
    assert hit.state == "not public"
    workflow.publish(article, by=publisher, reason=REASON, warnings_read=True)
    (hit,) = found(author, "termites")
    assert hit.state == "on the public site" and not DeskText.objects.exists()


def test_what_lies_in_the_trash_is_found_only_when_it_is_taken_out(author):
    publisher = desk("Publisher").user
    article = make_article(live=False)
    draft_of(article, author.user, title="Quokka")
    trashed = workflow.trash(article, by=publisher)
    assert found(author, "quokka") == []
    workflow.take_out(trashed, by=publisher)
    assert len(found(author, "quokka")) == 1


def test_words_that_left_the_draft_are_not_found(author):
    article = make_article()
    draft_of(article, author.user, body="<p>Quokka.</p>")
    draft_of(article, author.user, body="<p>Numbat.</p>")
    assert found(author, "quokka") == [] and len(found(author, "numbat")) == 1


def test_every_word_counts_and_the_last_one_by_its_beginning(author):
    draft_of(make_article(), author.user, body="<p>Quokka sleeps.</p>")
    assert len(found(author, "quokka sle")) == 1
    assert found(author, "quokka runs") == [] and found(author, "quok sleeps") == []


def test_other_spellings_and_signs_are_folded(author):
    draft_of(make_article(), author.user, body="<p>Haemophilia in Sjögren’s, 100 %.</p>")
    for words in ("hemophilia", "SJOGREN'S", "sjögren"):
        assert len(found(author, words)) == 1, words
    for words in ("%", "_", "'", '"', "\\", "", "   ", "\x00", "a" * 5000, "<b>"):
        assert author.get("/admin/find/", {"q": words}).status_code == 200


def test_what_is_shown_is_escaped(author):
    draft_of(make_article(), author.user, title="<script>alert(1)</script> quokka")
    assert "<script>alert" not in shown(author, "quokka")
    assert "<script>alert" not in shown(author, "<script>alert(2)</script>")


def test_only_types_that_one_may_view_are_found(author):
    from django.contrib.auth.models import Permission

    draft_of(make_article(), author.user, title="Quokka")
    draft_of(make_disease(), author.user, title="Quokka fever")
    narrow = desk()
    narrow.user.user_permissions.add(Permission.objects.get(codename="view_disease"))
    assert [hit.type for hit in found(narrow, "quokka")] == ["disease"]
    assert found(desk(), "quokka") == []


def test_other_rows_are_counted_with_a_link_to_their_list(author):
    Feedback.objects.create(page="/", kind="error", text="The quokka is wrong.")
    page = author.get("/admin/find/", {"q": "quokka"})
    ((name, number, address),) = page.context["elsewhere"]
    assert number == 1 and author.get(address).context["cl"].result_count == 1
    assert desk().get("/admin/find/", {"q": "quokka"}).context["elsewhere"] == []


def test_long_results_have_pages(author):
    for serial in range(52):
        draft_of(make_article(), author.user, title=f"Quokka {serial:02}")
    assert len(found(author, "quokka")) == 50 and len(found(author, "quokka", page=2)) == 2


def test_no_visitor_finds_a_draft(author):
    article = make_article()
    draft_of(article, author.user, title="Quokka", body="<p>Quokka.</p>")
    visitor = Client()
    for place in ("/search/?q=quokka", "/quokka/", "/articles/", article.get_absolute_url()):
        answer = visitor.get(place).content.decode().replace("/search/?q=quokka", "")
        assert not re.search(r"(?<![=\"])quokka(?!/|\")", answer.lower()) or "q=quokka" in place


def test_only_the_desk_reads_the_table_of_drafts():
    """What could show it to a visitor does not know its name."""
    readers = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if path.parts[len(ROOT.parts)] not in (".venv", "tests", "var", "bench")
        and "migrations" not in path.parts
        and re.search(r"DeskText|desk_text", path.read_text(encoding="utf-8"))
    }
    assert readers == {
        "editorial/desk/lists.py",
        "editorial/desk/index.py",
        "editorial/desk/link_targets.py",
        "editorial/desk/search.py",
        "editorial/models/__init__.py",
        "editorial/models/desk.py",
        "literature/picking.py",
    }


def test_a_rollback_leaves_the_table_as_it_was(author):
    from django.db import transaction

    article = make_article()
    draft_of(article, author.user, title="Kept")
    with pytest.raises(RuntimeError), transaction.atomic():
        draft_of(article, author.user, title="Lost")
        raise RuntimeError
    assert DeskText.objects.get().title == "Kept"


def test_rebuilding_makes_what_the_steps_have_made(author):
    publisher = desk("Publisher").user
    draft_of(make_article(), author.user, title="A draft")
    withdrawn = make_article(title="Withdrawn")
    workflow.withdraw(withdrawn, by=publisher)
    make_article(live=False, title="Never public")
    make_article(title="Public")
    columns = ("object_id", "title", "parts", "words", "revision")
    before = sorted(map(str, DeskText.objects.values_list(*columns)))
    assert len(before) == 3
    DeskText.objects.filter(title="A draft").delete()
    DeskText.objects.filter(title="Withdrawn").update(words="", title="Wrong")
    assert index.rebuild() == 3
    assert sorted(map(str, DeskText.objects.values_list(*columns))) == before


def test_a_misspelt_word_finds_a_draft_by_its_title(author):
    article = make_article(title="Public title")
    draft_of(article, author.user, title="Thylacine migration")
    (hit,) = found(author, "thilacine")
    assert str(hit.title) == "<mark>Thylacine</mark> migration"
    page = shown(author, "thilacine")
    assert "Showing results for <strong>thylacine</strong>." in page
    assert 'href="?q=thilacine&amp;exact=1"' in page
    assert found(author, "thilacine", exact="1") == []


def test_a_misspelt_word_finds_what_is_public_too(author):
    make_disease(title="Osteoarthritis")
    (hit,) = found(author, "osteoartritis")
    assert str(hit.title) == "<mark>Osteoarthritis</mark>" and hit.state == "on the public site"


def test_a_word_that_a_draft_has_is_not_repaired(author):
    make_disease(title="Numbat fever")
    draft_of(make_article(title="Public title"), author.user, body="<p>The nunbat sleeps.</p>")
    assert [str(hit.title) for hit in found(author, "nunbat")] == ["Public title"]
    assert "Showing results for" not in shown(author, "nunbat")


def test_words_of_drafts_correct_no_visitor(author, client):
    draft_of(make_article(title="Public title"), author.user, title="Thylacine migration")
    page = client.get("/search/", {"q": "thilacine"}).content.decode()
    assert "Thylacine" not in page and "thylacine" not in page


def test_the_draft_whose_title_answers_best_comes_first(author):
    for title in ("A bilby in the desert", "Bilby", "The story of each bilby and its friends"):
        make_article(title=title, live=False)
    titles = [re.sub("<[^>]*>", "", str(hit.title)) for hit in found(author, "bilby")]
    assert titles[0] == "Bilby" and titles[-1].startswith("The story")


def test_hidden_entries_of_a_type_that_a_colleague_may_not_see_stay_hidden():
    assert search.DeskResults("thilacine", []).keys == []
