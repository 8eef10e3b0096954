"""The desk's forms of a disease and of the sources that may stand behind its usual care."""

import json

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from diseases.models import Disease
from editorial import workflow
from editorial.versions import drafts
from literature.models import Publication
from tests.editorial.at_desk import desk, drafted, form_of, next_version, send, url
from tests.factories import (
    make_article,
    make_disease,
    make_publication,
    make_ready_disease,
    make_statement,
)

pytestmark = pytest.mark.django_db

PLAIN = {
    "verdict": "Nobody knows yet.",
    "answer_works": "<p>It is not known.</p>",
    "answer_approved": "<p>Nowhere.</p>",
    "answer_safe": "<p>Fever was seen.</p>",
    "answer_cost": "<p>Ask for the price.</p>",
    "answer_instead": "<p>Other medicines.</p>",
    "answer_now": "<p>Ask your doctor.</p>",
    "answers_verification": "archive",
}


def test_reason_emergency_and_other_cells_are_written_on_the_form_of_a_disease():
    told = {
        "direction_why": "<p>Both trials found no gain.</p>",
        "emergency": "<p>Sudden weakness.</p>",
        "not_msc_note": "<p>Another product is made of other cells.</p>",
        "standard_care_verification": "checked",
        "emergency_verification": "archive",
    }
    assert send(desk("Author"), url(make_disease()), **told).status_code == 302
    assert next_version(Disease.objects.get(), *told) == tuple(told.values())


def test_the_plain_page_is_written_on_the_form_and_stays_a_draft(client):
    disease = make_disease(verdict="As it was.")
    author = desk("Author")
    asked = {"asked": [{"text": "Do cells help?"}, {"text": "Are they safe?"}]}
    assert send(author, url(disease), rows=asked, place_on_home="2", **PLAIN).status_code == 302
    assert next_version(disease, *PLAIN, "place_on_home") == (*PLAIN.values(), 2)
    with drafted(disease) as shown:
        assert [row.text for row in shown.asked.all()] == ["Do cells help?", "Are they safe?"]
    assert not disease.asked.exists()
    assert "As it was." in client.get(disease.get_absolute_url()).content.decode()
    assert send(author, url(disease), answer_cost="<p>More.</p>").status_code == 302
    rows = drafts.pending(disease).payload["rows"]["asked"]
    assert {(row["text"], row["order"]) for row in rows} == {
        ("Do cells help?", 1),
        ("Are they safe?", 2),
    }


def test_a_verdict_is_one_line():
    disease = make_disease()
    send(desk("Author"), url(disease), verdict=" Nobody knows\r\n yet. ")
    assert next_version(disease, "verdict") == ("Nobody knows yet.",)


def test_publishing_brings_the_plain_page_and_its_questions_to_readers(client):
    disease = make_ready_disease(live=False)
    publisher = desk("Publisher")
    send(publisher, url(disease), rows={"asked": [{"text": "Do cells help?"}]}, **PLAIN)
    workflow.publish(disease, by=publisher.user, reason="New", warnings_read=True)
    page = client.get(disease.get_absolute_url()).content.decode()
    assert "Nobody knows yet." in page and "Fever was seen." in page
    assert [row.text for row in Disease.objects.get().asked.all()] == ["Do cells help?"]


def test_what_changed_names_each_part_of_the_plain_page():
    disease = make_disease()
    author = desk("Author")
    send(author, url(disease), rows={"asked": [{"text": "Do cells help?"}]}, **PLAIN)
    compared = author.get(url(disease, "compare")).content.decode()
    for name in (
        "Verdict",
        "Does it work?",
        "Is it approved?",
        "Is it safe?",
        "What does it cost?",
        "What else helps?",
        "What should I do now?",
        "Verdict and six answers",
        "What people ask",
    ):
        assert name in compared, name


def test_the_former_sentence_is_on_the_form_of_an_entry_that_has_it():
    old = make_disease(what_it_means="Ask your doctor.")
    author = desk("Author")
    assert "what_it_means" in form_of(author.get(url(old)))
    assert send(author, url(old), what_it_means="").status_code == 302
    assert next_version(old, "what_it_means") == ("",)
    assert "what_it_means" not in form_of(author.get(url(old)))
    assert "what_it_means" not in form_of(author.get(url(Disease, "add")))


def test_a_page_of_a_health_service_is_marked_on_the_form_of_its_source():
    source = make_publication(type="other")
    assert not source.may_back_usual_care
    assert send(desk("Author"), url(source), is_official=["on"]).status_code == 302
    assert next_version(Publication.objects.get(), "is_official", "may_back_usual_care") == (
        True,
        True,
    )


# Both pages, seen from the desk.


def test_the_form_leads_to_both_pages_and_to_their_previews():
    disease = make_disease()
    page = desk("Author").get(url(disease)).content.decode()
    for address in (
        disease.get_absolute_url(),
        disease.evidence_url,
        url(disease, "preview"),
        f"{url(disease, 'preview')}?_page=evidence%2F",
    ):
        assert f'href="{address}"' in page, address


def test_a_draft_has_a_preview_of_each_of_its_pages(client):
    disease = make_disease(verdict="As it was.")
    author = desk("Author")
    send(author, url(disease), verdict="As it may be.", risks="<p>Risks of the draft.</p>")
    plain = author.get(url(disease, "preview")).content.decode()
    assert "As it may be." in plain and "Risks of the draft." not in plain
    assert f"?version={drafts.pending(disease).number}&amp;_page=evidence%2F" in plain
    evidence = author.get(url(disease, "preview", _page="evidence/")).content.decode()
    assert "Risks of the draft." in evidence
    assert "As it may be." not in client.get(disease.get_absolute_url()).content.decode()
    other = author.get(url(disease, "preview", _page="../../admin/")).content.decode()
    assert "As it may be." in other


def test_what_is_typed_has_a_preview_of_each_page_and_nothing_is_kept():
    disease = make_disease()
    typed = {"verdict": "Typed now.", "risks": "<p>Typed risks.</p>"}
    author = desk("Author")
    plain = send(author, url(disease), "_preview", **typed).content.decode()
    evidence = send(author, url(disease), "_preview", _page="evidence/", **typed)
    assert "Typed now." in plain and "Typed risks." not in plain
    assert "Typed risks." in evidence.content.decode()
    assert drafts.pending(disease) is None


def test_an_outside_reader_sees_both_pages_of_the_version(client):
    disease = make_disease()
    author = desk("Author")
    send(author, url(disease), verdict="As it may be.", risks="<p>Risks of the draft.</p>")
    link, secret = workflow.share(disease, by=author.user, reader="Prof A")
    address = reverse("outside_review", args=[link.pk, secret])
    plain = client.get(address).content.decode()
    assert "As it may be." in plain and f'href="{address}?_page=evidence%2F"' in plain
    evidence = client.get(address, {"_page": "evidence/"}).content.decode()
    assert "Risks of the draft." in evidence


# What is measured while somebody types.


def ask(client, entry, texts, language="en", **more):
    body = json.dumps({"language": language, "texts": texts})
    page = entry if isinstance(entry, str) else url(entry, "measures")
    return client.post(page, body, content_type="application/json", **more)


def said(response, field):
    return [part["said"] for part in response.json()["lines"][field]]


def test_the_desk_counts_what_is_typed_as_the_gate_does():
    disease = make_disease()
    texts = {"verdict": "Ask first. Then wait.", "answer_works": "<p>It is <b>not</b> known.</p>"}
    answer = ask(desk("Author"), disease, texts)
    assert said(answer, "verdict") == [
        "4 of 20 words",
        "longest sentence 2 of 20",
        "2 sentences instead of one",
    ]
    assert [part["is_over"] for part in answer.json()["lines"]["verdict"]] == [False, False, True]
    assert said(answer, "answer_works") == ["4 of 60 words", "longest sentence 4 of 20"]
    assert said(answer, "answer_now") == ["0 of 50 words", "longest sentence 0 of 20"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_six_answers_are_graded_together_below_each():
    texts = {"answer_works": "<p>The cells calm the gut. </p>" * 15}
    answer = ask(desk("Author"), make_disease(), texts)
    assert said(answer, "answer_cost")[-1].startswith("all six: grade ")
    assert "all six" not in " ".join(said(answer, "verdict"))
    hard = {"answer_works": "<p>Immunomodulatory heterogeneity matters.</p>" * 25}
    graded = ask(desk("Author"), make_disease(), hard).json()["lines"]["answer_cost"][-1]
    assert graded["is_over"] and graded["is_close"]


def test_spanish_has_limits_of_its_own():
    texts = {"answer_works": "<p>Las células calman el intestino. </p>" * 15}
    answer = ask(desk("Author"), make_disease(), texts, language="es")
    first, longest, graded = said(answer, "answer_works")
    assert (first, longest) == ("75 of 78 words", "longest sentence 5 of 25")
    assert graded.startswith("all six: ease ") and graded.endswith(", 60 at least")


def test_a_new_entry_is_measured_before_it_exists():
    address = url(Disease, "add").replace("/add/", "/new/measures/")
    answer = ask(desk("Author"), address, {"verdict": "Not yet."})
    assert said(answer, "verdict") == ["2 of 20 words", "longest sentence 2 of 20"]


def test_the_words_beside_a_picture_are_measured_too():
    answer = ask(desk("Author"), make_statement(), {"of_100_in_words": "5 and 6 of 100."})
    assert said(answer, "of_100_in_words") == ["5 of 25 words", "longest sentence 5 of 25"]


def test_only_those_who_may_change_the_entry_have_it_measured():
    disease, texts = make_disease(), {"verdict": "Not yet."}
    assert ask(Client(), disease, texts).status_code == 302  # to the login
    assert ask(desk(), disease, texts).status_code == 403
    assert desk("Author").get(url(disease, "measures")).status_code == 405
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(desk("Author").user)
    assert ask(guarded, disease, texts).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ("no JSON", 400),
        ('{"language": "en"}', 400),
        ('{"language": 5, "texts": {}}', 400),
        ('{"language": "en", "texts": {"title": "x"}}', 400),
        ('{"language": "en", "texts": {"verdict": 5}}', 400),
        ('{"language": "en", "texts": {"verdict": "\\u0000"}}', 400),
        (json.dumps({"language": "en", "texts": {"verdict": "x" * 100_000}}), 413),
    ],
)
def test_nonsense_is_not_measured(body, status):
    address = url(make_disease(), "measures")
    answer = desk("Author").post(address, body, content_type="application/json")
    assert answer.status_code == status


def test_forms_without_such_texts_have_nothing_to_measure():
    with pytest.raises(NoReverseMatch):
        ask(desk("Author"), make_article(), {"title": "x"})
    assert "desk-measures" not in desk("Author").get(url(make_article())).content.decode()
