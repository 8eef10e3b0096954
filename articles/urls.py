from django.urls import path

from articles import views
from articles.feeds import latest_articles, latest_articles_as_rss

# Included at the root and last: a standing page has an address of one word.
app_name = "articles"
urlpatterns = [
    path("articles/", views.article_list, name="list"),
    path("articles/feed/", latest_articles, name="feed"),
    path("articles/feed/rss/", latest_articles_as_rss, name="rss"),
    path("articles/topics/<slug:slug>/", views.topic, name="topic"),
    path("articles/<slug:slug>/", views.article_detail, name="detail"),
    path("<slug:slug>/", views.page, name="page"),
]
