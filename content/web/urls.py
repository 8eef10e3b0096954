from django.urls import path, re_path

from content.web import views

app_name = "content"
urlpatterns = [
    path("media/<path:path>", views.library_file, name="library_file"),
    re_path(
        r"^cards/page/(?P<text>[\w-]{1,1200})\.(?P<seal>[0-9a-f]{24})\.png$",
        views.page_card,
        name="page_card",
    ),
    re_path(
        r"^cards/(?P<kind>[a-z]{1,60})/(?P<slug>[\w-]{1,120})\.(?P<digest>[0-9a-f]{16})\.png$",
        views.entry_card,
        name="entry_card",
    ),
]
