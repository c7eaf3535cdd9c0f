from portal.notices.models.base import NoticePage, NoticeQuerySet, Scope
from portal.notices.models.bulletins import BulletinCase, BulletinFigures, BulletinPage, FrozenCase
from portal.notices.models.case_links import CaseLink
from portal.notices.models.case_notices import CaseNoticePage, NoticeCase
from portal.notices.models.clarifications import (
    ClarificationCase,
    ClarificationNotice,
    ClarificationPage,
    ClarificationStep,
)
from portal.notices.models.indexes import (
    BulletinIndexPage,
    CaseNoticeIndexPage,
    ClarificationIndexPage,
    InspectionIndexPage,
    NoticeIndexPage,
    WarningIndexPage,
)
from portal.notices.models.inspections import InspectedUnit, InspectionPage, RectificationItem, ResultCounter
from portal.notices.models.readings import ReaderOutcome, ReadFile, ReadingSession
from portal.notices.models.review import FourEyesTask
from portal.notices.models.standing_names import StandingName
from portal.notices.models.warnings import WarningCase, WarningPage

__all__ = [
    "BulletinCase",
    "BulletinFigures",
    "BulletinIndexPage",
    "BulletinPage",
    "CaseLink",
    "CaseNoticeIndexPage",
    "CaseNoticePage",
    "ClarificationCase",
    "ClarificationIndexPage",
    "ClarificationNotice",
    "ClarificationPage",
    "ClarificationStep",
    "FourEyesTask",
    "FrozenCase",
    "InspectedUnit",
    "InspectionIndexPage",
    "InspectionPage",
    "NoticeCase",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeQuerySet",
    "ReadFile",
    "ReaderOutcome",
    "ReadingSession",
    "RectificationItem",
    "ResultCounter",
    "Scope",
    "StandingName",
    "WarningCase",
    "WarningIndexPage",
    "WarningPage",
]
