"""The form of an entry lists its automatic links with reasons and switches them off."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType

from editorial import workflow
from linking.models import LinkExclusion
from tests.editorial.at_desk import desk, form_of, send, url
from tests.factories import make_article, make_disease, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]

ROWS = "linking-linkexclusion-content_type-object_id"
BODY = (
    "<h2>About osteoarthritis</h2><p>Osteoarthritis hurts. Osteoarthritis stays. So may lupus.</p>"
)


@pytest.fixture
def disease():
    return make_disease(title="Osteoarthritis", slug="osteoarthritis")


@pytest.fixture
def article(disease):
    return make_article(title="Painful joints", body=BODY)


def lines_of(client, article):
    """Of the table: what the text says, where it leads and what happens, without markup."""
    page = client.get(url(article)).content.decode()
    table = page.partition('desk-links"')[2].partition("</table>")[0]
    cells = [re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr")[2:]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def row_of(client, article, entry=None):
    """The prefix of the row that switches off the links to an entry, or all."""
    sent = form_of(client.get(url(article)))
    wanted = str(entry.pk) if entry else ""
    for place in range(int(sent[f"{ROWS}-TOTAL_FORMS"])):
        if sent[f"{ROWS}-{place}-target_id"] == wanted:
            return f"{ROWS}-{place}"
    return None


def publish(article):
    workflow.publish(article, by=make_user(is_superuser=True), reason="A test", warnings_read=True)


def is_linked(visitor, article):
    return b'href="/diseases/osteoarthritis/"' in visitor.get(article.get_absolute_url()).content


def test_the_form_tells_of_each_name_what_became_of_it(article):
    every, osteoarthritis = lines_of(desk("Author"), article)
    assert every[0] == "Every automatic link on this page"
    assert osteoarthritis[:2] == ["osteoarthritis, Osteoarthritis", "Osteoarthritis (disease)"]
    assert osteoarthritis[2] == "Linked In a heading or caption Linked earlier in this section"


def test_a_text_without_names_says_so():
    page = desk("Author").get(url(make_article(body="<p>Nothing.</p>"))).content.decode()
    assert "The text names no entry of this site yet." in page


def test_a_link_is_switched_off_in_the_draft_and_for_visitors_with_its_publication(
    article, disease, client
):
    author = desk("Author")
    row = row_of(author, article, disease)
    send(author, url(article), **{f"{row}-no_link": "on"})
    assert is_linked(client, article) and not LinkExclusion.objects.exists()
    assert "Switched off on this page" in lines_of(author, article)[1][2]

    publish(article)
    assert not is_linked(client, article)

    send(author, url(article), **{f"{row_of(author, article, disease)}-no_link": None})
    publish(article)
    assert is_linked(client, article) and not LinkExclusion.objects.exists()


def test_all_links_of_a_page_are_switched_off_at_once(article, client):
    author = desk("Author")
    send(author, url(article), **{f"{row_of(author, article)}-no_link": "on"})
    publish(article)
    assert not is_linked(client, article)


def test_what_is_switched_off_stays_in_the_table_when_the_text_does_not_name_it(article, disease):
    author = desk("Author")
    send(author, url(article), **{f"{row_of(author, article, disease)}-no_link": "on"})
    send(author, url(article), body="<p>Nothing.</p>")
    assert lines_of(author, article)[-1][2] == "Switched off; the text does not name it now"


def test_a_name_of_several_entries_is_listed_with_all_of_them():
    make_disease(title="Lupus", slug="lupus")
    make_disease(title="Lupus", slug="other-lupus")
    author = desk("Author")
    article = make_article(body="<p>Lupus hurts.</p>")
    line = lines_of(author, article)[1]
    assert line[1:3] == ["Lupus (disease) Lupus (disease)", "May mean several entries"]
    assert line[3] == ""


@pytest.mark.parametrize("target", ["nothing", "no such kind", "no such entry", "words"])
def test_a_forged_target_is_refused_with_a_sentence(article, disease, target):
    author = desk("Author")
    row = row_of(author, article, disease)
    kind = ContentType.objects.get_for_model(type(disease)).pk
    user = ContentType.objects.get_for_model(type(author.user)).pk
    forged = {
        "nothing": (kind, ""),
        "no such kind": (user, author.user.pk),
        "no such entry": (kind, 10**18),
        "words": ("x", "y"),
    }[target]
    sent = {f"{row}-target_type": forged[0], f"{row}-target_id": forged[1]}
    response = send(author, url(article), **{f"{row}-no_link": "on"}, **sent)
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    assert not LinkExclusion.objects.exists()


def test_who_may_only_read_sees_the_table_without_switches(article):
    page = desk("Read-only").get(url(article)).content.decode()
    assert "Linked earlier in this section" in page and "No link here" not in page


def test_the_table_asks_the_same_for_any_number_of_names(django_assert_max_num_queries):
    names = [make_disease(title=f"Disease {n}x", slug=f"disease-{n}") for n in range(12)]
    author = desk("Author")

    def asked(size):
        text = "".join(f"<p>{disease.title} hurts.</p>" for disease in names[:size])
        address = url(make_article(body=text))
        author.get(address)
        with django_assert_max_num_queries(80) as counted:
            page = author.get(address).content.decode()
        assert page.count("(disease)") == size
        return len(counted)

    assert asked(1) == asked(12)


def test_a_preview_tells_of_the_names_that_are_typed_now(article):
    author = desk("Author")
    typed = "<p>Osteoarthritis is typed and not saved.</p>"
    page = send(author, url(article), "_preview", body=typed).content.decode()
    told = page.partition("<details><summary>Names in this text")[2].partition("</details>")[0]
    assert '“Osteoarthritis” → <span lang="en">Osteoarthritis</span>: Linked</li>' in told
    assert told.count("<li>") == 1
