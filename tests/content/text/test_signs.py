"""Plain texts are stored without the signs that nobody sees, whoever writes them."""

import pytest
from django.apps import apps
from django.db import models

from articles.models import Article
from content.models import Publishable, Tidied
from content.text.signs import tidy
from editorial.models import Transition
from editorial.versions import drafts
from tests.editorial.at_desk import desk, send, url
from tests.factories import make_article, make_disease


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Knee\x00 pain\x07", "Knee pain"),
        ("Knee\u200b pain\ufeff", "Knee pain"),
        ("me\xadsen\xadchy\xadmal", "mesenchymal"),
        ("two\nlines\r\nand\u2028three", "two lines and three"),
        ("  tab\tand   blanks ", "tab and blanks"),
        ("\u202eevil\u202c", "evil"),
        ("cafe\u0301", "café"),
        ("10\xa0mg", "10\xa0mg"),
        ("می\u200cخواهم \U0001f469\u200d\u2695", "می\u200cخواهم \U0001f469\u200d\u2695"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",) * 2,
        ("a\U000e0067b\ufffe\ud800", "ab"),
        ("\x85\x9c", ""),
        ("µg ≤ α 細胞", "µg ≤ α 細胞"),
    ],
)
def test_what_nobody_sees_goes_and_what_a_script_needs_stays(typed, kept):
    assert tidy(typed) == kept
    assert tidy(kept) == kept


def test_a_text_of_several_lines_keeps_them():
    typed = "one\r\ntwo\x0bthree\t four \x0c\n\n  five  "
    assert tidy(typed, lines=True) == "one\ntwo\nthree  four \n\n\n  five"
    assert tidy(tidy(typed, lines=True), lines=True) == tidy(typed, lines=True)


def test_every_text_that_somebody_writes_is_tidied():
    """What machines write alone (index, stamps, mails) is not asked."""
    ours = [model for model in apps.get_models() if issubclass(model, Publishable)]
    assert len(ours) > 15
    told = {"Correction", "Feedback", "Review", "Transition", "SiteDetails", "Image"}
    names = {model.__name__ for model in apps.get_models() if issubclass(model, Tidied)}
    rows = {
        field.related_model.__name__
        for model in ours
        for field in model._meta.related_objects
        if isinstance(field.field, models.ForeignKey) and field.on_delete is models.CASCADE
        if field.related_model._meta.app_label != "editorial"
        if any(isinstance(each, models.TextField) for each in field.related_model._meta.fields)
    }
    assert told | {model.__name__ for model in ours} | rows - {"LinkCheck"} <= names


@pytest.mark.django_db
def test_a_saved_entry_and_its_rows_hold_tidy_texts():
    article = make_article(title="Cells\u200b and\nknees", plain_summary="One.\r\nTwo.\x07")
    article.refresh_from_db()
    assert (article.title, article.plain_summary) == ("Cells and knees", "One.\nTwo.")
    disease = make_disease(names=["GVHD\x00\u200b"])
    assert [row.text for row in disease.names.all()] == ["GVHD"]


@pytest.mark.django_db
def test_a_field_that_was_not_read_is_not_read_for_it():
    make_article(title="Cells")
    article = Article.objects.only("pk", "slug").get()
    article.save(update_fields=["slug"])
    assert "title" not in article.__dict__


@pytest.mark.django_db
def test_a_form_keeps_a_tidy_draft_and_refuses_a_title_of_nothing():
    publisher, article = desk("Publisher"), make_article(title="Cells")
    send(publisher, url(article), "_save", title="Cells \u200bfor\t knees", key_points="a\x0b b")
    fields = drafts.pending(article).payload["fields"]
    assert (fields["title"], fields["key_points"]) == ("Cells for knees", "a\n b")
    answer = publisher.post(url(article), {"title": "\u200b\u2060", "slug": "cells"})
    assert "title" in answer.context["adminform"].form.errors


@pytest.mark.django_db
def test_notes_of_the_desk_are_tidied_too():
    author, article = desk("Author"), make_article(live=False)
    send(author, url(article), "_save", title="Other")
    author.post(url(article, "step:submit"), {"note": "Please\u202e look\x07."})
    assert Transition.objects.latest("pk").note == "Please look."
