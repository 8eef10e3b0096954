from django.urls import path

from therapy import views

app_name = "therapy"
urlpatterns = [
    path("sources/", views.source_list, name="sources"),
    path("sources/compare/", views.compare, name="compare"),
    path("sources/<slug:slug>/", views.source_detail, name="source"),
    path("mechanisms/", views.mechanism_list, name="mechanisms"),
    path("mechanisms/<slug:slug>/", views.mechanism_detail, name="mechanism"),
]
