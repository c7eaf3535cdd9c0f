"""A form that was open for too long, or that another site sends."""

import pytest
from django.test import Client
from django.utils.translation import gettext

from tests.factories import site_tree


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/_util/login/", "/admin/login/", "/en/_util/login/"])
def test_a_form_without_its_token_gets_our_own_page(address: str) -> None:
    site_tree()
    response = Client(enforce_csrf_checks=True).post(address, {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "403.html" in {template.name for template in response.templates}
    assert b"CSRF" not in response.content


@pytest.mark.django_db
def test_it_speaks_the_language_of_the_address() -> None:
    site_tree()
    client = Client(enforce_csrf_checks=True)
    assert gettext("No entry") in client.post("/_util/login/").content.decode()
    assert "No entry" in client.post("/en/_util/login/").content.decode()
