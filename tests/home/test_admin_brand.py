"""The admin is ours to look at, and asks nobody else."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.users.models import UserProfile

from home.roles import Role
from tests.factories import UserFactory, site_tree

pytestmark = pytest.mark.django_db
#: What a browser fetches by itself; links that people follow are no visit to anybody.
FETCHED = re.compile(r"""<(?:script|img|link|iframe|source)\b[^>]*?\b(?:src|href|srcset)=["']((?:https?:)?//[^"']+)""")


def test_the_sign_in_page_names_the_portal_and_speaks_chinese(client) -> None:
    site_tree()
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "阳光问效" in page
    assert "img/favicon" in page
    assert "密码" in page
    assert not re.search(r">\s*Password\b", page)
    assert "登录Wagtail" not in page
    assert "<title>" in page
    assert "Wagtail" not in re.search(r"<title>(.*?)</title>", page, re.S)[1]


def test_the_admin_speaks_english_to_those_who_chose_it(client) -> None:
    user = UserFactory(groups=[Role.EDITOR])
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert re.search(r"<h1[^>]*>\s*Sunlight\s*</h1>", page)


@pytest.mark.parametrize("screen", ["wagtailadmin_login", "wagtailadmin_home", "wagtailadmin_account"])
def test_no_screen_fetches_anything_from_elsewhere(client, screen: str) -> None:
    user = UserFactory(administrator=True, groups=[Role.ADMINISTRATOR])
    if screen != "wagtailadmin_login":
        client.force_login(user)
    page = client.get(reverse(screen)).content.decode()
    assert FETCHED.findall(page) == []
    assert "releases.wagtail" not in page
    assert "gravatar" not in page
    assert "css/admin" in page


def test_a_screen_that_fetched_would_be_noticed() -> None:
    assert FETCHED.findall('<img class="a" src="//elsewhere.example/a.png">') == ["//elsewhere.example/a.png"]


def test_the_style_sheet_sets_properties_that_wagtail_knows() -> None:
    ours = Path(finders.find("css/admin.css")).read_text("utf-8")
    wagtails = Path(finders.find("wagtailadmin/css/core.css")).read_text("utf-8")
    names = set(re.findall(r"--w-[\w-]+", ours))
    assert len(names) > 5
    assert [name for name in names if name not in wagtails] == []
