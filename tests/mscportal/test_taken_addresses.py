"""No entry gets an address that another page of the site answers to."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.urls import URLResolver, get_resolver, path
from django.utils import translation

from articles.models import Article, StandingPage, Topic
from content.registry import entry_models
from diseases.models import Disease
from literature.models import Publication
from mscportal import urls, views
from tests.editorial.at_desk import desk, send, url
from tests.factories import make_source
from therapy.models import TissueSource

REFUSED = "This address belongs to another part of the site."


def fixed_addresses(patterns, before="/"):
    for entry in patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from fixed_addresses(entry.url_patterns, address)
        else:
            yield address


def taken():
    """Each type with the words that stand where its slug would."""
    addresses = list(fixed_addresses(get_resolver().url_patterns))
    for model in entry_models():
        if model.has_page:
            before, after = model(slug="a-slug").get_absolute_url().split("a-slug")
            form = re.compile(rf"{re.escape(before)}([\w-]+){re.escape(after)}")
            for found in filter(None, map(form.fullmatch, addresses)):
                yield model, found[1]


def complaint_about(model, slug):
    try:
        model(title="A title", slug=slug).clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_words_that_the_site_needs_itself_are_refused_as_slugs():
    words = set(taken())
    assert {(TissueSource, "compare"), (Article, "feed"), (StandingPage, "search")} <= words
    for model, word in words:
        assert complaint_about(model, word) == {"slug": [REFUSED]}, (model, word)


def test_every_type_takes_other_slugs_and_words_that_another_type_cannot_have():
    for model in entry_models():
        assert complaint_about(model, "stroke") == {}, model
    for model, word in [(Topic, "feed"), (Disease, "compare"), (Publication, "search")]:
        assert complaint_about(model, word) == {}


def test_a_new_page_of_the_site_takes_its_word(settings):
    assert complaint_about(Disease, "rare") == {}
    settings.ROOT_URLCONF = (path("diseases/rare/", views.styleguide), *urls.urlpatterns)
    assert complaint_about(Disease, "rare") == {"slug": [REFUSED]}
    assert complaint_about(Disease, "rare-ones") == {}


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_the_language_of_the_desk_makes_no_difference(language):
    with translation.override(language):
        assert "slug" in complaint_about(TissueSource, "compare")
        for word in ("es", "es-mx"):  # the second is read as Spanish, too
            assert "slug" in complaint_about(StandingPage, word)
        assert complaint_about(StandingPage, "essays") == {}
        assert complaint_about(TissueSource, "marrow") == {}


@pytest.mark.parametrize("slug", ["", "two words", "a/b"])
def test_a_slug_that_is_wrong_in_itself_is_left_to_its_field(slug):
    assert complaint_about(Disease, slug) == {}
    with pytest.raises(ValidationError) as refused:
        Disease(title="A title", slug=slug).clean_fields()
    assert REFUSED not in refused.value.message_dict["slug"]


@pytest.mark.django_db
def test_the_desk_says_so_at_the_address():
    source, author = make_source(live=False, slug="marrow"), desk("Author")
    form = send(author, url(source), slug="compare").context["adminform"].form
    assert form.errors == {"slug": [REFUSED]}
    assert send(author, url(source), slug="bone-marrow").status_code == 302
