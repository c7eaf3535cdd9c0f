from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.factories import UserFactory, site_tree


@pytest.fixture
def moderator(settings: Any, db: None) -> User:
    """Somebody whose role needs a second factor, and who has none yet."""
    settings.SECOND_FACTOR_FOR = ["moderator"]
    site_tree()
    group, _ = Group.objects.get_or_create(name="moderator")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return UserFactory(username="moderator1", groups=["moderator"])


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who may do without."""
    return UserFactory(username="editor1", groups=["editor"])
