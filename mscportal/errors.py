"""Error pages of our own. They need no session, do without a database, and repeat nothing."""

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from content.web.pages import Moved, Withdrawn
from search.nearest import nearest

logger = logging.getLogger(__name__)


def page(status, title, advice, suggestions=None):
    """Never kept, unless it is what every visitor gets here until something is published."""
    context = {"title": title, "advice": advice, "suggestions": suggestions or []}
    response = HttpResponse(render_to_string("errors/error.html", context), status=status)
    if suggestions is None:
        response.headers["Cache-Control"] = "no-store"
    return response


def suggestions(request):
    """Pages that may have been meant; None when they cannot be found out."""
    try:
        return nearest(request.path) if request else None
    except Exception as error:  # an error page must not fail, whatever else does
        logger.warning("No suggestions for an error page: %s", type(error).__name__)
        return None


def bad_request(request, exception=None):
    return page(
        400,
        _("We could not understand this request"),
        _("The address or the form was damaged on the way. Go back and try again."),
    )


def forbidden(request, exception=None):
    return page(
        403,
        _("You may not open this page"),
        _("Log in with an account that has the right, or ask a publisher for it."),
    )


def csrf_failure(request, reason=""):
    """Also asked about methods that no address of the site takes, before any view is."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return page(
        403,
        _("This form could not be accepted"),
        _("It was open for too long or came from another site. Load the page again and retry."),
    )


def not_found(request, exception=None):
    return page(
        404,
        _("This page does not exist"),
        _("The address may be mistyped or out of date. Search, or start from the A to Z."),
        suggestions(request),
    )


def gone(request):
    return page(
        410,
        _("This page was withdrawn"),
        _("Our editors took it off the site. Search, or start from the A to Z."),
        suggestions(request),
    )


def moved(request, error):
    """To the same page of the entry at its present address, in the same language, in one step."""
    match = request.resolver_match
    kwargs = {
        name: error.entry.slug if value == error.old_slug else value
        for name, value in match.kwargs.items()
        if name in match.captured_kwargs
    }
    address = reverse(match.view_name, kwargs=kwargs)
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    # Another entry may take the address one day, and browsers would never ask again.
    response.headers["Cache-Control"] = "no-cache"
    return response


def server_error(request):
    return page(
        500,
        _("Something went wrong on our side"),
        _("The fault was recorded. Please try again in a minute."),
    )


def unavailable(request):
    response = page(
        503,
        _("The site is not available for a moment"),
        _("We cannot reach our database. Please try again in a minute."),
    )
    response.headers["Retry-After"] = "60"
    return response


def known_troubles(get_response):
    """Middleware: the way to a moved entry, 410 for a withdrawn one, 503 without a database."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, Withdrawn):
            return gone(request)
        if isinstance(exception, Moved):
            return moved(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("The database is out of reach: %s", exception)
            return unavailable(request)
        return None

    middleware.process_exception = process_exception
    return middleware
