"""The door itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import LoginView as AdminLoginView

from portal.accounts.forms import StaffLoginForm


# A password takes a third of a second to check: whoever tries many must not hold up those who write meanwhile.
@method_decorator([never_cache, transaction.non_atomic_requests], name="dispatch")
class SignIn(LoginView):
    """Of readers of internal notices, on the public site; not one transaction, as other writing requests are."""

    form_class = StaffLoginForm
    template_name = settings.WAGTAIL_FRONTEND_LOGIN_TEMPLATE

    def form_valid(self, form: Any) -> Any:
        """The sign-in and its record are one transaction."""
        with transaction.atomic():
            return super().form_valid(form)


class AdminSignIn(SignIn, AdminLoginView):
    """Of the admin: as Wagtail's."""

    template_name = AdminLoginView.template_name
