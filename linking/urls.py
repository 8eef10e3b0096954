from django.urls import path

from linking import views

app_name = "linking"

urlpatterns = [path("<slug:kind>/<slug:slug>/", views.mentions, name="mentions")]
