"""Files that machines look for under fixed addresses."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from content.languages import versions
from content.web.addresses import static_file
from content.web.params import declare
from editorial.models import SiteDetails
from mscportal.sitemaps import sections

A_DAY = "public, max-age=86400"
PAPER, BRAND = "#fbfaf5", "#0b4f47"


@require_safe
@declare("p")
@conditional_page
def sitemap(request, section=None):
    """One file while it is small; above that an index of the sections and their pages."""
    maps = sections()
    if section is None and any(part.paginator.num_pages > 1 for part in maps.values()):
        response = sitemap_views.index(
            request,
            maps,
            template_name="mscportal/sitemap_index.xml",
            sitemap_url_name="sitemap_section",
        )
    else:
        response = sitemap_views.sitemap(
            request, maps, section=section, template_name="mscportal/sitemap.xml"
        )
    # Without Last-Modified: a withdrawn entry changes the map too, and leaves no date in it.
    return HttpResponse(
        response.render().content,
        content_type="application/xml",
        headers={"X-Robots-Tag": "noindex"},
    )


@require_safe
def robots(request):
    searches = [version.address for version in versions(reverse("search:search"))]
    # Every page leads to the form with its own address.
    forms = [f"{version.address}?" for version in versions(reverse("editorial:feedback"))]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in [reverse("admin:index"), *searches, *forms]),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return text("\n".join(lines))


@require_safe
def security(request):
    """RFC 9116, only when the operator has stated whom to write to."""
    stated = SiteDetails.objects.exclude(security_contact="").exclude(security_expires_on=None)
    found = stated.values_list("security_contact", "security_expires_on").first()
    if found is None:
        raise Http404
    contact, expires_on = found
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires_on.isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(reverse('security'))}",
        "",
    ]
    return text("\n".join(lines))


def text(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request):
    """Lets browsers offer this site's search."""
    return render(
        request,
        "mscportal/opensearch.xml",
        {
            "name": settings.SITE_NAME,
            "search": request.build_absolute_uri(reverse("search:search")),
            "suggest": request.build_absolute_uri(reverse("search:suggest")),
            "own": request.build_absolute_uri(reverse("opensearch")),
            "icon": request.build_absolute_uri(reverse("favicon")),
        },
        content_type="application/opensearchdescription+xml",
    )


@require_safe
def manifest(request):
    icons = [
        ("icons/mark.svg", "any", "image/svg+xml", "any"),
        ("icons/icon-192.png", "192x192", "image/png", "any"),
        ("icons/icon-512.png", "512x512", "image/png", "any"),
        ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
    ]
    content = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("What is known about mesenchymal stem cell therapy, and how sure it is"),
        "lang": translation.get_language(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": BRAND,
        "icons": [
            {"src": static_file(name), "sizes": sizes, "type": type_, "purpose": purpose}
            for name, sizes, type_, purpose in icons
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def favicon(request):
    """For programs that ask for this address without reading a page."""
    response = HttpResponse(icon_file(), content_type="image/x-icon")
    response.headers["Cache-Control"] = A_DAY
    return response


@cache
def icon_file() -> bytes:
    return Path(finders.find("icons/favicon.ico")).read_bytes()
