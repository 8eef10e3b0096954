"""What the script needs that reads pasted text in the editor."""

import json
from functools import cache
from pathlib import Path

from django import template
from django.utils.translation import gettext, ngettext

from content import text
from content.text import changes

register = template.Library()


@register.simple_tag
def for_pasting():
    return {
        "changes": changes.for_script(),
        "fonts": symbol_fonts(),
        "words": {
            "close": gettext("Close the note"),
            "more_pictures": [
                ngettext(
                    "%d more picture comes after it.", "%d more pictures come after it.", number
                )
                for number in (1, 2)
            ],
            "only_pictures": gettext("Of files, only pictures can be pasted into a text."),
        },
    }


@cache
def symbol_fonts():
    path = Path(text.__file__).with_name("symbol_fonts.json")
    return json.loads(path.read_text(encoding="utf-8"))
