"""Each criterion of the report finds its fault, and leaves what is right alone."""

import datetime
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from editorial.models import Review
from evidence.models import EvidenceStatement
from mscportal.audit import facts, pages, wording
from mscportal.audit.crawl import CrawledPage
from tests.factories import (
    make_article,
    make_authorisation,
    make_contributor,
    make_disease,
    make_jurisdiction,
    make_product,
    make_publication,
    make_statement,
)

pytestmark = pytest.mark.django_db


def messages(check):
    return [finding.message for finding in check()]


def test_a_claim_word_is_an_error_and_its_denial_is_not():
    make_article(body="<p>This will cure you. It is not a cure. Beware of claims of cure.</p>")
    (message,) = messages(wording.claim_words)
    assert "This will cure you" in message


def test_hard_text_is_reported_with_its_grade():
    hard = "Immunomodulatory heterogeneity necessitates multidimensional characterisation, " * 12
    make_article(title="Hard", body=f"<p>{hard}.</p>")
    make_article(title="Easy", body=f"<p>{'The cells calm the gut. ' * 20}</p>")
    found = [finding for finding in wording.reading_grades() if "text" in finding.message]
    assert [finding.where for finding in found] == ["article hard"]
    assert found[0].level == "error"


def test_long_sentences_are_reported():
    make_article(title="Long", body=f"<p>{'Word ' * 30}. {'Word ' * 30}.</p>")
    assert messages(wording.long_sentences) == ["0 of 2 sentences have at most 20 words"]


def test_a_percentage_without_people_is_reported():
    make_article(body="<p>It helped 35%. It helped 35% (21 of 60).</p>")
    assert len(messages(wording.bare_percentages)) == 1


def test_a_statement_needs_a_public_source():
    make_statement(cites=[make_publication(live=False)])
    make_statement(cites=[make_publication()])
    assert messages(facts.statements_without_source) == ["no public source"]


def test_a_token_without_publication_is_reported():
    make_publication(slug="known")
    make_article(body="<p>[@known] [@unknown]</p>")
    assert messages(facts.dangling_tokens) == [
        "body cites unknown, which is not a public publication"
    ]


def test_a_picture_without_alternative_is_reported():
    picture = '<figure class="image"><img src="/media/images/a/800.webp"{}></figure>'
    make_article(title="Silent", body=picture.format(""))
    make_article(title="Told", body=picture.format(' alt="A cell"'))
    assert messages(facts.pictures_without_alternative) == [
        "body has 1 picture without text alternative"
    ]


def test_a_retracted_source_is_reported_on_every_citing_page():
    publication = make_publication(slug="bad", retraction="retracted")
    make_disease(title="Listed", cites=[publication])
    make_article(title="Named", body="<p>[@bad]</p>")
    where = {finding.where for finding in facts.unflagged_retractions()}
    assert where == {"disease listed", "article named"}


def test_an_event_without_official_source_is_reported():
    place = make_jurisdiction(title="Japan", regulator={"name": "PMDA", "domains": "pmda.go.jp"})
    product = make_product()
    make_authorisation(product, jurisdiction=place, source_url="https://www.pmda.go.jp/x")
    assert messages(facts.unofficial_events) == []
    make_authorisation(product, jurisdiction=place, source_url="https://pmda.go.jp.example.org/")
    assert len(messages(facts.unofficial_events)) == 1


def test_a_sentence_that_names_a_place_where_approval_ended_is_reported():
    disease = make_disease(what_it_means="A product is authorised in Japan.")
    product = make_product(m2m={"diseases": [disease]})
    make_authorisation(product, place="Japan", diseases=[disease])
    assert messages(facts.ended_authorisations_shown_as_current) == []
    later = datetime.date(2024, 1, 1)
    end = {"place": "Japan", "kind": "withdrawn", "occurred_on": later}
    make_authorisation(product, diseases=[make_disease()], **end)
    assert messages(facts.ended_authorisations_shown_as_current) == []
    make_authorisation(product, diseases=[disease], **end)
    assert len(messages(facts.ended_authorisations_shown_as_current)) == 1


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The injection is approved in Japan.", ["Japan"]),
        ("Approved in the UK and Europe.", ["European Union", "United Kingdom"]),
        ("Approved in the U.K. only.", ["United Kingdom"]),
        ("Approved in Korea.", ["South Korea"]),
        ("Authorised in Germany.", ["Germany"]),
        ("Approved in India, but not in the UK.", []),
        ("It is not approved in the UK.", []),
        ("No product is licensed in Japan.", []),
        ("Approved in India. Tried in Japan.", []),
        ("Allowed under a hospital exemption in Spain.", []),
        ("Approved in Spain.", ["Spain"]),
        ("Approved by us.", []),
    ],
)
def test_a_sentence_that_tells_of_an_approval_where_none_is_known_is_named(sentence, places):
    disease = make_disease(what_it_means=sentence)
    product = make_product(m2m={"diseases": [disease]})
    make_authorisation(product, place="India", diseases=[disease])
    make_authorisation(product, place="Spain", kind="exempt", diseases=[disease])
    make_authorisation(product, place="Japan", diseases=[make_disease()])
    found = messages(facts.ended_authorisations_shown_as_current)
    assert [re.search("approval in ([^,]+),", message)[1] for message in found] == places


@pytest.mark.parametrize(
    ("answer", "places"),
    [
        ("The cells are approved in Japan.", ["Japan"]),
        ("India has allowed them since 2022. Japan approves them.", ["Japan"]),
        ("Japan approved them in 2018, for seven years.", ["Japan"]),
        ("Germany approved them in 2018; this ended in 2024.", []),
        ("We know of no country that has approved them, not in Japan either.", []),
        ("India allowed them in 2022 [@known].", []),
    ],
)
def test_the_answer_on_approvals_tells_what_is_in_force_or_what_was(answer, places):
    disease = make_disease(answer_approved=f"<p>{answer}</p>")
    product = make_product(m2m={"diseases": [disease]})
    make_authorisation(product, place="India", diseases=[disease])
    make_authorisation(product, place="Germany", kind="withdrawn", diseases=[disease])
    found = messages(facts.ended_authorisations_shown_as_current)
    assert [re.search("approval in ([^,]+),", message)[1] for message in found] == places


def test_an_approval_that_ended_is_not_told_as_one_that_holds():
    disease = make_disease(answer_approved="<p>The cells are approved in Germany.</p>")
    make_authorisation(make_product(), place="Germany", kind="withdrawn", diseases=[disease])
    (found,) = facts.ended_authorisations_shown_as_current()
    assert found.level == "error" and "names Germany" in found.message


def test_the_plain_page_is_measured():
    long = "<p>A word. </p>" * 31
    make_disease(title="Long", answer_safe=long, answer_works="<p>It was 3 of 10.</p>")
    found = {(each.level.value, each.message) for each in wording.plain_pages()}
    assert ("error", "answer_safe has 62 words; 60 are the most.") in found
    assert ("warning", "verdict is empty.") in found
    assert any(level == "warning" and "It was 3 of 10" in said for level, said in found)


def test_answers_that_are_too_hard_are_an_error():
    hard = "Immunomodulatory heterogeneity necessitates multidimensional characterisation. "
    make_disease(title="Hard", answer_works=f"<p>{hard * 15}</p>")
    make_disease(title="Easy", answer_works=f"<p>{'The cells calm the gut. ' * 15}</p>")
    found = [each for each in wording.reading_grades() if "six answers" in each.message]
    assert [(each.level, each.where) for each in found] == [("error", "disease hard")]


def test_what_the_union_approves_may_be_told_of_its_members():
    disease = make_disease(what_it_means="Approved in Germany and Spain.")
    product = make_product(m2m={"diseases": [disease]})
    make_authorisation(product, place="European Union", diseases=[disease])
    assert messages(facts.ended_authorisations_shown_as_current) == []


@pytest.mark.parametrize(
    ("words", "step", "is_named"),
    [
        ({"status_note": "present status not known"}, {}, True),
        ({"status_note": "No longer marketed"}, {"kind": "exempt"}, True),
        ({}, {"note": "renewal not found"}, True),
        ({"status_note": "authorised"}, {"note": "date of the report"}, False),
        ({"status_note": "present status not known"}, {"is_present_state_unknown": True}, False),
        ({"status_note": "refused, reasons not known"}, {"kind": "refused"}, False),
        ({"status_note": "end of sale not known"}, {"kind": "revoked"}, False),
    ],
)
def test_words_by_which_an_approval_in_force_is_not_known_are_reported(words, step, is_named):
    make_authorisation(make_product(**words), place="Japan", **step)
    found = messages(facts.doubtful_approvals_shown_as_current)
    assert [message.startswith("Japan counts as “") for message in found] == [True] * is_named


def test_doubt_about_one_use_says_nothing_of_the_other():
    product = make_product(status_note="present status in Canada not known")
    make_authorisation(product, place="Canada", is_present_state_unknown=True)
    make_authorisation(product, place="Japan")
    assert messages(facts.doubtful_approvals_shown_as_current) == []


def test_a_step_that_names_no_disease_of_its_product_is_reported():
    disease = make_disease()
    product = make_product(title="Cells", m2m={"diseases": [disease]})
    make_authorisation(product, diseases=[disease])
    make_authorisation(product, kind="refused", what="application")
    make_authorisation(make_product())
    assert messages(facts.steps_without_disease) == []
    make_authorisation(product, place="India")
    (message,) = messages(facts.steps_without_disease)
    assert message.startswith("India: authorised: names no disease")


def test_who_reviews_an_own_text_is_reported():
    person = make_contributor(interests="none", interests_stated_on=datetime.date.today())
    article = make_article(m2m={"authors": [person]})
    Review.objects.create(entry=article, reviewer=person, kind="clinical", decision="approve")
    assert len(messages(facts.reviewers_of_their_own_text)) == 1


def test_interests_must_be_stated_and_recent():
    make_contributor(title="Silent")
    make_contributor(title="Old", interests="none", interests_stated_on=datetime.date(2019, 1, 1))
    assert {finding.where for finding in facts.unstated_interests()} == {
        "contributor silent",
        "contributor old",
    }


def test_an_overdue_review_is_reported():
    make_article(
        title="Late",
        last_reviewed_on=datetime.date(2020, 1, 1),
        next_review_on=datetime.date(2021, 1, 1),
    )
    assert messages(facts.overdue_reviews) == ["the review was due on 2021-01-01"]


def test_a_thin_section_of_a_disease_page_is_reported():
    make_disease(uncertainty=f"<p>{'word ' * 15}</p>")
    assert "“risks” has 1 word" in messages(facts.thin_disease_sections)
    assert not any("not known" in message for message in messages(facts.thin_disease_sections))


def test_too_many_references_at_one_place_are_reported():
    sources = [make_publication() for _ in range(4)]
    keys = "; ".join(f"@{each.slug}" for each in sources)
    make_article(title="Crowded", body=f"<p>So it is [{keys}].</p>")
    make_statement(slug="crowded", cites=sources)
    make_statement(cites=sources[:3])
    assert [finding.where for finding in facts.crowded_places()] == [
        "article crowded",
        "evidence statement crowded",
    ]


def test_a_paper_on_a_trial_behind_usual_care_is_reported():
    make_publication(slug="rct2020", type="rct")
    make_publication(slug="nice2020", type="guideline")
    make_disease(title="Wrong", emergency="<p>Call at once [@rct2020].</p>")
    make_disease(title="Right", standard_care="<p>Rest [@nice2020].</p>")
    (found,) = facts.sources_of_usual_care()
    assert found.where == "disease wrong"
    assert found.message == "emergency cites rct2020 (randomised trial)."


def test_a_result_of_no_finding_and_one_without_a_reason_are_reported():
    right = make_disease(
        title="Right", evidence_direction="benefit", direction_why="<p>One trial.</p>"
    )
    make_statement(disease=right, direction="benefit")
    make_disease(title="Alone", evidence_direction="benefit", direction_why="<p>So.</p>")
    silent = make_disease(title="Silent", evidence_direction="no_difference")
    make_statement(disease=silent, direction="no_difference")
    where = [finding.where for finding in facts.results_of_no_finding()]
    assert where == ["disease alone", "disease silent"]


def test_words_of_unfinished_work_are_an_error_in_authors_too():
    make_publication(slug="open", authors_text="Author list to be added (PubMed 1)")
    make_publication(slug="done", note="Results to be published")
    (found,) = facts.unfinished_words()
    assert (found.where, found.level) == ("publication open", "error")


def test_a_source_that_nobody_can_reach_is_reported_and_its_page_must_offer_a_search():
    lost = make_publication(slug="lost", type="review")
    make_publication(slug="found", pmcid="PMC123456")
    assert [finding.where for finding in facts.publications_without_a_way()] == ["publication lost"]
    path = lost.get_absolute_url()
    (found,) = pages.ways_to_sources({path: a_page(path, links=["/publications/"])})
    assert (found.where, found.level) == (path, "error")
    search = lost.searches[0][1]
    assert not list(pages.ways_to_sources({path: a_page(path, links=[search])}))


def test_the_page_of_a_source_that_no_list_of_papers_holds_must_say_that_it_has_no_address():
    path = make_publication(slug="lost", type="news").get_absolute_url()
    (found,) = pages.ways_to_sources({path: a_page(path)})
    assert (found.where, found.level) == (path, "error")
    assert not list(pages.ways_to_sources({path: a_page(path, anchors={"no-address"})}))


@pytest.mark.only_on("sqlite")
def test_a_finding_against_a_rule_is_reported():
    make_statement()
    wrong = make_statement(slug="wrong", direction="unclear", best_design="single_arm")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        EvidenceStatement.objects.filter(pk=wrong.pk).update(direction="benefit")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    (found,) = facts.findings_against_a_rule()
    assert (found.where, found.level) == ("evidence statement wrong", "error")
    assert found.message.startswith("direction Without a comparison group")


def test_a_malformed_identifier_is_reported():
    make_publication(slug="odd", pmid="12a")
    assert [finding.where for finding in facts.malformed_publications()] == ["publication odd"]


def test_every_name_of_a_disease_must_find_it():
    make_disease(title="Asthma", names=["wheezing sickness"])
    assert messages(facts.names_that_find_nothing) == []


def a_page(path="/", **values):
    return CrawledPage(
        path, 200, "text/html", {"Content-Security-Policy": "x"}, [], **{"language": "en", **values}
    )


def test_broken_links_and_anchors_are_reported():
    page = a_page(links=["/gone/", "#nowhere", "/other/#there", "https://example.org/"])
    site = {
        "/": page,
        "/gone/": CrawledPage("/gone/", 404, "text/html", {}, []),
        "/other/": a_page("/other/", anchors={"there"}),
    }
    found = [finding.message for finding in pages.broken_links(site)]
    assert found == [
        "links to /gone/, which answers 404",
        "links to /#nowhere: no such place",
        "answers 404",
    ]


def test_faults_of_structure_are_reported():
    page = a_page(headings=[1, 3], title="T" * 66, description="")
    assert list(pages.faults_of(page)) == [
        "a heading of level 3 follows one of level 1",
        "the title has 66 characters",
        "no description",
    ]


def test_third_parties_and_cookies_are_reported():
    page = a_page(loads=["//cdn.example.org/x.js", "/static/x.css"])
    page.cookies.append("sessionid")
    assert [finding.message for finding in pages.privacy([page])] == [
        "sets the cookie sessionid",
        "loads //cdn.example.org/x.js",
    ]


def test_a_gap_in_a_reference_list_is_reported():
    assert not list(pages.reference_lists([a_page(anchors={"ref-1", "ref-2"})]))
    assert len(list(pages.reference_lists([a_page(anchors={"ref-1", "ref-3"})]))) == 1


def test_the_command_fails_when_there_is_an_error_and_says_how_many():
    make_article(body="<p>A miracle.</p>")
    report = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("audit_content", "--without-pages", stdout=report)
    assert stopped.value.code == 1 and "1 errors" in report.getvalue()


def test_one_criterion_can_be_asked_for():
    make_article(body="<p>A miracle.</p>")
    report = StringIO()
    call_command("audit_content", "--without-pages", "--only", "7", stdout=report)
    assert "0 errors" in report.getvalue()


def test_the_grade_of_every_text_is_shown_hardest_first():
    hard = "Immunomodulatory heterogeneity necessitates multidimensional characterisation, " * 12
    make_article(title="Easy", body=f"<p>{'The cells calm the gut. ' * 20}</p>")
    make_disease(title="Hard", about=f"<p>{hard}.</p>")
    make_article(title="Brief", body="<p>Too short to be graded.</p>")
    make_article(title="Draft", body=f"<p>{hard}.</p>", live=False)
    report = StringIO()
    call_command("audit_content", "--grades", stdout=report)
    head, *rows = report.getvalue().split("\n\n")[0].splitlines()
    assert head.split() == ["words", "summary", "text", "entry"]
    assert [row.split()[-1] for row in rows] == ["hard", "easy"]
    grades = [float(row.split()[2]) for row in rows]
    assert grades[0] > 10 > grades[1]
    assert "our texts: 1 of 1 at most grade 8" in report.getvalue()
    assert "texts from facts: 0 of 1" in report.getvalue()


def test_the_report_sums_up_the_grades():
    make_article(body=f"<p>{'The cells calm the gut. ' * 20}</p>")
    report = StringIO()
    call_command("audit_content", "--without-pages", stdout=report)
    assert "our texts: 1 of 1 at most grade 8, median" in report.getvalue()
