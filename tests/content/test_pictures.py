"""Pictures in the text: in the format and size that a screen asks for, and a page that stands when one is broken."""

import gc
import io
import logging
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from portal.content import sizes
from portal.content.models import PortalImage, PortalRendition
from portal.notices.models import CaseNoticePage
from tests.factories import CaseNoticePageFactory, ImageFactory

pytestmark = pytest.mark.django_db
#: Wagtail leaves its temporary file to the garbage collector when the picture in it cannot be read.
leaves_a_file = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


def photo(width: int = 2000, height: int = 1000, kind: str = "JPEG", name: str = "photo.jpg") -> PortalImage:
    data = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(data, kind)
    return ImageFactory(file=ContentFile(data.getvalue(), name=name), width=width, height=height, title="Title")


def figure(image: PortalImage, words: str = "领奖台", **value: Any) -> dict[str, Any]:
    return {"type": "figure", "value": {"image": {"image": image.pk, "alt_text": words, **value}, "caption": "说明"}}


def shown(client: Client, page: CaseNoticePage) -> list[Tag]:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml").select(".prose figure.picture")


def fetched(client: Client, address: str) -> tuple[str, bytes]:
    response = client.get(address)
    assert response.status_code == 200
    return response["Content-Type"], b"".join(response)


def test_it_comes_in_new_formats_and_every_width(client: Client) -> None:
    (drawn,) = shown(client, CaseNoticePageFactory(body=[figure(photo())]))
    kinds = {source["type"]: str(source["srcset"]) for source in drawn.select("picture source")}
    assert list(kinds) == ["image/avif", "image/webp"]
    for kind, srcset in kinds.items():
        addresses = [each.split() for each in srcset.split(", ")]
        assert [width for _address, width in addresses] == ["480w", "960w", "1440w"]
        for address, width in addresses:
            served_as, data = fetched(client, address)
            assert (served_as, f"{Image.open(io.BytesIO(data)).width}w") == (kind, width)


def test_its_place_is_kept_before_it_is_there(client: Client) -> None:
    (drawn,) = shown(client, CaseNoticePageFactory(body=[figure(photo())]))
    assert drawn.img
    assert (drawn.img["width"], drawn.img["height"], drawn.img["alt"]) == ("960", "480", "领奖台")
    assert fetched(client, str(drawn.img["src"]))[0] == "image/jpeg"


def test_only_what_is_further_down_is_loaded_late(client: Client) -> None:
    first, second = shown(client, CaseNoticePageFactory(body=[figure(photo()), figure(photo())]))
    assert first.img and second.img
    assert (first.img.get("loading"), second.img.get("loading")) == (None, "lazy")


def test_a_small_picture_is_not_blown_up(client: Client) -> None:
    (drawn,) = shown(client, CaseNoticePageFactory(body=[figure(photo(300, 200))]))
    assert drawn.img
    assert drawn.img["width"] == "300"
    assert all(str(source["srcset"]).endswith(" 300w") for source in drawn.select("source"))


@pytest.mark.parametrize(("kind", "name", "plain"), [("PNG", "a.png", "png"), ("GIF", "a.gif", "png")])
def test_other_kinds_stay_what_they_are_for_old_browsers(client: Client, kind: str, name: str, plain: str) -> None:
    (drawn,) = shown(client, CaseNoticePageFactory(body=[figure(photo(600, 400, kind, name))]))
    assert drawn.img
    assert fetched(client, str(drawn.img["src"]))[0] == f"image/{plain}"


def test_a_decoration_is_silent(client: Client) -> None:
    (drawn,) = shown(client, CaseNoticePageFactory(body=[figure(photo(), words="", decorative=True)]))
    assert drawn.img
    assert drawn.img["alt"] == ""


@leaves_a_file
@pytest.mark.parametrize("damage", [b"", b"\xff\xd8\xff\xe0 no picture", b"<html>", None], ids=str)
def test_a_broken_file_leaves_its_words(client: Client, damage: bytes | None, caplog: pytest.LogCaptureFixture) -> None:
    image = photo()
    page = CaseNoticePageFactory(body=[figure(image)])
    PortalRendition.objects.all().delete()
    path = Path(image.file.path)
    path.unlink() if damage is None else path.write_bytes(damage)
    with caplog.at_level(logging.WARNING, "portal.content.sizes"):
        (drawn,) = shown(client, page)
    gc.collect()
    assert drawn.img is None
    assert "领奖台" in drawn.text
    assert "说明" in drawn.text
    assert f"picture {image.pk} cannot be shown" in caplog.text
    assert path.name not in caplog.text


@leaves_a_file
def test_a_picture_cut_off_leaves_its_words(client: Client) -> None:
    image = photo()
    page = CaseNoticePageFactory(body=[figure(image)])
    PortalRendition.objects.all().delete()
    path = Path(image.file.path)
    path.write_bytes(path.read_bytes()[:600])
    (drawn,) = shown(client, page)
    gc.collect()
    assert "领奖台" in drawn.text


def test_a_picture_deleted_from_the_library_leaves_the_page(client: Client) -> None:
    image = photo()
    page = CaseNoticePageFactory(body=[figure(image)])
    image.delete()
    (drawn,) = shown(client, page)
    assert drawn.img is None


def test_publishing_makes_the_sizes(django_capture_on_commit_callbacks: Any) -> None:
    image = photo()
    page = CaseNoticePageFactory(body=[figure(image)])
    PortalRendition.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert PortalRendition.objects.filter(image=image).count() == 7


def test_publishing_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    images = [photo(), photo()]
    now = iter([0.0, 0.0, sizes.PATIENCE + 1])
    monkeypatch.setattr(sizes, "monotonic", lambda: next(now))
    sizes.make(images)
    assert set(PortalRendition.objects.values_list("image", flat=True)) == {images[0].pk}
