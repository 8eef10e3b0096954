import datetime
import re

import pytest
from django.template import Context, Template
from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from content.languages import Text, local_path
from linking.services import relink_all
from mscportal.urls import urlpatterns
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


def test_the_first_language_has_no_prefix_and_others_have_theirs():
    assert local_path("/trials/") == "/trials/"
    with translation.override("es"):
        assert local_path("/trials/") == "/es/trials/"
        assert local_path("/es/trials/") == "/es/trials/"
        assert local_path("https://example.org/") == "https://example.org/"
        assert local_path("#references") == "#references"
        assert local_path("/media/images/cell.png") == "/media/images/cell.png"


def test_addresses_that_are_the_same_in_every_language_stay_as_they_are():
    for pattern in urlpatterns:
        if isinstance(pattern, URLResolver) and isinstance(pattern.pattern, LocalePrefixPattern):
            continue
        for part in pattern.url_patterns if str(pattern.pattern) == "" else [pattern]:
            address = "/" + re.split(r"[<(]", str(part.pattern).lstrip("^"))[0]
            with translation.override("es"):
                assert local_path(address) == address


def test_the_address_alone_decides_on_the_language(client):
    disease = factories.make_disease()
    for address in ("/", "/diseases/", disease.get_absolute_url()):
        wished = client.get(address, headers={"accept-language": "es"})
        assert wished.headers["Content-Language"] == "en-gb"
        assert "Accept-Language" not in wished.headers.get("Vary", "")
        spanish = client.get(f"/es{address}", headers={"accept-language": "en"})
        assert spanish.status_code == 200
        assert spanish.headers["Content-Language"] == "es"


def test_links_stay_in_the_language_of_the_page(client):
    disease = factories.make_disease()
    page = client.get("/es/diseases/").content.decode()
    assert f'href="/es{disease.get_absolute_url()}"' in page
    assert 'href="/es/safety/' in page


@pytest.mark.parametrize("address", ["/fr/", "/en-gb/", "/es/nowhere/", "/es/es/", "/xx/diseases/"])
def test_other_prefixes_do_not_exist(client, address):
    assert client.get(address).status_code == 404


def opening(page, tag):
    return re.search(rf"<{tag}[^>]*>", page).group()


def test_a_text_in_another_language_than_the_interface_says_so(client):
    disease = factories.make_disease(category=factories.make_category())
    address = disease.category.get_absolute_url()
    english = client.get(address).content.decode()
    assert opening(english, "html") == '<html lang="en-gb" dir="ltr">'
    assert opening(english, "h1") == "<h1>"
    spanish = client.get(f"/es{address}").content.decode()
    assert opening(spanish, "html") == '<html lang="es" dir="ltr">'
    assert opening(spanish, "h1") == '<h1 lang="en">'
    assert f'<a href="/es{disease.get_absolute_url()}" lang="en">' in spanish


def mark(content, language):
    with translation.override(language):
        return Template("{% load language %}<p{% lang_of content %}>").render(Context(locals()))


def test_a_text_that_runs_the_other_way_says_so():
    assert mark(Text("سلام", "fa"), "en-gb") == '<p lang="fa" dir="rtl">'
    assert mark(Text("cells", "en"), "ar") == '<p lang="en" dir="ltr">'
    assert mark(Text("سلام", "fa"), "ar") == '<p lang="fa">'


def test_words_of_the_interface_and_regional_variants_are_not_marked():
    for content in ("cells", None, "", Text("cells", ""), Text("cells", "en-US")):
        assert mark(content, "en-gb") == "<p>"


@pytest.mark.parametrize(
    ("here", "there", "name"),
    [("/", "/es/", "Español"), ("/es/", "/", "English"), ("/es/search/?q=a", "/search/?q=a", "")],
)
def test_every_page_leads_to_itself_in_the_other_language(client, here, there, name):
    page = client.get(here).content.decode()
    link = re.search(rf'<a href="{re.escape(there)}" hreflang="[^"]*"[^>]*>([^<]*)', page)
    assert name in link.group(1)
    assert client.get(there).status_code == 200


def test_a_page_with_an_untranslated_text_says_so_and_leads_to_the_original(client):
    address = factories.make_disease().get_absolute_url()
    assert "untranslated" not in client.get(address).content.decode()
    assert "untranslated" not in client.get("/es/diseases/").content.decode()
    page = client.get(f"/es{address}").content.decode()
    notice = page[page.index('class="notice untranslated"') :].split("</p>")[0]
    assert f'href="{address}" hreflang="en-gb"' in notice
    assert "inglés" in notice


def test_a_text_without_an_interface_of_its_language_has_no_link_to_one(client):
    address = factories.make_disease(language="fr").get_absolute_url()
    page = client.get(address).content.decode()
    notice = page[page.index('class="notice untranslated"') :].split("</p>")[0]
    assert "French" in notice and "href" not in notice
    assert opening(page, "html") == '<html lang="en-gb" dir="ltr">'


BODY = (
    '<p><a href="/safety/#report">report</a> <a href="/search/?q=a&amp;page=2">search</a> '
    '<a href="/es/about/">about</a> <a href="/media/leaflet.pdf">leaflet</a> '
    '<a href="https://example.org/trials/">elsewhere</a> <a href="#below">below</a> '
    'Osteoarthritis and href="/plain/".</p>'
)


def hrefs(markup):
    return re.findall(r'<a [^>]*?href="([^"]*)"', markup)


def test_links_in_stored_texts_stay_in_the_language_of_the_page(client):
    disease = factories.make_disease(title="Osteoarthritis")
    article = factories.make_article(body=BODY)
    relink_all()
    address = article.get_absolute_url()
    english, spanish = (
        client.get(path).content.decode().split('<div class="prose"')[1].split("</div>")[0]
        for path in (address, f"/es{address}")
    )
    assert hrefs(english) == [
        "/safety/#report",
        "/search/?q=a&amp;page=2",
        "/es/about/",
        "/media/leaflet.pdf",
        "https://example.org/trials/",
        "#below",
        disease.get_absolute_url(),
    ]
    assert hrefs(spanish) == [
        "/es/safety/#report",
        "/es/search/?q=a&amp;page=2",
        "/es/about/",
        "/media/leaflet.pdf",
        "https://example.org/trials/",
        "#below",
        f"/es{disease.get_absolute_url()}",
    ]
    assert 'href="/plain/"' in spanish.replace("&quot;", '"')


def test_search_feed_and_error_pages_speak_the_language_of_their_address(client):
    disease = factories.make_disease(title="Osteoarthritis")
    found = client.get("/es/search/?q=osteoarthritis").content.decode()
    assert f'href="/es{disease.get_absolute_url()}" lang="en"' in found
    assert 'action="/es/search/"' in found
    missing = client.get("/es/nowhere/")
    assert missing.status_code == 404
    assert opening(missing.content.decode(), "html") == '<html lang="es" dir="ltr">'
    assert 'href="/es/diseases/"' in missing.content.decode()
    assert client.get("/es/articles/feed/").status_code == 200


def test_dates_and_numbers_follow_the_language_and_years_have_no_separator():
    template = Template(
        "{% load facts %}{% partial_date day 'month' %} {{ n|floatformat:'1g' }} {{ year }}"
    )
    shown = {}
    for language in ("en-gb", "es"):
        with translation.override(language):
            context = Context({"day": datetime.date(2024, 12, 18), "n": 12345.5, "year": 2024})
            shown[language] = template.render(context)
    assert shown["en-gb"].endswith("December 2024</time> 12,345.5 2024")
    assert shown["es"].endswith("diciembre de 2024</time> 12\xa0345,5 2024")
