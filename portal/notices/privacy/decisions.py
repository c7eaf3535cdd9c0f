"""What an editor does about findings: puts masks in their place, takes data out of pictures, or lets them stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from PIL import Image, ImageOps
from wagtail.log_actions import log
from wagtail.models import Page

from portal.notices.privacy.markup import plain_of, replaced
from portal.notices.privacy.spots import Spot
from portal.notices.privacy.texts import Path, replace_text, texts_of, title_of
from portal.privacy.models import AcceptedFinding, ScanOverride


@transaction.atomic
def mask(instance: Any, spots: Iterable[Spot], user: User) -> int:
    """Replace these findings in the draft and save it as a new version; how many it were."""
    by_path: dict[Path, list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.can_mask:
            by_path[spot.path].append(spot)
    texts = {text.path: text for text in texts_of(instance) if text.can_mask}
    done: Counter[str] = Counter()
    for path, found in by_path.items():
        text = texts[path]
        changed = text.source
        # From the end, so that the places before stay what they are.
        for spot in sorted(found, key=lambda each: each.start, reverse=True):
            changed = _masked(changed, spot, is_markup=text.is_markup)
            done[spot.kind.value] += 1
        replace_text(instance, path, changed)
    if done:
        _save(instance, user)
        log(instance=instance, action="privacy.mask", user=user, data={"kinds": dict(done)})
    return done.total()


def _masked(text: str, spot: Spot, *, is_markup: bool) -> str:
    if is_markup:
        return replaced(text, plain_of(text), spot.start, spot.end, spot.mask)
    return text[: spot.start] + spot.mask + text[spot.end :]


def _save(instance: Any, user: User) -> None:
    """As the editing form does: what is not live yet has its row up to date."""
    if not instance.live:
        instance.save(**({"clean": False} if isinstance(instance, Page) else {}))
    instance.save_revision(user=user, log_action=True, clean=False)


def strip(spot: Spot, instance: Model, user: User) -> None:
    """Write the picture anew with its pixels and nothing else; it stands upright as the camera meant it."""
    picture = spot.holder
    with picture.open_file() as file, Image.open(file) as opened:
        kind = opened.format or "PNG"
        clean = ImageOps.exif_transpose(opened)
        output = BytesIO()
        options = {"quality": 92} if kind == "JPEG" else {}
        bare = Image.new(clean.mode, clean.size)
        bare.paste(clean)
        if clean.mode == "P" and (palette := clean.getpalette()):
            bare.putpalette(palette)
        bare.save(output, kind, **options)
    old = picture.file.name
    storage = picture.file.storage
    picture.file = ContentFile(output.getvalue(), name=old.rpartition("/")[2])
    picture._set_image_file_metadata()
    picture.save()
    picture.renditions.all().delete()
    storage.delete(old)
    log(instance=instance, action="privacy.strip", user=user, data={"kinds": {spot.kind.value: 1}})


@transaction.atomic
def accept(instance: Model, spots: Iterable[Spot], user: User | None, reason: str) -> ScanOverride:
    """Let these findings stand in these very words; on record are their kinds and not what they say."""
    marks = {spot.mark: spot.kind for spot in spots}
    override = ScanOverride.objects.create(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        object_id=str(instance.pk),
        title=title_of(instance)[:300],
        user=user,
        reason=reason,
    )
    AcceptedFinding.objects.bulk_create(
        AcceptedFinding(override=override, kind=kind, mark=mark) for mark, kind in marks.items()
    )
    kinds = Counter(kind.value for kind in marks.values())
    log(instance=instance, action="privacy.override", user=user, data={"kinds": dict(kinds), "reason": reason})
    return override
