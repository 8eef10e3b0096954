import random

import pytest

from linking.dictionary import default_rules, path_of
from tests.linking.cases import flags, linked, make_dictionary, make_name, terms_dictionary

# Which name counts


def test_the_longest_name_wins_over_those_inside_it():
    dictionary = make_dictionary("lupus", "lupus nephritis", "nephritis", "nephritis class")
    html = "<p>lupus nephritis, lupus, nephritis</p>"
    assert linked(html, dictionary) == (
        "<p>[[lupus nephritis|lupus nephritis]], [[lupus|lupus]], [[nephritis|nephritis]]</p>"
    )


def test_of_overlapping_names_the_first_in_the_text_wins():
    dictionary = make_dictionary("knee pain", "pain relief cream")
    assert linked("<p>knee pain relief cream</p>", dictionary) == (
        "<p>[[knee pain|knee pain]] relief cream</p>"
    )


def test_a_longer_name_that_breaks_off_gives_way_to_the_shorter():
    dictionary = make_dictionary("knee", "knee pain of old age")
    assert linked("<p>knee pain of old men</p>", dictionary) == (
        "<p>[[knee|knee]] pain of old men</p>"
    )


def test_the_longest_of_few_words_is_found_as_by_trying_all():
    generator = random.Random(11)
    for _ in range(300):
        names = {
            " ".join(generator.choices("abcd", k=generator.randint(1, 4)))
            for _ in range(generator.randint(1, 8))
        }
        words = generator.choices("abcde", k=12)
        expected, place = [], 0
        while place < len(words):
            lengths = [n for n in (4, 3, 2, 1) if " ".join(words[place : place + n]) in names]
            if lengths:
                expected.append(" ".join(words[place : place + lengths[0]]))
            place += lengths[0] if lengths else 1
        found = [surface for surface, *_ in flags(" ".join(words), make_dictionary(*names))]
        assert found == expected


def test_preferred_name_beats_synonym():
    dictionary = make_dictionary(
        make_name("bone loss", "a"), make_name("bone loss", "b", preferred=True)
    )
    assert linked("bone loss", dictionary) == "[[b|bone loss]]"
    assert not dictionary.ambiguous


def test_priority_beats_preference():
    dictionary = make_dictionary(
        make_name("cord blood", "term", priority=10, preferred=True),
        make_name("cord blood", "source", priority=20),
    )
    assert linked("cord blood", dictionary) == "[[source|cord blood]]"


def test_a_name_of_two_targets_never_links_and_is_reported():
    dictionary = make_dictionary(make_name("bone losses", "a"), make_name("Bone-loss", "b"), "bone")
    assert flags("<p>bone loss, bone</p>", dictionary) == [
        ("bone loss", None, "unsure"),
        ("bone", "bone", "linked"),
    ]
    assert dictionary.ambiguous == {"bone loss": frozenset("ab")}


def test_a_name_of_two_targets_is_a_mention_of_the_one_named_in_full():
    dictionary = make_dictionary(
        make_name("bone loss", "a"), make_name("bone loss", "b"), make_name("osteoporosis", "b")
    )
    assert flags("<p>Bone loss: osteoporosis</p>", dictionary) == [
        ("Bone loss", "b", "short"),
        ("osteoporosis", "b", "linked"),
    ]


def test_a_name_of_two_targets_is_no_mention_when_both_are_named_in_full():
    dictionary = make_dictionary(
        *(make_name("bone loss", "a"), make_name("bone loss", "b")),
        *(make_name("osteoporosis", "b"), make_name("osteopenia", "a")),
    )
    assert flags("Osteoporosis, osteopenia, bone loss", dictionary)[2] == (
        "bone loss",
        None,
        "unsure",
    )


def test_the_same_name_twice_for_one_target_is_not_ambiguous():
    dictionary = make_dictionary(make_name("bone loss", "a"), make_name("bone-loss", "a"))
    assert linked("bone loss", dictionary) == "[[a|bone loss]]"
    assert not dictionary.ambiguous


def test_a_dictionary_cannot_be_changed():
    dictionary = make_dictionary("gout")
    with pytest.raises(TypeError):
        dictionary.ambiguous["gout"] = frozenset()
    with pytest.raises(AttributeError):
        dictionary.tree = {}


@pytest.mark.parametrize("text", ["", "  ", "—", "(…)"])
def test_a_name_without_words_is_passed_over(text):
    assert flags("<p>gout — (…)</p>", make_dictionary(make_name(text, "x"))) == []


# Abbreviations


@pytest.mark.parametrize("text", ["MS", "GvHD", "T2DM", "COVID-19", "mRNA-X"])
def test_an_abbreviation_asks_for_exact_case_and_its_long_form(text):
    assert default_rules(text) == (True, False)


@pytest.mark.parametrize("text", ["Gout", "gout", "MS disease", "HLA-B27-POSITIVE", "Gonzalez A"])
def test_other_names_fold_and_stand_alone(text):
    assert default_rules(text) == (False, True)


def test_an_abbreviation_is_a_mention_when_its_long_form_is_in_the_text():
    dictionary = terms_dictionary()
    assert flags("<p>MS. Multiple sclerosis.</p>", dictionary) == [
        ("MS", "ms", "short"),
        ("Multiple sclerosis", "ms", "linked"),
    ]
    assert flags("<p>MS. Osteoarthritis.</p>", dictionary) == [
        ("MS", "ms", "alone"),
        ("Osteoarthritis", "oa", "linked"),
    ]


def test_exact_case_matches_plural_and_possessive_of_an_abbreviation_only():
    dictionary = make_dictionary(make_name("MSC", "msc", stands_alone=True))
    html = "<p>msc, Msc, MSCS, MSC’s</p><h2>x</h2><p>MSCs</p>"
    assert linked(html, dictionary) == (
        "<p>msc, Msc, MSCS, [[msc|MSC’s]]</p><h2>x</h2><p>[[msc|MSCs]]</p>"
    )


def test_exact_case_beats_a_folded_name_spelled_alike():
    dictionary = make_dictionary(
        make_name("AIDS", "aids", stands_alone=True), make_name("hearing aid", "ear"), "aid"
    )
    assert linked("<p>AIDS, aids</p>", dictionary) == "<p>[[aids|AIDS]], [[aid|aids]]</p>"


def test_a_folded_name_of_higher_priority_beats_exact_case():
    dictionary = make_dictionary(
        make_name("TENS", "term", stands_alone=True, priority=10),
        make_name("tens", "disease", priority=20),
    )
    assert linked("TENS", dictionary) == "[[disease|TENS]]"


def test_abbreviations_that_differ_in_case_only_stay_apart():
    dictionary = make_dictionary(
        make_name("CaD", "one", stands_alone=True), make_name("CAD", "two", stands_alone=True)
    )
    assert linked("CAD CaD cad", dictionary) == "[[two|CAD]] [[one|CaD]] cad"


@pytest.mark.parametrize("text", ["disease", "Syndromes", "DISORDER"])
def test_a_general_word_carries_no_link_before_an_editor_says_so(text):
    assert default_rules(text)[1] is False
    assert flags(text, make_dictionary(text)) == [(text, text, "alone")]
    assert default_rules("disease of bone")[1] and default_rules("gout")[1]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("The von Hippel-Lindau (VHL) disease", "von Hippel-Lindau (VHL) disease"),
        ("von Hippel-Lindau (VHL), disease", None),
        ("von Hippel-Lindau (rare) disease", None),
        ("von Hippel-Lindau (VHL a) disease", None),
        ("von Hippel-Lindau (VHL)", None),
        ("von Hippel-Lindau VHL disease", None),
    ],
)
def test_a_name_may_have_its_short_form_in_the_middle(text, surface):
    dictionary = make_dictionary("von Hippel-Lindau disease")
    assert [found for found, *_ in flags(text, dictionary)] == ([surface] if surface else [])
    found = flags("von Hippel-Lindau (VHL) disease and VHL", dictionary)
    assert found[1] == ("VHL", "von Hippel-Lindau disease", "short")


# Odd names


@pytest.mark.parametrize(
    "text",
    ["a.b*c", "(?:x)+", "[a-z]", "C++ disease", "x|y", "$1 fee", "^start$", "\\d\\w", "50 % loss"],
)
def test_regex_characters_in_a_name_mean_themselves(text):
    dictionary = make_dictionary(make_name(text, "odd", exact_case=False, stands_alone=True))
    assert len(flags(f"<p>xx {text} yy</p>", dictionary)) == 1
    assert flags("<p>aXbYc xyz mm begin 1 loss 50</p>", dictionary) == []


def test_punctuation_of_a_name_is_part_of_it():
    dictionary = make_dictionary("lupus erythematosus, systemic", "haemophilia (acquired)")
    html = "<p>Lupus erythematosus systemic; hemophilia acquired</p>"
    assert linked(html, dictionary) == html
    html = "<p>Lupus erythematosus, systemic; (hemophilia (acquired))</p>"
    assert [surface for surface, *_ in flags(html, dictionary)] == [
        "Lupus erythematosus, systemic",
        "hemophilia (acquired)",
    ]


@pytest.mark.parametrize("text", ["non-Hodgkin lymphoma", "pre–diabetes", "anti-diabetes drug"])
def test_a_prefix_with_a_dash_makes_it_another_word(text):
    dictionary = make_dictionary("Hodgkin lymphoma", "diabetes")
    assert flags(text, dictionary) == []


def test_a_name_that_begins_with_such_a_prefix_is_linked():
    dictionary = make_dictionary("Hodgkin lymphoma", "non-Hodgkin lymphoma", "diabetes")
    assert linked("non-Hodgkin lymphoma, post-diabetes", dictionary) == (
        "[[non-Hodgkin lymphoma|non-Hodgkin lymphoma]], post-[[diabetes|diabetes]]"
    )


def test_a_large_dictionary_finds_its_names_and_no_others():
    names = [f"syndrome {n % 97} of organ{n} type {n % 7}" for n in range(20_000)]
    dictionary = make_dictionary(*names)
    for number in (0, 1, 9_999, 19_999):
        html = f"<p>The {names[number]} and syndrome 98 of organ{number} type 1.</p>"
        assert [target for _, target, _ in flags(html, dictionary)] == [names[number]]


# Changes


def test_a_changed_dictionary_is_the_one_that_would_be_built():
    generator = random.Random(7)
    words = ["lupus", "LUPUS", "lupus nephritis", "lupus nephritis class", "class", "nephritis"]
    pool = [
        make_name(word, target, priority=priority, exact_case=exact)
        for word in words
        for target in "ab"
        for priority in (1, 2)
        for exact in (True, False)
    ]
    names, dictionary = [], make_dictionary()
    for _ in range(300):
        changed = generator.sample(pool, 3)
        names = [name for name in names if name not in changed[:2]] + changed[2:]
        paths = {path_of(name.text) for name in changed}
        before = dictionary, str(dictionary.tree)
        dictionary = dictionary.with_changes(
            paths, [name for name in names if path_of(name.text) in paths]
        )
        assert dictionary == make_dictionary(*names)
        assert str(before[0].tree) == before[1]
