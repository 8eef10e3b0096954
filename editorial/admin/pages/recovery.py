"""Unsaved text of a form, kept while somebody types, and who else has the form open."""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.urls import path, reverse
from django.utils import timezone

from editorial.models import Recovery, Revision
from editorial.models.recovery import NEW

MOST_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 5000
NEW_FORM = "new"


class Unusable(Exception):
    """What was sent is no text of a form."""


class KeepsUnsaved:
    """For a ModelAdmin that works on drafts; goes before it."""

    def get_urls(self):
        return [
            path(
                "<path:object_id>/recovery/",
                self.admin_site.admin_view(self.recovery_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_recovery",
            ),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        saved = getattr(request, "saved", None)
        if saved is not None and not getattr(request, "previewing", False):
            keys = [saved.pk] if object_id else [NEW]
            own = Recovery.objects.filter(user=request.user, object_id__in=keys)
            own.filter(content_type=ContentType.objects.get_for_model(self.model)).delete()
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_save = self.has_add_permission(request) if add else (
            obj is not None and self.has_change_permission(request, obj)
        )  # fmt: skip
        if may_save and not context.get("is_popup"):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_recovery"
            context["recovery_url"] = reverse(name, args=[NEW_FORM if add else obj.pk])
            context["now"] = timezone.now()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def recovery_view(self, request, object_id):
        """GET: my unsaved text and who is here. POST: keep it, throw it away, or say I am here."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        key = self._recovery_key(request, object_id)
        slots = Recovery.objects.at(self.model, key)
        if request.method == "POST":
            try:
                self._take(request, slots, key)
            except Unusable as error:
                return JsonResponse({"error": str(error)}, status=400)
        mine = slots.filter(user=request.user).first()
        answer = {
            "now": timezone.now().isoformat(),
            "others": [str(name) for name in others(slots, request.user)] if key != NEW else [],
            "kept_at": self._kept_at(request, key),
        }
        if request.method != "POST" and mine and mine.data:
            answer |= {"data": mine.data, "saved_at": mine.saved_at.isoformat()}
        response = JsonResponse(answer)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _recovery_key(self, request, object_id) -> int:
        if object_id == NEW_FORM:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return NEW
        try:
            entry = self.get_object(request, object_id)
        except ValidationError:
            entry = None
        if entry is None:
            raise Http404
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        return entry.pk

    def _take(self, request, slots, key):
        sent = read(request)
        place = {
            "user": request.user,
            "content_type": ContentType.objects.get_for_model(self.model),
            "object_id": key,
        }
        now = timezone.now()
        if sent.get("discard"):
            slots.filter(user=request.user).update(data=None, saved_at=None)
            return
        values = {"seen_at": now}
        if "data" in sent:
            values |= {"data": form_data(sent["data"]), "saved_at": now}
        Recovery.objects.update_or_create(**place, defaults=values)

    def _kept_at(self, request, key):
        """When this person last saved here; older unsaved text in the browser is done with."""
        own = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), author=request.user
        )
        own = own.filter(number=1) if key == NEW else own.filter(object_id=key)
        kept = own.order_by("-created_at").values_list("created_at", flat=True).first()
        return kept.isoformat() if kept else None


def others(slots, user):
    return [slot.user for slot in slots.open_now().exclude(user=user).select_related("user")[:10]]


def read(request) -> dict:
    if len(request.body) > MOST_BYTES:
        raise Unusable("too much text")
    try:
        sent = json.loads(request.body or "{}")
    except (ValueError, RecursionError) as error:
        raise Unusable("no JSON") from error
    if not isinstance(sent, dict):
        raise Unusable("no object")
    return sent


def form_data(data) -> dict:
    """{"pairs": [[name, value], ...], "labels": {name: {value: text}}}, all of it text."""
    if not isinstance(data, dict):
        raise Unusable("no form")
    pairs, labels = data.get("pairs"), data.get("labels", {})
    if not isinstance(pairs, list) or len(pairs) > MOST_FIELDS or not isinstance(labels, dict):
        raise Unusable("no form")
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(map(is_text, pair))):
            raise Unusable("no field")
    for options in labels.values():
        if not isinstance(options, dict) or not all(map(is_text, options.values())):
            raise Unusable("no label")
    return {"pairs": pairs, "labels": labels}


def is_text(value) -> bool:
    """PostgreSQL stores no NUL and no half of a character."""
    if not isinstance(value, str) or "\x00" in value:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)
