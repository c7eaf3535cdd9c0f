"""Pictures that staff upload: bombs are refused, and nobody waits for the lock while one is unpacked."""

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.users.models import UserProfile

from home.roles import Role
from portal.content.models import PortalImage
from tests.factories import UserFactory

#: More than forty million pixels in some twenty kilobytes.
BOMB = (8000, 5001)


@pytest.fixture
def editor() -> User:
    return UserFactory(groups=[Role.EDITOR])


@pytest.fixture
def staff(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def picture(size: tuple[int, int]) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("1", size).save(data, "PNG")
    return SimpleUploadedFile("photo.png", data.getvalue(), "image/png")


def uploaded(client: Client, size: tuple[int, int]) -> dict[str, Any]:
    answer = client.post("/admin/images/multiple/add/", {"title": "照片", "files[]": picture(size)})
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def chosen(client: Client, size: tuple[int, int]) -> dict[str, Any]:
    prefix = "image-chooser-upload"
    form = {f"{prefix}-title": "照片", f"{prefix}-file": picture(size), f"{prefix}-collection": "1"}
    answer = client.post("/admin/images/chooser/create/", form)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


@pytest.mark.django_db
def test_one_with_too_many_pixels_is_refused(staff: Client) -> None:
    assert "40000000" in uploaded(staff, BOMB)["error_message"]
    assert chosen(staff, BOMB)["step"] == "reshow_creation_form"
    assert not PortalImage.objects.exists()


@pytest.mark.django_db
def test_nor_may_it_be_the_picture_of_an_account(editor: User, staff: Client) -> None:
    profile = UserProfile.get_for_user(editor)
    form = {
        "name_email-first_name": "文",
        "name_email-last_name": "书",
        "name_email-email": "staff@example.org",
        "locale-preferred_language": "zh-hans",
        "locale-current_time_zone": "Asia/Shanghai",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    answer = staff.post("/admin/account/", {**form, "avatar-avatar": picture(BOMB)})
    assert "40000000" in answer.content.decode()
    profile.refresh_from_db()
    assert not profile.avatar
    assert staff.post("/admin/account/", {**form, "avatar-avatar": picture((900, 600))}).status_code == 302
    profile.refresh_from_db()
    with profile.avatar.open() as file, Image.open(file) as kept:
        assert kept.width == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("upload", [uploaded, chosen])
def test_it_is_unpacked_outside_of_the_transaction(staff: Client, upload: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    within: list[bool] = []

    def noted(cls: Any, name: str) -> None:
        done = getattr(cls, name)

        def note(self: Any, *args: Any, **kwargs: Any) -> Any:
            within.append(connection.in_atomic_block)
            return done(self, *args, **kwargs)

        monkeypatch.setattr(cls, name, note)

    noted(PortalImage, "generate_rendition_file")
    noted(WagtailImageField, "check_image_pixel_size")
    upload(staff, (60, 40))
    assert PortalImage.objects.count() == 1
    assert within
    assert not any(within)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_has_too_many_is_not_even_unpacked() -> None:
    with pytest.raises(Image.DecompressionBombError):
        Image.open(picture(BOMB))
    assert Image.open(picture((8000, 5000))).size == (8000, 5000)
