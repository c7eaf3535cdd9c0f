"""Uploaded files on their way out: every address asks `access` first, and answers 404 to whoever may not have it."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import PurePath

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail.documents import views as wagtail_views
from wagtail.users.models import UserProfile

from portal.content.access import Access, access_to, is_staff_of
from portal.content.caching.entries import CACHE_CONTROL
from portal.content.models.files import PortalDocument, PortalImage, PortalRendition

#: Python asks the machine, and not every machine knows them.
NEW_KINDS = {".avif": "image/avif", ".webp": "image/webp"}
RENDITIONS, ORIGINALS, AVATARS = "images/", "original_images/", "avatar_images/"


@require_safe
def serve_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture below MEDIA_URL: its sizes to those who may see it, the original to staff. Nothing else is there."""
    file, access = _stored_picture(request, path)
    if access is Access.NONE:
        raise Http404
    return _kept(_picture(request, file), access)


@require_safe
def serve_document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """A document, by Wagtail's own view, whose hooks ask `access` (`wagtail_hooks`)."""
    if "\0" in document_filename or len(document_id) > 18:
        raise Http404
    response = wagtail_views.serve.serve(request, document_id, document_filename)
    access: Access = getattr(request, "access_to_file", Access.NONE)
    if response.get("Content-Encoding") == "None":  # Wagtail's sendfile writes what it did not find.
        del response["Content-Encoding"]
    if not response.get("Content-Disposition", "").startswith("inline"):
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _kept(response, access)


def remember_access(document: PortalDocument, request: HttpRequest) -> None:
    """Refuse the document, or note for the headers who may have it."""
    access = access_to(document, request)
    if access is Access.NONE:
        raise Http404
    request.access_to_file = access  # type: ignore[attr-defined]


def _stored_picture(request: HttpRequest, path: str) -> tuple[FieldFile, Access]:
    if "\0" in path:
        raise Http404
    if path.startswith(RENDITIONS):
        rendition = PortalRendition.objects.select_related("image__collection").filter(file=path).first()
        if rendition is not None:
            return rendition.file, access_to(rendition.image, request)
    elif path.startswith(ORIGINALS):
        image = PortalImage.objects.filter(file=path).first()
        if image is not None and is_staff_of(image, request.user):
            return image.file, Access.READER
    elif path.startswith(AVATARS) and request.user.has_perm("wagtailadmin.access_admin"):
        profile = UserProfile.objects.filter(avatar=path).first()
        if profile is not None:
            return profile.avatar, Access.READER
    raise Http404


def _picture(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    name = file.name or ""
    kind = NEW_KINDS.get(PurePath(name).suffix) or guess_type(name)[0] or ""
    if not kind.startswith("image/"):
        raise Http404
    try:
        changed = int(file.storage.get_modified_time(name).timestamp())
    except FileNotFoundError as error:
        raise Http404 from error
    response: HttpResponseBase = get_conditional_response(request, last_modified=changed) or _sent(file, kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Last-Modified"] = http_date(changed)
    return response


def _sent(file: FieldFile, kind: str) -> HttpResponseBase:
    """The bytes, or for a web server in front the place where it finds them."""
    if settings.MEDIA_ACCEL:
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.MEDIA_ACCEL}{file.name}", "Content-Type": kind})
    return FileResponse(file.open("rb"), content_type=kind)


def _kept(response: HttpResponseBase, access: Access) -> HttpResponseBase:
    """Say who may keep a copy. What one reader may have is kept nowhere and found by no search engine."""
    response["X-Content-Type-Options"] = "nosniff"
    if access is Access.PUBLIC:
        response["Cache-Control"] = CACHE_CONTROL
    else:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response
