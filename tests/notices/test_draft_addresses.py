"""Drafts with Chinese titles get ASCII addresses too, each its own."""

from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage
from tests.factories.site import section


def test_two_drafts_of_one_title_have_an_address_each(db: None) -> None:
    parent = section(CaseNoticeIndexPage)

    first, second = (
        parent.add_child(instance=CaseNoticePage(title="关于两起典型问题的通报", live=False)).slug for _ in range(2)
    )

    assert first and first.isascii()
    assert second == f"{first}-2"
