"""Public answers travel compressed; the desk's do not, because its pages hold secrets."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse


class CompressPublicAnswers(GZipMiddleware):
    # Padding hides the length of secrets, and public pages have none: equal bodies stay equal.
    max_random_bytes = 0

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(reverse("admin:index")):
            return response
        return super().process_response(request, response)
