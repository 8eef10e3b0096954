import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from content.page_address import page_address


def test_an_address_is_that_of_the_language_of_the_page():
    for language, address in [("en-gb", "/diseases/gvhd/"), ("es", "/es/diseases/gvhd/")] * 2:
        with translation.override(language):
            assert page_address("diseases:detail", "gvhd") == address
            assert page_address("diseases:detail", "gvhd") == reverse(
                "diseases:detail", args=["gvhd"]
            )


def test_what_is_no_slug_has_no_address_however_often_it_is_asked():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            page_address("diseases:detail", "no slug")


def test_other_settings_give_other_addresses(settings):
    assert page_address("diseases:detail", "gvhd") == "/diseases/gvhd/"
    settings.ROOT_URLCONF = "diseases.urls"
    with pytest.raises(NoReverseMatch):  # there it has no namespace
        page_address("diseases:detail", "gvhd")
