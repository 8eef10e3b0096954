import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from tests.editorial.at_desk import desk, form_of, send, url
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SECRET = "correct-horse-battery"


def group(name):
    return Group.objects.get(name=name)


@pytest.fixture
def publisher():
    return desk("Publisher")


@pytest.fixture
def powerful():
    """A group that may do what publishers may not."""
    made = Group.objects.create(name="Keepers of groups")
    made.permissions.add(Permission.objects.get(codename="change_group"))
    return made


def test_a_publisher_adds_a_colleague_who_has_no_password_yet(publisher):
    response = send(
        publisher,
        url(User, "add"),
        username="ada",
        first_name="Ada",
        last_name="Example",
        email="ada@example.org",
        groups=[group("Author").pk],
    )
    ada = User.objects.get(username="ada")
    assert response.status_code == 302 and response.url == url(ada, "password")
    assert ada.is_staff and not ada.is_superuser and not ada.has_usable_password()
    assert (ada.email, str(ada), ada.groups.get().name) == (
        "ada@example.org",
        "Ada Example",
        "Author",
    )


def test_a_login_name_is_given_once(publisher):
    make_user("ada")
    response = send(publisher, url(User, "add"), username="Ada")
    assert "username" in response.context["adminform"].form.errors


def test_a_new_colleague_cannot_be_given_more_by_forged_fields(publisher, powerful):
    send(
        publisher,
        url(User, "add"),
        username="eve",
        password1=SECRET,
        password2=SECRET,
        is_superuser="on",
        user_permissions=[Permission.objects.get(codename="change_group").pk],
    )
    eve = User.objects.get(username="eve")
    assert not eve.is_superuser and not eve.user_permissions.exists()
    assert not eve.has_usable_password()
    send(publisher, url(eve), is_superuser="on", user_permissions=["1"], is_staff="on")
    eve.refresh_from_db()
    assert not eve.is_superuser and not eve.user_permissions.exists()


def test_a_publisher_cannot_give_a_group_that_may_do_more(publisher, powerful):
    page = publisher.get(url(User, "add")).content.decode()
    assert "Medical reviewer" in page and powerful.name not in page
    eve = make_user("eve")
    response = send(publisher, url(eve), groups=[powerful.pk])
    assert "groups" in response.context["adminform"].form.errors
    assert not eve.groups.exists()


def test_a_publisher_gives_and_takes_the_roles_of_the_house(publisher):
    colleague = make_user(groups=["Author"])
    chosen = [group("Publisher").pk, group("Medical reviewer").pk]
    send(publisher, url(colleague), groups=chosen)
    assert {g.name for g in colleague.groups.all()} == {"Publisher", "Medical reviewer"}


def test_nobody_changes_the_own_roles_or_locks_the_own_account(publisher, powerful):
    me = publisher.user
    data = form_of(publisher.get(url(me)))
    assert not {"groups", "is_active"} & set(data)
    publisher.post(url(me), data | {"groups": [powerful.pk], "first_name": "Ada"})
    me.refresh_from_db()
    assert me.is_active and me.first_name == "Ada"
    assert [g.name for g in me.groups.all()] == ["Publisher"]


def test_a_superuser_does_not_take_the_own_rights_away():
    root = desk(is_superuser=True)
    send(root, url(root.user), first_name="Root")
    root.user.refresh_from_db()
    assert root.user.is_superuser and root.user.is_active and root.user.first_name == "Root"


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("might", ["superuser", "group", "permission"])
def test_a_publisher_cannot_touch_an_account_that_may_do_more(
    publisher, powerful, might, is_active
):
    boss = make_user("boss", is_superuser=might == "superuser", is_active=is_active)
    if might == "group":
        boss.groups.add(powerful)
    if might == "permission":
        boss.user_permissions.add(Permission.objects.get(codename="change_group"))
    data = {"username": "mine", "password1": SECRET, "password2": SECRET, "is_active": "on"}
    assert publisher.get(url(boss)).status_code == 200
    assert publisher.post(url(boss), data).status_code == 403
    assert publisher.post(url(boss, "password"), data).status_code == 403
    boss.refresh_from_db()
    assert boss.username == "boss" and not boss.has_usable_password()
    assert boss.is_active == is_active


def test_a_deactivated_colleague_cannot_log_in_and_history_keeps_the_name(publisher, client):
    colleague = make_user("old")
    colleague.set_password(SECRET)
    colleague.save()
    data = form_of(publisher.get(url(colleague)))
    del data["is_active"]
    publisher.post(url(colleague), data)
    assert not client.login(username="old", password=SECRET)
    assert publisher.post(url(colleague, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(username="old").exists()


def test_the_own_password_is_changed_on_its_own_page(publisher):
    response = publisher.get(url(publisher.user, "password"))
    assert response.url.endswith("/password_change/")


@pytest.mark.parametrize("role", ["Author", "Read-only", "Medical reviewer"])
def test_others_see_who_works_here_but_no_password_and_no_button(role):
    colleague, client = make_user("ada", email="ada@example.org"), desk(role)
    page = client.get(url(colleague)).content.decode()
    assert "ada@example.org" in page
    assert "field-password" not in page and 'name="_save"' not in page
    assert client.get(url(User, "changelist", password__startswith="a")).status_code in (302, 400)


def test_the_roles_of_the_house_are_not_edited_by_hand():
    root, other = desk(is_superuser=True), Group.objects.create(name="Translators")
    assert root.post(url(group("Author")), {"name": "Authors"}).status_code == 403
    assert root.post(url(group("Author"), "delete"), {"post": "yes"}).status_code == 403
    assert send(root, url(other), name="Translating").status_code == 302
    assert Group.objects.filter(name="Author").exists()
