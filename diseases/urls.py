from django.urls import path

from diseases import views

app_name = "diseases"
urlpatterns = [
    path("", views.disease_list, name="list"),
    path("category/<slug:slug>/", views.category, name="category"),
    path("<slug:slug>/", views.disease_detail, name="detail"),
]
