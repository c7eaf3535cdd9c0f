"""A fresh window in which somebody has signed in."""

from typing import Any

from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.factories import UserFactory


def session_of(group: str, live_server: LiveServer) -> dict[str, Any]:
    """The session of a new account of this group, as ``storage_state`` of a window."""
    client = Client()
    client.force_login(UserFactory(groups=[group]))
    name = settings.SESSION_COOKIE_NAME
    return {"cookies": [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]}
