"""Every citation of the starter content, read by programs that we did not write."""

import io
import json
import re
from functools import cache

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares
from django.conf import settings

from editorial.public import STYLES
from literature.models import Publication
from mscportal.starter.mapping.library import publications
from mscportal.starter.parse import parse_facts

ADDRESS = "https://portal.example/publications/x/"
# Of the schema of the data that CSL processors take, release 1.0.2: what we may use of it.
CSL_TEXTS = {
    "id", "type", "title", "container-title", "publisher", "genre", "volume", "issue", "page",
    "number", "DOI", "URL", "PMID", "PMCID", "language", "note",
}  # fmt: skip
CSL_TYPES = {
    "article", "article-journal", "article-newspaper", "document", "paper-conference", "report",
    "webpage",
}  # fmt: skip


@cache
def records():
    facts = parse_facts(settings.STARTER_DIR / "facts")
    found = [Publication(slug=wanted.slug, **wanted.fields) for wanted in publications(facts, {})]
    return {each.slug: each.bibliographic_record(ADDRESS) for each in found}


@cache
def written(style):
    return STYLES[style].write(records().values())


@cache
def from_ris():
    # As it leaves the site: a text file would have its line ends changed.
    found = rispy.load(io.StringIO(written("ris"), newline=""))
    return dict(zip(records(), found, strict=True))


@cache
def from_bibtex():
    library = bibtexparser.parse_string(
        written("bib"),
        append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()],
    )
    assert library.failed_blocks == []
    return {entry.key: entry for entry in library.entries}


@cache
def from_csl():
    return {item["id"]: item for item in json.loads(written("json"))}


def test_there_is_much_to_read():
    assert len(records()) > 400
    assert sum(record.has_more_authors for record in records().values()) > 100


def test_rispy_reads_every_work():
    for key, found in from_ris().items():
        record = records()[key]
        assert found["type_of_reference"] == record.kind.ris, key
        assert found["title"] == record.title, key
        assert found["year"] == str(record.year), key
        assert found["urls"] == [record.address], key
        assert found.get("doi", "") == record.doi, key
        assert "unknown_tag" not in found, key


def test_rispy_reads_places_apart():
    for key, found in from_ris().items():
        place = records()[key].place
        read = tuple(found.get(name, "") for name in ("volume", "number", "start_page", "end_page"))
        assert read == (place.volume, place.issue, place.first or place.article, place.last), key
        assert found.get("custom7", "") == place.article, key


def test_rispy_reads_the_authors_and_that_there_are_more():
    for key, found in from_ris().items():
        record, authors = records()[key], found.get("authors", [])
        named = authors[:-1] if record.has_more_authors else authors
        assert (authors[-1:] == ["et al.,"]) == record.has_more_authors, key
        assert len(named) == len(record.authors), key
        for author, name in zip(named, record.authors, strict=True):
            if name.family:
                assert author.split(", ")[:2] == [name.family, name.given], key
            else:
                assert author.endswith(",") and author.count(",") == 1, key


def test_a_line_of_ris_is_a_tag_and_its_value():
    text = written("ris")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert lines.count("ER  - ") == len(records())


def test_bibtexparser_reads_every_work_under_a_key_of_its_own():
    assert list(from_bibtex()) == list(records())
    for key, entry in from_bibtex().items():
        record = records()[key]
        assert entry.entry_type == record.kind.bibtex, key
        assert entry["year"] == str(record.year), key
        assert entry["url"] == record.address, key
        assert entry.get("doi") is None or entry["doi"] == record.doi, key
        assert plain(entry["title"]) == record.title, key


def plain(value):
    """Without the braces around all of it, and without the escapes."""
    assert value.startswith("{") and value.endswith("}")
    return re.sub(r"\\([&%$#_])", r"\1", value[1:-1])


def test_bibtexparser_reads_the_authors_and_that_there_are_more():
    for key, entry in from_bibtex().items():
        record = records()[key]
        authors = [] if entry.get("author") is None else list(entry["author"])
        has_more = bool(authors) and authors[-1].last == ["others"]
        assert has_more == record.has_more_authors, key
        named = authors[:-1] if has_more else authors
        assert len(named) == len(record.authors), key
        for author, name in zip(named, record.authors, strict=True):
            family = " ".join([*author.von, *author.last])
            if name.family:
                assert (family, " ".join(author.first)) == (name.family, name.given), key
            else:
                assert family.startswith("{") and not author.first, key


def test_csl_json_has_the_shape_of_its_schema():
    assert list(from_csl()) == list(records())
    for key, item in from_csl().items():
        assert {"id", "type"} <= set(item) <= {*CSL_TEXTS, "author", "issued"}, key
        assert item["type"] in CSL_TYPES, key
        assert all(isinstance(item[name], str) for name in CSL_TEXTS & set(item)), key
        assert item["issued"] == {"date-parts": [[records()[key].year]]}, key
        for name in item.get("author", []):
            assert set(name) in ({"literal"}, {"family", "given"}, {"family", "given", "suffix"})
        others = item.get("author", [])[-1:] == [{"literal": "others"}]
        assert others == records()[key].has_more_authors, key


@pytest.mark.parametrize("style", STYLES)
def test_a_shortened_list_never_looks_whole(style):
    for key, record in records().items():
        if record.has_more_authors:
            text = STYLES[style].write([record])
            assert re.search(r"et al\.,|and others\}|\"others\"", text), key
