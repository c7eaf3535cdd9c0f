"""All addresses of the portal: Chinese at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from home import icons
from portal.accounts.views import AdminSignIn
from portal.api import api
from portal.content import page_choosers
from portal.content.admin_access import create_task
from portal.insights.open_data import urls as open_data

urlpatterns = [
    path("", include("portal.operations.urls")),
    path("admin/login/", AdminSignIn.as_view()),
    path("admin/workflows/task_chooser/create/", create_task),
    path("admin/", include(page_choosers.urls())),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("open-data/", include(open_data.files)),
    path("", include("portal.content.urls")),
    path("favicon.ico", icons.favicon),
    path("apple-touch-icon.png", icons.touch_icon),
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("units/", include("portal.archives.urls")),
        path("units/", include("portal.organisations.urls")),
        path("insights/", include("portal.insights.urls")),
        path("open-data/", include(open_data.pages)),
        path("alerts/", include("portal.alerts.urls")),
        path("feedback/", include("portal.feedback.urls")),
        path("inquiries/", include("portal.feedback.public.urls")),
        path("hearings/", include("portal.feedback.hearings.urls")),
        path("cases/", include("portal.cases.urls")),
        path("changes/", include("portal.content.changes.urls")),
        path("", include("portal.notices.urls")),
        path("", include("home.urls")),
        path("", include("portal.accounts.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
