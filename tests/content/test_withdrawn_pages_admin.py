"""The list of withdrawn pages: for publishers and administrators, to read only."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from home.roles import Role
from portal.content.models import Tombstone
from tests.factories import CaseNoticePageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stone() -> Tombstone:
    CaseNoticePageFactory(slug="gone").unpublish()
    return Tombstone.objects.get()


@pytest.mark.parametrize(("role", "reads"), [(Role.EDITOR, 302), (Role.PUBLISHER, 200), (Role.ADMINISTRATOR, 200)])
def test_who_reads_it(client: Client, stone: Tombstone, role: Role, reads: int) -> None:
    client.force_login(UserFactory(groups=[role]))
    response = client.get(reverse("withdrawn_pages:index"))
    assert response.status_code == reads
    assert ("/notices/gone" in response.content.decode()) is (reads == 200)


def test_nobody_changes_it(client: Client, stone: Tombstone) -> None:
    client.force_login(UserFactory(administrator=True))
    html = client.get(reverse("withdrawn_pages:index")).content.decode()
    assert "/notices/gone" in html
    for name, arguments in (("add", []), ("edit", [stone.pk]), ("delete", [stone.pk])):
        try:
            address = reverse(f"withdrawn_pages:{name}", args=arguments)
        except NoReverseMatch:
            continue
        assert address not in html
        assert client.post(address, {"path": "/other"}).status_code in {302, 403}
    stone.refresh_from_db()
    assert stone.path == "/notices/gone"
    assert Tombstone.objects.count() == 1
