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
#: Milliseconds in which the admin's panels come to rest.
SETTLING = 1_000
#: What stands at the top of a picture that would begin too far up.
TOP = {"guide-bulletin": ".bulletin-editor"}


def main(site: str, only: list[str]) -> None:
    """Take all pictures of the site at this address, or those that are named."""
    PICTURES.mkdir(exist_ok=True)
    notice, session = _from_database()
    guide = tuple((name, DESKTOP, address) for name, address in _guide())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        public = ((*picture, "") for picture in PUBLIC)
        staff = ((*picture, session) for picture in (*ADMIN, *guide))
        for name, size, address, who in (*public, *staff):
            if name in only or not only:
                _take(browser, site, name, size, address or notice, who)
        browser.close()


def _from_database() -> tuple[str, str]:
    """The address of the newest notice, and the session of the demo site's publisher."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from portal.notices.models import CaseNoticePage

    client = Client()
    client.force_login(get_user_model().objects.get(username="publisher"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return CaseNoticePage.objects.published().newest_first()[0].url, session


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
    if session:
        # The admin draws its menu and opens its panels by script.
        page.locator(".sidebar-main-menu a").first.wait_for()
        page.locator(".w-panel__content, .listing, .privacy-findings").locator("visible=true").first.wait_for()
        if name in TOP:
            page.locator(TOP[name]).evaluate(
                "(part) => { part.style.scrollMarginTop = '5rem'; part.scrollIntoView(); }"
            )
        page.wait_for_timeout(SETTLING)
    with Image.open(BytesIO(page.screenshot())) as taken:
        small = taken.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    django.setup()
    main(
        f"http://{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}",
        sys.argv[1:],
    )
