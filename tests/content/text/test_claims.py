"""Words that mark unfinished work, and honest words that only look like them."""

import pytest

from content.text import claims

UNFINISHED = {
    "Author list to be added (PubMed 123)": "to be added",
    "Text of the authority; official address to be added": "to be added",
    "Results to be added later by the team.": "to be added",
    "The dose is to be completed.": "to be completed",
    "TODO: find the source": "TODO",
    "The dose is TBD.": "TBD",
    "FIXME": "FIXME",
    "Lorem ipsum dolor sit amet": "Lorem ipsum",
    "It helped xxx of 50 people.": "xxx",
    "It helped XXXX people.": "XXXX",
    "It works [citation needed].": "citation needed",
    "To be confirmed by the editor": "To be confirmed by",
    "Phase to be confirmed by Dr Smith": "to be confirmed by",
    "Coming soon": "Coming soon",
    "Lista de autores por añadir": "por añadir",
    "Dosis pendiente de completar.": "pendiente de completar",
    "Law firm summary; the year is from memory; a ruling exists": "year is from memory",
    "Journal and DOI not seen": "DOI not seen",
    "Year assumed; a summary of the paper": "Year assumed",
    "Cite the paper itself once seen": "once seen",
    "Open, since the one placebo trial was not yet read here.": "not yet read",
    "The other trial was not read here": "not read here",
    "Its arms were not seen here": "not seen here",
    "Figures not seen again: 80 people": "Figures not seen again",
    "Two states have laws; the acts were not read": "acts were not read",
    "The terms of the approval were not seen": "terms of the approval were not seen",
    "Due results of 2026 are late and were not seen.": "results of 2026 are late and were not seen",
}
HONEST = (
    "Source to be confirmed.",
    "Official source to be confirmed",
    "Results to be published",
    "Present status to be checked",
    "The trial was to be completed in 2024",
    "A second drug had to be added.",
    "A third dose needs to be added to the plan.",
    "Calcium to be added to the medium",
    "This has to be confirmed by larger trials.",
    "It needs to be confirmed by biopsy.",
    "A result to be confirmed by other randomised studies",
    "Chapter XXX of the law",
    "Girls with XXX chromosomes",
    "Todo el mundo",
    "A method to do it",
    "People filled in the form from memory.",
    "Tumours of a kind in years not seen before",
    "We have not yet read the report.",
    "We have not seen its figures.",
    "A benefit was not seen in people with a stroke.",
    "The tumour was not seen again.",
    "Effects not yet seen in people",
    "The figures were not seen as proof.",
    "The authors assumed a normal distribution.",
    "A new vessel, once seen as a good sign, was no longer counted.",
    "Thiobarbituric acid (TBA) and tuberculosis (TBC)",
    "por completar el estudio, dos personas",
    "https://example.org/xxxviii",
)


@pytest.mark.parametrize("text", UNFINISHED)
def test_words_of_unfinished_work_are_found_with_their_sentence(text):
    found = claims.unfinished(f"Before. {text}\nAfter.")
    assert [words for words, _sentence in found] == [UNFINISHED[text]]
    assert found[0][1] in text


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_pass(text):
    assert claims.unfinished(text) == []
