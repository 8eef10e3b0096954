"""Volume, issue, pages and article number, as the line of a publication says them."""

import pytest

from editorial.public import PlaceInJournal
from literature import locators


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("8(4):315-317", ("8", "4", "315", "317", "")),
        ("8(4):315-7", ("8", "4", "315", "317", "")),
        ("120:1128–30", ("120", "", "1128", "1130", "")),
        ("33(Suppl 2):S101-9", ("33", "Suppl 2", "S101", "S109", "")),
        ("8(4):315", ("8", "4", "315", "", "")),
        ("2006;8(4):315-7.", ("8", "4", "315", "317", "")),
        ("8(4), 315-317", ("8", "4", "315", "317", "")),
        ("8 (4) : pp. 315 - 317", ("8", "4", "315", "317", "")),
        ("8:315-7, 320-5", ("8", "", "315", "317, 320-5", "")),
        ("96(7):e1012-e1023", ("96", "7", "e1012", "e1023", "")),
        ("12(3-4):1-9", ("12", "3-4", "1", "9", "")),
        ("7:125", ("7", "", "125", "", "")),
        ("12:xv-xx", ("12", "", "xv", "xx", "")),
        ("222:164-173.e5", ("222", "", "164", "173.e5", "")),
        ("69(6S):3S-125S.e40", ("69", "6S", "3S", "125S.e40", "")),
        ("51 Suppl 1:S63-S73", ("51", "Suppl 1", "S63", "S73", "")),
        ("14(3 Suppl)", ("14", "3 Suppl", "", "", "")),
        ("15(12)", ("15", "12", "", "", "")),
        ("14", ("14", "", "", "", "")),
        ("pp. 12-15", ("", "", "12", "15", "")),
        ("S12", ("", "", "S12", "", "")),
        ("e12345", ("", "", "", "", "e12345")),
        ("CD013600", ("", "", "", "", "CD013600")),
        ("103417", ("", "", "", "", "103417")),
        ("7(10):e47559", ("7", "10", "", "", "e47559")),
        ("6(30):eaba6884", ("6", "30", "", "", "eaba6884")),
        ("2013:901821", ("2013", "", "", "", "901821")),
        ("37(15 Suppl):TPS9116", ("37", "15 Suppl", "", "", "TPS9116")),
        ("16:R79", ("16", "", "", "", "R79")),
    ],
)
def test_each_part_has_its_place(locator, place):
    assert locators.read(locator) == PlaceInJournal(*place)


@pytest.mark.parametrize(
    "locator",
    [
        "PMC12623177", "NCT01234567", "PMID 123456", "web page", "3 June 2021", "November 2007",
        "published online 23 March 2026", "2026 INSC 96", "2014-go3437", "in press {", "1234", "",
    ],
)  # fmt: skip
def test_what_is_no_place_is_not_read_as_one(locator):
    assert locators.read(locator) == PlaceInJournal()


def test_a_last_page_before_the_first_stays_as_it_is_written():
    assert locators.read("8:317-215").last == "215"
