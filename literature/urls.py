from django.urls import path

from literature import views

app_name = "literature"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("<slug:slug>/", views.publication_detail, name="detail"),
]
