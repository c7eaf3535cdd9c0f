"""Codes of the official lists that the wording suggests; an editor decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.notices.reader.normalising import Normalised
from portal.notices.reader.records import Suggestion

_GAINS = {
    "c1": r"(?:违纪|违法|违规|相关|涉案|不当|非法)?[^，。；\n]{0,10}(?:予以|依法|依规|已|全部|被)?(?:收缴|追缴|没收)",
    "c2": r"责令[^，。；\n]{0,6}(?:退赔|退还|赔偿)|退赔",
    "c3": r"(?:退缴|上缴|清退|退回|缴回)",
    "c4": r"取消(?:其)?退休[^，。；\n]{0,4}待遇",
}
_CONDUCT = {
    "integrity.02": (
        r"收受[^，。；\n]{0,16}(?:礼品|礼金|消费卡|购物卡|红包|"
        r"财物)|违规收送|接受[^，。；\n]{0,20}宴请|违规送礼"
    ),
    "integrity.03": r"借用[^，。；\n]{0,8}(?:车辆|财物|钱款)|民间借贷|放贷",
    "integrity.04": r"操办[^，。；\n]{0,10}(?:婚|丧|喜|宴|酒席)|大操大办",
    "integrity.05": r"违规(?:经商|从事营利|入股|兼职取酬|兼职)|经商办企业",
    "integrity.07": r"(?:侵占|占用|挪用)[^，。；\n]{0,14}(?:公款|资金|财物|集体)",
    "integrity.08": r"公款(?:吃喝|宴请|消费)|违规吃喝|一桌餐",
    "integrity.09": r"(?:违规|滥)发放?[^，。；\n]{0,10}(?:津补贴|津贴|补贴|奖金|福利|补助)",
    "integrity.10": r"公款(?:国内)?旅游|旅游费用",
    "integrity.11": r"公务接待|超标准接待",
    "integrity.12": r"公车私用|私车公养|违规(?:配备|使用|占用)[^，。；\n]{0,6}(?:公务用车|公车|车辆)",
    "integrity.14": r"超标准[^，。；\n]{0,6}办公用房|办公用房超",
    "mass.01": (
        r"(?:套取|骗取|克扣|截留|虚报冒领|侵占)[^，。；\n]{0,16}(?:补助|"
        r"补贴|低保|扶贫|救助|惠民|专项)|吃拿卡要|优亲厚友"
    ),
    "mass.03": r"漠视群众|推诿扯皮|消极应付|态度(?:恶劣|生硬)",
    "work.01": r"形式主义|官僚主义|不作为|慢作为|乱作为|弄虚作假",
    "work.06": r"失职失责|履职不力|监管不力|工作不力|不正确履行职责|未认真履行",
    "work.07": r"主体责任[^，。；\n]{0,6}(?:不力|不到位|缺失)|履行[^，。；\n]{0,10}主体责任不力",
    "political.11": r"对抗组织审查|串供",
    "organizational.02": r"个人有关事项",
}
_STAGES = {
    "s1": r"接受[^，。；\n]{0,20}(?:审查|调查)",
    "s2": r"主动投案",
    "s3": r"采取留置|被留置",
    "s5": r"移送(?:检察|司法)?[^，。；\n]{0,8}审查起诉",
    "s6": r"(?:决定|批准)逮捕",
    "s7": r"提起公诉",
    "s8": r"一审(?:公开)?(?:宣判|判处)|判处有期徒刑",
}
_GAIN_PATTERN, _CONDUCT_PATTERN, _STAGE_PATTERN = (
    re.compile("|".join(f"(?P<{code.replace('.', '_')}>{pattern})" for code, pattern in rules.items()))
    for rules in (_GAINS, _CONDUCT, _STAGES)
)
_OTHER_PROBLEMS = re.compile(
    r"(?:还|同时|另|此外)[^，。；\n]{0,6}(?:存在|有|查明)[^，。；\n]{0,4}(?:其他|"
    r"其它)[^，。；\n]{0,12}(?:问题|行为|情形)|结合其他[^，。；\n]{0,8}问题"
)


def gains(source: Normalised, start: int, end: int) -> list[Suggestion]:
    """What became of what was gained."""
    return list(_suggestions(source, start, end, "confiscation", _GAIN_PATTERN))


def suggestions(source: Normalised, start: int, end: int) -> list[Suggestion]:
    """Conduct and stage."""
    return [
        *_suggestions(source, start, end, "violation_types", _CONDUCT_PATTERN),
        *_suggestions(source, start, end, "case_stage", _STAGE_PATTERN),
    ]


def other_problems(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the text says that there is more than it tells."""
    match = _OTHER_PROBLEMS.search(text, start, end)
    return match.span() if match else None


def _suggestions(
    source: Normalised, start: int, end: int, taxonomy: str, pattern: re.Pattern[str]
) -> Iterator[Suggestion]:
    seen: set[str] = set()
    for match in pattern.finditer(source.text, start, end):
        code = str(match.lastgroup).replace("_", ".")
        if code not in seen:
            seen.add(code)
            yield Suggestion(taxonomy, code, source.written(*match.span()), source.span(*match.span()))
