from pathlib import Path

import pytest

from mscportal.starter import StarterErrors

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "mscportal" / "starter"
LONG = "word " * 75 + "end"


def edit(path, old, new, at=None):
    """Replaces the first `old`; gives the line of the edit, or of the nearest `at` from its end
    upwards, else below it."""
    text = path.read_text(encoding="utf-8")
    start = text.index(old)
    end = start + len(new)
    text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    place = start if at is None else text.rfind(at, 0, end)
    return text.count("\n", 0, text.index(at, end) if place < 0 else place) + 1


def refused(parse, *arguments):
    with pytest.raises(StarterErrors) as caught:
        parse(*arguments)
    return str(caught.value).splitlines()
