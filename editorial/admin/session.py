"""One colleague at one entry: what is being edited, and what is to be done and said afterwards."""

from collections.abc import Callable
from copy import copy
from functools import cached_property, partial

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst

from editorial.versions import drafts


class EditingSession:
    """Made once per request by an `EntryAdmin` and handed on as an argument.

    Django's form calls methods of the admin with nothing but the request. `bound()` is a copy of
    the admin that serves this session alone and knows it as `session`.
    """

    def __init__(self, admin, request, entry):
        self.admin = admin
        self.request = request
        # The row before any draft is applied to it, as the public sees it; None for a new entry.
        self.entry = entry
        self.problems = []  # what of the draft no longer fits
        self.overtaken = None  # somebody saved since the form was opened: conflicts.Overtaken
        self.is_asking = False  # the form is shown again, to choose between the two
        self.is_preview = False  # nothing of it is kept
        self.saved = self.saved_form = None  # what the form wrote, and the form
        self._waiting = None  # (log entries, messages) that hold only once the version is kept

    @classmethod
    def seen(cls, admin, request, object_id):
        """For those who may see the entry: 403 for others, 404 when there is none."""
        entry = row_of(admin.model, object_id)
        if not admin.has_view_permission(request, entry):
            raise PermissionDenied
        if entry is None:
            raise Http404
        return cls(admin, request, entry)

    @classmethod
    def listed(cls, admin, request, object_id):
        """Of an entry on the list of its type, so of none that lies in the trash."""
        entry = admin.get_object(request, object_id)
        if entry is None:
            raise Http404
        return cls(admin, request, entry)

    @cached_property
    def draft(self):
        return drafts.pending(self.entry) if self.entry else None

    @property
    def user(self):
        return self.request.user

    def bound(self):
        admin = copy(self.admin)
        admin.session = self
        return admin

    def address(self, name, *more):
        return page_address(self.entry, name, *more)

    def context(self, **more):
        """What every page of an entry shows around its own content."""
        self.request.current_app = self.admin.admin_site.name
        opts = self.admin.opts
        return {
            **self.admin.admin_site.each_context(self.request),
            "opts": opts,
            "module_name": str(capfirst(opts.verbose_name_plural)),
            "original": self.entry,
            **{
                f"{name}_url": self.address(name)
                for name in ("change", "history", "preview", "compare", "restore")
            },
            **more,
        }

    def log(self, said):
        self.admin.log_change(self.request, self.entry, said)

    def tell(self, said, level=messages.SUCCESS):
        self.admin.message_user(self.request, said, level)

    def say_nothing(self):
        """What waits to be told stays for the page of the desk, and a preview adds nothing."""
        self.request._messages = NoMessages()

    def hold_back(self):
        self._waiting = [], []

    @property
    def is_holding_back(self):
        return self._waiting is not None

    def log_later(self, write: Callable[[], None]):
        self._waiting[0].append(write)

    def say_later(self, say: Callable[[], None]):
        self._waiting[1].append(say)

    def release(self, *, with_logs):
        logs, words = self._waiting
        self._waiting = None
        for late in [*(logs if with_logs else ()), *words]:
            late()


class HoldsBack:
    """For a ModelAdmin with a `session`: “saved” is logged and said when it is true."""

    session = None

    def log_change(self, request, obj, message):
        return self._log(partial(super().log_change, request, obj, message))

    def log_addition(self, request, obj, message):
        return self._log(partial(super().log_addition, request, obj, message))

    def _log(self, write):
        if self.session is not None and self.session.is_holding_back:
            return self.session.log_later(write)
        return write()

    def message_user(self, request, message, *args, **kwargs):
        say = partial(super().message_user, request, message, *args, **kwargs)
        if self.session is not None and self.session.is_holding_back:
            self.session.say_later(say)
        else:
            say()


class NoMessages:
    """Stands for the messages of a request."""

    used = added_new = False

    def add(self, level, message, extra_tags=""):
        pass

    def update(self, response):
        return []

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def row_of(model, object_id, *, lock=False):
    """The row of an entry, also of one in the trash; None for nonsense and for a new entry."""
    if object_id is None:
        return None
    rows = model._base_manager.select_for_update() if lock else model._base_manager
    try:
        key = model._meta.pk.to_python(unquote(object_id))
    except ValidationError:
        return None
    return rows.filter(pk=key).first()


def page_address(entry, name, *more):
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[entry.pk, *more])
