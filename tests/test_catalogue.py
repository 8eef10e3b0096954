"""The Spanish catalogue says everything that the sources say, and its compiled form is current.

`make messages` brings new messages into it and compiles it; translating them is left to people.
"""

import gettext
import re
import string

import pytest

from tests.catalogue import ROOT, Message, messages_of_the_sources, read_po

FOLDER = ROOT / "mscportal" / "locale" / "es" / "LC_MESSAGES"
PERCENT = re.compile(r"%\(\w+\)[-+#0-9.]*[a-z]|%[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")

SOURCE = r"""
msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n != 1);\n"

#, fuzzy, python-format
msgctxt "noun"
msgid "May %(n)s"
msgid_plural ""
"Many "
"%(n)s \"x\""
msgstr[0] "Mayo"
msgstr[1] "Muchos %(n)s"

#~ msgid "old"
#~ msgstr "viejo"
"""


def placeholders(text):
    braces = [name for _text, name, *_rest in string.Formatter().parse(text) if name is not None]
    return sorted(PERCENT.findall(text)), sorted(braces), sorted(TAG.findall(text))


def faults_of(message: Message, forms: int):
    if "fuzzy" in message.flags:
        yield "is fuzzy"
    if len(message.translations) != (forms if message.plural else 1):
        yield f"has {len(message.translations)} forms"
    if not all(message.translations):
        yield "is not translated"
        return
    for form in message.translations:
        wanted = [placeholders(text) for text in (message.text, message.plural) if text]
        if placeholders(form) not in wanted:
            yield f"has other placeholders: {form}"
        if form[:1].isspace() != message.text[:1].isspace():
            yield f"begins otherwise: {form}"


def test_the_reader_of_catalogues_knows_contexts_plurals_flags_and_long_lines():
    header, message = read_po(SOURCE)
    assert header.text == "" and "nplurals=2" in header.translations[0]
    assert message.key == ("noun", "May %(n)s") and message.plural == 'Many %(n)s "x"'
    assert message.translations == ("Mayo", "Muchos %(n)s")
    assert list(faults_of(message, 2)) == ["is fuzzy", "has other placeholders: Mayo"]
    assert list(faults_of(message._replace(translations=("", "")), 3)) == [
        "is fuzzy",
        "has 2 forms",
        "is not translated",
    ]


def test_the_messages_of_templates_and_modules_are_collected(tmp_path):
    found = {message.text for message in messages_of_the_sources(tmp_path)}
    assert {"Skip to the main text", "Page %(number)s of %(total)s", "plain summary"} <= found
    assert len(found) > 500


@pytest.fixture(scope="module")
def catalogue():
    return read_po((FOLDER / "django.po").read_text(encoding="utf-8"))


def forms_of(catalogue):
    (header,) = [message for message in catalogue if not message.text]
    return int(re.search(r"nplurals=(\d)", header.translations[0]).group(1))


def test_every_message_is_in_the_catalogue_and_none_is_left_over(catalogue, tmp_path):
    wanted = {message.key for message in messages_of_the_sources(tmp_path)}
    known = {message.key for message in catalogue if message.text}
    missing, left_over = sorted(wanted - known), sorted(known - wanted)
    assert missing == [], "run `make messages`"
    assert left_over == [], "run `make messages`"


def test_every_message_is_translated_with_its_placeholders_and_plurals(catalogue):
    forms = forms_of(catalogue)
    faults = [
        f"“{message.text[:60]}” {fault}"
        for message in catalogue
        if message.text
        for fault in faults_of(message, forms)
    ]
    assert faults == [], "\n".join(faults)


def test_the_compiled_catalogue_says_what_the_readable_one_says(catalogue):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    wanted = {}
    for message in catalogue:
        key = f"{message.context}\x04{message.text}" if message.context else message.text
        if message.plural:
            wanted |= {(key, at): form for at, form in enumerate(message.translations)}
        else:
            wanted[key] = message.translations[0]
    del wanted[""], compiled[""]  # the headers, which hold a date
    assert compiled == wanted, "run `make messages`"
