"""Takes the pictures of the README and of the editors' guide: `make pictures` while `make run` serves the demo site."""

import os
import sys
from io import BytesIO
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
DESKTOP, PHONE = (1280, 900), (390, 844)
#: Name, size and address of each picture.
PUBLIC = (
    ("home", DESKTOP, "/"),
    ("search", DESKTOP, "/search/?q=违规吃喝"),
    ("notice", DESKTOP, ""),
    ("phone", PHONE, "/"),
    ("english", DESKTOP, "/en/search/?q=礼金"),
)
ADMIN = (("admin", DESKTOP, "/admin/"),)
#: Colours of a kept picture: plain pages lose nothing that is seen, and a picture stays below 200 kB.
COLOURS = 192


def main(site: str) -> None:
    """Take all pictures of the site at this address."""
    PICTURES.mkdir(exist_ok=True)
    notice, session = _from_database()
    guide = tuple((name, DESKTOP, address) for name, address in _guide())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, size, address in PUBLIC:
            _take(browser, site, name, size, address or notice)
        for name, size, address in (*ADMIN, *guide):
            _take(browser, site, name, size, address, session)
        browser.close()


def _from_database() -> tuple[str, str]:
    """The address of the newest notice, and the session of the demo site's publisher."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    from portal.notices.models import CaseNoticePage

    user = get_user_model().objects.get(username="publisher")
    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": user.get_session_auth_hash(),
        }
    )
    session.set_expiry(300)
    session.create()
    return CaseNoticePage.objects.published().newest_first()[0].url, str(session.session_key)


def _guide() -> list[tuple[str, str]]:
    """The screens that the editors' guide shows, by the names of their pictures."""
    from portal.cases.models import Case
    from portal.notices.models import BulletinPage, CaseNoticePage
    from portal.notices.privacy.spots import open_spots

    notice = CaseNoticePage.objects.published().filter(case_links__isnull=False).newest_first().first()
    bulletin = BulletinPage.objects.published().newest_first().first()
    case = Case.objects.published().filter(subjects__measures__isnull=False).first()
    screens = [("guide-cases", "/admin/cases/"), ("guide-missing", "/admin/reports/cases-missing/")]
    if case:
        screens.append(("guide-case", f"/admin/cases/edit/{case.pk}/"))
    drafts = (page.get_latest_revision_as_object() for page in CaseNoticePage.objects.not_live())
    found = next((draft for draft in drafts if open_spots(draft)), None)
    if found:
        screens.append(("guide-scan", f"/admin/privacy-scan/notices/casenoticepage/{found.pk}/"))
    screens += [
        (name, f"/admin/pages/{page.pk}/edit/")
        for name, page in (("guide-notice", notice), ("guide-bulletin", bulletin))
        if page
    ]
    return screens


def _take(browser: Browser, site: str, name: str, size: tuple[int, int], address: str, session: str = "") -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", reduced_motion="reduce"
    )
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = context.new_page()
    answer = page.goto(site + address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} does not answer; is `make run` serving the demo site?")
    with Image.open(BytesIO(page.screenshot())) as taken:
        small = taken.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    django.setup()
    main(f"http://{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}")
