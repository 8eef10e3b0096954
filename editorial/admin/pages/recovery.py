"""Unsaved text of a form, kept while somebody types, and who else has the form open."""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils import timezone

from editorial.admin.session import EditingSession
from editorial.models import Recovery, Revision
from editorial.models.recovery import NEW

MOST_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 5000
NEW_FORM = "new"


class Unusable(Exception):
    """What was sent is no text of a form."""


def recovery_page(session):
    """GET: my unsaved text and who is here. POST: keep it, throw it away, or say I am here."""
    key = session.entry.pk if session.entry else NEW
    slots = Recovery.objects.at(session.admin.model, key)
    if session.request.method == "POST":
        try:
            take(session, slots, key)
        except Unusable as error:
            return JsonResponse({"error": str(error)}, status=400)
    mine = slots.filter(user=session.user).first()
    answer = {
        "now": timezone.now().isoformat(),
        "others": [str(name) for name in others(slots, session.user)] if session.entry else [],
        "kept_at": kept_at(session),
    }
    if session.request.method != "POST" and mine and mine.data:
        answer |= {"data": mine.data, "saved_at": mine.saved_at.isoformat()}
    response = JsonResponse(answer)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def edited(admin, request, object_id):
    """A session for those who may change the entry, or add one."""
    if object_id == NEW_FORM:
        if not admin.has_add_permission(request):
            raise PermissionDenied
        return EditingSession(admin, request, None)
    try:
        session = EditingSession.listed(admin, request, object_id)
    except ValidationError as error:
        raise Http404 from error
    if not admin.has_change_permission(request, session.entry):
        raise PermissionDenied
    return session


def recovery_address(admin, entry):
    return address_beside(admin, entry, "recovery")


def address_beside(admin, entry, page):
    """Of a page of a form; `entry`: None for that of a new one."""
    name = f"admin:{admin.opts.app_label}_{admin.opts.model_name}_{page}"
    return reverse(name, args=[entry.pk if entry else NEW_FORM])


def take(session, slots, key):
    sent = read(session.request)
    now = timezone.now()
    if sent.get("discard"):
        slots.filter(user=session.user).update(data=None, saved_at=None)
        return
    values = {"seen_at": now}
    if "data" in sent:
        values |= {"data": form_data(sent["data"]), "saved_at": now}
    Recovery.objects.update_or_create(
        user=session.user,
        content_type=ContentType.objects.get_for_model(session.admin.model),
        object_id=key,
        defaults=values,
    )


def kept_at(session):
    """When this person last saved here; older unsaved text in the browser is done with."""
    own = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(session.admin.model), author=session.user
    )
    own = own.filter(object_id=session.entry.pk) if session.entry else own.filter(number=1)
    kept = own.order_by("-created_at").values_list("created_at", flat=True).first()
    return kept.isoformat() if kept else None


def forget_unsaved(session):
    """What the colleague had typed before is kept now."""
    key = session.saved.pk if session.entry else NEW
    own = Recovery.objects.filter(user=session.user, object_id=key)
    own.filter(content_type=ContentType.objects.get_for_model(session.admin.model)).delete()


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
