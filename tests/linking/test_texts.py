"""Which texts of which entries are linked, and what editors are told about them."""

import pytest
from django.contrib.contenttypes.models import ContentType

from content.models import ChildRow
from content.registry import entry_models
from editorial import versions
from editorial import workflow as editorial
from linking import names, on_pages, services
from linking.models import LinkExclusion, StoredPlan
from linking.names import linkable_models, target_of
from linking.planner import Flag
from linking.wording import REASONS
from tests import factories
from tests.factories import disease_name, make_article, make_disease

pytestmark = pytest.mark.django_db


def linked_models():
    return [model for model in entry_models() if model.linked_fields()]


def test_what_is_linked_is_searched_so_that_new_names_are_found_in_it():
    for model in linked_models():
        for field in model.linked_fields():
            entry = model(**{field: "a rare word"})
            assert "a rare word" in entry.search_text(), (model, field)


def test_an_entry_with_linked_texts_can_refuse_links_in_every_version():
    for model in linked_models():
        accessors = {rows.accessor for rows in versions.rows_of(model(pk=1))}
        assert "link_exclusions" in accessors, model


def test_every_target_has_a_page_whose_address_needs_its_slug_alone():
    assert [model._meta.model_name for model in linkable_models()] == [
        "disease",
        "soldcondition",
        "mechanism",
        "tissuesource",
        "product",
        "glossaryterm",
    ]
    for model in linkable_models():
        assert model.has_page and model(pk=1, slug="x").get_absolute_url().endswith("/x/")
        assert hasattr(model, "names")


MAKERS = {
    "mechanism": (factories.make_mechanism, "how_plain"),
    "source": (factories.make_source, "harvest"),
    "disease": (make_disease, "answer_works"),
    "sold condition": (factories.make_sold_condition, "what_is_known"),
    "article": (make_article, "body"),
    "page": (factories.make_page, "body"),
    "product": (factories.make_product, "note"),
    "trial": (factories.make_trial, "outcome"),
    "term": (factories.make_term, "long_definition"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_pages_of_every_kind_are_linked(kind, client):
    asthma = make_disease(title="Asthma")
    make, field = MAKERS[kind]
    page = client.get(make(**{field: "People with asthma."}).get_absolute_url()).content.decode()
    link = f'<a class="autolink" href="{asthma.get_absolute_url()}" data-auto>asthma</a>'
    assert f"People with {link}." in page


def test_findings_harms_and_resources_are_linked_too(client):
    asthma = make_disease(title="Asthma")
    disease = make_disease(title="Gout")
    factories.make_statement(disease=disease, effect_plain="Asthma < 3 & more")
    factories.make_safety_item(description="<p>After asthma.</p>")
    factories.make_resource(what_one_finds="About asthma")
    link = f'<a class="autolink" href="{asthma.get_absolute_url()}" data-auto>'
    page = client.get(disease.evidence_url).content.decode()
    assert f"{link}Asthma</a> &lt; 3 &amp; more" in page and f"After {link}asthma</a>" in page
    assert f"After {link}" in client.get("/safety/").content.decode()
    assert f"About {link}" in client.get("/resources/").content.decode()


def test_a_name_does_not_run_over_the_end_of_a_line():
    make_disease(title="Knee pain")
    article = make_article(key_points="About the knee\npain and knee pain")
    assert [(row.surface, row.flag) for row in services.explain(article)] == [
        ("knee pain", Flag.LINKED)
    ]


def test_a_term_is_explained_where_it_is_linked(client):
    factories.make_term(title="Placebo", definition='A "treatment" <without> effect.')
    page = client.get(make_article(body="<p>A placebo.</p>").get_absolute_url()).content.decode()
    assert (
        '<a class="autolink" href="/glossary/placebo/"'
        ' data-definition="A &quot;treatment&quot; &lt;without&gt; effect." data-auto>placebo</a>'
    ) in page


def test_of_names_spelled_alike_the_kind_that_readers_seek_most_wins():
    article = make_article(body="<p>Cord blood.</p>")
    seen = []
    for make in (
        factories.make_term,
        factories.make_product,
        factories.make_source,
        factories.make_mechanism,
        factories.make_sold_condition,
        make_disease,
    ):
        entry = make(title="Cord blood")
        seen.append([row.target for row in services.explain(article)] == [entry])
    assert seen == [True] * 6


@pytest.mark.parametrize("texts", [1, 20])
def test_links_of_a_page_cost_two_queries_whatever_they_lead_to(texts, django_assert_num_queries):
    make_disease(title="Asthma")
    factories.make_term(title="Placebo")
    factories.make_mechanism(title="Homing")
    factories.make_source(title="Cord blood")
    articles = [
        make_article(body="<p>Asthma, placebo, homing, cord blood.</p>") for _ in range(texts)
    ]
    ContentType.objects.get_for_models(*entry_models())
    with django_assert_num_queries(2):
        linked = on_pages.LinkedTexts(*articles)
    assert all(linked.html(article, "body").count("<a ") == 4 for article in articles)


def test_a_page_is_shown_without_the_dictionary(client, monkeypatch):
    make_disease(title="Asthma")
    address = make_article(body="<p>Asthma.</p>").get_absolute_url()
    monkeypatch.setattr(names, "get_dictionary", None)
    monkeypatch.setattr(names, "build_dictionary", None)
    assert "autolink" in client.get(address).content.decode()


# Switched off


def exclude(entry, target=None):
    kind, key = target_of(target) if target else (None, None)
    LinkExclusion.objects.create(entry=entry, target_type_id=kind, target_id=key)


def reasons(entry):
    return [(row.surface, str(row.flag)) for row in services.explain(entry)]


def test_an_editor_can_switch_off_one_target_or_all_on_a_page():
    asthma = make_disease(title="Asthma")
    make_disease(title="Gout")
    article = make_article(body="<p>Asthma and gout.</p>")
    exclude(article, asthma)
    editorial.announce_change(article)
    assert reasons(article) == [("Asthma", "excluded"), ("gout", "linked")]
    assert on_pages.mentioned_in(asthma).pages == []
    exclude(article)
    editorial.announce_change(article)
    assert reasons(article) == [("Asthma", "excluded"), ("gout", "excluded")]
    assert not StoredPlan.objects.filter(object_id=article.pk).exists()


def test_a_link_switched_off_in_a_draft_stays_until_the_draft_is_live(client):
    asthma = make_disease(title="Asthma")
    article = make_article(body="<p>Asthma.</p>")
    payload = versions.capture(article)
    kind, key = target_of(asthma)
    row = {"id": "11111111-1111-4111-8111-111111111111", "target_type_id": kind, "target_id": key}
    payload["rows"]["link_exclusions"] = [row]
    editorial.save_draft(article, payload, by=None)
    assert "autolink" in client.get(article.get_absolute_url()).content.decode()
    editorial.publish(article, by=None)
    assert "autolink" not in client.get(article.get_absolute_url()).content.decode()
    assert versions.capture(article)["rows"]["link_exclusions"] == [row]


def test_exclusions_are_rows_of_the_entry():
    assert issubclass(LinkExclusion, ChildRow)
    article = make_article()
    exclude(article, make_disease(title="Asthma"))
    assert [str(row) for row in article.link_exclusions.all()] == ["Asthma"]


def test_a_title_takes_the_rules_of_the_name_row_that_repeats_it(client):
    rash = make_disease(title="Rash")
    article = make_article(body="<p>A rash decision.</p>")
    assert reasons(article) == [("rash", "linked")]
    disease_name(rash, "Rash", is_enabled=False)
    editorial.announce_change(rash)
    assert reasons(article) == [("rash", "off")]
    assert "Also called" not in client.get(rash.get_absolute_url()).content.decode()


def test_an_abbreviation_as_title_links_when_an_editor_says_it_is_safe():
    gmp = factories.make_term(title="GMP")
    article = make_article(body="<p>GMP and gmp.</p>")
    assert reasons(article) == [("GMP", "alone")]
    gmp.names.create(text="GMP", exact_case=True, stands_alone=True)
    editorial.announce_change(gmp)
    assert reasons(article) == [("GMP", "linked")]


# Explained


def test_editors_read_why_each_name_has_no_link():
    asthma = make_disease(title="Asthma")
    lupus = make_disease(title="Lupus")
    disease_name(asthma, "wheeze", is_enabled=False)
    for disease in (asthma, lupus):
        disease_name(disease, "hard illness")
        editorial.announce_change(disease)
    article = make_article(
        body="<h2>Asthma</h2><p>Asthma, asthma, a&shy;sthma <a href='/x/'>lupus</a></p>"
        "<blockquote>lupus</blockquote><p data-nolink>lupus</p><p>wheeze</p>"
    )
    rows = services.explain(article)
    assert [(row.surface, row.target, str(row.flag)) for row in rows] == [
        ("Asthma", asthma, "heading"),
        ("Asthma", asthma, "linked"),
        ("asthma", asthma, "repeat"),
        ("a\xadsthma", asthma, "repeat"),
        ("lupus", lupus, "own link"),
        ("lupus", lupus, "quote"),
        ("lupus", lupus, "nolink"),
        ("wheeze", asthma, "off"),
    ]
    assert {row.field for row in rows} == {"body"}
    assert [row.is_linked for row in rows].count(True) == 1
    (row,) = services.explain("hard illness")
    assert (row.target, row.flag) == (None, "unsure") and set(row.targets) == {asthma, lupus}


def test_a_piece_of_html_can_be_explained_and_every_decision_has_words():
    make_disease(title="Asthma")
    (row,) = services.explain("<p>Asthma</p>")
    assert (row.field, row.reason) == ("", REASONS[Flag.LINKED])
    assert set(REASONS) == set(Flag)


# Coming and going


def test_a_withdrawn_host_takes_the_links_of_its_findings_with_it():
    asthma = make_disease(title="Asthma")
    gout = make_disease(title="Gout")
    statement = factories.make_statement(disease=gout, effect_plain="Asthma.")
    rows = StoredPlan.objects.filter(object_id=statement.pk, fields__has_key="effect_plain")
    assert rows.exists()
    editorial.withdraw(gout, by=None)
    assert not rows.exists()
    editorial.publish(gout, by=None)
    assert rows.exists() and asthma.is_live


def test_a_new_name_is_looked_for_in_texts_longer_than_the_search_holds():
    words = "word " * 70_000
    article = make_article(body=f"<p>{words} asthma.</p>")
    make_disease(title="Asthma")
    assert StoredPlan.objects.get(object_id=article.pk).fields["body"]


def test_a_deleted_page_leaves_no_plan_and_no_mention():
    asthma = make_disease(title="Asthma")
    article = make_article(body="<p>Asthma.</p>")
    editorial.delete(article, by=None)
    assert not StoredPlan.objects.exists() and on_pages.mentioned_in(asthma).pages == []
