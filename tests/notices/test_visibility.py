"""The visibility matrix: nothing of an internal notice is ever shown to the wrong person, at any address."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.insights.open_data.sets.base import data_sets
from portal.notices.models import CaseNoticePage, Scope
from search import consumers, indexing
from search.engines import registry
from tests.factories import CaseNoticePageFactory, StaffMembershipFactory, UnitFactory, UserFactory, WarningPageFactory
from tests.factories.clarifications import ClarificationPageFactory, InspectionPageFactory
from tests.factories.notices import NoticePageFactory
from tests.notices.secrets_of_units import MEMBERS, SECRETS, STAFF, STRANGERS, Office, leaks, text_of

pytestmark = pytest.mark.django_db

READERS = (*MEMBERS, *STAFF)
EVERYBODY = (*READERS, *STRANGERS)


@pytest.fixture
def indexed(office: Office, settings: Any, tmp_path: Path) -> Iterator[Office]:
    """The office, and every index built anew after its notices were published."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_URL = "embedded:"
    rebuild()
    yield office
    for engine in registry.engines():
        engine.close()


def rebuild() -> None:
    consumers.ensure()
    for target in consumers.targets():
        indexing.rebuild(target)


def public_addresses(office: Office) -> list[str]:
    """What everybody may open and where the notices would show, each asked for the secret words too."""
    words = [quote(word) for word in (*SECRETS, office.secret.slug, "shisui", "panshi", "密")]
    plain = ["/", "/notices/", "/warnings/", "/units/", f"/units/{office.named.code}/", "/search/", "/search/feed/"]
    plain += [f"/units/{office.named.code}/?below=1", "/search/suggest/", office.public.url]
    asked = [f"{path}?q={word}" for path in ("/notices/", "/search/", "/search/feed/") for word in words]
    asked += [f"/search/suggest/?q={word}" for word in (*words, "p", "ps", "psml", "pan", "w")]
    asked += [f"/search/?unit={office.named.code}", f"/search/feed/?unit={office.named.code}"]
    return [*plain, *asked, *(f"/en{path}" for path in (*plain, *asked))]


def machine_addresses(office: Office) -> list[str]:
    words = [quote(word) for word in SECRETS]
    api = [f"/api/v1/search?q={word}" for word in words] + ["/api/v1/search?page_size=100", "/api/v1/openapi.json"]
    api += [f"/api/v1/{data.code}?page_size=100" for data in data_sets()] + ["/open-data/datapackage.json"]
    api += [f"/open-data/{data.code}.{kind}" for data in data_sets() for kind in ("csv", "jsonl")]
    api += ["/search/feed.json", "/changes/feed.json", f"/search/feed.json?unit={office.named.code}"]
    return [*api, "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", f"/api/v1/search?unit={office.named.code}"]


def without_question(text: str, address: str) -> str:
    """The text without the words that the address itself asked for: the search form shows them again."""
    asked = unquote(address.partition("q=")[2])
    return text.replace(asked, "").replace(quote(asked), "") if asked else text


# Its own addresses


@pytest.mark.parametrize("who", EVERYBODY)
def test_page(office: Office, who: str) -> None:
    client = office.client(who)
    for path in (office.secret.url, f"/en{office.secret.url}"):
        response = client.get(path)
        assert response.status_code == (200 if who in READERS else 404)
        if who in READERS:
            assert {"磐石密令", "暗渠回声", "灰雀名录"} <= set(leaks(office, text_of(response)))
            assert response["Cache-Control"] == "private, no-store"
            assert "noindex" in response["X-Robots-Tag"]
        else:
            assert leaks(office, text_of(response).replace(office.secret.slug, "")) == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_page_for_units_below_too(office: Office, who: str) -> None:
    response = office.client(who).get(office.wide.url)
    assert response.status_code == (200 if who in {*READERS, "sub"} else 404)


@pytest.mark.parametrize("method", ["head", "options", "post", "put", "delete"])
def test_other_methods(office: Office, method: str) -> None:
    response = getattr(office.client("other"), method)(office.secret.url)
    assert response.status_code == 404
    assert leaks(office, text_of(response).replace(office.secret.slug, "")) == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_files(office: Office, who: str) -> None:
    client = office.client(who)
    found = 200 if who in READERS else 404
    for address in (office.document.url, office.rendition):
        response = client.get(address)
        assert response.status_code == found
        assert response.get("Cache-Control") == ("private, no-store" if who in READERS else None)
        text_of(response)
    original = client.get(office.picture.file.url)
    text_of(original)
    assert original.status_code == (200 if who in STAFF else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_old_address(office: Office, who: str) -> None:
    response = office.client(who).get(f"{office.old_path}/")
    if who in READERS:
        assert (response.status_code, response["Location"]) == (301, office.secret.url)
        assert response["Cache-Control"] == "private, no-store"
    else:
        assert response.status_code == 404
        assert office.secret.slug not in text_of(response)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", ["view_draft", "edit", "history", "preview_on_edit", "usage", "delete", "copy"])
def test_admin_screens(office: Office, who: str, name: str) -> None:
    response = office.client(who).get(reverse(f"wagtailadmin_pages:{name}", args=[office.secret.pk]))
    if who in STAFF:
        assert response.status_code in {200, 302}
    else:
        assert response.status_code in {302, 403, 404}
        assert leaks(office, text_of(response)) == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_preview_of_a_draft(office: Office, who: str) -> None:
    office.secret.save_revision()
    response = office.client(who).get(reverse("wagtailadmin_pages:view_draft", args=[office.secret.pk]))
    assert (response.status_code == 200) is (who in STAFF)
    if who in STAFF:
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("who", STRANGERS)
def test_no_password_or_sign_in_form_gives_it_away(office: Office, who: str, kind: str) -> None:
    restriction = PageViewRestriction.objects.create(page=office.secret, restriction_type=kind, password="geheim")
    client = office.client(who)
    assert client.get(office.secret.url).status_code == 404
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, office.secret.pk])
    for response in (client.get(address), client.post(address, {"password": "falsch", "return_url": "/"})):
        assert response.status_code == 404
        assert leaks(office, text_of(response)) == []


def test_the_number_of_a_draft_opens_no_password_form(office: Office) -> None:
    draft = CaseNoticePageFactory(draft=True, title="磐石密令草稿")
    restriction = PageViewRestriction.objects.create(page=office.public, restriction_type="password", password="x")
    response = office.client("anonymous").get(
        reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, draft.pk])
    )
    assert response.status_code == 404


# Everybody's addresses


@pytest.mark.parametrize("who", ["anonymous", "named", "editor"])
def test_public_pages_say_nothing(indexed: Office, who: str) -> None:
    client = indexed.client(who)
    for address in public_addresses(indexed):
        response = client.get(address)
        assert response.status_code == 200, address
        assert leaks(indexed, without_question(text_of(response), address)) == [], address


@pytest.mark.parametrize("who", ["anonymous", "named", "editor"])
def test_machines_are_told_nothing(indexed: Office, who: str) -> None:
    client = indexed.client(who)
    for address in machine_addresses(indexed):
        response = client.get(address)
        assert response.status_code in {200, 503}, address
        assert leaks(indexed, without_question(text_of(response), address)) == [], address


def test_what_is_public_is_there(indexed: Office) -> None:
    """The sweep would pass on an empty site."""
    client = indexed.client("anonymous")
    for address in ("/", "/notices/", f"/units/{indexed.named.code}/", "/search/?q=公开", "/search/feed/"):
        assert indexed.public.title in text_of(client.get(address)).replace("<mark>", "").replace("</mark>", ""), (
            address
        )
    assert indexed.public.slug in text_of(client.get("/sitemap.xml"))
    assert json.loads(client.get("/api/v1/search?q=公开的典型").content)["total"] == 1
    assert "公开的典型" in text_of(client.get("/search/suggest/?q=公开"))


def test_sweep_of_all_that_links_reach(indexed: Office) -> None:
    """Follow every link of the site, from the home pages and the sitemap on."""
    client = indexed.client("anonymous")
    waiting, seen = deque(["/", "/en/", "/sitemap.xml", "/robots.txt"]), set[str]()
    while waiting and len(seen) < 400:
        address = waiting.popleft()
        if address in seen or address.startswith(("/static/", "/admin/")):
            continue
        seen.add(address)
        response = client.get(address)
        text = text_of(response)
        assert response.status_code in {200, 301, 302, 303, 404, 405}, address
        assert leaks(indexed, text) == [], address
        waiting += [link for link in links(text, address) if link not in seen]
    assert {"/notices/", "/warnings/", "/units/", indexed.public.url, "/en/search/"} <= seen


def links(text: str, base: str) -> Iterator[str]:
    for found in re.findall(r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)', text):
        parts = urlsplit(urljoin(f"http://testserver{base}", found[0] or found[1]))
        if parts.hostname in {"testserver", "127.0.0.1", "localhost"}:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def test_a_notice_that_becomes_internal_goes_from_everywhere(indexed: Office) -> None:
    notice = CaseNoticePage.objects.get(pk=indexed.public.pk)
    notice.scope, notice.audience = Scope.INTERNAL, [indexed.named]
    notice.save_revision().publish()
    rebuild()
    client = indexed.client("anonymous")
    for address in ("/", "/notices/", "/search/?q=公开", "/search/feed/", "/sitemap.xml", "/api/v1/search?q=公开"):
        text = text_of(client.get(address))
        assert notice.title not in text, address
        assert notice.slug not in text, address
    assert client.get(notice.url).status_code == 404


# Related notices and links


@pytest.mark.parametrize("who", EVERYBODY)
def test_related_notices_of_a_public_page_are_public_for_everybody(office: Office, who: str) -> None:
    user = office.people[who]
    more = CaseNoticePageFactory(
        related=[{"type": "notice", "value": each.pk} for each in (office.secret, office.public)]
    )
    assert [notice.pk for notice in more.public_related(user)] == [office.public.pk]


def test_related_notices_of_an_internal_page_are_those_of_its_reader(office: Office) -> None:
    chosen = [office.wide, office.public, office.secret]
    notice = CaseNoticePageFactory(
        internal=True,
        audience=[office.named],
        audience_includes_subunits=True,
        related=[{"type": "notice", "value": each.pk} for each in chosen],
    )
    seen = {who: [each.pk for each in notice.public_related(office.people[who])] for who in ("named", "sub", "other")}
    assert seen == {
        "named": [office.wide.pk, office.public.pk, office.secret.pk],
        "sub": [office.wide.pk, office.public.pk],
        "other": [office.public.pk],
    }


def test_a_link_to_an_internal_page_has_no_address(office: Office) -> None:
    html = text_of(office.client("anonymous").get(office.public.url))
    assert "另见<a>另一份通报</a>" in html
    more = CaseNoticePageFactory(
        body=[{"type": "paragraph", "value": f'<p><a linktype="page" id="{office.public.pk}">公开</a></p>'}]
    )
    assert f'<a href="{office.public.url}">公开</a>' in text_of(office.client("anonymous").get(more.url))


# The reader's own list


@pytest.mark.parametrize("who", EVERYBODY)
def test_internal_list(office: Office, who: str) -> None:
    response = office.client(who).get(reverse("internal_notices"))
    if who in {"anonymous", "inactive"}:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("wagtailcore_login"))
        return
    text = text_of(response)
    assert response["Cache-Control"] == "private, no-store"
    assert (office.secret.title in text, office.wide.title in text) == (who == "named", who in {"named", "sub"})


def test_internal_list_is_paged_newest_first(office: Office) -> None:
    for number in range(25):
        factory = WarningPageFactory if number % 2 else CaseNoticePageFactory
        factory(
            internal=True,
            audience=[office.named],
            title=f"内部第{number}号",
            published_on=timezone.localdate() + timedelta(days=number),
        )
    client = office.client("named")
    first, second = (client.get("/internal/", {"page": page}) for page in (1, 2))
    titles = [notice.title for notice in (*first.context["notices"], *second.context["notices"])]
    assert titles[:25] == [f"内部第{number}号" for number in range(24, -1, -1)]
    assert set(titles[25:]) == {office.secret.title, office.wide.title}
    for page in ("0", "-1", "99", "x", "9" * 30, "\0"):
        assert client.get("/internal/", {"page": page}).status_code == 200


@pytest.mark.parametrize("factory", [ClarificationPageFactory, InspectionPageFactory])
def test_internal_list_has_every_kind(office: Office, factory: type[NoticePageFactory]) -> None:
    page = factory(internal=True, audience=[office.named])
    listed = {who: list(office.client(who).get("/internal/").context["notices"]) for who in ("named", "sub")}
    assert (page in listed["named"], page in listed["sub"]) == (True, False)


def test_drafts_and_restricted_pages_are_not_listed(office: Office) -> None:
    CaseNoticePageFactory(internal=True, draft=True, audience=[office.named], title="磐石草稿")
    PageViewRestriction.objects.create(page=office.wide, restriction_type="groups")
    text = text_of(office.client("named").get("/internal/"))
    assert "磐石草稿" not in text
    assert office.wide.title not in text


def test_membership_in_several_units_lists_a_notice_once(office: Office) -> None:
    user = office.people["named"]
    second = UnitFactory(parent=office.named)
    StaffMembershipFactory(user=user, unit=second)
    notice = CaseNoticePageFactory(internal=True, audience=[office.named, second], audience_includes_subunits=True)
    assert list(CaseNoticePage.objects.internal_for(user).filter(pk=notice.pk)) == [notice]


@pytest.mark.parametrize(
    ("since", "until", "reads"), [(0, 0, True), (-1, None, True), (1, None, False), (None, -1, False)]
)
def test_the_days_of_a_membership_count(office: Office, since: int | None, until: int | None, reads: bool) -> None:
    today = timezone.localdate()
    member = StaffMembershipFactory(
        unit=office.named,
        since=None if since is None else today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )
    assert office.secret.may_read(member.user) is reads


# Signing in


def test_sign_in_leads_to_the_list_and_out_again(office: Office) -> None:
    client = Client()
    assert client.get("/internal/").status_code == 302
    form = client.get(reverse("wagtailcore_login"))
    assert "no-store" in form["Cache-Control"]
    user = office.people["named"]
    wrong = client.post(reverse("wagtailcore_login"), {"username": user.username, "password": "falsch"})
    assert 'role="alert"' in text_of(wrong)
    sent = {"username": user.username, "password": "Sonnenlicht-2026", "next": ""}
    response = client.post(reverse("wagtailcore_login"), sent)
    assert (response.status_code, response["Location"]) == (302, "/internal/")
    assert client.get("/internal/").status_code == 200
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == "/"
    assert client.get("/internal/").status_code == 302


def test_sign_in_leads_to_no_other_site(office: Office) -> None:
    sent = {
        "username": office.people["named"].username,
        "password": "Sonnenlicht-2026",
        "next": "https://evil.example/",
    }
    assert Client().post(reverse("wagtailcore_login"), sent)["Location"] == "/internal/"


def test_an_inactive_user_does_not_sign_in(office: Office) -> None:
    user = UserFactory(inactive=True)
    response = Client().post(reverse("wagtailcore_login"), {"username": user.username, "password": "Sonnenlicht-2026"})
    assert response.status_code == 200


# The rule itself


def test_a_notice_that_is_not_live_is_for_nobody_outside(office: Office) -> None:
    draft = CaseNoticePageFactory(draft=True)
    for user in office.people.values():
        assert not draft.may_read(user)
    assert office.client("editor").get(draft.url).status_code == 404


def test_an_owner_without_rights_does_not_read(office: Office) -> None:
    user = UserFactory()
    CaseNoticePage.objects.filter(pk=office.secret.pk).update(owner=user)
    assert not CaseNoticePage.objects.get(pk=office.secret.pk).may_read(user)
