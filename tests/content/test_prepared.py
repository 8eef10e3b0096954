"""A prepared query gives what its queryset gives, and refuses what it could get wrong."""

import uuid

import pytest
from django.db import connection
from django.db.models import Count, F, Q, Value
from django.test.utils import CaptureQueriesContext

from content.drafting import in_draft, previewing
from content.prepared import prepared
from diseases.models import Disease, DiseaseName
from evidence.models import Authorisation, Product, Trial
from literature.models import Publication
from tests.factories import (
    make_authorisation,
    make_disease,
    make_product,
    make_publication,
    make_trial,
)

pytestmark = pytest.mark.django_db


def asked(work):
    with CaptureQueriesContext(connection) as queries:
        result = work()
    return result, [query["sql"] for query in queries.captured_queries]


def test_it_asks_what_its_queryset_asks_and_composes_it_once():
    composed = []

    @prepared
    def named(word, key):
        composed.append((word, key))
        found = Disease.objects.filter(names__text=word).exclude(pk=key)
        return found.select_related("category").order_by("-title")[:2]

    first, second = make_disease(names=["Knee"]), make_disease(names=["Hip", "Knee"])
    for word, key in (("Knee", first.pk), ("Hip", first.pk), ("Knee", 0), ("Nobody's", 0)):
        plain, statements = asked(lambda: list(named.make(word, key)))  # noqa: B023
        rows, again = asked(lambda: named(word, key))  # noqa: B023
        assert (rows, again) == (plain, statements)
    assert named("Hip", 0) == [second]
    assert len([word for word, _key in composed if "\ue000" in word]) == 1


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 9])
def test_lists_of_any_length_share_a_few_statements(number):
    @prepared
    def of(slugs):
        return Publication.objects.filter(slug__in=slugs)

    made = [make_publication() for _ in range(10)]
    assert set(of([each.slug for each in made[:number]])) == set(made[:number])
    assert of(tuple(each.slug for each in made[:number])) == of([e.slug for e in made[:number]])
    assert len(of.statements) == 1
    assert of([]) == of(()) == []


def test_no_more_statements_are_kept_than_a_bound(monkeypatch):
    monkeypatch.setattr("content.prepared.MOST_STATEMENTS", 3)

    @prepared
    def of(keys):
        return Disease.objects.filter(pk__in=keys)

    disease = make_disease()
    for length in (1, 2, 4, 8, 16, 32):
        assert of([disease.pk, *range(10**6, 10**6 + length - 1)]) == [disease]
        assert len(of.statements) <= 3


def test_keys_that_are_uuids_are_found_on_every_database():
    @prepared
    def step(key):
        return Authorisation.objects.filter(pk=key)

    one, _other = make_authorisation(make_product()), make_authorisation(make_product())
    assert step(one.pk) == [one]
    assert step(uuid.uuid4()) == []


def test_rows_annotations_and_deferred_fields_come_as_from_the_queryset():
    trials = {make_trial().pk: 0, make_trial(m2m={"diseases": [make_disease()]}).pk: 1}

    @prepared
    def counted(keys):
        return Trial.objects.filter(pk__in=keys).annotate(n=Count("diseases")).only("title")

    rows = counted(list(trials))
    assert {row.pk: row.n for row in rows} == trials
    assert rows[0].get_deferred_fields()

    @prepared
    def values(key):
        return Trial.objects.filter(pk=key).values_list(Value("x"), F("title"))

    assert values(rows[0].pk) == [("x", rows[0].title)]

    @prepared
    def flat(key):
        return Trial.objects.filter(pk=key).values_list("pk", flat=True)

    assert [flat(key) for key in trials] == [[key] for key in trials]


def test_what_is_prefetched_belongs_to_the_rows_of_this_call():
    one, other = make_disease(names=["A"]), make_disease(names=["B"])

    @prepared
    def of(key):
        return Disease.objects.filter(pk=key).prefetch_related("names")

    for disease, name in ((one, "A"), (other, "B")):
        [row] = of(disease.pk)
        assert [each.text for each in row.names.all()] == [name]


def test_a_union_is_filled_in_every_part():
    @prepared
    def either(key, word):
        names = DiseaseName.objects.filter(disease=key).order_by().values_list("text")
        return names.union(Product.objects.filter(title=word).order_by().values_list("title"))

    disease, product = make_disease(names=["A name"]), make_product()
    assert sorted(either(disease.pk, product.title)) == sorted([("A name",), (product.title,)])


def test_a_draft_is_asked_about_as_it_is_and_leaves_nothing_behind():
    hidden, live = make_disease(is_live=False), make_disease()

    @prepared
    def public(keys):
        return Disease.objects.published().filter(pk__in=keys)

    token = in_draft.set(True)
    try:
        with previewing(hidden):
            assert set(public([hidden.pk, live.pk])) == {hidden, live}
    finally:
        in_draft.reset(token)
    assert public([hidden.pk, live.pk]) == [live]


@pytest.mark.parametrize(
    "make",
    [
        lambda word: Disease.objects.filter(title__contains=word),
        lambda word: Disease.objects.filter(title=word.upper()),
        lambda word: Disease.objects.filter(title=f"{word}!"),
        lambda word: Disease.objects.filter(Q(slug=word) | Q(title__icontains=word)),
        lambda word: Disease.objects.all(),
    ],
)
def test_a_value_that_would_not_come_into_the_statement_as_it_is_is_refused(make):
    with pytest.raises(ValueError, match="not in the statement as it is"):
        prepared(make)("a")


@pytest.mark.parametrize("value", [True, None, 1.5, object(), ["a", None]])
def test_a_value_of_another_kind_is_refused(value):
    with pytest.raises(TypeError, match="no number, string or UUID"):
        prepared(lambda value: Disease.objects.filter(title=value))(value)


def test_a_number_as_a_limit_is_refused():
    with pytest.raises(ValueError, match="not in the statement"):
        prepared(lambda most: Disease.objects.all()[:most])(3)
