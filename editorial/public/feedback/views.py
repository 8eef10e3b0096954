"""The two forms for readers. They need no cookie and no token; 0010-feedback.md says why."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from content.web import params
from editorial.public.feedback import service
from editorial.public.public_urls import readable_page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_form(request):
    if request.method == "POST":
        return service.receive(request)
    page = readable_page(request, service.asked_page(request))
    if page is None:
        return service.answer(request, status=404, refusal=_("We have no page at this address."))
    return service.answer(request, page=page)


@require_safe
def feedback_thanks(request):
    return render(
        request,
        "editorial/feedback_thanks.html",
        {
            "page_back": readable_page(request, service.asked_page(request)),
            "was_blanked": bool(params.choice(request, "blanked", ("1",))),
            "crumbs": [(_("Thank you"), "")],
        },
    )
