"""A draft for somebody without an account. Its address is the key, so it must not get around:

it is in no log, no Referer, no cache and no index, and the page needs no cookie.
"""

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.public.guest_review import page

FOR_ONE_READER = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def guest_review(request, pk, secret):
    response = page.answer(request, pk, secret)
    for name, value in FOR_ONE_READER.items():
        response.headers[name] = value
    return response
