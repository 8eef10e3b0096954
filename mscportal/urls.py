from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from editorial.public import STYLES, cite, guest_review
from literature.views import references
from mscportal import site_files, views
from mscportal.feeds import feed_list

handler400 = "mscportal.errors.bad_request"
handler403 = "mscportal.errors.forbidden"
handler404 = "mscportal.errors.not_found"
handler410 = "mscportal.errors.gone"
handler500 = "mscportal.errors.server_error"
handler503 = "mscportal.errors.unavailable"

# One address in every language.
urlpatterns = [
    path("sitemap.xml", site_files.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_files.sitemap, name="sitemap_section"),
    path("robots.txt", site_files.robots, name="robots"),
    path(".well-known/security.txt", site_files.security, name="security"),
    path("opensearch.xml", site_files.opensearch, name="opensearch"),
    path("manifest.webmanifest", site_files.manifest, name="manifest"),
    path("favicon.ico", site_files.favicon, name="favicon"),
    path("healthz", views.health, name="health"),
    path("review/<int:pk>/<str:secret>/", guest_review, name="outside_review"),
    path("", include("content.web.urls")),
    path("admin/", admin.site.urls),
]
for style in STYLES:
    told, place = {"style": style}, "cite/<slug:kind>/<slug:slug>"
    urlpatterns += [
        path(f"{place}.{style}", cite, told, name=f"cite_{style}"),
        path(f"{place}/references.{style}", references, told, name=f"references_{style}"),
        path(
            f"{place}/<slug:part>/references.{style}",
            references,
            told,
            name=f"references_of_part_{style}",
        ),
    ]

# Pages: the first language has no prefix, others have theirs (/es/).
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("feeds/", feed_list, name="feeds"),
    path("search/", include("search.urls")),
    path("mentions/", include("linking.urls")),
    path("diseases/", include("diseases.urls")),
    path("sold-for/", include("diseases.sold_urls")),
    path("publications/", include("literature.urls")),
    path("", include("therapy.urls")),
    path("", include("evidence.urls")),
    path("", include("resources.urls")),
    path("", include("editorial.urls")),
    path("", include("articles.urls")),
    prefix_default_language=False,
)
