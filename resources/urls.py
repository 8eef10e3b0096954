from django.urls import path

from resources import views

app_name = "resources"
urlpatterns = [
    path("resources/", views.resource_list, name="list"),
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/<slug:slug>/", views.term_detail, name="term"),
    path("questions/", views.questions, name="questions"),
    path("safety/red-flags/", views.red_flags, name="red_flags"),
]
