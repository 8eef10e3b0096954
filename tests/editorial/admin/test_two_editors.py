"""Two colleagues at the same entry: nobody overwrites what somebody else wrote."""

import pytest

from editorial import workflow
from editorial.models import Revision, Transition
from tests.editorial.at_desk import CITATIONS, desk, drafted, form_of, next_version, send, url
from tests.factories import make_article, make_disease, make_publication, make_trial

pytestmark = pytest.mark.django_db


class Colleague:
    """A browser with one form open, which keeps what is typed."""

    def __init__(self, role="Author"):
        self.browser, self.typed, self.shown = desk(role), {}, None

    def open(self, entry):
        self.address = url(entry)
        self.typed = form_of(self.browser.get(self.address))

    def save(self, button="_save", **changes):
        self.typed |= changes
        response = self.browser.post(self.address, self.typed | {button: "1"})
        if response.status_code == 200:
            self.typed = form_of(response)
            self.typed |= {name: value[0] for name, value in radios(self.typed)}
            self.shown = {each.key: each for each in response.context["conflicts"]}
        return response


def radios(typed):
    return [(name, value) for name, value in typed.items() if name.startswith("_choice-")]


def numbers(entry):
    return list(Revision.objects.of(entry).order_by("number").values_list("number", flat=True))


@pytest.fixture
def article():
    return make_article(title="Before", plain_summary="Old summary.", body="<p>Old text.</p>")


@pytest.fixture
def pair(article):
    first, second = Colleague(), Colleague()
    for colleague in (first, second):
        colleague.open(article)
    return first, second


def test_the_second_save_is_refused_and_says_who_when_and_what(article, pair):
    first, second = pair
    assert first.save(title="Theirs", body="<p>Their text.</p>").status_code == 302
    response = second.save(title="Mine", plain_summary="My summary.")
    page = response.content.decode()
    assert response.status_code == 200 and numbers(article) == [1, 2]
    assert f"{first.browser.user} saved this entry on" in page
    assert second.typed["title"] == "Mine" and second.typed["plain_summary"] == "My summary."
    assert set(second.shown) == {"fields.title", "fields.body"}
    title, body = second.shown["fields.title"], second.shown["fields.body"]
    assert (title.theirs, title.mine, title.proposed) == ("Theirs", "Mine", "")
    assert (body.theirs, body.mine, body.proposed) == ("Their text.", "Old text.", "theirs")
    assert "was changed successfully" not in page
    assert Transition.objects.count() == 1


def test_after_deciding_for_each_field_the_save_goes_through(article, pair):
    first, second = pair
    first.save(title="Theirs", body="<p>Their text.</p>", what_it_means="Their meaning.")
    second.save(title="Mine", plain_summary="My summary.", what_it_means="My meaning.")
    choices = {"_choice-fields.title": "theirs", "_choice-fields.what_it_means": "mine"}
    assert second.save(**choices).status_code == 302
    assert next_version(article, "title", "body", "plain_summary", "what_it_means") == (
        "Theirs",
        "<p>Their text.</p>",
        "My summary.",
        "My meaning.",
    )
    assert Revision.objects.pending(article).author == second.browser.user
    assert numbers(article) == [1, 2, 3]


def test_without_a_decision_it_asks_again(article, pair):
    first, second = pair
    first.save(title="Theirs")
    second.save(title="Mine")
    for choice in (None, "both", ""):
        sent = {} if choice is None else {"_choice-fields.title": choice}
        assert second.save(**sent).status_code == 200
        second.typed.pop("_choice-fields.title", None)
    assert numbers(article) == [1, 2]
    assert second.save(**{"_choice-fields.title": "mine"}).status_code == 302
    assert next_version(article, "title") == ("Mine",)


def test_typing_on_after_the_refusal_is_kept(article, pair):
    first, second = pair
    first.save(title="Theirs")
    second.save(title="Mine")
    assert second.save(title="Mine too", **{"_choice-fields.title": "mine"}).status_code == 302
    assert next_version(article, "title") == ("Mine too",)


def test_a_third_save_in_between_asks_again_with_the_newest_text(article, pair):
    first, second = pair
    first.save(title="Theirs")
    second.save(title="Mine")
    third = Colleague()
    third.open(article)
    assert third.save(title="Third").status_code == 302
    response = second.save(**{"_choice-fields.title": "mine"})
    assert response.status_code == 200
    assert second.shown["fields.title"].theirs == "Third"
    assert second.save(**{"_choice-fields.title": "theirs"}).status_code == 302
    assert next_version(article, "title") == ("Third",)


def test_an_error_in_the_form_does_not_hide_the_other_save(article, pair):
    first, second = pair
    first.save(title="Theirs", slug="theirs")
    assert second.save(title="", plain_summary="My summary.").status_code == 200
    assert second.save(title="Mine").status_code == 200 and numbers(article) == [1, 2]
    assert second.shown["fields.title"].theirs == "Theirs"
    second.save(title="")
    response = second.save(title="Mine", **{"_choice-fields.title": "mine"})
    if response.status_code == 200:  # the choice was made while the form had an error
        response = second.save(**{"_choice-fields.title": "mine"})
    assert response.status_code == 302
    assert next_version(article, "title", "slug") == ("Mine", "theirs")


def test_rows_and_relations_are_decided_as_a_whole():
    publication, other = make_publication(title="One"), make_publication(title="Two")
    disease = make_disease(title="Lupus")
    article = make_article(cites=[publication])
    first, second = Colleague(), Colleague()
    first.open(article)
    second.open(article)
    assert (
        first.save(**{f"{CITATIONS}-0-DELETE": "on", "diseases": [disease.pk]}).status_code == 302
    )
    assert second.save(**{f"{CITATIONS}-0-publication": other.pk}).status_code == 200
    cited, diseases = second.shown["rows.citations"], second.shown["m2m.diseases"]
    assert (cited.theirs, cited.mine) == ("", "Two")
    assert (diseases.theirs, diseases.proposed) == ("Lupus", "theirs")
    assert second.save(**{"_choice-rows.citations": "mine"}).status_code == 302
    with drafted(article) as shown:
        assert [row.publication for row in shown.citations.all()] == [other]
        assert list(shown.diseases.all()) == [disease]


def test_halves_that_break_a_rule_together_are_refused_with_the_rule():
    trial = make_trial()
    first, second = Colleague(), Colleague()
    first.open(trial)
    second.open(trial)
    late = {"start_on": "2024-05-01", "start_precision": "day"}
    early = {"completion_on": "2020-05-01", "completion_precision": "day"}
    assert first.save(**late).status_code == 302
    assert second.save(**early).status_code == 200
    response = second.save()
    assert response.status_code == 200
    assert "The completion lies before the start." in response.content.decode()
    assert len(numbers(trial)) == 2


def test_the_same_save_twice_is_one_version(article):
    author = Colleague()
    author.open(article)
    for _ in range(3):
        assert author.save(title="After").status_code == 302
    assert numbers(article) == [1, 2] and Transition.objects.count() == 1


def test_a_publication_in_between_is_no_reason_to_lose_it(article, pair):
    first, second = pair
    first.save(title="Theirs")
    workflow.publish(article, by=desk("Publisher").user, reason="Urgent", warnings_read=True)
    assert second.save(title="Mine").status_code == 200
    article.refresh_from_db()
    assert article.title == "Theirs"
    assert second.save(**{"_choice-fields.title": "mine"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Theirs" and next_version(article, "title") == ("Mine",)


def test_a_stale_publish_publishes_nothing(article):
    first, publisher = Colleague(), Colleague("Publisher")
    first.open(article)
    publisher.open(article)
    first.save(title="Theirs")
    assert publisher.save("_publish", title="Mine").status_code == 200
    article.refresh_from_db()
    assert article.title == "Before" and numbers(article) == [1, 2]


def test_the_choice_works_with_radio_buttons_alone(article, pair):
    first, second = pair
    first.save(title="Theirs")
    page = second.save(title="Mine").content.decode()
    assert page.count('name="_choice-fields.title"') == 2
    assert "<fieldset" in page and "<legend>Title</legend>" in page


def test_a_new_version_of_an_entry_that_was_never_public():
    article = make_article(live=False, title="Before")
    first, second = Colleague(), Colleague()
    send(first.browser, url(article), title="First draft")
    first.open(article)
    second.open(article)
    first.save(title="Theirs")
    assert second.save(title="Mine").status_code == 200
    assert second.save(**{"_choice-fields.title": "mine"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Mine"  # the working title follows the draft
