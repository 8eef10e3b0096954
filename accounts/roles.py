"""Who may do what on the desk: one table, kept right after every migrate."""

from enum import Enum, auto

from django.apps import apps as global_apps
from django.db import DEFAULT_DB_ALIAS, models, router, transaction
from django.db.models import Q

from content.models import ChildRow, Publishable


class Kind(Enum):
    """Beside entries and rows, a model says which it is by its `kind_for_roles`."""

    ENTRY = auto()  # what has an address on the public site
    ROW = auto()  # names, codes, references and other rows on the form of an entry
    IMAGE = auto()
    IMPORT = auto()
    REVIEW = auto()
    CORRECTION = auto()
    VERSION = auto()
    STEP = auto()  # one line of what was done on the desk
    FEEDBACK = auto()  # what readers sent
    TRASH = auto()
    LINK = auto()  # what was found at outside addresses
    SITE = auto()
    COLLEAGUE = auto()
    MAIL = auto()  # what could not be sent


ROLES = ("Author", "Medical reviewer", "Read-only", "Publisher")

# "change" is the right to write a draft, also of what is live; "publish" puts it on the site.
# "review" of a version includes to approve it, which nobody does with an own text. Publishers
# have it because they may give only rights that they have.
WRITE = "view add change"
EDIT = f"{WRITE} delete"
# fmt: off
TABLE = {
    #                 Author      Med. reviewer  Read-only  Publisher
    Kind.ENTRY:      (WRITE,      "view",        "view",    f"{EDIT} publish"),
    Kind.ROW:        (EDIT,       "view",        "view",    EDIT),
    Kind.IMAGE:      ("view add", "view",        "view",    EDIT),
    Kind.IMPORT:     ("",         "",            "view",    "view"),
    Kind.REVIEW:     ("view",     "view add",    "view",    "view add"),
    Kind.CORRECTION: ("view",     "view",        "view",    EDIT),
    Kind.VERSION:    ("",         "review",      "",        "review"),
    Kind.STEP:       ("view",     "view",        "view",    "view"),
    Kind.FEEDBACK:   ("view change", "view",     "view",    "view change delete"),
    Kind.TRASH:      ("view",     "view",        "view",    "view change"),
    Kind.LINK:       ("view",     "view",        "view",    "view"),
    Kind.SITE:       ("view",     "view",        "view",    WRITE),
    Kind.COLLEAGUE:  ("view",     "view",        "view",    WRITE),
    Kind.MAIL:       ("",         "",            "",        "view change delete"),
}
# fmt: on


def kind_of(model: type[models.Model]) -> Kind | None:
    """None: the table does not know the model, so no role has a right on it."""
    if issubclass(model, Publishable):
        return Kind.ENTRY
    if issubclass(model, ChildRow):
        return Kind.ROW
    named = getattr(model, "kind_for_roles", None)
    return Kind[named.upper()] if named else None


def verbs(role: str, model: type[models.Model]) -> list[str]:
    kind = kind_of(model)
    return TABLE[kind][ROLES.index(role)].split() if kind else []


def rights(role: str) -> set[tuple[str, str]]:
    """(app, codename) of every permission that the role has."""
    return {
        (model._meta.app_label, f"{verb}_{model._meta.model_name}")
        for model in global_apps.get_models()
        for verb in verbs(role, model)
    }


def keep_roles(using: str = DEFAULT_DB_ALIAS, apps=global_apps, **kwargs) -> None:
    """Give the four groups exactly the permissions of the table; other groups stay as they are.

    `apps` is the state that a partial migrate has reached, in which models may be missing.
    """
    try:
        Group = apps.get_model("auth", "Group")
        Permission = apps.get_model("auth", "Permission")
    except LookupError:
        return
    if not router.allow_migrate_model(using, Group):
        return
    known = {
        (app, codename): pk
        for app, codename, pk in Permission.objects.using(using).values_list(
            "content_type__app_label", "codename", "pk"
        )
    }
    with transaction.atomic(using=using):
        for role in ROLES:
            group, _made = Group.objects.using(using).get_or_create(name=role)
            group.permissions.set([known[right] for right in rights(role) if right in known])


def held_by(user) -> Q:
    """Condition on permissions: the account has them, also while it is not active."""
    return Q(user=user) | Q(group__user=user)


def may_manage(manager, account) -> bool:
    """Whoever sets a password can use the account, so it must not hold more than the manager."""
    if manager.is_superuser:
        return True
    if account.is_superuser:
        return False
    permission = global_apps.get_model("auth", "Permission")
    of_manager = permission.objects.filter(held_by(manager)).values("pk")
    return not permission.objects.filter(held_by(account)).exclude(pk__in=of_manager).exists()


def groups_to_give(manager):
    """The groups that give nothing the manager does not have."""
    groups = global_apps.get_model("auth", "Group").objects.order_by("name")
    if manager.is_superuser:
        return groups
    permission = global_apps.get_model("auth", "Permission")
    of_manager = permission.objects.filter(held_by(manager)).values("pk")
    beyond = permission.objects.exclude(pk__in=of_manager).values("pk")
    return groups.exclude(permissions__in=beyond)
