"""Two made-up languages for the interface: whatever is not translated stands out in them.

`fr` has accents, brackets and 40 % longer words; `ar` runs from right to left. Both are real codes,
because Django takes only those. Nothing is compiled: each message is made when it is asked for.
"""

import re
from contextlib import contextmanager

from django.conf import settings
from django.test import override_settings
from django.utils.translation import trans_real

LONG, RIGHT_TO_LEFT = "fr", "ar"
OPEN, CLOSE = "⟦", "⟧"
CONTEXT = "\x04"
# Stays as it is: placeholders, tags, entities.
KEPT = re.compile(r"(%\(\w+\)[-+#0-9.]*[a-z%]|%[sd%]|\{\w*\}|<[^>]*>|&#?\w+;)")
ACCENTS = str.maketrans("AEIOUYaeiouycnszNCSZ", "ÀÉÎÖÛÝàéîöûýçñšžÑÇŠŽ")
VOWEL = re.compile(r"[aeiou]")
ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابتدهفجحيزكلمنوپقرستعڤطظغض" * 2,
)


def longer(text):
    return VOWEL.sub(lambda match: match[0] * 2, text).translate(ACCENTS)


def from_the_right(text):
    return text.translate(ARABIC)


def said_in(change, message):
    message = message.rpartition(CONTEXT)[2]
    if not re.search(r"[A-Za-z]", KEPT.sub("", message)):
        return message
    pieces = KEPT.split(message)
    text = "".join(piece if at % 2 else change(piece) for at, piece in enumerate(pieces))
    return f"{OPEN}{text}{CLOSE}"


class Pseudo(trans_real.DjangoTranslation):
    def __init__(self, language, change):
        super().__init__(language)
        self.change = change

    def gettext(self, message):
        return said_in(self.change, message) if message else ""

    def ngettext(self, singular, plural, number):
        return said_in(self.change, singular if number == 1 else plural)


@contextmanager
def languages():
    """The interface also speaks `/fr/` and `/ar/`."""
    made = {LONG: Pseudo(LONG, longer), RIGHT_TO_LEFT: Pseudo(RIGHT_TO_LEFT, from_the_right)}
    both = [*settings.LANGUAGES, (LONG, "Français"), (RIGHT_TO_LEFT, "العربية")]
    with override_settings(LANGUAGES=both):
        trans_real._translations.update(made)
        try:
            yield
        finally:
            for language in made:
                trans_real._translations.pop(language)
