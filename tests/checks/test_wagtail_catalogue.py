"""What we add to Wagtail's Chinese: nothing that it has by now, and every entry whole."""

import re
from pathlib import Path

import polib
import wagtail
from django.utils import translation
from django.utils.translation import gettext

from tests.checks.files import ROOT

OURS = polib.pofile(str(ROOT / "locale_wagtail" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
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
    assert set(ids) & wagtails("zh_Hans") == set()


def test_every_entry_is_translated_with_all_its_places() -> None:
    assert [entry.msgid for entry in OURS if not entry.translated() or entry.fuzzy] == []
    texts = {each.msgid: each.msgstr or each.msgstr_plural[0] for each in OURS}
    assert [source for source, text in texts.items() if set(PLACES.findall(source)) != set(PLACES.findall(text))] == []


def test_the_admin_finds_them() -> None:
    with translation.override("zh-hans"):
        assert gettext("Has child pages") == "有下级页面"
