import pytest
from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.messages import get_messages
from django.core import serializers
from django.urls import reverse

from articles.models import StandingPage
from content.text.fields import RichTextField
from content.text.forms import RichTextFormField
from content.text.widgets import RichTextWidget
from tests.content.hostile import HOSTILE
from tests.editorial.at_desk import next_version
from tests.factories import make_user

TYPED = '<h1>A</h1><p onclick="x">b</p><script>c</script>'
STORED = "<h2>A</h2><p>b</p>"


def make_page(slug="a", body=TYPED):
    return StandingPage(title="A", slug=slug, body=body)


def save():
    page = make_page()
    page.save()
    assert page.body == STORED


def create():
    StandingPage.objects.create(title="A", slug="a", body=TYPED)


def bulk_create():
    StandingPage.objects.bulk_create([make_page()])


def bulk_update():
    page = make_page(body="")
    page.save()
    page.body = TYPED
    StandingPage.objects.bulk_update([page], ["body"])


def update():
    make_page(body="").save()
    StandingPage.objects.update(body=TYPED)


def update_or_create():
    make_page(body="").save()
    StandingPage.objects.update_or_create(slug="a", defaults={"body": TYPED})


def save_some_fields():
    page = make_page(body="")
    page.save()
    page.body = TYPED
    page.save(update_fields=["body"])


def load_fixture():
    make_page(body="").save()
    page = StandingPage.objects.get()
    page.body = TYPED
    data = serializers.serialize("json", [page])
    for loaded in serializers.deserialize("json", data):
        loaded.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [save, create, bulk_create, bulk_update, update, update_or_create, save_some_fields]
    + [load_fixture],
)
def test_whoever_writes_the_row_holds_clean_text(write):
    write()
    assert next_version(StandingPage.objects.get(), "body") == (STORED,)


@pytest.mark.django_db
def test_all_hostile_texts_are_stored_harmless():
    StandingPage.objects.bulk_create(
        make_page(f"page-{number}", body) for number, body in enumerate(HOSTILE.values())
    )
    for page in StandingPage.objects.all():
        assert "onerror" not in page.body.split("&lt;")[0] and "<script" not in page.body.lower()


def test_model_validation_cleans_too():
    page = make_page()
    page.clean_fields()
    assert page.body == STORED
    assert StandingPage(title="A", slug="a", body=None).body is None


def test_migrations_see_a_plain_text_field():
    assert RichTextField().deconstruct()[1] == "django.db.models.TextField"


def test_a_form_uses_our_field_and_widget_even_where_the_admin_asks_for_its_own():
    field = StandingPage._meta.get_field("body").formfield(widget=AdminTextareaWidget)
    assert isinstance(field, RichTextFormField) and isinstance(field.widget, RichTextWidget)


class BodyForm(forms.Form):
    body = RichTextFormField()


def test_a_form_gives_clean_text_and_names_what_was_removed():
    form = BodyForm({"body": TYPED})
    assert form.is_valid() and form.cleaned_data == {"body": STORED}
    assert form.fields["body"].cleaned.markup == ("<script>", "p onclick")
    assert not BodyForm({"body": STORED}).fields["body"].cleaned.markup


def test_a_form_counts_what_was_left_out_though_it_looks_again_whether_the_text_changed():
    form = BodyForm({"body": "<p>a<del>b</del></p>"}, initial={"body": "<p>c</p>"})
    assert form.is_valid() and form.has_changed()
    assert form.fields["body"].cleaned.counts == {"deletions": 1}


@pytest.mark.parametrize("empty", ["", "<p>&nbsp;</p>", "<p></p>", "<script>x</script>"])
def test_a_required_text_with_nothing_in_it_is_refused(empty):
    assert BodyForm({"body": empty}).errors == {"body": ["This field is required."]}


def test_a_text_that_was_only_looked_at_has_not_changed():
    field = RichTextFormField()
    looked_at = '<ul><li data-list-item-id="e1">a <i>b</i></li></ul>'
    assert not field.has_changed("<ul><li>a <em>b</em></li></ul>", looked_at)
    assert not field.has_changed("", "<p>&nbsp;</p>") and not field.has_changed(None, "")
    assert field.has_changed("<p>a</p>", "<p>b</p>")


@pytest.mark.parametrize(
    ("posted", "value"),
    [
        ("<p>&nbsp;</p>", ""),
        ("<p></p>", ""),
        ("<p>\xa0</p>\n<p><br></p>", ""),
        ("", ""),
        ("<p>a</p>", "<p>a</p>"),
        ("plain", "plain"),
    ],
)
def test_an_untouched_editor_posts_nothing(posted, value):
    assert RichTextWidget().value_from_datadict({"body": posted}, {}, "body") == value


def test_the_widget_is_a_text_area_that_works_without_scripts():
    shown = str(BodyForm({"body": "<p>a</p>"})["body"])
    assert shown.startswith("<textarea") and "&lt;p&gt;a&lt;/p&gt;" in shown
    assert " required" not in shown and "style" not in shown
    assert f'data-pictures="{reverse("admin:content_image_upload")}"' in shown
    scripts = BodyForm().media._js
    assert all(script.attributes == {"defer": True} for script in scripts)


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "warned"), [(TYPED, True), (STORED, False)])
def test_the_admin_tells_what_was_removed_and_only_then(client, typed, warned):
    client.force_login(make_user(is_superuser=True))
    answer = client.get(reverse("admin:articles_standingpage_add"))
    posted = {"title": "A", "slug": "a", "language": "en", "order": 0, "body": typed}
    for inline in answer.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(reverse("admin:articles_standingpage_add"), posted)
    assert next_version(StandingPage.objects.get(), "body") == (STORED,)
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    sentence = "“Text”: this markup is not allowed and was removed: <script>, p onclick."
    assert (sentence in told) == warned
    assert any("removed" in text for text in told) == warned
