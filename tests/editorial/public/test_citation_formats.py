"""How pages are cited; publications are in tests/literature/test_citing.py."""

import datetime
import html
import re

import pytest
from django.utils import formats, timezone

from editorial.workflow import withdraw
from tests import factories
from tests.visits import body, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]

PUBLISHED = datetime.datetime(2026, 2, 3, 12, tzinfo=datetime.UTC)


def download(client, entry, style):
    kind = entry._meta.model_name
    return client.get(f"/cite/{kind}/{entry.slug}.{style}")


def lines(answer):
    return answer.content.decode().split("\r\n")


def cite_box(client, entry):
    page = body(client, entry.get_absolute_url())
    return page[page.index('id="cite"') : page.index("</section>", page.index('id="cite"'))]


@pytest.fixture
def article():
    people = [factories.make_contributor(title=name) for name in ("Ada Writer", "Bo Editor")]
    return factories.make_article(
        title="What are MSC?", published_at=PUBLISHED, m2m={"authors": people}
    )


def test_the_text_names_authors_title_dates_and_address_as_the_page_does(client, article):
    article.refresh_from_db()
    changed = formats.date_format(timezone.localtime(article.updated_at).date())
    text = words(cite_box(client, article))
    assert (
        f"Ada Writer, Bo Editor. What are MSC? [Internet]. MSC Portal; 2026 "
        f"[last change {changed}]. http://testserver{article.get_absolute_url()}"
    ) in html.unescape(text)
    assert changed in words(body(client, article.get_absolute_url()).partition('id="history"')[2])


def test_a_page_without_named_authors_begins_with_its_title(client):
    text = words(cite_box(client, factories.make_disease(title="Osteoarthritis")))
    assert "Osteoarthritis [Internet]. MSC Portal;" in text


def test_more_than_six_authors_end_in_et_al(client):
    people = [factories.make_contributor(title=f"Writer {letter}") for letter in "ABCDEFGH"]
    text = words(cite_box(client, factories.make_article(m2m={"authors": people})))
    assert "Writer F, et al." in text and "Writer G" not in text


def test_ris_has_the_facts_of_the_page(client, article):
    answer = download(client, article, "ris")
    assert answer.headers["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{article.slug}.ris"'
    assert answer.headers["X-Robots-Tag"] == "noindex"
    found = lines(answer)
    assert found[0] == "TY  - ELEC" and found[-2:] == ["ER  - ", ""]
    for line in (
        "AU  - Ada Writer,",
        "AU  - Bo Editor,",
        "TI  - What are MSC?",
        "T2  - MSC Portal",
        "PY  - 2026",
        "DA  - 2026/02/03",
        f"UR  - http://testserver{article.get_absolute_url()}",
        "LA  - en",
    ):
        assert line in found


def test_bibtex_has_the_facts_of_the_page(client, article):
    answer = download(client, article, "bib")
    assert answer.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith(f"@misc{{{article.slug},\n")
    assert "  author = {{Ada Writer} and {Bo Editor}},\n" in text
    assert "  title = {{What are MSC?}},\n" in text
    assert f"  url = {{http://testserver{article.get_absolute_url()}}},\n" in text


def test_csl_json_has_the_facts_of_the_page(client, article):
    answer = download(client, article, "json")
    assert answer.headers["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
    [item] = answer.json()
    article.refresh_from_db()
    changed = timezone.localtime(article.updated_at).date()
    assert item == {
        "id": article.slug,
        "type": "webpage",
        "title": "What are MSC?",
        "author": [{"literal": "Ada Writer"}, {"literal": "Bo Editor"}],
        "container-title": "MSC Portal",
        "issued": {"date-parts": [[2026, 2, 3]]},
        "URL": f"http://testserver{article.get_absolute_url()}",
        "language": "en",
        "note": f"Last change {changed:%Y-%m-%d}",
    }


def test_no_title_breaks_out_of_a_record(client):
    title = "Bone {and\r\nER  - \nfat} 100% $x_1$ \\end ~ ü & “quotes”"
    entry = factories.make_article(title=title, slug="odd")
    found = lines(download(client, entry, "ris"))
    assert sum(line.startswith("ER  -") for line in found) == 1
    assert "TI  - Bone {and ER - fat} 100% $x_1$ \\end ~ ü & “quotes”" in found
    [item] = download(client, entry, "json").json()
    assert item["title"] == "Bone {and ER - fat} 100% $x_1$ \\end ~ ü & “quotes”"
    text = download(client, entry, "bib").content.decode()
    assert text.count("{") == text.count("}")
    assert r"Bone \textbraceleft{}and ER - fat\textbraceright{} 100\% \$x\_1\$" in text
    assert r"\textbackslash{}end \textasciitilde{} ü \& “quotes”" in text


ENTRIES = [
    "article", "page", "disease", "source", "mechanism", "trial", "product", "jurisdiction",
]  # fmt: skip


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_type_of_page_has_history_and_citing_and_all_downloads_work(client, kind):
    entry = getattr(factories, f"make_{kind}")()
    page = body(client, entry.get_absolute_url())
    assert page.count('id="history"') == page.count('id="cite"') == 1
    downloads = re.findall(r'href="(/cite/[^"]+)" download', page)
    assert len(downloads) == 3
    for address in downloads:
        assert entry.title in html.unescape(body(client, address))


def test_a_citation_is_in_the_language_of_the_interface_and_its_address_in_that_of_the_text(client):
    disease = factories.make_disease(slug="asthma")
    page = body(client, "/es/diseases/asthma/")
    assert "http://testserver/diseases/asthma/" in words(page)
    assert 'href="/cite/disease/asthma.ris" download' in page  # a record is data
    assert client.get("/es/cite/disease/asthma.ris").status_code == 404
    record = lines(client.get("/cite/disease/asthma.ris"))
    assert f"UR  - http://testserver{disease.get_absolute_url()}" in record


def test_drafts_do_not_exist_and_withdrawn_pages_are_gone(client):
    draft, former = factories.make_article(live=False), factories.make_article()
    withdraw(former, by=None)
    for style in ("ris", "bib", "json"):
        assert download(client, draft, style).status_code == 404
        assert download(client, former, style).status_code == 410


@pytest.mark.parametrize(
    "address",
    [
        "/cite/", "/cite/disease/", "/cite/disease/nothing.ris", "/cite/user/1.ris",
        "/cite/evidencestatement/x.ris", "/cite/disease/asthma.txt", "/cite/disease/.ris",
        "/cite/Disease/asthma.ris", "/cite/disease/a%00b.ris",
    ],
)  # fmt: skip
def test_nonsense_is_not_found(client, address):
    factories.make_disease(slug="asthma")
    assert client.get(address).status_code == 404


def test_a_download_is_read_only_and_sets_no_cookie(client, article):
    answer = download(client, article, "ris")
    assert not answer.cookies
    assert client.post(f"/cite/article/{article.slug}.ris").status_code == 405


def test_script_tools_are_hidden_until_a_script_shows_them(client, article):
    box = cite_box(client, article)
    assert box.count("<button") == box.count(" hidden>") == 3
    assert "mailto:?subject=What%20are%20MSC%3F&amp;body=http%3A//testserver/articles/" in box


@pytest.mark.parametrize("size", [1, 6])
def test_a_download_costs_the_same_at_any_size(client, django_assert_max_num_queries, size):
    people = [factories.make_contributor() for _ in range(size)]
    article = factories.make_article(m2m={"authors": people})
    with django_assert_max_num_queries(3):
        download(client, article, "ris")
