"""Made-up cases for the components that show them."""

from datetime import date

from home.styleguide.sample import Sample
from portal.cases.models import Subject
from portal.cases.public import CaseSummary, PublicMeasure, PublicSubject
from portal.cases.publication import Holding


def of_cases(today: date) -> list[Sample]:
    """The components of cases."""
    subject = PublicSubject(
        kind=Subject.Kind.PERSON,
        name="王某某",
        marker="时任",
        post_then="清溪镇党委书记",
        post_now="",
        unit_name="清溪镇",
        unit_code="qingxi",
        rank=None,
        rank_text="",
        responsibility=Subject.Responsibility.DIRECT,
        leadership=None,
        is_head=True,
        measures=(
            PublicMeasure(
                scale="party",
                grade=None,
                term="",
                body="清溪县纪委监委",
                decided_on=f"{today:%Y-%m}",
                text="党内严重警告处分",
            ),
        ),
    )
    case = CaseSummary(
        number=1,
        heading="清溪镇党委书记王某某违规收受礼品礼金问题",
        facts="2021年至2022年，王某某先后三次收受管理服务对象所送礼品礼金，折合共计2.9万元。",
        other_problems=True,
        subjects=(subject,),
    )
    held = Holding("case", "关于三起典型问题的通报", "/notices/", today)
    return [
        Sample("case_of_notice", ({"case": case, "number": 1},)),
        Sample("case_subjects", ({"subjects": case.subjects},)),
        Sample("holdings", ({"holdings": [held]},)),
    ]
