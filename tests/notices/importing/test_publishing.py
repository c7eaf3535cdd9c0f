"""What our shorter way of publishing stores, beside what Wagtail's own would."""

import json
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, PageLogEntry

from portal.notices.models import CaseNoticePage
from portal.organisations.models import Unit
from tests.notices.importing.files import jsonl, row, run


def _unpacked(content: dict[str, Any]) -> dict[str, Any]:
    """As JSON, and the text within it too: a database may order the keys of a block in its own way."""
    plain: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {**plain, "body": json.loads(plain["body"])}


def test_revision_holds_all_that_the_page_does(unit: Unit, tmp_path: Path) -> None:
    run(
        jsonl(
            tmp_path / "a.jsonl",
            row(body="正文", violations=["违规收礼", "公车私用"], forms=["诫勉"], scope="internal"),
        )
    )
    notice = CaseNoticePage.objects.get()
    expected, stored = _unpacked(notice.serializable_data()), _unpacked(notice.live_revision.content)
    # The revision is written before the page can point to it, as with Wagtail.
    later = {"latest_revision", "live_revision", "latest_revision_created_at"}
    assert {name for name, value in expected.items() if stored[name] != value} <= later
    assert len(expected["violations"]) == 2
    assert expected["audience"] == [unit.pk]


def test_pages_stand_in_the_tree_and_in_the_history_as_wagtails_own(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(title="甲"), row(title="乙")))
    first, second = CaseNoticePage.objects.order_by("path")
    section = first.get_parent()
    assert section.numchild == 2
    assert second.path == first._inc_path()
    assert first.locale_id == section.locale_id
    assert not any(Page.find_problems())
    entries = PageLogEntry.objects.filter(page=second).order_by("pk").values_list("action", "label", "revision")
    assert list(entries) == [("wagtail.create", "乙", None), ("wagtail.publish", "乙", second.live_revision_id)]
