from django.urls import path

from diseases import sold_views

app_name = "sold_for"
urlpatterns = [
    path("", sold_views.condition_list, name="list"),
    path("<slug:slug>/", sold_views.condition_detail, name="detail"),
]
