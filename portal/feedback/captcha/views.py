"""The picture and the sound of a challenge."""

from __future__ import annotations

import random
import threading

from captcha.models import CaptchaStore
from captcha.views import _captcha_image
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.feedback.captcha import challenges, speech

#: Crawlers do not come back for it.
GONE = 410
_seeded = threading.Lock()


@require_safe
@never_cache
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """Drawn by the package, twice as large as it is shown."""
    if not challenges.is_open(key):
        return HttpResponse(status=GONE)
    drawn = CaptchaStore(challenge=challenges.digits(key))
    # The same lines and dots at each look: several pictures of the same digits would give them away. The package takes
    # them from the generator of the process, which must not stay foreseeable.
    with _seeded:
        random.seed(key)
        try:
            response: HttpResponse = _captcha_image(drawn, scale=2)
        finally:
            random.seed()
    return response


@require_safe
@never_cache
def sound(request: HttpRequest, key: str) -> HttpResponse:
    """The digits in the language of the page."""
    language = get_language() or ""
    if not speech.is_spoken(language) or not challenges.is_open(key):
        raise Http404
    return HttpResponse(speech.spoken(challenges.digits(key), language), content_type="audio/wav")
