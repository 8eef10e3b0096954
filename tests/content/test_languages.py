import pytest
from django.utils import translation

from content.languages import local_path
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_first_language_has_no_prefix_and_others_have_theirs():
    assert local_path("/trials/") == "/trials/"
    with translation.override("es"):
        assert local_path("/trials/") == "/es/trials/"
        assert local_path("/es/trials/") == "/es/trials/"
        assert local_path("https://example.org/") == "https://example.org/"
        assert local_path("#references") == "#references"


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
