from django.urls import path

from diseases import evidence_page, plain_page, views

app_name = "diseases"
urlpatterns = [
    path("", views.disease_list, name="list"),
    path("category/<slug:slug>/", views.category, name="category"),
    path("<slug:slug>/", plain_page.disease_detail, name="detail"),
    path("<slug:slug>/evidence/", evidence_page.disease_evidence, name="evidence"),
    path("<slug:slug>/card/", plain_page.doctors_card, name="card"),
]
