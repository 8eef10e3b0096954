"""The two headers are read as RFC 9110 writes them, and nothing in them does harm."""

import random

import pytest

from delivery.negotiation import best_coding, names_tag

OURS = frozenset({"abc", "abc-br"})


@pytest.mark.parametrize(
    "header",
    ['"abc"', 'W/"abc"', '"x", "abc"',
     '"x" , W/"abc-br"', "*", " * ", ', "abc"', '"abc",', '"a,b", "abc"'],
)  # fmt: skip
def test_one_of_our_tags_is_found(header):
    assert names_tag(header, OURS)


@pytest.mark.parametrize(
    "header",
    ["", "abc", '"ab"', '"abcd"', '"abc', 'abc"', "'abc'", 'w/"abc"', 'W/abc', '"abc" "x"',
     '"abc"; "x"', "**", '*, "abc"', '"ABC"', '"abc" x', "W/", ",", '"x""abc"'],
)  # fmt: skip
def test_what_is_no_list_with_our_tag_gets_the_whole_page(header):
    assert not names_tag(header, OURS)


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("BR", "br"),
        ("x-gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("br;q=0.5, gzip;q=1.0", "gzip"),
        ("br;q=0.5,gzip;q=0.5", "br"),
        ("gzip ; q=0.8 , br ; Q=0.9", "br"),
        ("identity", ""),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("br;q=0, gzip;q=0", ""),
        ("*;q=0", ""),
        ("deflate", ""),
        ("gzip;q=2", ""),
        ("gzip;q=x, br", "br"),
        ("gzipbr", ""),
        (";q=1,,;", ""),
    ],
)
def test_the_best_packing_that_is_allowed(header, coding):
    assert best_coding(header) == coding


def wild(chance):
    parts = [
        '"abc"',
        '"',
        "W/",
        ",",
        "*",
        " ",
        "abc",
        ";q=",
        "0.5",
        "1",
        "gzip",
        "br",
        "é",
        "\\",
        "\x00",
    ]
    return "".join(chance.choice(parts) for _ in range(chance.randrange(30)))


@pytest.mark.parametrize("seed", range(20))
def test_wild_headers_do_no_harm(seed):
    chance = random.Random(seed)
    for _ in range(200):
        header = wild(chance)
        assert names_tag(header, OURS) in (True, False)
        assert best_coding(header) in ("", "gzip", "br")


@pytest.mark.parametrize("seed", range(20))
def test_every_list_of_tags_is_read_to_its_end(seed):
    chance = random.Random(seed)
    letters = "abcXYZ09-_,;*' \\"
    tags = ["".join(chance.choice(letters.replace(" ", "")) for _ in range(5)) for _ in range(6)]
    gaps = [chance.choice([",", ", ", " ,", ",, "]) for _ in tags]
    weak = [chance.choice(["", "W/"]) for _ in tags]
    pieces = zip(weak, tags, gaps, strict=True)
    header = "".join(f'{mark}"{tag}"{gap}' for mark, tag, gap in pieces)
    for tag in tags:
        assert names_tag(header, frozenset({tag}))
    assert not names_tag(header, frozenset({"none"}))


@pytest.mark.parametrize(
    "header", ['"' * 50_000, "," * 50_000, " " * 50_000, '"a",' * 20_000 + "x"]
)
def test_long_headers_take_no_long_time(header):
    names_tag(header, OURS)
    best_coding(header)
