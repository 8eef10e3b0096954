from django.urls import path

from editorial import views

app_name = "editorial"
urlpatterns = [
    path("contributors/", views.contributor_list, name="contributors"),
    path("contributors/<slug:slug>/", views.contributor_detail, name="contributor"),
    path("corrections/", views.correction_list, name="corrections"),
]
