import random
import unicodedata

import pytest

from content.text.analyser import Memory, Token, fold, fold_phrase, normalise, split, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Asthma", "ASTHMA"),
        ("infarction", "infarctions"),
        ("biopsy", "biopsies"),
        ("metastasis", "metastases"),
        ("diagnosis", "diagnoses"),
        ("carcinoma", "carcinomata"),
        ("virus", "viruses"),
        ("abscess", "abscesses"),
        ("headache", "headaches"),
        ("disease", "diseases"),
        ("cause", "causes"),
        ("dose", "doses"),
        ("bacterium", "bacteria"),
        ("vertebra", "vertebrae"),
        ("calorie", "calories"),
        ("Crohn", "Crohn's"),
        ("Crohn", "Crohn’s"),
        ("Graves", "Graves's"),
        ("patient", "patients"),
        ("anaemia", "anemia"),
        ("leukaemias", "leukemia"),
        ("oedema", "edema"),
        ("foetuses", "fetus"),
        ("diarrhoea", "diarrhea"),
        ("tumours", "tumor"),
        ("fibre", "fibers"),
        ("centre", "center"),
        ("randomised", "randomized"),
        ("immunisation", "immunization"),
        ("paralysed", "paralyzed"),
        ("labelled", "labeled"),
        ("sulphate", "sulfate"),
        ("leucocytes", "leukocyte"),
        ("programmes", "program"),
        ("discs", "disk"),
        ("manoeuvre", "maneuver"),
        ("Sjögren", "Sjogren"),
        ("Sjögren", unicodedata.normalize("NFD", "Sjögren")),
        ("Ménière", "Meniere"),
        ("cœliac", "celiac"),
        ("anæmia", "anemia"),
        ("straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("asth\u00adma", "asthma"),
        ("lu\u200bpus", "lupus"),
        ("ﬁbrosis", "fibrosis"),
        ("graft-versus-host", "graft–versus–host"),
        ("graft‑versus‑host", "graft versus hosts"),
    ],
)
def test_variants_of_a_word_share_one_key(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("diabetes", "diabetics"),
        ("she", "shoe"),
        ("for", "four"),
        ("hour", "hor"),
        ("thrombosis", "thrombus"),
        ("pneumonia", "pneumoniae"),
        ("influenza", "influenzae"),
        ("abuse", "abus"),
        ("toe", "tee"),
        ("gas", "ga"),
        ("mass", "mas"),
        ("virus", "viru"),
    ],
)
def test_different_words_keep_different_keys(one, other):
    assert fold(one) != fold(other)


def test_folding_is_the_same_the_second_time():
    words = "Crohn's leukaemias oedemata randomised fibres İstanbul naïve diabetes series".split()
    assert [fold(word) for word in words] == [fold(word) for word in words]


def test_a_phrase_is_its_words_without_punctuation():
    keys = fold_phrase("Graves’ disease, (acute) graft–versus-host diseases!")
    assert " ".join(keys) == "grave disease acute graft versus host disease"


@pytest.mark.parametrize("text", ["", "  ", "…", "- ' –", "\u0301", "🧬"])
def test_text_without_words_has_no_tokens(text):
    assert tokens(text) == []
    assert fold_phrase(text) == ()
    assert fold(text) == ""


def test_tokens_carry_offsets_of_the_text_as_given():
    text = "İİ straße, e\u0301te\u0301 🧬 asth\u00adma’s end"
    words = [text[token.start : token.end] for token in tokens(text)]
    assert words == ["İİ", "straße", "e\u0301te\u0301", "asth\u00adma’s", "end"]
    assert tokens(text)[3] == Token("asthma", 19, 28, "asth\u00adma’s")


def test_quotation_marks_and_invisible_characters_at_the_edge_are_no_part_of_a_word():
    words = [token.raw for token in tokens("‘asthma’ 'lupus' gout\u200b")]
    assert words == ["asthma", "lupus", "gout"]


def test_gaps_and_words_together_are_the_text():
    alphabet = "aé'’-–.,;()[]/ \n\u00a0\u00ad\u200b\u0301İß🧬Ω9_"
    generator = random.Random(5)
    for _ in range(500):
        text = "".join(generator.choices(alphabet, k=generator.randrange(40)))
        assert "".join(split(text)) == text
        for token in tokens(text):
            assert text[token.start : token.end] == token.raw
            assert token.key == fold(token.raw)


def test_normalising_composes_marks():
    assert normalise("Sjo\u0308gren") == "Sjögren"


def test_the_memory_stays_within_its_limit_and_right():
    memory = Memory(str.upper, limit=3)
    assert [memory[letter] for letter in "abcdeab"] == list("ABCDEAB")
    assert len(memory) <= 3


def test_a_monstrous_word_is_answered_but_not_kept():
    memory = Memory(str.upper)
    assert memory["a" * 1000] == "A" * 1000
    assert not memory
