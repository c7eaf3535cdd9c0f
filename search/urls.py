from django.urls import path

from search import views
from search.exporting.views import export

urlpatterns = [
    path("", views.search_page, name="search"),
    path("feed/", views.search_feed, name="search_feed"),
    path("feed.json", views.search_feed, {"form": "json"}, name="search_json_feed"),
    path("export.<slug:extension>", export, name="search_export"),
    path("suggest/", views.suggest, name="search_suggest"),
]
