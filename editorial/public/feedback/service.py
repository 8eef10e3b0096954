"""What becomes of a form that a reader sends: refused with a reason, or stored and thanked for."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from content.web import params
from editorial.models import Feedback
from editorial.public import throttle
from editorial.public.feedback.forms import FORMS, ErrorForm, HelpfulForm
from editorial.public.public_urls import LONGEST_PATH, readable_page
from editorial.public.same_site import came_from_this_site

MOST_BYTES = 20_000
START = "/"


def asked_page(request):
    return params.text(request, "page", LONGEST_PATH + 1) or START


def receive(request):
    if size_of(request) > MOST_BYTES:
        return answer(request, status=413, refusal=_("This is too long. Please shorten it."))
    form = FORMS.get(request.POST.get("kind"), HelpfulForm)(request.POST)
    if not came_from_this_site(request):
        return answer(
            request,
            form,
            status=403,
            refusal=_(
                "We could not see that this form was sent from our own page, so nothing was "
                "stored. Open the page on this site and send the form there. If your browser "
                "hides where a form comes from, allow it for this site."
            ),
        )
    if not throttle.admit(request):
        response = answer(
            request,
            form,
            status=429,
            refusal=_("Too much feedback has come in. Nothing was stored. Try again in an hour."),
        )
        response.headers["Retry-After"] = str(throttle.until_next_hour())
        return response
    page = readable_page(request, request.POST.get("page", ""))
    if page is None:
        return answer(request, form, status=400, refusal=_("We have no page at this address."))
    if not form.is_valid():
        return answer(request, form, page=page, status=400)
    form.save(page.path)
    return thanks(request, page, form.was_blanked)


def size_of(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


def thanks(request, page, was_blanked):
    if wants_json(request):
        said = [_("Thank you. Our editors will read it.")]
        if was_blanked:
            said.append(_("We removed what looked like an address or a telephone number."))
        return JsonResponse({"message": " ".join(said)}, status=201)
    query = {"page": page.path, **({"blanked": "1"} if was_blanked else {})}
    response = HttpResponseRedirect(f"{reverse('editorial:feedback_thanks')}?{urlencode(query)}")
    response.status_code = 303  # to be fetched with GET, whatever was sent
    return response


def answer(request, form=None, *, page=None, status=200, refusal=""):
    """The page with both forms; what was typed stays in the one that was sent."""
    errors = [message for messages in form.errors.values() for message in messages] if form else []
    if wants_json(request) and status >= 400:
        said = refusal or " ".join(errors)
        return JsonResponse({"message": said}, status=status)
    is_report = isinstance(form, ErrorForm)
    return render(
        request,
        "editorial/feedback.html",
        {
            "about": page,
            "page_path": page.path if page else "",
            "refusal": refusal,
            "helpful": HelpfulForm() if form is None or is_report else form,
            "report": form if is_report else ErrorForm(),
            "sent": form.kind if form else "",
            "kinds": Feedback.Kind,
            "errors": errors if not refusal else [],
            "crumbs": [(_("Feedback on a page"), "")],
        },
        status=status,
    )
