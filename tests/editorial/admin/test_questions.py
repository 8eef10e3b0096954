"""Open questions: asked by imports, shown on the desk, settled by whoever may change the entry."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from editorial import workflow
from editorial.models import OpenQuestion
from tests.editorial.at_desk import desk, messages_of, queries_of, send, url
from tests.factories import make_disease, make_trial, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/desk/questions/"
ASKED = "Is the direction right?"


@pytest.fixture
def disease():
    disease = make_disease(title="Stroke")
    workflow.ask("starter", {disease: [ASKED]})
    return disease


def settled(disease, decision="Yes, by the guideline of 2026."):
    question = OpenQuestion.objects.of(disease).open().get()
    return workflow.settle(question, by=None, decision=decision)


def texts():
    return sorted(OpenQuestion.objects.open().values_list("text", flat=True))


def test_a_question_stands_above_the_fields_of_its_entry(disease):
    page = desk("Author").get(url(disease)).content.decode()
    assert page.index(ASKED) < page.index('name="title"')
    assert url(disease, "questions") in page


def test_an_entry_without_a_question_says_nothing_of_questions():
    page = desk("Author").get(url(make_disease())).content.decode()
    assert "Open questions" not in page


def test_who_may_change_the_entry_settles_a_question_with_a_note(disease):
    author = desk("Author")
    response = send(author, url(disease, "questions"), "settle", decision="Yes.")
    assert response.status_code == 302 and messages_of(author.get(response.url)) == ["Done."]
    question = OpenQuestion.objects.get()
    assert (question.decision, question.settled_by) == ("Yes.", author.user)
    page = author.get(url(disease, "questions")).content.decode()
    assert "No question is open." in page and "Yes." in page and str(author.user) in page
    assert ASKED not in author.get(url(disease)).content.decode()
    assert f"Settled: {ASKED}" in author.get(url(disease, "history")).content.decode()


def post(client, disease, **data):
    question = OpenQuestion.objects.of(disease).get()
    return client.post(url(disease, "questions"), {"question": question.pk} | data)


def test_without_a_note_nothing_is_settled(disease):
    response = post(desk("Author"), disease, decision=" ")
    assert response.status_code == 200 and b"Say what was decided." in response.content
    assert texts() == [ASKED]
    with pytest.raises(workflow.Refused, match="Say what was decided"):
        settled(disease, " ")


def test_who_may_only_look_settles_nothing(disease):
    reviewer = desk()
    reviewer.user.is_staff = True
    reviewer.user.save()
    assert post(reviewer, disease, decision="Yes.").status_code == 403
    with pytest.raises(PermissionDenied):
        workflow.settle(OpenQuestion.objects.get(), by=make_user(), decision="Yes.")
    assert texts() == [ASKED]


def test_a_question_is_settled_once(disease):
    author = desk("Author")
    page = author.get(url(disease, "questions"))
    settled(disease, "The first answer.")
    question = OpenQuestion.objects.get()
    with pytest.raises(workflow.Refused, match="settled already"):
        workflow.settle(question, by=None, decision="The second answer.")
    assert page.status_code == 200
    response = post(author, disease, decision="The second answer.")
    assert b"not open any more" in response.content
    assert OpenQuestion.objects.get().decision == "The first answer."


def test_a_question_of_another_entry_cannot_be_settled_here(disease):
    other = make_disease(title="Burns")
    question = OpenQuestion.objects.get()
    data = {"question": question.pk, "decision": "Yes."}
    assert b"not open any more" in desk("Author").post(url(other, "questions"), data).content
    assert texts() == [ASKED]


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "1; DROP"])
def test_nonsense_for_a_question_settles_nothing(disease, key):
    data = {"question": key, "decision": "Yes."}
    assert desk("Author").post(url(disease, "questions"), data).status_code == 200
    assert texts() == [ASKED]


def test_nothing_is_settled_while_the_entry_lies_in_the_trash(disease):
    workflow.trash(disease, by=None)
    with pytest.raises(workflow.WrongState):
        settled(disease)
    assert ASKED not in desk("Publisher").get(LIST).content.decode()


def test_a_question_goes_with_its_entry():
    draft = make_disease(live=False)
    workflow.ask("starter", {draft: [ASKED]})
    workflow.delete(draft, by=None)
    assert not OpenQuestion.objects.exists()


def test_asking_twice_gives_the_same(disease):
    before = list(OpenQuestion.objects.values())
    workflow.ask("starter", {disease: [ASKED]})
    assert list(OpenQuestion.objects.values()) == before


def test_a_question_that_left_its_source_goes_unless_it_was_settled(disease):
    workflow.ask("starter", {disease: [ASKED, "And the level?"]})
    workflow.settle(OpenQuestion.objects.get(text=ASKED), by=None, decision="Yes.")
    workflow.ask("starter", {disease: []})
    assert OpenQuestion.objects.get().decision == "Yes."
    workflow.ask("starter", {disease: [ASKED]})
    assert texts() == []


def test_questions_of_another_source_stay(disease):
    workflow.ask("registry", {disease: ["And the number?"]})
    workflow.ask("registry", {})
    assert texts() == [ASKED]


def test_the_database_keeps_no_decision_without_a_day(disease):
    for wrong in ({"decision": "Yes."}, {"settled_at": "2026-01-01T00:00Z"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OpenQuestion.objects.update(**wrong)


def test_the_desk_lists_open_questions_by_kind_oldest_first(disease):
    trial = make_trial(title="A trial")
    workflow.ask("registry", {trial: ["Was it stopped?"]})
    author = desk("Author")
    page = author.get(LIST).content.decode()
    assert page.index(ASKED) < page.index("Was it stopped?")
    assert url(disease, "questions") in page and url(trial, "questions") in page
    assert LIST in author.get(reverse("admin:index")).content.decode()
    page = author.get(f"{LIST}?kind=evidence.trial").content.decode()
    assert "Was it stopped?" in page and ASKED not in page
    settled(disease)
    assert ASKED not in author.get(LIST).content.decode()


def test_an_empty_list_says_so():
    assert b"No question about an entry is open." in desk("Author").get(LIST).content


def test_the_list_costs_the_same_at_any_size(disease):
    author = desk("Author")
    before = queries_of(author, LIST)
    workflow.ask("registry", {make_disease(): ["One?", "Two?"] for _ in range(5)})
    assert queries_of(author, LIST) == before
