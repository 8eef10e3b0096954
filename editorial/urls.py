from django.urls import path

from editorial.public import feedback, views

app_name = "editorial"
urlpatterns = [
    path("contributors/", views.contributor_list, name="contributors"),
    path("contributors/<slug:slug>/", views.contributor_detail, name="contributor"),
    path("corrections/", views.correction_list, name="corrections"),
    path("feedback/", feedback.feedback_form, name="feedback"),
    path("feedback/thanks/", feedback.feedback_thanks, name="feedback_thanks"),
]
