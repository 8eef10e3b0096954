import re

import pytest
from django.utils import timezone

from tests.factories import (
    make_article,
    make_disease,
    make_mechanism,
    make_product,
    make_publication,
    make_source,
    make_trial,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

SOURCES = "/sources/"
COMPARE = "/sources/compare/"
MECHANISMS = "/mechanisms/"


@pytest.mark.parametrize("address", [SOURCES, COMPARE, MECHANISMS])
def test_an_empty_list_says_so(client, address):
    assert "is listed yet" in body(client, address)


def test_sources_stand_in_their_groups(client):
    make_source(title="Stem line", group="engineered")
    make_source(title="Cord", group="perinatal")
    make_source(title="Zeta fat", group="adult")
    make_source(title="Secret", live=False)
    for address in (SOURCES, COMPARE):
        page = body(client, address)
        assert page.index("Zeta fat") < page.index("Cord") < page.index("Stem line")
        assert "Secret" not in page


def test_the_comparison_does_not_rank_and_counts_public_trials(client):
    marrow = make_source(
        title="Marrow", invasiveness="moderate", yield_level="low", yield_verification="archive"
    )
    make_trial(m2m={"sources": [marrow]})
    make_trial(m2m={"sources": [marrow]}, live=False)
    make_source(title="Fat")
    page = body(client, COMPARE)
    assert "It does not rank the sources." in page
    assert "must not be compared as if measured side by side" in page
    assert '<a href="/trials/?source=marrow">1</a>' in page
    assert "Moderate" in page and "Not stated" in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Fat", "Marrow", "Cord"]),
        ("name", ["Cord", "Fat", "Marrow"]),
        ("donor", ["Fat", "Cord", "Marrow"]),
        ("trials", ["Marrow", "Cord", "Fat"]),
        ("-name; drop", ["Fat", "Marrow", "Cord"]),
    ],
)
def test_the_reader_chooses_the_order_and_nonsense_is_ignored(client, sort, order):
    marrow = make_source(title="Marrow", donor="not_stated")
    make_source(title="Fat", donor="autologous")
    make_source(title="Cord", group="perinatal", donor="allogeneic")
    make_trial(m2m={"sources": [marrow]})
    page = body(client, f"{COMPARE}?sort={sort}")
    rows = page[page.index("<tbody>") :]
    places = [rows.index(f">{title}</a>") for title in order]
    assert places == sorted(places)
    choices = page[page.index('<nav class="choices"') : page.index("<table")]
    assert choices.count('aria-current="true"') == 1


def test_a_chosen_order_is_kept_from_page_to_page(client, monkeypatch):
    monkeypatch.setattr("therapy.views.ROWS_OF_A_TABLE", 1)
    make_source(title="Fat")
    make_source(title="Marrow")
    assert 'href="?sort=name&amp;page=2"' in body(client, f"{COMPARE}?sort=name")
    assert 'href="?page=2"' in body(client, COMPARE)


def test_a_source_stands_beside_others_with_its_own_group_first(client):
    marrow = make_source(title="Marrow")
    make_source(title="Cord", group="perinatal")
    make_source(title="Fat")
    make_source(title="Secret", live=False)
    make_trial(m2m={"sources": [marrow]})
    page = section(body(client, "/sources/marrow/"), "comparison")
    places = [page.index(text) for text in ("Marrow</span>", ">Fat</a>", ">Cord</a>")]
    assert places == sorted(places)
    assert '<a href="/trials/?source=marrow">1</a>' in page
    assert "This does not rank them." in page and "Secret" not in page


def test_a_source_alone_is_compared_with_nothing(client):
    make_source(title="Marrow")
    assert 'id="comparison"' not in body(client, "/sources/marrow/")


def test_a_source_without_products_says_so(client):
    make_source(title="Marrow")
    page = section(body(client, "/sources/marrow/"), "products")
    assert "We list no product made with these cells." in page and 'href="/products/"' in page


def test_sections_of_a_source_stand_in_their_order(client):
    make_source(title="Marrow")
    make_source(title="Fat")
    page = body(client, "/sources/marrow/")
    order = "where harvest comparison laboratory meaning studies limits products references review"
    places = [page.index(f'aria-labelledby="{name}-title"') for name in order.split()]
    assert places == sorted(places)


def test_sections_of_a_mechanism_stand_in_their_order(client):
    make_mechanism(title="Calming", mediators="IDO")
    page = body(client, "/mechanisms/calming/")
    order = "support how mediators limits diseases open references review"
    places = [page.index(f'aria-labelledby="{name}-title"') for name in order.split()]
    assert places == sorted(places)
    assert "We have not named the diseases yet." in page


def test_an_unchecked_grade_in_the_comparison_is_marked(client):
    make_source(invasiveness="low", harvest_verification="memory")
    assert "not yet checked" in body(client, COMPARE)


def test_a_source_page_has_its_parts(client):
    source = make_source(
        title="Bone marrow",
        names=["BM-MSC"],
        harvest="<p>With a needle [@friedenstein1970].</p>",
        yield_figures="<p>1 in 34,000.</p>",
        limitations="<p>It hurts.</p>",
        m2m={
            "diseases": [make_disease(title="Stroke")],
            "mechanisms": [make_mechanism(title="Calming")],
        },
    )
    make_publication(slug="friedenstein1970", title="First report")
    make_trial(title="Marrow trial", m2m={"sources": [source]})
    make_trial(title="Secret trial", m2m={"sources": [source]}, live=False)
    make_product(title="Ryoncil", source=source)
    make_product(title="Secret product", source=source, live=False)
    make_article(title="Which source", m2m={"sources": [source]})
    page = body(client, "/sources/bone-marrow/")
    for text in (
        "BM-MSC",
        'href="#ref-1"',
        "First report",
        "1 in 34,000.",
        "They must not be compared as if measured side by side.",
        "Not shown. A difference in the laboratory",
        ">Marrow trial</a>",
        'href="/trials/?source=bone-marrow"',
        "A listing is not an endorsement.",
        '<a href="/products/ryoncil/">',
        '<a href="/diseases/stroke/">',
        '<a href="/mechanisms/calming/">',
        ">Which source</a>",
        "Not yet medically reviewed",
    ):
        assert text in page
    assert "Secret" not in page


def test_what_a_source_means_for_patients_is_told_when_known(client):
    make_source(title="Fat", meaning_for_patients="<p>One trial compared them.</p>")
    page = section(body(client, "/sources/fat/"), "meaning")
    assert "One trial compared them." in page and "Not shown" not in page


def test_support_in_people_comes_before_animals_and_laboratory(client):
    make_mechanism(
        title="Calming",
        support_human="weak",
        support_human_note="one small study",
        support_animal="moderate",
        support_in_vitro="strong",
    )
    pages = [
        body(client, MECHANISMS).split("<table")[1],
        section(body(client, "/mechanisms/calming/"), "support"),
    ]
    for page in pages:
        page = words(page).lower()
        places = [page.index(word) for word in ("weak one small study", "moderate", "strong")]
        assert places == sorted(places)


def test_support_that_nobody_graded_is_not_called_none(client):
    make_mechanism(title="Calming")
    page = words(section(body(client, "/mechanisms/calming/"), "support"))
    assert page.count("Not graded") == 3


def test_a_mechanism_page_has_its_parts(client):
    mechanism = make_mechanism(
        title="Calming",
        how_plain="<p>Signals slow T cells.</p>",
        mediators="IDO\nPGE2",
        open_questions="<p>How long?</p>",
        m2m={"diseases": [make_disease(title="Stroke"), make_disease(title="Secret", live=False)]},
        cites=[make_publication(title="Study of calm")],
    )
    make_source(title="Marrow", m2m={"mechanisms": [mechanism]})
    page = body(client, "/mechanisms/calming/")
    for text in (
        "Signals slow T cells.",
        "<li>PGE2</li>",
        "How long?",
        "does not show that a treatment helps people",
        '<a href="/diseases/stroke/">',
        '<a href="/sources/marrow/">',
        "Study of calm",
        "This grades the idea, not a treatment.",
    ):
        assert text in page
    assert "Secret" not in page


@pytest.mark.parametrize(
    ("make", "address"), [(make_source, SOURCES), (make_mechanism, MECHANISMS)]
)
def test_a_draft_is_not_found_and_a_withdrawn_entry_is_gone(client, make, address):
    make(title="Draft", live=False)
    make(title="Gone", live=False, withdrawn_at=timezone.now())
    body(client, f"{address}draft/", status=404)
    body(client, f"{address}gone/", status=410)


@pytest.mark.parametrize("address", [SOURCES, COMPARE, MECHANISMS, "/sources/x/", "/mechanisms/x/"])
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


def test_lists_cost_the_same_at_any_size(client):
    make_source()
    make_mechanism()
    before = {address: cost(client, address) for address in (SOURCES, COMPARE, MECHANISMS)}
    for _ in range(5):
        make_source()
        make_mechanism()
    for address, queries in before.items():
        assert cost(client, address) == queries <= 6


def test_long_lists_are_paged(client):
    for number in range(26):
        make_source(title=f"Source {number:02d}")
    assert "Page 1 of 2" in body(client, SOURCES)
    assert "Source 25" in body(client, f"{SOURCES}?page=2")
    body(client, f"{SOURCES}?page=3", status=404)


def test_pages_cost_the_same_with_little_and_with_much(client):
    source, mechanism = make_source(title="Marrow"), make_mechanism(title="Calming")
    addresses = ("/sources/marrow/", "/mechanisms/calming/")

    def add(number):
        disease = make_disease()
        source.diseases.add(disease)
        mechanism.diseases.add(disease)
        source.mechanisms.add(make_mechanism())
        make_source(m2m={"mechanisms": [mechanism]})
        make_trial(m2m={"sources": [source]})
        make_product(source=source)
        make_article(m2m={"sources": [source], "mechanisms": [mechanism]})
        source.names.create(text=f"Name {number}")

    add(0)
    before = [cost(client, address) for address in addresses]
    for number in range(1, 6):
        add(number)
    assert [cost(client, address) for address in addresses] == before
    assert max(before) <= 20


@pytest.mark.parametrize("address", ["/sources/marrow/", "/mechanisms/calming/"])
def test_each_link_of_the_contents_has_its_section(client, address):
    make_source(title="Marrow")
    make_mechanism(title="Calming", drawing="lineages", mediators="IDO")
    page = body(client, address)
    assert contents_of(page) <= set(re.findall(r' id="([\w-]+)"', page))
    assert ("comparison" in contents_of(page)) is False
    make_source(title="Fat")
    if address.startswith(SOURCES):
        assert "comparison" in contents_of(body(client, address))


def contents_of(page):
    start = page.index('<nav class="contents"')
    return set(re.findall(r'href="#([\w-]+)"', page[start : page.index("</nav>", start)]))
