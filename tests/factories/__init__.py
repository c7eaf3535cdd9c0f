"""Made-up data for tests. Traits name states: ``CaseNoticePageFactory(internal=True, audience=[unit])``."""

from tests.factories.accounts import UserFactory
from tests.factories.bulletins import BulletinPageFactory
from tests.factories.cases import (
    CaseFactory,
    FormFactory,
    MeasureFactory,
    SubjectFactory,
    TermFactory,
    ViolationFactory,
)
from tests.factories.clarifications import ClarificationPageFactory, InspectionPageFactory
from tests.factories.feedback import InquiryFactory, ReferralFactory, SubmissionFactory
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.notices import CaseNoticePageFactory, WarningPageFactory
from tests.factories.organisations import (
    FormerNameFactory,
    FormerRegionNameFactory,
    RegionFactory,
    StaffMembershipFactory,
    UnitFactory,
)
from tests.factories.site import section, site_tree

__all__ = [
    "BulletinPageFactory",
    "CaseFactory",
    "CaseNoticePageFactory",
    "ClarificationPageFactory",
    "DocumentFactory",
    "FormFactory",
    "FormerNameFactory",
    "FormerRegionNameFactory",
    "ImageFactory",
    "InquiryFactory",
    "InspectionPageFactory",
    "MeasureFactory",
    "ReferralFactory",
    "RegionFactory",
    "StaffMembershipFactory",
    "SubjectFactory",
    "SubmissionFactory",
    "TermFactory",
    "UnitFactory",
    "UserFactory",
    "ViolationFactory",
    "WarningPageFactory",
    "section",
    "site_tree",
]
