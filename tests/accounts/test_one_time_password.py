import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from tests.editorial.at_desk import desk
from tests.factories import make_user

pytestmark = pytest.mark.django_db
GIVEN, OWN = "given-by-somebody", "chosen-by-myself"


@pytest.fixture(autouse=True)
def middleware(settings):
    name = "accounts.middleware.one_time_password"
    if name not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware")
        settings.MIDDLEWARE = [*settings.MIDDLEWARE]
        settings.MIDDLEWARE.insert(place + 1, name)


@pytest.fixture
def newcomer(client):
    user = make_user("new", groups=["Author"], must_change_password=True)
    user.set_password(GIVEN)
    user.save()
    client.login(username="new", password=GIVEN)
    return client


def change(client, new):
    return client.post(
        reverse("admin:password_change"),
        {"old_password": GIVEN, "new_password1": new, "new_password2": new},
    )


def run(**options):
    out = io.StringIO()
    call_command("create_first_admin", stdout=out, no_color=True, **options)
    return out.getvalue()


def test_the_first_administrator_logs_in_with_the_printed_password_and_chooses_an_own(client):
    said = run()
    password = re.search(r"one-time password (\S+)", said)[1]
    assert len(password) >= 16
    assert client.login(username="admin", password=password)
    own = reverse("admin:password_change")
    assert client.get(reverse("admin:index")).url == own
    client.post(own, {"old_password": password, "new_password1": OWN, "new_password2": OWN})
    assert client.get(reverse("admin:index")).status_code == 200
    assert not User.objects.get().must_change_password


def test_every_password_is_another():
    first = re.search(r"password (\S+)", run())[1]
    User.objects.all().delete()
    assert re.search(r"password (\S+)", run())[1] != first


def test_a_second_run_says_that_one_exists_and_changes_nothing():
    run()
    before = User.objects.values().get()
    said = run(username="other")
    assert "already (admin); nothing was changed" in said and "password" not in said
    assert User.objects.values().get() == before


def test_the_name_can_be_chosen():
    run(username="ada")
    assert User.objects.get().username == "ada"


def test_a_name_that_is_taken_or_impossible_is_refused():
    make_user("admin")
    with pytest.raises(CommandError, match="cannot be the login name"):
        run()
    with pytest.raises(CommandError, match="cannot be the login name"):
        run(username="two words")
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_given_password_opens_nothing_but_the_page_to_change_it(newcomer):
    own = reverse("admin:password_change")
    for name in ("index", "articles_article_changelist", "autocomplete", "articles_article_add"):
        assert newcomer.get(reverse(f"admin:{name}")).url == own
        assert newcomer.post(reverse(f"admin:{name}")).url == own
    page = newcomer.get(own)
    assert page.status_code == 200
    assert "Choose your own one before you go on." in page.content.decode()


def test_a_given_password_lets_one_log_out(newcomer):
    assert newcomer.post(reverse("admin:logout")).status_code == 200


def test_after_the_change_the_desk_is_open(newcomer):
    assert change(newcomer, OWN).status_code == 302
    assert newcomer.get(reverse("admin:index")).status_code == 200
    assert not User.objects.get().must_change_password


def test_the_given_password_cannot_be_chosen_again(newcomer):
    response = change(newcomer, GIVEN)
    assert "Choose another password" in response.content.decode()
    assert User.objects.get().must_change_password


def test_a_failed_change_leaves_the_desk_closed(newcomer):
    assert change(newcomer, "short").status_code == 200
    assert newcomer.get(reverse("admin:index")).status_code == 302


def test_who_chose_the_own_password_is_not_led_anywhere():
    assert desk("Author").get(reverse("admin:index")).status_code == 200


def test_public_pages_do_not_ask_who_is_logged_in(newcomer):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from accounts.middleware import one_time_password

    class Untouchable:
        def __getattr__(self, name):
            raise AssertionError("the session was read")

    request = RequestFactory().get("/diseases/")
    request.user = Untouchable()
    assert one_time_password(lambda request: HttpResponse("ok"))(request).status_code == 200


def test_the_log_in_page_opens_for_a_visitor(client):
    page = client.get(reverse("admin:login"))
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
