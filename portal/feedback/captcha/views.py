"""The picture and the sound of a challenge."""

from __future__ import annotations

from captcha.models import CaptchaStore
from captcha.views import captcha_image
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.feedback.captcha import speech


@require_safe
@never_cache
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """Drawn by the package, twice as large as it is shown."""
    response: HttpResponse = captcha_image(request, key, scale=2)
    return response


@require_safe
@never_cache
def sound(request: HttpRequest, key: str) -> HttpResponse:
    """The digits in the language of the page."""
    language = get_language() or ""
    if not speech.is_spoken(language):
        raise Http404
    row = get_object_or_404(CaptchaStore, hashkey=key, expiration__gt=timezone.now())
    if not row.challenge.isdigit():
        raise Http404
    return HttpResponse(speech.spoken(row.challenge, language), content_type="audio/wav")
