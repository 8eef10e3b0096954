import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from articles.models import Article
from content.models import Image, ImportRecord, Rendition
from content.registry import entry_models
from editorial import versions, workflow
from tests.content import picture_files as files
from tests.content.picture_files import encoded, make_image, picture, stored_files, upload
from tests.editorial.at_desk import send
from tests.factories import make_disease, make_user

pytestmark = pytest.mark.usefixtures("media")
JPEG = encoded(picture())


@pytest.fixture
def desk(client):
    client.force_login(make_user(is_superuser=True))
    return client


def in_text(image):
    body = f'<p><img src="{image.file.url}" alt="x"></p>'
    return Article.objects.create(title="Text", slug="text", body=body)


def as_hero(image):
    return Article.objects.create(title="Hero", slug="hero", hero=image)


def form(data=JPEG, name="cells.jpg", **fields):
    return {"file": upload(data, name), "title": "Cells", "alt": "Round", "credit": "Me"} | fields


@pytest.mark.django_db
def test_an_editor_adds_a_picture(desk, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(reverse("admin:content_image_add"), form(files.with_place()))
    assert answer.status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.credit) == (40, 60, "Me")
    assert image.renditions.count() == 4 and len(stored_files(media)) == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (form(b"no", "evil.jpg"), "“evil.jpg” is not a picture we can use."),
        (form(alt=""), "Describe the picture in a few words"),
        (form(is_decorative="on"), "A decorative picture has no text alternative"),
    ],
)
def test_a_refused_picture_is_explained_and_nothing_is_stored(desk, media, sent, sentence):
    answer = desk.post(reverse("admin:content_image_add"), sent)
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert stored_files(media) == [] and not Image.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("disk", [0], indirect=True)
def test_a_full_disk_is_explained_on_the_desk(desk, disk, media):
    answer = desk.post(reverse("admin:content_image_add"), form(), follow=True)
    assert "No space left on device" in answer.content.decode()
    assert not Image.objects.exists()
    answer = desk.post(reverse("admin:content_image_upload"), form())
    assert answer.status_code == 507 and "No space" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_the_list_shows_thumbnails_and_costs_the_same_at_any_size(
    count, desk, django_assert_max_num_queries
):
    for _ in range(count):
        make_image()
    in_texts = sum(bool(model.rich_fields()) for model in entry_models())  # where it is used
    with django_assert_max_num_queries(8 + in_texts):
        answer = desk.get(reverse("admin:content_image_changelist"))
    assert answer.content.decode().count('height="60"') == count


@pytest.mark.django_db
def test_the_form_of_an_image_shows_where_it_is_used_and_keeps_its_file(desk, shown):
    text = in_text(shown)
    address = reverse("admin:content_image_change", args=[shown.pk])
    page = desk.get(address).content.decode()
    assert reverse("admin:articles_article_change", args=[text.pk]) in page
    assert 'type="file"' not in page and "12 made" in page
    before = shown.file.name
    answer = send(desk, address, title="New title")
    shown.refresh_from_db()
    assert answer.status_code == 302 and (shown.title, shown.file.name) == ("New title", before)


@pytest.mark.django_db
@pytest.mark.parametrize("use", [in_text, as_hero])
def test_the_desk_says_what_still_shows_the_image(desk, use):
    image = make_image()
    user = use(image)
    delete = reverse("admin:content_image_delete", args=[image.pk])
    for answer in (
        desk.post(delete, {"post": "yes"}),
        desk.post(
            reverse("admin:content_image_changelist"),
            {"action": "delete_selected", "_selected_action": image.pk, "post": "yes"},
        ),
    ):
        assert answer.status_code == 200 and user.title in answer.content.decode()
    assert Image.objects.exists()


@pytest.mark.django_db
def test_missing_copies_are_made_by_an_action(desk):
    image = make_image()
    sent = {"action": "make_missing_copies", "_selected_action": image.pk}
    answer = desk.post(reverse("admin:content_image_changelist"), sent, follow=True)
    assert "4 smaller copies were made." in answer.content.decode()
    default_storage.delete(image.file.name)
    Rendition.objects.all().delete()
    answer = desk.post(reverse("admin:content_image_changelist"), sent, follow=True)
    assert answer.status_code == 200 and "No such file" in answer.content.decode()


@pytest.mark.django_db
def test_the_editor_uploads_in_place(desk):
    answer = desk.post(reverse("admin:content_image_upload"), form(title="", name="a b.jpg"))
    image = Image.objects.get()
    assert answer.status_code == 201
    assert answer.json() | {"thumbnail": ""} == {
        "src": image.file.url,
        "thumbnail": "",
        "title": "Round",
        "alt": "Round",
        "width": 60,
        "height": 40,
    }
    sent = form(title="", alt="", is_decorative="on", name="line.jpg")
    assert desk.post(reverse("admin:content_image_upload"), sent).json()["title"] == "line.jpg"


@pytest.mark.django_db
def test_the_editor_is_told_why_a_picture_is_refused(desk, media):
    address = reverse("admin:content_image_upload")
    answer = desk.post(address, form(b"no", "evil.jpg", alt=""))
    assert answer.status_code == 400 and {"file", "alt"} == set(answer.json()["errors"])
    assert "evil.jpg" in answer.json()["errors"]["file"][0]["message"]
    assert desk.post(address, {}).status_code == 400
    assert desk.get(address).status_code == 405
    assert stored_files(media) == []


@pytest.mark.django_db
def test_only_staff_with_the_right_upload(client, media):
    address = reverse("admin:content_image_upload")
    assert client.post(address, form()).status_code == 302  # to the login
    client.force_login(make_user())
    answer = client.post(address, form())
    assert (
        answer.status_code == 403
        and "may not add" in answer.json()["errors"]["__all__"][0]["message"]
    )
    assert client.get(reverse("admin:content_image_library")).status_code == 403
    assert stored_files(media) == [] and not Image.objects.exists()


@pytest.mark.django_db
def test_the_library_is_searched_by_words(desk, django_assert_max_num_queries):
    for title in ("Round cells", "Bone marrow"):
        make_image(title=title, alt=f"{title} under a lens")
    address = reverse("admin:content_image_library")
    with django_assert_max_num_queries(4):
        found = desk.get(address, {"q": "lens BONE"}).json()["pictures"]
    assert [picture["title"] for picture in found] == ["Bone marrow"]
    assert len(desk.get(address).json()["pictures"]) == 2


@pytest.mark.django_db
def test_import_records_can_be_seen_and_not_changed(desk):
    disease = make_disease(title="Asthma")
    record = ImportRecord.objects.create(source="starter", key="asthma", entry=disease, digest="0")
    listed = desk.get(reverse("admin:content_importrecord_changelist"))
    assert "Asthma" in listed.content.decode()
    change = reverse("admin:content_importrecord_change", args=[record.pk])
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"key": "x"}).status_code == 403
    assert desk.get(reverse("admin:content_importrecord_add")).status_code == 403
    delete = reverse("admin:content_importrecord_delete", args=[record.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 6])
def test_the_list_says_in_how_many_pages_each_is_used(desk, size, django_assert_max_num_queries):
    used, hero, unused = make_image(), make_image(), make_image()
    for number in range(size):
        body = f'<p><img src="{used.file.url}" alt="x"></p>'
        Article.objects.create(title="Text", slug=f"text-{number}", body=body)
    as_hero(hero)
    desk.get(reverse("admin:content_image_changelist"))
    with django_assert_max_num_queries(35):
        page = desk.get(reverse("admin:content_image_changelist")).content.decode()
    assert page.count("not used") == 1 and unused
    assert (f"{size} pages" if size > 1 else "1 page<") in page


@pytest.mark.django_db
def test_a_picture_that_only_a_draft_shows_is_not_deleted(desk):
    image = make_image()
    article = Article.objects.create(title="Draft of a text", slug="text", is_live=False)
    payload = versions.capture(article)
    payload["fields"]["body"] = f'<p><img src="{image.file.url}" alt="x"></p>'
    workflow.save_draft(article, payload, by=None)
    asked = desk.get(reverse("admin:content_image_delete", args=[image.pk])).content.decode()
    assert "Draft of a text" in asked
    with pytest.raises(ProtectedError), transaction.atomic():
        image.delete()
    payload["fields"]["body"] = "<p>Without it.</p>"
    workflow.save_draft(article, payload, by=None)
    image.delete()
