"""What tests of the screens of cases share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from home.roles import Role
from tests.factories import UserFactory

Login = Callable[[str], Client]


@pytest.fixture
def signed_in() -> Login:
    """A browser of somebody with this role, or with none."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(UserFactory(groups=[role] if role else []))
        return client

    return sign_in


@pytest.fixture
def publisher(signed_in: Login) -> Client:
    return signed_in(Role.PUBLISHER)


@pytest.fixture
def editor(signed_in: Login) -> Client:
    return signed_in(Role.EDITOR)


def levels(response: Any) -> list[str]:
    """The kinds of the messages that a page shows."""
    return [message.level_tag for message in response.context["messages"]]
