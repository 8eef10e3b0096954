"""Who wrote a publication, as its line of authors says it."""

import pytest

from literature import authors


def read(line, **hints):
    """People as (family, given, suffix), whole names as text."""
    return [
        (name.family, name.given, name.suffix) if name.family else name.written
        for name in authors.read(line, **hints).names
    ]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Horwitz EM", [("Horwitz", "E. M.", "")]),
        ("Öztürk Ö", [("Öztürk", "Ö.", "")]),
        ("Łukasz Ł, Şahin Ş", [("Łukasz", "Ł.", ""), ("Şahin", "Ş.", "")]),
        ("Иванов И", [("Иванов", "И.", "")]),
        ("Иванов И.П.", [("Иванов", "И. П.", "")]),
        ("Παπαδόπουλος Γ", [("Παπαδόπουλος", "Γ.", "")]),
        ("Smith AB Jr", [("Smith", "A. B.", "Jr")]),
        ("Smith Jr AB", [("Smith", "A. B.", "Jr")]),
        ("Smith AB, Jr, Doe J", [("Smith", "A. B.", "Jr"), ("Doe", "J.", "")]),
        ("Smith AB 3rd", [("Smith", "A. B.", "3rd")]),
        ("Smith AB III", [("Smith", "A. B.", "III")]),
        ("Ivanov IV", [("Ivanov", "I. V.", "")]),
        ("Smith A.B.", [("Smith", "A. B.", "")]),
        ("Smith A. B.", [("Smith", "A. B.", "")]),
        ("Smith, A. B., Jones, C.", [("Smith", "A. B.", ""), ("Jones", "C.", "")]),
        ("Smith A and Jones B", [("Smith", "A.", ""), ("Jones", "B.", "")]),
        ("Smith A, & Jones B", [("Smith", "A.", ""), ("Jones", "B.", "")]),
        ("van der Berg A", [("van der Berg", "A.", "")]),
        ("de Girolamo L", [("de Girolamo", "L.", "")]),
        ("d'Souza R, O’Driscoll L", [("d'Souza", "R.", ""), ("O’Driscoll", "L.", "")]),
        ("In 't Anker PS", [("In 't Anker", "P. S.", "")]),
        ("Kleijburg-van der Keur C", [("Kleijburg-van der Keur", "C.", "")]),
        ("Daly A-M, Nguyen V.-H.", [("Daly", "A.-M.", ""), ("Nguyen", "V.-H.", "")]),
        ("Press OW", [("Press", "O. W.", "")]),
        ("Smith A; Jones B", [("Smith", "A.", ""), ("Jones", "B.", "")]),
        ("Smith, John A.; Li, Wei", [("Smith", "John A.", ""), ("Li", "Wei", "")]),
        ("Lee, K.; Park, S., Jr", [("Lee", "K.", ""), ("Park", "S.", "Jr")]),
    ],
)
def test_people_have_a_family_name_and_initials(line, people):
    assert read(line) == people
    assert not authors.read(line).is_shortened


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Working Party EBMT", ["Working Party EBMT"]),
        ("European Medicines Agency", ["European Medicines Agency"]),
        ("National Heart, Lung, and Blood Institute",) * 2,
        ("MedlinePlus, US National Library of Medicine",) * 2,
        ("US Food and Drug Administration; Mesoblast",
         ["US Food and Drug Administration", "Mesoblast"]),
        ("Cochrane UK",) * 2,
        ("NHS",) * 2,
        ("Wei Wang, Xiaoming Li", ["Wei Wang", "Xiaoming Li"]),
        ("王伟, 李娜", ["王伟", "李娜"]),
        ("王伟；李娜", ["王伟", "李娜"]),
        ("Silva MABC",) * 2,
        ("Smith, John", ["Smith, John"]),
    ],
)  # fmt: skip
def test_no_family_name_is_made_up(line, names):
    assert read(line) == ([names] if isinstance(names, str) else names)


def test_a_group_stands_beside_people():
    smith, jones = ("Smith", "A.", ""), ("Jones", "B.", "")
    assert read("Smith A, Jones B; EBMT Working Party") == [smith, jones, "EBMT Working Party"]
    assert read("Smith A, Jones B, and the EBMT Group") == [smith, jones, "the EBMT Group"]
    assert read("Smith A, National Heart, Lung, and Blood Institute, Jones B") == [
        smith,
        "National Heart, Lung, and Blood Institute",
        jones,
    ]


def test_a_company_is_no_person_where_a_body_speaks():
    assert read("Novartis AG", by_a_body=True) == ["Novartis AG"]
    assert read("Novak AG") == [("Novak", "A. G.", "")]
    assert read("Merlan A", by_a_body=True) == [("Merlan", "A.", "")]


@pytest.mark.parametrize(
    "line",
    [
        "Smith A, et al.", "Smith A et al", "Smith A, et al", "Smith A and others", "Smith A, …",
        "Smith A, Et Al.", "et al., Smith A", "Smith A; et al.", "Smith A [et al.]", "Smith A, 等",
    ],
)  # fmt: skip
def test_a_shortened_list_is_known_as_one(line):
    assert read(line) == [("Smith", "A.", "")]
    assert authors.read(line).is_shortened


def test_a_family_name_alone_stays_one_name():
    assert read("Huang et al.") == ["Huang"]


def test_a_name_that_ends_like_et_al_is_none():
    assert read("Vidal A, Metal B") == [("Vidal", "A.", ""), ("Metal", "B.", "")]
    assert not authors.read("Vidal A, Metal B").is_shortened


@pytest.mark.parametrize(
    "line", ["Authors not stated in the record seen", "Anonymous", "[No authors listed]"]
)
def test_words_that_name_nobody_are_a_remark(line):
    found = authors.read(line)
    assert (found.names, found.remark) == ((), line)


def test_a_line_without_words_names_nobody():
    assert authors.read("  ") == authors.Authors()
