"""The markup of every view in every language, by the Nu HTML checker."""

from pathlib import Path

import pytest

from tests.mscportal.html_checker import messages
from tests.programs import CHECKER, skipped_without

pytestmark = [
    pytest.mark.django_db,  # makes the runner build the database that the sample is read from
    skipped_without(CHECKER),
]


def test_the_html_checker_finds_no_error_in_any_language(sample, tmp_path):
    for language, pages in sample.by_language.items():
        for number, page in enumerate(pages.values()):
            name = f"{number:02d}-{page.path.partition('?')[0].strip('/').replace('/', '-')}"
            file = Path(tmp_path, f"{language or 'en'}-{name}.html")
            file.write_text(page.body, encoding="utf-8")
    faults = messages(tmp_path)
    assert faults == [], "\n".join(faults)
