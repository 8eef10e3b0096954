"""What a visitor may have meant by a word that no page has: near words of the names.

A word is found by what stays when one letter is left out, of it or of what was typed (one slip),
and by its groups of three letters (two slips). Both are rows of an ordinary table.
"""

from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from content.text.analyser import split
from search import bulk
from search.models import Spelling
from search.words import LONGEST_REPAIRED, SHORTEST_REPAIRED, WORDS, Guess, Question, Word

# From this length on a word may have two slips.
LONG = 6
MOST_LOOKED_AT = 20
MOST_GUESSES = 4
GROUP = 3

NEAR = """
    SELECT * FROM (SELECT %s AS number, word, shown FROM (
        SELECT spelling_id, sum(CASE WHEN key LIKE '-%%' THEN 10 ELSE 1 END) AS common
        FROM search_spellingkey WHERE key IN ({}) AND length BETWEEN %s AND %s
        GROUP BY spelling_id ORDER BY common DESC, spelling_id LIMIT %s
    ) AS near JOIN search_spelling ON search_spelling.id = spelling_id) AS words
"""


Guesses = dict[int, list[Guess]]


def keys_of(word: str) -> set[str]:
    """Rests without one letter are marked by a dash, the ends of a word by a space."""
    padded = f" {word} "
    rests = {f"-{word[:place]}{word[place + 1 :]}" for place in range(len(word))}
    groups = {padded[place : place + GROUP] for place in range(len(padded) - GROUP + 1)}
    return rests | groups | {f"-{word}"}


def can_be_misspelt(word: str) -> bool:
    return SHORTEST_REPAIRED <= len(word) <= LONGEST_REPAIRED and word.isalpha()


def guesses(asked: Mapping[int, Word]) -> Guesses:
    """Near words of public names, for words by their numbers; nothing for one that is like none."""
    if not asked:
        return {}
    statements: list[str] = []
    values: list[int | str] = []
    for number, word in asked.items():
        typed = word.forms[0]
        keys = sorted(keys_of(typed))
        longest = LONGEST_REPAIRED if word.is_unfinished else len(typed) + 2
        statements.append(NEAR.format(",".join(["%s"] * len(keys))))
        values += [number, *keys, len(typed) - 2, longest, MOST_LOOKED_AT]
    near: dict[int, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        for number, likely, shown in cursor.fetchall():
            near.setdefault(number, []).append((likely, shown))
    return nearest(asked, near)


def nearest(asked: Mapping[int, Word], near: Mapping[int, Iterable[tuple[str, str]]]) -> Guesses:
    """At most four guesses for each word, the likelier first.

    `near`: words and how to show them.
    """
    found: Guesses = {}
    for number, words in near.items():
        typed, is_unfinished = asked[number].forms[0], asked[number].is_unfinished
        most = 2 if len(typed) >= LONG else 1
        for word, shown in words:
            slips = slips_between(typed, word, most, is_unfinished)
            if 0 < slips <= most:
                guess = Guess(slips, word[0] != typed[0], word, shown)
                found.setdefault(number, []).append(guess)
    return {number: sorted(some)[:MOST_GUESSES] for number, some in found.items()}


def corrected(query: str, question: Question, guesses: Guesses, words: Collection[str]) -> str:
    """What was typed with guesses in it, those that are among these words where there are some."""
    parts = split(query)
    places = [place for place in range(1, len(parts), 2) if WORDS[parts[place]]]
    for number, near in guesses.items():
        meant = next((guess for guess in near if guess.word in words), near[0])
        parts[places[question.places[number]]] = meant.shown
    return "".join(parts)


def slips_between(typed: str, word: str, most: int, is_unfinished: bool = False) -> int:
    """Letters too many, missing, wrong or swapped with the next one; of an unfinished word up to
    the best place to stop, which costs one more. Counting ends above `most`."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row, left = before, row, [i], i
        for j, other in enumerate(word, 1):
            cost = before[j - 1]
            if letter != other:
                if before[j] < cost:
                    cost = before[j]
                if left < cost:
                    cost = left
                cost += 1
                if j > 1 and i > 1 and letter == word[j - 2] and typed[i - 2] == other:
                    cost = min(cost, older[j - 2] + 1)
            row.append(cost)
            left = cost
        if min(row) > most:
            return most + 1
    return min(row[-1], min(row) + 1) if is_unfinished else row[-1]


def shown_words(names: Iterable[str]) -> dict[str, str]:
    """Words of names that a misspelt word may have meant, each as a name has it."""
    shown: dict[str, str] = {}
    for name in names:
        for raw in split(name)[1::2]:
            if can_be_misspelt(WORDS[raw]):
                shown.setdefault(WORDS[raw], raw.lower())
    return shown


def learn(names: Iterable[str]) -> None:
    """Offer the words of these names as corrections; the caller opens the transaction."""
    shown = shown_words(names)
    known: set[str] = set()
    words = sorted(shown)
    for start in range(0, len(words), 500):
        some = words[start : start + 500]
        known.update(Spelling.objects.filter(word__in=some).values_list("word", flat=True))
    rows = bulk.insert(
        "search_spelling",
        ("word", "shown"),
        [(word, shown[word]) for word in words if word not in known],
        "ON CONFLICT (word) DO NOTHING RETURNING id, word",
    )
    bulk.insert(
        "search_spellingkey",
        ("spelling_id", "key", "length"),
        [(pk, key, len(word)) for pk, word in rows for key in sorted(keys_of(word))],
    )


def forget(words: Iterable[str]) -> None:
    Spelling.objects.filter(word__in=list(words)).delete()
