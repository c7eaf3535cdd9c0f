"""Who gets a picture or a document: it follows from the pages that refer to it."""

import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.http import http_date
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    Page,
    PageViewRestriction,
    ReferenceIndex,
)

from home.models import SiteFrame
from portal.content.models import PortalDocument, PortalImage
from portal.notices.models import CaseNoticePage, Scope
from portal.privacy.scan.pause import without_scan
from tests.factories import (
    CaseNoticePageFactory,
    DocumentFactory,
    ImageFactory,
    StaffMembershipFactory,
    UnitFactory,
    UserFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> PortalImage:
    return ImageFactory()


@pytest.fixture
def document() -> PortalDocument:
    return DocumentFactory()


def rendition_of(picture: PortalImage) -> str:
    return picture.get_rendition("max-200x200").url


def figure(picture: PortalImage) -> dict[str, object]:
    return {
        "type": "figure",
        "value": {"image": {"image": picture.pk, "alt_text": "图", "decorative": False}, "caption": ""},
    }


def attached(document: PortalDocument) -> list[dict[str, object]]:
    return [{"type": "document", "value": document.pk}]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status(client: Client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


@pytest.fixture(params=["rendition", "document", "document in the text"])
def file_of_notice(request: pytest.FixtureRequest, picture: PortalImage, document: PortalDocument) -> tuple[str, dict]:
    """The address of a file, and what a notice holds that shows it."""
    link = f'<p><a linktype="document" id="{document.pk}">清单</a></p>'
    return {
        "rendition": lambda: (rendition_of(picture), {"body": [figure(picture)]}),
        "document": lambda: (document.url, {"attachments": attached(document)}),
        "document in the text": lambda: (document.url, {"body": [{"type": "paragraph", "value": link}]}),
    }[request.param]()


def test_fresh_upload_is_closed(client: Client, picture: PortalImage, document: PortalDocument) -> None:
    assert status(client, rendition_of(picture)) == 404
    assert status(client, document.url) == 404


def test_file_opens_and_closes_with_its_page(client: Client, file_of_notice: tuple[str, dict]) -> None:
    address, content = file_of_notice
    unit = UnitFactory()
    notice: CaseNoticePage = CaseNoticePageFactory(live=False, audience=[unit], **content)
    assert status(client, address) == 404
    notice.save_revision().publish()
    assert status(client, address) == 200

    notice.refresh_from_db()
    notice.scope = Scope.INTERNAL
    notice.save_revision().publish()
    assert status(client, address) == 404
    notice = CaseNoticePage.objects.get(pk=notice.pk)
    notice.scope = Scope.PUBLIC
    notice.save_revision().publish()
    assert status(client, address) == 200

    restriction = PageViewRestriction.objects.create(page=notice, restriction_type="login")
    assert status(client, address) == 404
    restriction.delete()
    assert status(client, address) == 200
    notice.unpublish()
    assert status(client, address) == 404


def test_draft_of_a_live_page_opens_nothing(client: Client, document: PortalDocument) -> None:
    notice = CaseNoticePageFactory()
    notice.attachments = attached(document)
    revision = notice.save_revision()
    assert status(client, document.url) == 404
    revision.publish()
    assert status(client, document.url) == 200
    notice = CaseNoticePage.objects.get(pk=notice.pk)
    notice.attachments = []
    notice.save_revision().publish()
    assert status(client, document.url) == 404


def test_one_public_page_is_enough(client: Client, document: PortalDocument) -> None:
    CaseNoticePageFactory(internal=True, attachments=attached(document))
    assert status(client, document.url) == 404
    CaseNoticePageFactory(attachments=attached(document))
    assert status(client, document.url) == 200


def test_site_settings_are_public(client: Client, picture: PortalImage) -> None:
    assert status(client, rendition_of(picture)) == 404
    frame = SiteFrame.for_site(site_tree().get_site())
    kind = ContentType.objects.get_for_model(SiteFrame)
    ReferenceIndex.objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=str(frame.pk),
        to_content_type=ContentType.objects.get_for_model(PortalImage),
        to_object_id=str(picture.pk),
        model_path="emblem",
        content_path="emblem",
        content_path_hash=ReferenceIndex._get_content_path_hash("emblem"),
    )
    assert status(client, rendition_of(picture)) == 200


def test_other_objects_open_nothing(client: Client, document: PortalDocument) -> None:
    unit = UnitFactory()
    kind = ContentType.objects.get_for_model(unit)
    ReferenceIndex.objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=str(unit.pk),
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
        to_object_id=str(document.pk),
        model_path="file",
        content_path="file",
        content_path_hash=ReferenceIndex._get_content_path_hash("file"),
    )
    assert status(client, document.url) == 404


def test_readers_of_an_internal_notice_get_its_files(file_of_notice: tuple[str, dict]) -> None:
    address, content = file_of_notice
    unit, other = UnitFactory(), UnitFactory()
    notice = CaseNoticePageFactory(internal=True, audience=[unit], **content)
    reader = signed_in(StaffMembershipFactory(unit=unit).user)
    stranger = signed_in(StaffMembershipFactory(unit=other).user)
    former = signed_in(StaffMembershipFactory(ended=True, unit=unit).user)
    assert [status(client, address) for client in (reader, stranger, former)] == [200, 404, 404]
    response = reader.get(address)
    b"".join(response.streaming_content)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"

    restriction = PageViewRestriction.objects.create(page=Page.objects.get(pk=notice.pk), restriction_type="groups")
    assert status(reader, address) == 404
    restriction.delete()
    notice.unpublish()
    assert status(reader, address) == 404


@pytest.mark.parametrize("role", ["editor", "publisher", "administrator"])
def test_staff_of_the_files_get_all_of_them(role: str, picture: PortalImage, document: PortalDocument) -> None:
    user = UserFactory(groups=[role])
    client = signed_in(user)
    addresses = (rendition_of(picture), picture.file.url, document.url)
    assert [status(client, address) for address in addresses] == [200, 200, 200]
    user.is_active = False
    user.save()
    assert [status(client, address) for address in addresses] == [404, 404, 404]


@pytest.mark.parametrize("role", ["intake", "moderator", "handler", "supervisor", "leadership", "auditor"])
def test_who_only_enters_the_admin_gets_no_file_of_an_internal_notice(role: str, picture: PortalImage) -> None:
    document, loose = DocumentFactory(title="灰雀名录"), DocumentFactory(title="鸣钟旧档")
    CaseNoticePageFactory(
        internal=True, audience=[UnitFactory()], body=[figure(picture)], attachments=attached(document)
    )
    client = signed_in(UserFactory(groups=[role]))
    numbers = (document.pk, picture.pk)
    hidden = (rendition_of(picture), picture.file.url, document.url, loose.url)
    kinds = tuple(zip(("documents", "images"), numbers, strict=True))
    assert [status(client, address) for address in hidden] == [404] * 4
    assert [status(client, f"/admin/api/main/{kind}/{number}/") for kind, number in kinds] == [404] * 2
    for kind, number in kinds:
        for path in ("", "results/", f"chosen/{number}/", f"chosen-multiple/?id={number}"):
            text = client.get(f"/admin/{kind}/chooser/{path}").content.decode()
            assert not [word for word in ("灰雀名录", "鸣钟旧档", picture.title, str(picture.file)) if word in text], (
                path
            )


def test_choosing_alone_makes_nobody_staff_of_the_files(document: PortalDocument) -> None:
    """Whoever gives a group the right to choose again gives it no more than that."""
    group = Group.objects.create(name="chooser")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    choose = Permission.objects.get(codename="choose_document", content_type__app_label="wagtaildocs")
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.get_first_root_node(), permission=choose
    )
    client = signed_in(UserFactory(groups=["chooser"]))
    assert [status(client, path) for path in (document.url, f"/admin/api/main/documents/{document.pk}/")] == [404] * 2


def test_originals_are_for_staff_only(client: Client, picture: PortalImage) -> None:
    unit = UnitFactory()
    CaseNoticePageFactory(body=[figure(picture)])
    assert status(client, picture.file.url) == 404
    assert status(signed_in(StaffMembershipFactory(unit=unit).user), picture.file.url) == 404


def test_public_files_may_be_kept_and_asked_for_again(
    client: Client, picture: PortalImage, document: PortalDocument
) -> None:
    CaseNoticePageFactory(body=[figure(picture)], attachments=attached(document))
    for address in (rendition_of(picture), document.url):
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert address != document.url or response["Content-Disposition"].startswith("attachment")
        assert "Content-Encoding" not in response
        b"".join(response.streaming_content)
        again = client.get(address, headers={"if-modified-since": response["Last-Modified"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.post(address).status_code == 405
    assert client.get(document.url, headers={"if-none-match": f'"{document.get_file_hash()}"'}).status_code == 304


def test_a_kept_copy_ends_with_the_page_that_showed_it(
    client: Client, picture: PortalImage, document: PortalDocument
) -> None:
    page = CaseNoticePageFactory(body=[figure(picture)], attachments=attached(document))
    addresses = [rendition_of(picture), document.url]
    # Whatever a copy says of its age, it must be asked for again.
    asked = {"if-modified-since": http_date(time.time() + 60)}
    answers = [client.get(address, headers=asked) for address in addresses]
    assert [answer.status_code for answer in answers] == [304, 304]
    assert all("max-age=0, must-revalidate" in answer["Cache-Control"] for answer in answers)
    page.unpublish()
    assert [client.get(address, headers=asked).status_code for address in addresses] == [404, 404]


@pytest.mark.parametrize(("name", "inline"), [("a.pdf", True), ("a.txt", False), ("a.html", False), ("a.svg", False)])
def test_only_a_pdf_shows_in_the_browser(client: Client, name: str, inline: bool) -> None:
    document = DocumentFactory(file__filename=name, file__data=b"<script>alert(1)</script>")
    with without_scan():
        CaseNoticePageFactory(attachments=attached(document))
    response = client.get(document.url)
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("sandbox" in response["Content-Security-Policy"]) is not inline


def test_web_server_in_front_is_told_where_the_file_is(client: Client, picture: PortalImage, settings) -> None:
    settings.MEDIA_ACCEL = "/files/"
    CaseNoticePageFactory(body=[figure(picture)])
    rendition = picture.get_rendition("max-200x200")
    response = client.get(rendition.url)
    assert (response["X-Accel-Redirect"], response.content) == (f"/files/{rendition.file.name}", b"")
    assert response["Content-Type"].startswith("image/")


@pytest.fixture
def closed_collection() -> Iterator[Collection]:
    root = Collection.get_first_root_node()
    collection = root.add_child(name="Geschlossen")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    yield collection


def test_closed_collection_closes_public_files(client: Client, closed_collection: Collection) -> None:
    picture, document = ImageFactory(collection=closed_collection), DocumentFactory(collection=closed_collection)
    CaseNoticePageFactory(body=[figure(picture)], attachments=attached(document))
    addresses = (rendition_of(picture), document.url)
    assert [status(client, address) for address in addresses] == [404, 404]
    assert [status(signed_in(UserFactory()), address) for address in addresses] == [200, 200]


def test_documents_never_come_by_media(client: Client, document: PortalDocument) -> None:
    CaseNoticePageFactory(attachments=attached(document))
    assert status(client, f"/media/{document.file.name}") == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images",
        "images/",
        "images/..",
        "images/../original_images/x.png",
        "images/%2e%2e/%2e%2e/sunlight.db",
        "images/..%2f..%2fsunlight.db",
        "images//etc/passwd",
        "images/a%00b.png",
        "%00",
        "images/%ff%fe.png",
        "images/%c0%ae%c0%ae/x.png",
        "images/" + "a" * 10_000,
        "images/图.png",
        "../secret_key",
        "secret_key",
        "avatar_images/x.png",
        "documents/x.txt",
    ],
)
def test_odd_paths_are_not_found(client: Client, picture: PortalImage, path: str) -> None:
    rendition_of(picture)
    assert status(client, f"/media/{path}") == 404
    assert status(signed_in(UserFactory(administrator=True)), f"/media/{path}") == 404


@pytest.mark.parametrize("path", ["0/x", "1/%00", f"{'9' * 18}/x", f"{'9' * 40}/x", "1/%ff", "x/y/", "1/../../x", ""])
def test_odd_document_addresses_are_not_found(client: Client, path: str) -> None:
    assert status(client, f"/documents/{path}") == 404


def test_wrong_file_name_is_not_found(document: PortalDocument) -> None:
    staff = signed_in(UserFactory(administrator=True))
    assert status(staff, document.url) == 200
    assert status(staff, f"/documents/{document.pk}/other.txt") == 404


def test_lost_file_is_not_found(picture: PortalImage, document: PortalDocument) -> None:
    staff = signed_in(UserFactory(administrator=True))
    rendition = picture.get_rendition("max-200x200")
    rendition.file.storage.delete(rendition.file.name)
    document.file.storage.delete(document.file.name)
    assert status(staff, rendition.url) == 404
    assert status(staff, document.url) == 404
