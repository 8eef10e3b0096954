"""The change form works on the draft: apply, let Django work, capture, roll back, keep it."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.utils import formats, timezone
from django.utils.translation import gettext

from editorial import drafts, services, versions
from editorial.models import Revision

OPENED_AT = "_opened_at"
NOTE = "_note"


class WorksOnDrafts:
    """For a ModelAdmin of a Publishable; goes before it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with drafts.queue():
            if request.method == "POST":
                with transaction.atomic():
                    return self._save_version(request, object_id, form_url, extra_context)
            return self._show_draft(request, object_id, form_url, extra_context)

    def _show_draft(self, request, object_id, form_url, extra_context):
        entry = self._row(object_id)
        draft = drafts.pending(entry) if entry else None
        request.entry_row, request.draft = entry, draft
        if draft is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with drafts.scratch(entry, draft.payload) as request.problems:
            return rendered(super().changeform_view(request, object_id, form_url, extra_context))

    def _save_version(self, request, object_id, form_url, extra_context):
        entry = self._row(object_id, lock=True)
        draft = drafts.pending(entry) if entry else None
        request.entry_row, request.draft, request.saved, request.log_later = entry, draft, None, []
        newest = drafts.newest_number(entry) if entry else 0
        if entry and request.POST.get(OPENED_AT) != str(newest):
            request.stale = Revision.objects.newest(entry)
        is_new = entry is None
        payload = draft.payload if draft else None
        with drafts.scratch(entry, payload, keep=lambda: is_new) as request.problems:
            response = rendered(
                super().changeform_view(request, object_id, form_url, extra_context)
            )
            if request.saved:
                connection.check_constraints()  # the rollback would hide what points nowhere
                version = versions.capture(request.saved)
        if not request.saved:
            return response
        saved = self.model._base_manager.get(pk=request.saved.pk)
        if is_new:
            versions.empty(saved)
        services.save_draft(
            saved, version, by=request.user, note=request.POST.get(NOTE, "").strip()[:300]
        )
        for log in request.log_later:
            log()
        if "_publish" in request.POST:
            return self._publish_now(request, saved)
        return response

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
                done = services.publish(entry, by=request.user)
        except (services.NeedsReason, services.NotReady):
            self.message_user(request, gettext("The draft is saved. It is not public yet."))
            return HttpResponseRedirect(self.address("step", entry, "publish"))
        except ValidationError as error:
            said = gettext("The draft is saved, but it cannot be public yet: %s")
            self.message_user(request, said % " ".join(error.messages), messages.ERROR)
        except (services.Refused, PermissionDenied) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            said = gettext("“%s” is on the public site now.") % done
            self.message_user(request, said, messages.SUCCESS)
            self.log_change_now(request, done, gettext("Published."))
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
        request.saved = form.instance

    def log_change(self, request, obj, message):
        """In the scratch it would be rolled back with the rest."""
        if hasattr(request, "log_later"):
            request.log_later.append(partial(super().log_change, request, obj, message))
            return None
        return super().log_change(request, obj, message)

    def log_change_now(self, request, obj, message):
        return super().log_change(request, obj, message)

    def log_addition(self, request, obj, message):
        if hasattr(request, "log_later"):
            request.log_later.append(partial(super().log_addition, request, obj, message))
            return None
        return super().log_addition(request, obj, message)


def rendered(response):
    """Nothing lazy may leave the scratch."""
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    return response


def on_site(request, obj) -> bool:
    """Whether the entry is public; in the scratch its row says otherwise."""
    row = getattr(request, "entry_row", None)
    return row.is_live if row is not None and obj is not None and row.pk == obj.pk else obj.is_live


def moment(when) -> str:
    return formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")
