"""The admin shows internal notices to those who edit them, and to nobody else who may enter it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.models import Page

from portal.content.admin_access import pages_for
from tests.factories import CaseNoticePageFactory, UserFactory
from tests.notices.secrets_of_units import Office, leaks, text_of

pytestmark = pytest.mark.django_db

ADMIN = (
    "/admin/",
    "/admin/pages/{section}/",
    "/admin/choose-page/",
    "/admin/choose-page/{section}/",
    "/admin/choose-page/?page_type=notices.CaseNoticePage",
    "/admin/choose-page/{page}/",
    "/admin/choose-page/{page}/?multiple=1",
    "/admin/choose-page/chosen-multiple/?id={page}",
    "/admin/choose-page/chosen-multiple/?id={public}&id={page}",
    "/admin/choose-page/search/?q=磐石",
    "/admin/choose-page/{section}/?q=磐石",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/{page}/",
    "/admin/api/main/pages/?child_of={section}",
    "/admin/api/main/images/",
    "/admin/api/main/images/{picture}/",
    "/admin/api/main/documents/",
    "/admin/api/main/documents/{document}/",
    "/admin/pages/search/?q=磐石",
    "/admin/case-notices/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/images/",
    "/admin/images/chooser/",
    "/admin/images/chooser/{picture}/",
    "/admin/images/usage/{picture}/",
    "/admin/documents/",
    "/admin/documents/chooser/",
    "/admin/documents/chooser/{document}/",
    "/admin/documents/usage/{document}/",
    "/admin/pages/{page}/revisions/{revision}/view/",
    "/admin/pages/{page}/revisions/compare/earliest...latest/",
    "/admin/pages/{page}/workflow/status/",
    "/admin/pages/{page}/privacy/",
    *(f"/admin/bulk/wagtailcore/page/{action}/?id={{page}}" for action in ("publish", "unpublish", "delete", "move")),
    "/admin/bulk/content/portalimage/delete/?id={picture}",
    "/admin/bulk/content/portaldocument/delete/?id={document}",
)


@pytest.mark.parametrize("address", ADMIN)
def test_the_admin_tells_nothing_to_those_who_edit_nothing(office: Office, address: str) -> None:
    """Not all who will come into the admin work with pages: intake officers and handlers do not."""
    office.secret.save_revision()
    group = Group.objects.create(name="visitor")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    office.people["visitor"] = UserFactory(groups=["visitor"])
    numbers = {
        "section": office.secret.get_parent().pk,
        "page": office.secret.pk,
        "public": office.public.pk,
        "revision": office.secret.latest_revision_id,
        "picture": office.picture.pk,
        "document": office.document.pk,
    }
    path = address.format(**numbers)
    response = office.client("visitor").get(path, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code in {200, 302, 400, 403, 404}
    assert leaks(office, text_of(response)) == []


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_numbers_and_addresses_of_pages_tell_no_titles(office: Office, role: str) -> None:
    draft = CaseNoticePageFactory(draft=True, title="磐石密令草稿")
    office.people[role] = UserFactory(groups=[role])
    client = office.client(role)
    for number in (office.secret.pk, draft.pk):
        # As for a number that nobody bears.
        for path in (
            f"{number}/",
            f"chosen-multiple/?id={number}",
            f"chosen-multiple/?id={office.public.pk}&id={number}",
        ):
            assert client.get(f"/admin/choose-page/{path}").status_code == 404, path
    for path in ("999999/", "chosen-multiple/?id=999999", "chosen-multiple/?id=x"):
        assert client.get(f"/admin/choose-page/{path}").status_code == 404, path
    assert client.get(f"/admin/choose-page/chosen-multiple/?id={office.public.pk}").status_code == 200
    assert client.get(f"/admin/choose-page/{office.public.pk}/").status_code == 200


@pytest.mark.parametrize("end", ["", "?a=b"])
def test_typed_addresses_become_links_to_known_pages_alone(office: Office, end: str) -> None:
    office.people["handler"] = UserFactory(groups=["handler"])
    for who, sees in (("handler", False), ("editor", True)):
        form = {"external-link-chooser-url": office.secret.full_url + end, "external-link-chooser-link_text": "x"}
        answer = office.client(who).post("/admin/choose-external-link/", form)
        assert answer.json()["step"] == "external_link_chosen"
        assert ("磐石密令通报" in text_of(answer)) is (sees and not end)


@pytest.mark.parametrize("role", ["editor", "handler", "administrator"])
def test_no_role_has_the_server_ask_other_sites(client: Client, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("requests.get", lambda *call, **more: asked.append(call))
    client.force_login(UserFactory(groups=[role]))
    form = {"embed-chooser-url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}
    assert client.get("/admin/embeds/chooser/").status_code == 404
    assert client.post("/admin/embeds/chooser/upload/", form).status_code == 404
    with pytest.raises(EmbedException):
        get_embed(form["embed-chooser-url"])
    assert asked == []


def test_editors_choose_among_all_pages_and_others_among_published_ones(office: Office) -> None:
    draft = CaseNoticePageFactory(draft=True)
    among = Page.objects.filter(pk__in=[office.secret.pk, office.public.pk, draft.pk]).order_by("pk")
    chosen = {
        who: [page.pk for page in pages_for(office.people[who], among)] for who in ("editor", "superuser", "named")
    }
    everything = [page.pk for page in among]
    assert chosen == {"editor": everything, "superuser": everything, "named": [office.public.pk]}


@pytest.mark.parametrize("who", ["editor", "publisher"])
def test_editors_find_it_in_choosers_and_lists(office: Office, who: str) -> None:
    client = office.client(who)
    section = office.secret.get_parent().pk
    page = office.secret.pk
    for address in (
        f"/admin/choose-page/{section}/",
        f"/admin/choose-page/{page}/",
        f"/admin/choose-page/chosen-multiple/?id={page}",
        "/admin/choose-page/search/?q=磐石",
        "/admin/case-notices/",
        f"/admin/pages/{section}/",
    ):
        assert office.secret.title in text_of(client.get(address)), address
    assert office.document.title in text_of(client.get("/admin/api/main/documents/"))
