"""Plans and mentions stay true when texts and names change."""

import random

import pytest
from django.db import transaction

from articles.models import Article
from diseases.models import Disease
from editorial import workflow as editorial
from linking import on_pages, services
from linking.models import LinkName, Mention, StoredPlan
from linking.names import target_of
from literature.page_text import PageText
from tests.factories import (
    disease_name,
    make_article,
    make_disease,
    make_mechanism,
    make_statement,
    make_term,
    number,
)

pytestmark = pytest.mark.django_db


def shown(article):
    return PageText(article, ["body"]).body


def links_to(article, disease):
    return f'href="{disease.get_absolute_url()}"' in shown(article)


def pages(entry, listed=()):
    return [page.title for page in on_pages.mentioned_in(entry, listed).pages]


def announce(disease):
    editorial.announce_change(Disease.objects.get(pk=disease.pk))


def test_a_name_added_later_links_in_texts_that_stand_already():
    article = make_article(body="<p>People with wheezing sickness.</p>")
    asthma = make_disease(title="Asthma")
    assert not links_to(article, asthma)
    disease_name(asthma, "wheezing sickness")
    announce(asthma)
    assert links_to(article, asthma)


def test_a_new_disease_links_in_texts_that_stand_already():
    article = make_article(body="<p>People with asthmas.</p>")
    assert links_to(article, make_disease(title="Asthma"))


def test_a_switched_off_name_and_a_misspelling_do_not_link():
    asthma = make_disease(title="Asthma", names=["wheezing sickness"])
    disease_name(asthma, "astma", kind="misspelling")
    announce(asthma)
    first = make_article(body="<p>People with wheezing sickness.</p>")
    second = make_article(body="<p>People with astma.</p>")
    assert links_to(first, asthma) and not links_to(second, asthma)
    asthma.names.update(is_enabled=False)
    announce(asthma)
    assert not links_to(first, asthma)


def test_a_withdrawn_disease_leaves_the_text_whole_and_unlinked():
    asthma = make_disease(title="Asthma")
    article = make_article(body="<p>People with asthma.</p>")
    editorial.withdraw(asthma, by=None)
    assert shown(article) == "<p>People with asthma.</p>"
    assert not LinkName.objects.exists()


def test_a_longer_name_gives_way_to_the_shorter_when_it_is_withdrawn():
    short, long = make_disease(title="Diabetes"), make_disease(title="Type 2 diabetes")
    article = make_article(body="<p>People with type 2 diabetes.</p>")
    assert links_to(article, long) and not links_to(article, short)
    editorial.withdraw(long, by=None)
    assert links_to(article, short)


def test_an_address_that_changes_needs_no_new_plan():
    asthma = make_disease(title="Asthma")
    article = make_article(body="<p>Asthma.</p>")
    Disease.objects.filter(pk=asthma.pk).update(slug="asthma-new")
    assert 'href="/diseases/asthma-new/"' in shown(article)


def test_mentions_answer_which_pages_speak_of_a_disease():
    asthma = make_disease(title="Asthma")
    article = make_article(body="<p>Asthma and asthma.</p>")
    make_article(body="<p>Nothing.</p>")
    assert pages(asthma) == [article.title]
    editorial.withdraw(article, by=None)
    assert pages(asthma) == []


def test_pages_that_name_it_most_often_come_first_and_listed_ones_are_left_out():
    asthma = make_disease(title="Asthma")
    few = [make_article(title=title, body="<p>Asthma.</p>") for title in ("Beta", "Alpha")]
    make_article(title="Gamma", body="<p>Asthma and asthma.</p>")
    assert pages(asthma) == ["Gamma", "Alpha", "Beta"]
    assert pages(asthma, few[:1]) == ["Gamma", "Alpha"]


@pytest.mark.parametrize("number", [2, 30])
def test_mentions_cost_one_query_and_are_few(number, django_assert_num_queries):
    asthma = make_disease(title="Asthma")
    for _ in range(number):
        make_article(body="<p>Asthma.</p>")
    with django_assert_num_queries(1):
        mentions = on_pages.mentioned_in(asthma)
    assert len(mentions.pages) == min(number, on_pages.MOST_MENTIONS)
    assert bool(mentions.all_url) == (number > on_pages.MOST_MENTIONS)


@pytest.mark.parametrize("number", [1, 60])
def test_all_pages_that_mention_an_entry_have_a_list(number, client, django_assert_num_queries):
    asthma = make_disease(title="Asthma")
    articles = [make_article(body="<p>Asthma.</p>") for _ in range(number)]
    address = f"/mentions/disease/{asthma.slug}/"
    client.get(address)
    with django_assert_num_queries(3):
        page = client.get(address).content.decode()
    assert page.count('href="/articles/') >= min(number, 50)
    assert 'content="noindex"' in page and asthma.get_absolute_url() in page
    assert client.get(f"{address}?page=2").status_code == (200 if number > 50 else 404)
    assert articles[0].title in page or number > 50


@pytest.mark.parametrize(
    "address", ["disease/nothing/", "article/a/", "trial/nct1/", "user/admin/"]
)
def test_a_list_of_mentions_exists_for_public_targets_only(address, client):
    make_disease(title="Secret", live=False)
    make_article(title="A", slug="a")
    assert client.get(f"/mentions/{address}").status_code == 404
    assert client.get("/mentions/disease/secret/").status_code == 404


def test_an_import_links_once_at_the_end():
    with services.one_relink_at_the_end():
        article = make_article(body="<p>Asthma.</p>")
        asthma = make_disease(title="Asthma")
        assert not StoredPlan.objects.exists()
    assert links_to(article, asthma)


def test_a_rollback_leaves_plans_as_they_were():
    article = make_article(body="<p>Asthma.</p>")
    with transaction.atomic():
        make_disease(title="Asthma")
        assert Mention.objects.exists()
        transaction.set_rollback(True)
    assert not Mention.objects.exists() and shown(article) == "<p>Asthma.</p>"


def state():
    plans = {
        (plan.content_type_id, plan.object_id): (plan.fields, plan.is_long)
        for plan in StoredPlan.objects.all()
    }
    mentions = set(
        Mention.objects.values_list(
            "content_type_id", "object_id", "target_type_id", "target_id", "count"
        )
    )
    return plans, mentions


STEPS = "text name rename off withdraw publish article exclude new finding title".split()


def random_step(dice, articles, diseases, words):
    kind = dice.choice(STEPS)
    disease = Disease.objects.get(pk=dice.choice(diseases).pk)
    article = Article.objects.get(pk=dice.choice(articles).pk)
    if kind == "text":
        article.body = f"<p>{' and '.join(dice.choices(words, k=4))}.</p>"
        article.key_points = dice.choice(words)
        article.save()
        editorial.announce_change(article)
    elif kind in ("name", "rename", "off", "title"):
        change_names(kind, dice, disease, words)
        announce(disease)
    elif kind == "exclude":
        row = {"target_type_id": None, "target_id": None}
        if dice.random() < 0.8:
            row["target_type_id"], row["target_id"] = target_of(disease)
        if article.link_exclusions.filter(**row).delete()[0] == 0:
            article.link_exclusions.create(**row)
        editorial.announce_change(article)
    elif kind == "new":
        make = dice.choice([make_disease, make_term, make_mechanism])
        entry = make(title=dice.choice(words), slug=f"new-{next(number)}")
        diseases += [entry] if make is make_disease else []
    elif kind == "finding":
        make_statement(disease=disease, effect_plain=dice.choice(words))
    elif kind in ("withdraw", "publish", "article"):
        entry = article if kind == "article" else disease
        change = editorial.withdraw if entry.is_live else editorial.publish
        change(entry, by=None)


def change_names(kind, dice, disease, words):
    if kind == "name":
        disease.names.get_or_create(text=dice.choice(words))
    elif kind == "rename" and (name := disease.names.first()):
        name.text, name.stands_alone = f"{dice.choice(words)} {dice.choice('ab')}", False
        name.save()
    elif kind == "off":
        disease.names.update(is_enabled=dice.random() < 0.5)
    elif kind == "title":
        disease.title = dice.choice(words)
        disease.save()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_of_changes_all_plans_equal_a_full_rebuild(seed):
    dice = random.Random(seed)
    words = ["asthma", "type 2 diabetes", "diabetes", "lupus", "heart failure", "heart", "GVHD"]
    articles = [make_article(body=f"<p>{dice.choice(words)}.</p>") for _ in range(4)]
    diseases = [make_disease(title=word) for word in words[:3]]
    for step in range(30):
        random_step(dice, articles, diseases, words)
        kept = state()
        tally = services.check()
        assert (tally.changed, tally.names) == (0, 0), f"seed {seed}, step {step}"
        if step % 10 == 9:
            services.relink_all()
            assert kept == state()
