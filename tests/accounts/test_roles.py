import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts import roles
from content.models import ChildRow, Publishable
from content.registry import entry_models
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def names(group):
    return set(
        Group.objects.get(name=group).permissions.values_list("content_type__app_label", "codename")
    )


def test_the_four_roles_exist_with_exactly_the_rights_of_the_table():
    for role in roles.ROLES:
        assert names(role) == roles.rights(role)


def test_every_right_of_the_table_is_a_real_permission():
    known = set(Permission.objects.values_list("content_type__app_label", "codename"))
    for role in roles.ROLES:
        assert roles.rights(role) <= known


def test_the_table_knows_every_model_of_the_house_that_the_desk_shows():
    for model in admin.site._registry:
        if model._meta.app_label != "auth":
            assert roles.kind_of(model), model
    for model in apps.get_models():
        if issubclass(model, Publishable | ChildRow):
            assert roles.kind_of(model), model


def test_every_content_type_can_be_published_by_publishers_alone():
    for model in entry_models():
        right = (model._meta.app_label, f"publish_{model._meta.model_name}")
        assert [role for role in roles.ROLES if right in names(role)] == ["Publisher"]


def test_no_role_has_a_right_on_groups_permissions_or_sessions():
    for role in roles.ROLES:
        assert not {app for app, _right in names(role)} & {"auth", "sessions", "admin"}


def test_a_publisher_has_every_right_that_the_other_roles_have():
    """Otherwise a publisher could not give those roles."""
    for role in roles.ROLES:
        assert names(role) <= names("Publisher")


def test_migrate_puts_back_what_was_changed_and_leaves_other_groups_alone():
    author, other = Group.objects.get(name="Author"), Group.objects.create(name="Translators")
    extra = Permission.objects.get(codename="publish_article")
    author.permissions.add(extra)
    other.permissions.add(extra)
    author.permissions.remove(Permission.objects.get(codename="add_article"))
    Group.objects.get(name="Read-only").delete()
    call_command("migrate", verbosity=0)
    for role in roles.ROLES:
        assert names(role) == roles.rights(role)
    assert list(other.permissions.all()) == [extra]


def test_migrate_keeps_who_is_in_a_role():
    user = make_user(groups=["Author"])
    call_command("migrate", verbosity=0)
    assert user.groups.get().name == "Author"


TWO_DATABASES = """
import django
from django.conf import settings

settings.DATABASES["other"] = {**settings.DATABASES["default"], "NAME": sys.argv[1]}
django.setup()
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections

def migrate(*args):
    call_command("migrate", *args, database="other", verbosity=0)

def groups():
    made = Group.objects.using("other").order_by("name")
    print({group.name: group.permissions.count() for group in made})

migrate("contenttypes")
migrate("auth")
groups()
migrate()
groups()
print(connections["default"].introspection.table_names())
"""


def test_roles_are_made_in_the_database_that_is_migrated_also_step_by_step(tmp_path):
    """On an empty database, of which only a part is migrated first; the default stays empty."""
    variables = {name: value for name, value in os.environ.items() if name[:4] != "MSC_"}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{TWO_DATABASES}", str(tmp_path / "other.sqlite3")],
        env=variables | {"MSC_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    partial, complete, default = done.stdout.splitlines()
    assert partial == str(dict.fromkeys(sorted(roles.ROLES), 0))
    assert complete == str({role: len(roles.rights(role)) for role in sorted(roles.ROLES)})
    assert default == "[]"
