from portal.notices.models.base import NoticePage, NoticeQuerySet, Scope
from portal.notices.models.case_links import CaseLink
from portal.notices.models.case_notices import CaseNoticePage, NoticeCase
from portal.notices.models.indexes import CaseNoticeIndexPage, NoticeIndexPage, WarningIndexPage
from portal.notices.models.review import FourEyesTask
from portal.notices.models.warnings import WarningCase, WarningPage

__all__ = [
    "CaseLink",
    "CaseNoticeIndexPage",
    "CaseNoticePage",
    "FourEyesTask",
    "NoticeCase",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeQuerySet",
    "Scope",
    "WarningCase",
    "WarningIndexPage",
    "WarningPage",
]
