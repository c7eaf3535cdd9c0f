from django.urls import path

from search import views

urlpatterns = [
    path("", views.search_page, name="search"),
    path("feed/", views.search_feed, name="search_feed"),
    path("suggest/", views.suggest, name="search_suggest"),
]
