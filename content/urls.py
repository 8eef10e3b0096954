from django.urls import path

from content import views

app_name = "content"
urlpatterns = [path("<path:path>", views.library_file, name="library_file")]
