"""The change form works on the draft: apply, let Django work, capture, roll back, keep it."""

from copy import copy
from functools import partial

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.utils import formats, timezone
from django.utils.translation import gettext

from editorial import versions, workflow
from editorial.admin.conflicts import BASE, OPENED_AT, Overtaken
from editorial.versions import drafts

NOTE = "_note"


class WorksOnDrafts:
    """For a ModelAdmin of a Publishable; goes before it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        form = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method == "POST":
            with drafts.one_writer_at_a_time(), transaction.atomic():
                return self._save_version(request, object_id, form)
        return self._show_draft(request, object_id, form)

    def _show_draft(self, request, object_id, form):
        entry = request.entry_row = self._row(object_id)
        draft = request.draft = drafts.pending(entry) if entry else None
        if draft is None:
            return form()
        # Its entry is read anew; `entry_row` goes on telling what is public.
        with (
            drafts.one_writer_at_a_time(),
            drafts.draft_applied(copy(entry), draft.payload) as request.problems,
        ):
            return rendered(form())

    def _save_version(self, request, object_id, form):
        if "_publish" in request.POST and not self.has_publish_permission(request):
            raise PermissionDenied
        entry = request.entry_row = self._row(object_id, lock=True)
        draft = request.draft = drafts.pending(entry) if entry else None
        is_new = entry is None
        other = request.overtaken = None if is_new else Overtaken.by(entry, request.POST)
        payload = (other and other.base) or (draft and draft.payload)
        with drafts.draft_applied(copy(entry), payload, keep=lambda: is_new) as request.problems:
            response, version = self._try(request, form, undo=other is not None)
            if other:
                version = other.settle(version)
                if version is None:
                    return self._ask(request, form)
        changed = version is not None and self._keep(request, entry, version)
        logs, words = request.log_later, request.say_later
        del request.log_later, request.say_later
        for late in [*(logs if changed else ()), *words]:
            late()
        if version is None:
            return response
        saved = self.model._base_manager.get(pk=request.saved.pk)
        if "_publish" in request.POST:
            return self._publish_now(request, saved)
        return response

    def _keep(self, request, entry, version):
        """Write the version beside the row, and the ticks into it; whether anything is new."""
        saved = self.model._base_manager.get(pk=request.saved.pk)
        is_newer = entry is None or version != drafts.as_it_would_be(saved)
        if is_newer:
            note = request.POST.get(NOTE, "").replace("\0", "").strip()[:300]
            workflow.save_draft(saved, version, by=request.user, note=note)
        values = self._state_on_form(request) if entry else {}
        if values:
            workflow.amend(saved, by=request.user, **values)
        return is_newer or bool(values)

    def _try(self, request, form, *, undo):
        """What the stock form makes of the rows: its answer, and the version when it is valid."""
        request.saved, request.log_later, request.say_later = None, [], []
        version = None
        with transaction.atomic():
            response = rendered(form())
            if request.saved:
                connection.check_constraints()  # the rollback would hide what points nowhere
                version = versions.capture(request.saved)
            if undo:
                transaction.set_rollback(True)
        return response, version

    def _ask(self, request, form):
        """The form once more, with the typed text, and what the colleague made of it."""
        request.is_asking = True
        response, _version = self._try(request, form, undo=True)
        return response

    def _state_on_form(self, request):
        """Ticks that are no part of a text and hold at once."""
        changed = set(request.saved_form.changed_data) & versions.STATE
        return {name: request.saved_form.cleaned_data[name] for name in changed}

    def _row(self, object_id, *, lock=False):
        """The live row, before any draft is put into it; None for nonsense and for a new entry."""
        if object_id is None:
            return None
        rows = self.model._base_manager.select_for_update() if lock else self.model._base_manager
        try:
            key = self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        return rows.filter(pk=key).first()

    def _publish_now(self, request, entry):
        """Publish at once where nothing is to be asked; else say why not. The draft is saved."""
        try:
            with transaction.atomic():
                done = workflow.publish(entry, by=request.user)
        except (workflow.NeedsReason, workflow.NotReady):
            self.message_user(request, gettext("The draft is saved. It is not public yet."))
            return HttpResponseRedirect(self.address("step", entry, "publish"))
        except ValidationError as error:
            said = gettext("The draft is saved, but it cannot be public yet: %s")
            self.message_user(request, said % " ".join(error.messages), messages.ERROR)
        except (workflow.Refused, PermissionDenied) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            said = gettext("“%s” is on the public site now.") % done
            self.message_user(request, said, messages.SUCCESS)
            self.log_change(request, done, gettext("Published."))
        return HttpResponseRedirect(self.address("change", entry))

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        for problem in getattr(request, "problems", None) or ():
            if entry is not None and problem.kind == "taken" and hasattr(entry, problem.field):
                # The editor sees the own value, with Django's own error beside it.
                setattr(entry, problem.field, problem.value)
        return entry

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.saved, request.saved_form = form.instance, form

    def draft_context(self, request, row):
        """What the template of the form needs beside Django's own."""
        other = getattr(request, "overtaken", None)
        return {
            "opened_at_name": OPENED_AT,
            "opened_at": other.opened_at if other else drafts.newest_number(row),
            "overtaken": other is not None,
            "base_name": BASE,
            "base": other.base_number if other else None,
            "conflicts": other.conflicts if other else [],
            "draft": request.draft,
            "problems": getattr(request, "problems", []),
        }

    def log_change(self, request, obj, message):
        """Where the draft is applied it would be rolled back with the rest."""
        if hasattr(request, "log_later"):
            request.log_later.append(partial(super().log_change, request, obj, message))
            return None
        return super().log_change(request, obj, message)

    def log_addition(self, request, obj, message):
        if hasattr(request, "log_later"):
            request.log_later.append(partial(super().log_addition, request, obj, message))
            return None
        return super().log_addition(request, obj, message)

    def message_user(self, request, message, *args, **kwargs):
        """“Saved” is said when it is true."""
        if hasattr(request, "say_later"):
            say = partial(super().message_user, request, message, *args, **kwargs)
            request.say_later.append(say)
        else:
            super().message_user(request, message, *args, **kwargs)


def rendered(response):
    """Nothing lazy may leave where the draft is applied."""
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    return response


def on_site(request, obj) -> bool:
    """Whether the entry is public; while a draft is applied its row says otherwise."""
    row = getattr(request, "entry_row", None)
    return row.is_live if row is not None and obj is not None and row.pk == obj.pk else obj.is_live


def moment(when) -> str:
    return formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")
