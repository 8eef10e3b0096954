"""Plans and mentions stay true when texts and names change."""

import random

import pytest
from django.db import transaction

from diseases.models import Disease
from editorial import services as editorial
from linking import services
from linking.models import LinkName, Mention, StoredPlan
from literature.page_text import PageText
from tests.factories import disease_name, make_article, make_disease, number

pytestmark = pytest.mark.django_db


def shown(article):
    return PageText(article, ["body"]).body


def links_to(article, disease):
    return f'href="{disease.get_absolute_url()}"' in shown(article)


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
    assert services.mentions_of(asthma) == [article]
    editorial.withdraw(article, by=None)
    assert services.mentions_of(asthma) == []


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


def random_step(dice, articles, diseases, words):
    kind = dice.choice(["text", "name", "off", "withdraw", "publish", "new"])
    disease = Disease.objects.get(pk=dice.choice(diseases).pk)
    if kind == "text":
        article = dice.choice(articles)
        article.refresh_from_db()
        article.body = f"<p>{' and '.join(dice.choices(words, k=4))}.</p>"
        article.save()
        editorial.announce_change(article)
    elif kind == "name":
        disease.names.get_or_create(text=dice.choice(words))
        announce(disease)
    elif kind == "off":
        disease.names.update(is_enabled=dice.random() < 0.5)
        announce(disease)
    elif kind == "withdraw" and disease.is_live:
        editorial.withdraw(disease, by=None)
    elif kind == "publish" and not disease.is_live:
        editorial.publish(disease, by=None)
    elif kind == "new":
        diseases.append(make_disease(title=dice.choice(words), slug=f"new-{next(number)}"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_sequence_of_changes_all_plans_equal_a_full_rebuild(seed):
    dice = random.Random(seed)
    words = ["asthma", "type 2 diabetes", "diabetes", "lupus", "heart failure", "heart", "GVHD"]
    articles = [make_article(body=f"<p>{dice.choice(words)}.</p>") for _ in range(4)]
    diseases = [make_disease(title=word) for word in words[:3]]
    for _ in range(30):
        random_step(dice, articles, diseases, words)
        kept = state()
        services.relink_all()
        assert kept == state()
