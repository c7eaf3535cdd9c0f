"""What we add to Wagtail's Chinese: nothing that it has by now, and every entry whole. And what covers its own."""

import re
from pathlib import Path

import polib
import wagtail
from django.utils import translation
from django.utils.translation import gettext

from tests.checks.files import ROOT

#: Wagtail's own reads as no official would write: 等待你的审查; a space within 11 分钟 之前.
SAID_BETTER = {"Awaiting your review", "%(time_period)s ago"}
#: Messages of the portal that stand before Wagtail's: nearly the same there, or where our editors never come.
SAME_THERE = {
    *("(optional)", "Account", "Approved", "Changes", "Deleted", "Filter", "From", "Name", "New", "Number", "Origin"),
    *("Promoted results", "Search the whole site", "Show", "Summary", "Terms", "Updated", "Warnings"),
    *("description", "revision", "site name", "subject"),
}
OURS = polib.pofile(str(ROOT / "locale_wagtail" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
PORTALS = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
PLACES = re.compile(r"%\((\w+)\)s")


def wagtails(language: str) -> set[str]:
    """The messages that Wagtail's apps have in a language."""
    files = Path(wagtail.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django.po")
    return {
        entry.msgid for file in files for entry in polib.pofile(str(file)) if entry.translated() or language == "en"
    }


def test_every_entry_is_a_message_that_wagtail_leaves_in_english() -> None:
    ids = [entry.msgid for entry in OURS]
    assert len(ids) == len(set(ids)) > 100
    assert set(ids) - wagtails("en") == set()
    assert set(ids) & wagtails("zh_Hans") == SAID_BETTER


def test_no_message_of_the_portal_takes_the_place_of_another_of_wagtail() -> None:
    """Catalogues are one to Django: a word of ours without a context is Wagtail's word, too."""
    files = Path(wagtail.__file__).parent.rglob("locale/zh_Hans/LC_MESSAGES/django.po")
    theirs: dict[tuple[str | None, str], set[str]] = {}
    for entry in (each for file in files for each in polib.pofile(str(file)) if each.translated()):
        theirs.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr)
    ours = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in PORTALS}
    differ = {message[1] for message, text in ours.items() if text not in theirs.get(message, {text})}
    assert differ == SAME_THERE


def test_the_menu_of_the_admin_says_pages() -> None:
    said = {"Pages": "页面", "History": "历史", "Awaiting your review": "等待您审核"}
    # Not as calls with the words themselves: `make messages` collects those of tests too.
    with translation.override("zh-hans"):
        assert {message: gettext(message) for message in said} == said
        ago = "%(time_period)s ago"
        assert gettext(ago) % {"time_period": "11 分钟"} == "11 分钟前"


def test_every_entry_is_translated_with_all_its_places() -> None:
    assert [entry.msgid for entry in OURS if not entry.translated() or entry.fuzzy] == []
    texts = {each.msgid: each.msgstr or each.msgstr_plural[0] for each in OURS}
    assert [source for source, text in texts.items() if set(PLACES.findall(source)) != set(PLACES.findall(text))] == []


def test_the_admin_finds_them() -> None:
    with translation.override("zh-hans"):
        assert gettext("Has child pages") == "有下级页面"
