"""The publish gate: what it finds, whom it stops, and what it says."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from content.local_links import Target, local_links, look_up, skipped_heading
from content.models import OldAddress
from content.text import claims
from editorial import versions, workflow
from editorial.models import Revision, Transition
from editorial.versions import drafts, identifying
from editorial.workflow import gate, reviewers
from editorial.workflow.gate import Level
from tests.editorial.at_desk import desk, form_of, messages_of, send, url
from tests.factories import (
    make_article,
    make_authorisation,
    make_contributor,
    make_disease,
    make_jurisdiction,
    make_page,
    make_price,
    make_product,
    make_publication,
    make_ready_disease,
    make_safety_item,
    make_sold_condition,
    make_source,
    make_statement,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db

ERROR, WARNING = Level.ERROR, Level.WARNING
HARD = "Immunomodulatory heterogeneity necessitates multidimensional characterisation, " * 12
DIRECTION = "evidence_direction"
TABLE = "<table><tr><{0}>Dose</{0}><{0}>Cells</{0}></tr><tr><td>5</td><td>MSC</td></tr></table>"
PICTURE = '<figure class="image"><img src="/media/images/a/800.webp"{}></figure>'


def found(entry):
    return {(check.level, check.code, check.field) for check in gate.publish_checks(entry)}


def retracted(**fields):
    return make_publication(retraction="retracted", **fields)


def with_event(url):
    place = make_jurisdiction(title="Japan", regulator={"name": "PMDA", "domains": "pmda.go.jp"})
    product = make_product(plain_summary="A product.")
    make_authorisation(product, jurisdiction=place, source_url=url)
    return product


def with_ended_event(field="what_it_means", text="A product is authorised in Japan."):
    disease = make_ready_disease(**{field: text})
    make_authorisation(make_product(), place="Japan", kind="withdrawn", diseases=[disease])
    return disease


def too_hard(**fields):
    hard = "Immunomodulatory heterogeneity necessitates multidimensional characterisation. "
    answers = dict.fromkeys(["answer_works", "answer_safe", "answer_cost"], f"<p>{hard * 6}</p>")
    return make_ready_disease(**answers, **fields)


def with_step_without_disease():
    product = make_product(plain_summary="A product.", m2m={"diseases": [make_disease()]})
    make_authorisation(product)
    return product


# What is written, and what the gate says of it: level, code, field.
FOUND = [
    (lambda: make_article(live=False, title=""), ERROR, "incomplete", "title"),
    (lambda: make_article(live=False, body=""), ERROR, "incomplete", "body"),
    (lambda: make_article(live=False, plain_summary=""), ERROR, "incomplete", "plain_summary"),
    (lambda: make_article(key_points="A.\n" * 6), ERROR, "incomplete", "key_points"),
    (lambda: make_publication(pmid="12a"), ERROR, "incomplete", "pmid"),
    (
        lambda: make_article(plain_summary="word " * 121),
        ERROR,
        "summary_too_long",
        "plain_summary",
    ),
    (lambda: make_page(), WARNING, "no_summary", "plain_summary"),
    (
        lambda: make_article(meta_description="Short."),
        WARNING,
        "description_length",
        "meta_description",
    ),
    (
        lambda: make_article(body=PICTURE.format("")),
        ERROR,
        "picture_without_alternative",
        "body",
    ),
    (lambda: make_article(body="<h3>Deep</h3><p>A.</p>"), ERROR, "heading_order", "body"),
    (
        lambda: make_article(body="<h2>A</h2><h4>B</h4><p>C.</p>"),
        ERROR,
        "heading_order",
        "body",
    ),
    (
        lambda: make_article(body='<p><a href="/articles/none/">A</a></p>'),
        ERROR,
        "dead_link",
        "body",
    ),
    (
        lambda: make_article(body='<p><a href="/no/such/place/">A</a></p>'),
        ERROR,
        "dead_link",
        "body",
    ),
    (
        lambda: links_to(withdrawn_at=timezone.now()),
        ERROR,
        "dead_link",
        "body",
    ),
    (lambda: links_to_old_address(), WARNING, "moved_link", "body"),
    (lambda: links_to(), WARNING, "link_to_draft", "body"),
    (lambda: make_article(body="<p>This will cure you.</p>"), ERROR, "claim_word", "body"),
    (
        lambda: make_article(plain_summary="A guaranteed success."),
        ERROR,
        "claim_word",
        "plain_summary",
    ),
    (lambda: make_article(body=f"<p>{'Word ' * 30}.</p>"), WARNING, "long_sentences", ""),
    (lambda: make_article(body=f"<p>{HARD}.</p>"), WARNING, "reading_grade_high", ""),
    (lambda: make_article(plain_summary=HARD), WARNING, "reading_grade", "plain_summary"),
    (
        lambda: make_article(body="<p>It was 35%.</p>"),
        WARNING,
        "bare_percentage",
        "body",
    ),
    (
        lambda: make_article(body="<p>The cells improved walking.</p>"),
        ERROR,
        "effect_without_source",
        "citations",
    ),
    (
        lambda: make_disease(evidence_summary="<p>Pain was reduced.</p>"),
        ERROR,
        "effect_without_source",
        "citations",
    ),
    (lambda: make_article(body="<p>[@unknown]</p>"), ERROR, "dangling_citation", "body"),
    (lambda: make_article(key_points="A [@unknown]"), ERROR, "dangling_citation", "key_points"),
    (lambda: make_article(plain_summary="A [@known]."), ERROR, "raw_citation", "plain_summary"),
    (lambda: make_article(body="<p>A [@Known 2020].</p>"), ERROR, "raw_citation", "body"),
    (lambda: make_article(key_points="A [@known2020, p. 3]"), ERROR, "raw_citation", "key_points"),
    (
        lambda: make_article(cites=[make_publication(live=False)]),
        WARNING,
        "hidden_reference",
        "citations",
    ),
    (lambda: make_article(cites=[retracted()]), ERROR, "retracted_source", "citations"),
    (
        lambda: retracted(slug="bad") and make_article(body="<p>[@bad]</p>"),
        ERROR,
        "retracted_source",
        "body",
    ),
    (lambda: make_ready_disease(live=False, risks=""), ERROR, "incomplete", "risks"),
    (lambda: make_ready_disease(risks="<p>Fever.</p>"), WARNING, "thin_section", "risks"),
    (lambda: make_ready_disease(standard_care=""), ERROR, "empty_section", "standard_care"),
    (
        lambda: make_ready_disease(without_treatment=""),
        ERROR,
        "empty_section",
        "without_treatment",
    ),
    (
        lambda: make_ready_disease(standard_care="", learn_more_url="https://www.nhs.uk/x"),
        WARNING,
        "thin_section",
        "standard_care",
    ),
    (lambda: make_ready_disease(verdict=""), ERROR, "empty_answer", "verdict"),
    (lambda: make_ready_disease(answer_now=""), ERROR, "empty_answer", "answer_now"),
    (lambda: make_ready_disease(verdict="So it is [@known]."), ERROR, "raw_citation", "verdict"),
    (
        lambda: make_ready_disease(verdict="One. Two."),
        ERROR,
        "several_sentences",
        "verdict",
    ),
    (
        lambda: make_ready_disease(answer_safe=f"<p>{'A word. ' * 31}</p>"),
        ERROR,
        "too_many_words",
        "answer_safe",
    ),
    (lambda: too_hard(), ERROR, "answers_too_hard", ""),
    (with_ended_event, ERROR, "ended_authorisation", "what_it_means"),
    (
        lambda: with_ended_event("verdict"),
        ERROR,
        "ended_authorisation",
        "verdict",
    ),
    (
        lambda: with_ended_event("answer_approved"),
        ERROR,
        "ended_authorisation",
        "answer_approved",
    ),
    (with_step_without_disease, WARNING, "step_without_disease", "authorisations"),
    (lambda: make_statement(), ERROR, "no_source", "citations"),
    (
        lambda: make_statement(cites=[make_publication(live=False)]),
        ERROR,
        "no_source",
        "citations",
    ),
    (
        lambda: with_event("https://pmda.go.jp.example.org/"),
        WARNING,
        "unofficial_source",
        "authorisations",
    ),
    (lambda: make_article(body=TABLE.format("td")), WARNING, "table_without_headers", "body"),
    (lambda: make_article(body="<p>Do <s>not</s> use.</p>"), WARNING, "struck_words", "body"),
    (lambda: make_article(body="<p>5 \ufffdg.</p>"), ERROR, "unreadable_sign", "body"),
    (lambda: make_article(title="5 \ufffdg"), ERROR, "unreadable_sign", "title"),
    (lambda: make_article(body="<p>As ADDIN EN.CITE seen.</p>"), ERROR, "field_code", "body"),
    (lambda: make_article(body="<p>ADDIN ZOTERO_ITEM CSL</p>"), ERROR, "field_code", "body"),
    (
        lambda: make_article(plain_summary="See Error! Reference source not found."),
        ERROR,
        "field_code",
        "plain_summary",
    ),
    (
        lambda: make_disease(names=["Error! Bookmark not defined."]),
        ERROR,
        "field_code",
        "names",
    ),
    (lambda: make_article(title="Authors to be added"), ERROR, "unfinished_words", "title"),
    (lambda: make_article(body="<p>TODO.</p>"), ERROR, "unfinished_words", "body"),
    (
        lambda: make_publication(authors_text="Author list to be added (PubMed 1)"),
        ERROR,
        "unfinished_words",
        "authors_text",
    ),
    (lambda: make_disease(names=["xxx"]), ERROR, "unfinished_words", "names"),
    (lambda: with_tokens("rct", "body", 4), WARNING, "crowded_place", "body"),
    (lambda: with_tokens("rct", "key_points", 4), WARNING, "crowded_place", "key_points"),
    (lambda: make_statement(cites=several(4)), WARNING, "crowded_place", "citations"),
    (lambda: make_safety_item(cites=several(4)), WARNING, "crowded_place", "citations"),
    (
        lambda: with_tokens("rct", "standard_care"),
        WARNING,
        "source_of_usual_care",
        "standard_care",
    ),
    (lambda: with_tokens("trial", "emergency"), WARNING, "source_of_usual_care", "emergency"),
    (lambda: with_tokens("other", "emergency"), WARNING, "source_of_usual_care", "emergency"),
    (
        lambda: make_ready_disease(evidence_direction="benefit"),
        WARNING,
        "direction_without_reason",
        "direction_why",
    ),
    (
        lambda: with_findings("benefit", "no_difference"),
        WARNING,
        "direction_of_no_finding",
        DIRECTION,
    ),
    (lambda: with_findings("mixed", "benefit"), WARNING, "direction_of_no_finding", DIRECTION),
    (lambda: with_findings("harm"), WARNING, "direction_of_no_finding", DIRECTION),
    (
        lambda: with_findings("benefit", "benefit", is_msc=False),
        WARNING,
        "direction_of_no_finding",
        DIRECTION,
    ),
    (lambda: with_finding_replaced(), WARNING, "direction_of_no_finding", DIRECTION),
    (
        lambda: make_sold_condition(what_is_known=f"<p>{'word ' * 21}.</p>"),
        ERROR,
        "sentence_too_long",
        "what_is_known",
    ),
    (
        lambda: make_sold_condition(what_is_known="<p>It improved.</p>"),
        ERROR,
        "effect_without_source",
        "citations",
    ),
    (lambda: make_price(live=False), ERROR, "no_source", "citations"),
    (lambda: make_price(live=False, amount=None), ERROR, "incomplete", "amount"),
    (lambda: make_price(live=False, per=""), ERROR, "incomplete", "per"),
    (lambda: make_term(definition="word " * 46), WARNING, "definition_too_long", "definition"),
    (lambda: make_contributor(), ERROR, "interests", "interests"),
    (
        lambda: make_contributor(interests="none", interests_stated_on=datetime.date(2019, 1, 1)),
        ERROR,
        "interests",
        "interests_stated_on",
    ),
]


def links_to(**fields):
    other = make_article(live=False, **fields)
    return make_article(body=f'<p><a href="{other.get_absolute_url()}">A</a></p>')


def several(number):
    return [make_publication() for _ in range(number)]


def with_tokens(kind, field, number=1, **fields):
    """A text that names so many publications of this type at one place."""
    named = [make_publication(type=kind, **fields) for _ in range(number)]
    text = f"A text [{'; '.join(f'@{each.slug}' for each in named)}]."
    if field in ("standard_care", "emergency"):
        return make_ready_disease(**{field: f"<p>{'word ' * 15}{text}</p>"})
    return make_article(**{field: text if field == "key_points" else f"<p>{text}</p>"})


def with_findings(overall, *directions, **fields):
    disease = make_ready_disease(evidence_direction=overall, direction_why="<p>So it is.</p>")
    for direction in directions:
        make_statement(disease=disease, direction=direction, **fields)
    return disease


def with_finding_replaced():
    disease = with_findings("benefit", "benefit")
    later = make_statement(disease=disease, direction="no_difference")
    later.supersedes.set(disease.evidence_statements.filter(direction="benefit"))
    return disease


def links_to_old_address():
    disease = make_disease(slug="new-name")
    OldAddress.objects.keep(disease, "old-name")
    return make_article(body='<p><a href="/diseases/old-name/">A</a></p>')


@pytest.mark.parametrize(("make", "level", "code", "field"), FOUND)
def test_the_gate_finds(make, level, code, field):
    assert (level, code, field) in found(make())


PASS = {
    "an article": lambda: make_article(),
    "a table with header cells": lambda: make_article(body=TABLE.format("th")),
    "words about fields and errors": lambda: make_article(
        body="<p>The fields are merged. An error was not found; a bookmark was. Add in 5 mg.</p>"
    ),
    "a disease": lambda: make_ready_disease(),
    "a cell source with a summary": lambda: make_source(plain_summary="Cells from bone."),
    "a publication": lambda: make_publication(),
    "a term": lambda: make_term(),
    "a statement with its source": lambda: make_statement(cites=[make_publication()]),
    "an official event": lambda: with_event("https://www.pmda.go.jp/x"),
    "a contributor": lambda: make_contributor(
        interests="none", interests_stated_on=datetime.date.today()
    ),
    "a denied cure": lambda: make_article(body="<p>It is not a cure.</p>"),
    "a quoted claim": lambda: make_article(body="<p>“A miracle cure” is a warning sign.</p>"),
    "the name of a law": lambda: make_article(body="<p>The 21st Century Cures Act.</p>"),
    "a picture with words": lambda: make_article(body=PICTURE.format(' alt="A cell"')),
    "a decorative picture": lambda: make_article(body=PICTURE.format(' alt=""')),
    "headings in order": lambda: make_article(
        body="<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2><p>E.</p>"
    ),
    "a link to a list": lambda: make_article(body='<p><a href="/trials/?phase=3">A</a></p>'),
    "a link to the site of others": lambda: make_article(
        body='<p><a href="https://example.org/x">A</a></p>'
    ),
    "a link to a public page": lambda: make_article(
        body=f'<p><a href="{make_disease().get_absolute_url()}#risks">A</a></p>'
    ),
    "an effect with its source": lambda: (
        make_publication(slug="known")
        and make_article(body="<p>The cells improved walking [@known].</p>")
    ),
    "a retracted source with a note": lambda: noted(),
    "words about what is not known": lambda: make_article(body="<p>Source to be confirmed.</p>"),
    "three references at one place": lambda: with_tokens("rct", "body", 3),
    "four references at two places": lambda: make_article(
        body="<p>One{0}{0}. Two{0}{0}.</p>".format(f" [@{make_publication().slug}]")
    ),
    "a finding with three sources": lambda: make_statement(cites=several(3)),
    "usual care by a guideline": lambda: with_tokens("guideline", "standard_care"),
    "usual care by an authority": lambda: with_tokens("regulator", "emergency"),
    "usual care by a health service": lambda: with_tokens("other", "emergency", is_official=True),
    "a trial where the studies are told": lambda: make_ready_disease(
        evidence_summary=f"<p>{'word ' * 15}[@{make_publication(type='rct').slug}].</p>"
    ),
    "a direction of a finding": lambda: with_findings("benefit", "benefit"),
    "findings for and against": lambda: with_findings("mixed", "benefit", "no_difference"),
    "a finding that disagrees in itself": lambda: with_findings("mixed", "mixed", n_studies=2),
    "an answer that tells how an approval ended": lambda: (
        make_publication(slug="known")
        and with_ended_event(
            "answer_approved", "<p>Japan approved it in 2018; this ended in 2024 [@known].</p>"
        )
    ),
    "an answer that says that nothing is approved": lambda: with_ended_event(
        "answer_approved", "<p>It is not approved in Japan.</p>"
    ),
    "a plain page without a word on approvals and prices": lambda: make_ready_disease(
        answer_approved="", answer_cost=""
    ),
    "no direction": lambda: make_ready_disease(direction_why=""),
    "a percentage of people": lambda: make_article(body="<p>It was 35% (21 of 60).</p>"),
}


def noted():
    article = make_article(cites=[retracted(slug="bad")], body="<p>[@bad]</p>")
    article.citations.update(note="Retracted in 2021; named to say so.")
    return article


@pytest.mark.parametrize("name", PASS)
def test_the_gate_lets_pass(name):
    assert found(PASS[name]()) == set()


def test_a_link_to_the_entry_itself_is_no_fault_before_it_is_public():
    article = make_article(live=False, slug="own", body='<p><a href="/articles/own/">A</a></p>')
    assert found(article) == set()


@pytest.mark.parametrize("language", ["en", "es"])
def test_local_links_are_looked_up_in_every_language(language):
    disease = make_disease(slug="gout")
    with translation.override(language):
        assert look_up("/diseases/gout/?x=1")[0] == Target.PUBLIC
        assert look_up("/es/diseases/gout/")[0] == Target.PUBLIC
        assert look_up("/diseases/none/") == (Target.MISSING, None)
        type(disease).objects.update(is_live=False)
        assert look_up("/diseases/gout/") == (Target.NOT_YET, disease)


def test_links_and_headings_are_read_from_stored_markup():
    body = '<h2>A</h2><p><a href="/a/#b">A</a> <a title="x" href="/a/">B</a> <a href="//c/">C</a>'
    assert local_links(body) == ["/a/"]
    assert skipped_heading("<h2>A</h2><h4>B</h4>") == (2, 4)
    assert skipped_heading("<h2>A</h2><h3>B</h3><h2>C</h2>") is None


def test_every_allowed_claim_word_has_a_reason():
    assert all(claims.ALLOWED.values())


# Who is stopped.


@pytest.fixture
def publisher():
    return desk("Publisher")


def new_article(client, **values):
    """A draft as the form keeps it: the row is empty, the text waits."""
    article = make_article(live=False, slug="waiting", title="Waiting")
    payload = versions.capture(article)
    payload["fields"] |= values
    identifying.empty(article)
    workflow.save_draft(article, payload, by=client.user)
    return article


def is_public(client, article):
    return client.get(article.get_absolute_url()).status_code == 200


def test_an_error_stops_publishing_and_nothing_is_public(client, publisher):
    article = new_article(publisher, body="<p>A miracle.</p>")
    with pytest.raises(workflow.NotReady, match="“miracle” in: A miracle") as refused:
        workflow.publish(article, by=publisher.user, reason="Urgent")
    assert [check.code for check in refused.value.checks] == ["claim_word"]
    assert not is_public(client, article)
    article.refresh_from_db()
    assert (article.is_live, article.body) == (False, "")
    assert drafts.pending(article).payload["fields"]["body"] == "<p>A miracle.</p>"


def test_an_error_stops_scheduling(publisher):
    article = new_article(publisher, body="<p>A miracle.</p>")
    later = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(workflow.NotReady):
        workflow.schedule(article, later, by=publisher.user, reason="Urgent")
    assert drafts.pending(article).publish_at is None


def test_what_became_wrong_before_its_time_is_not_published(client, publisher):
    publication = make_publication(slug="known")
    article = new_article(publisher, body="<p>It is new [@known].</p>")
    later = timezone.now() + datetime.timedelta(days=1)
    workflow.schedule(article, later, by=publisher.user, reason="Urgent")
    type(publication).objects.update(retraction="retracted")
    assert workflow.keep_appointments(later).published == []
    assert not is_public(client, article)
    last = Transition.objects.first()
    assert last.verb == "unschedule" and "retracted" in last.note


def test_warnings_need_a_tick_which_is_kept_with_the_step(client, publisher):
    article = new_article(publisher, meta_description="Short.")
    with pytest.raises(workflow.NotRead, match="6 characters"):
        workflow.publish(article, by=publisher.user, reason="Urgent")
    workflow.publish(article, by=publisher.user, reason="Urgent", warnings_read=True)
    assert is_public(client, article)
    note = Transition.objects.first().note
    assert note.startswith("Urgent\nWarnings read:\n- Description for search engines: has 6")


def test_a_command_is_stopped_by_errors_and_not_by_warnings(client):
    workflow.publish(make_article(live=False, meta_description="Short."), by=None)
    with pytest.raises(workflow.NotReady):
        workflow.publish(make_article(live=False, body="<p>A miracle.</p>"), by=None)


def test_loaded_content_may_have_a_section_that_says_it_is_empty(publisher):
    disease = make_ready_disease(live=False, standard_care="")
    with pytest.raises(workflow.NotReady, match="alternatives"):
        workflow.publish(disease, by=publisher.user, reason="New")
    assert workflow.publish(disease, by=None).is_live


def test_a_command_may_publish_a_disease_that_has_no_plain_page_yet(publisher):
    disease = make_ready_disease(live=False, verdict="", answer_works="")
    with pytest.raises(workflow.NotReady, match="Verdict: is empty"):
        workflow.publish(disease, by=publisher.user, reason="New")
    assert workflow.publish(disease, by=None).is_live


def test_some_errors_pass_with_a_reason_which_the_history_keeps(client, publisher):
    disease = approved(too_hard(live=False), publisher)
    with pytest.raises(workflow.NotReady, match="Say why .* grade"):
        workflow.publish(disease, by=publisher.user, warnings_read=True)
    assert not is_public(client, disease)
    reason = "The names of the disease are long."
    workflow.publish(disease, by=publisher.user, reason=reason, warnings_read=True)
    assert is_public(client, disease)
    note = Transition.objects.first().note
    assert note.startswith(f"{reason}\nPublic for this reason in spite of:\n- the six answers")


def test_a_reason_moves_no_other_error(client, publisher):
    disease = too_hard(live=False, answer_now="")
    with pytest.raises(workflow.NotReady, match="is empty"):
        workflow.publish(disease, by=publisher.user, reason="Urgent", warnings_read=True)
    assert not is_public(client, disease)


def test_an_appointment_keeps_its_reason_and_is_kept(client, publisher):
    disease = too_hard(live=False)
    workflow.save_draft(disease, versions.capture(disease), by=publisher.user)
    later = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(workflow.NotReady, match="Say why"):
        workflow.schedule(disease, later, by=publisher.user, warnings_read=True)
    workflow.schedule(disease, later, by=publisher.user, reason="Long names", warnings_read=True)
    assert "Public for this reason" in Transition.objects.first().note
    assert workflow.keep_appointments(later).published == [disease]


def approved(entry, publisher):
    """The draft as it is, with its medical review: no other reason is asked for."""
    workflow.save_draft(entry, versions.capture(entry), by=publisher.user)
    Revision.objects.update(state=Revision.State.APPROVED)
    return entry


# The pages of the desk.


def step(article, verb="publish"):
    return url(article)[: -len("change/")] + f"step/{verb}/"


def test_pressing_publish_on_an_incomplete_item_shows_the_reasons(client, publisher):
    article = new_article(publisher, body="<p>A miracle.</p>", plain_summary="")
    response = send(publisher, url(article), "_publish")
    assert response.url == step(article)
    page = publisher.get(step(article)).content.decode()
    assert "2 things stand in the way" in page
    assert f'href="{url(article)}#id_plain_summary"' in page
    assert f'href="{url(article)}#id_body"' in page
    assert "“miracle” in: A miracle." in page
    assert "is empty. A public page needs it." in page
    assert 'type="submit" class="default"' not in page
    assert not is_public(client, article)


def test_saving_the_draft_of_the_same_item_succeeds(publisher):
    article = new_article(publisher, body="<p>A miracle.</p>", plain_summary="")
    response = send(publisher, url(article), body="<p>Two miracles.</p>")
    assert response.status_code == 302
    assert drafts.pending(article).payload["fields"]["body"] == "<p>Two miracles.</p>"


def test_a_forged_post_of_the_step_is_refused_by_the_same_gate(client, publisher):
    article = new_article(publisher, body="<p>A miracle.</p>")
    response = publisher.post(step(article), {"note": "Now", "warnings_read": "on"})
    assert response.status_code == 200 and "miracle" in response.content.decode()
    assert not is_public(client, article)


def test_the_step_asks_for_the_tick_and_the_reason(client, publisher):
    article = new_article(publisher, meta_description="Short.")
    page = publisher.get(step(article))
    assert "Nothing stands in the way" in page.content.decode()
    assert "1 thing to look at" in page.content.decode()
    assert list(page.context["form"].fields) == ["note", "warnings_read", "number"]
    refused = publisher.post(step(article), form_of(page) | {"note": "Urgent"})
    assert refused.context["form"].errors.keys() == {"warnings_read"}
    assert not is_public(client, article)
    publisher.post(step(article), form_of(page) | {"note": "Urgent", "warnings_read": "on"})
    assert is_public(client, article)


def test_the_step_asks_for_the_reason_of_what_needs_one(client, publisher):
    disease = approved(too_hard(live=False), publisher)
    page = publisher.get(step(disease))
    assert "1 thing needs a reason" in page.content.decode()
    assert "Nothing stands in the way" not in page.content.decode()
    assert page.context["form"]["note"].label == "Why in spite of what needs a reason?"
    sent = form_of(page) | {"warnings_read": "on"}
    refused = publisher.post(step(disease), sent)
    assert refused.context["form"].errors.keys() == {"note"}
    assert not is_public(client, disease)
    publisher.post(step(disease), sent | {"note": "Long names"})
    assert is_public(client, disease)
    assert "Long names" in publisher.get(url(disease, "history")).content.decode()


def test_without_warnings_there_is_no_tick(publisher):
    page = publisher.get(step(new_article(publisher)))
    assert "warnings_read" not in page.context["form"].fields


def test_nobody_publishes_a_version_that_they_did_not_see(client, publisher):
    article = new_article(publisher)
    opened = form_of(publisher.get(step(article)))
    payload = drafts.pending(article).payload
    workflow.save_draft(article, payload, by=make_user(groups=["Author"]))
    response = publisher.post(step(article), opened | {"note": "Urgent"})
    assert "newer version" in response.content.decode()
    assert not is_public(client, article)


def test_the_step_says_who_approved_which_version(publisher):
    article = new_article(publisher)
    reviewer = a_reviewer("Rita Reviewer")
    workflow.submit(article, by=publisher.user)
    workflow.approve(article, by=reviewer)
    page = publisher.get(step(article))
    assert "Version 1 was approved by Rita Reviewer" in page.content.decode()
    assert not page.context["form"].fields["note"].required


def a_reviewer(name):
    user = make_user(groups=["Medical reviewer"], first_name=name)
    user.user_permissions.add(Permission.objects.get(codename="review_revision"))
    make_contributor(title=name, user=user)
    return user


def test_with_fewer_than_two_reviewers_the_step_says_so(publisher):
    article = new_article(publisher)
    assert "No colleague can review" in publisher.get(step(article)).content.decode()
    a_reviewer("A")
    a_reviewer("Nameless").contributor.delete()
    gone = a_reviewer("Gone")
    gone.is_active = False
    gone.save()
    assert "Only one colleague can review" in publisher.get(step(article)).content.decode()
    a_reviewer("B")
    assert reviewers.too_few() is None
    assert "can review" not in publisher.get(step(article)).content.decode()


def test_everybody_on_the_desk_can_ask_the_gate_and_nothing_changes(publisher):
    article = new_article(publisher, body="<p>A miracle.</p>")
    check = url(article)[: -len("change/")] + "check/"
    for role in ("Author", "Medical reviewer", "Read-only"):
        page = desk(role).get(check)
        assert "1 thing stands in the way" in page.content.decode()
        assert desk(role).post(check).status_code == 405
    assert desk().get(check).status_code == 403
    assert Revision.objects.of(article).count() == 1
    assert f'href="{check}"' in publisher.get(url(article)).content.decode()


def test_opening_a_form_does_not_ask_the_gate(publisher, monkeypatch):
    article = new_article(publisher)
    monkeypatch.setattr(gate, "publish_checks", None)
    assert publisher.get(url(article)).status_code == 200


def test_publishing_many_obeys_the_gate_and_reports_each(client, publisher):
    page = make_page(live=False, title="Whole", plain_summary="A page.")
    good = make_publication(live=False, title="Good")
    bad = make_publication(live=False, title="Bad", meta_description="Short.")
    worse = make_publication(live=False, title="Worse", pmid="12a")
    response = publisher.post(
        url(type(good), "changelist"),
        {"action": "publish_selected", "_selected_action": [good.pk, bad.pk, worse.pk]},
        follow=True,
    )
    done, skipped = messages_of(response)
    assert done == "1 entry: done."
    assert "2 entries were skipped" in skipped
    assert "has 6 characters" in skipped and "A PMID is a number" in skipped
    assert [is_public(client, one) for one in (good, bad, worse, page)] == [True] + [False] * 3


def test_an_author_is_refused_before_the_gate_is_asked():
    author = make_user(groups=["Author"])
    with pytest.raises(PermissionDenied):
        workflow.publish(make_article(live=False, body=""), by=author)
