from portal.notices.models.base import NoticePage, NoticeQuerySet, Scope
from portal.notices.models.case_notices import CaseNoticePage, NoticeCase
from portal.notices.models.indexes import CaseNoticeIndexPage, NoticeIndexPage, WarningIndexPage
from portal.notices.models.review import FourEyesTask
from portal.notices.models.warnings import WarningPage

__all__ = [
    "CaseNoticeIndexPage",
    "CaseNoticePage",
    "FourEyesTask",
    "NoticeCase",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeQuerySet",
    "Scope",
    "WarningIndexPage",
    "WarningPage",
]
