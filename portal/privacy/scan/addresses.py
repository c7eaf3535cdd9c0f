"""Home addresses: what narrows a street or village down to a door. Those of offices and shops are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.normalised import Normalised
from portal.privacy.scan.numbers import before

_COUNT = r"(?:[0-9]{1,5}(?:-[0-9]{1,5}){0,3}|[一二三四五六七八九十]{1,3}|[A-Za-z][0-9]{0,2}|[甲乙丙丁东西南北])"
_STEP = rf"(?:第?{_COUNT}(?:村民小组|号楼|号院|单元|号|栋|幢|座|室|弄|组|社|队|户|楼|层))"
_CHAIN = re.compile(
    rf"{_STEP}(?:\s?{_STEP}){{0,5}}(?:\s?(?:[0-9]{{1,3}}-[0-9]{{1,3}}-)?[0-9]{{3,4}}(?![0-9年月日元万人件个%.-]))?"
)
_ONE_STEP = re.compile(_STEP)
_BLOCK = re.compile(r"单元|栋|幢")
_DOOR = re.compile(r"单元|室|号楼|栋|幢|户|座")
#: Building, staircase and flat behind a house number: 100号3-2-501.
_FLAT = re.compile(r"号\s?[0-9]{1,3}-[0-9]{1,3}-[0-9]{3,4}$")
_STREET = re.compile(
    r"(?:路|街|大道|巷|弄|胡同|里|村|庄|屯|寨|湾|坪|小区|花园|花苑|苑|家园|公寓|新村|社区|公馆|府|园|城|庭|墅|院|坊|组|区|段|道)$"
)
_DWELLING = re.compile(
    r"小区|花园|花苑|苑|家园|公寓|新村|公馆|府|庭|墅|嘉园|雅园|名都|华庭|豪庭|人家|宿舍|家属院|安置|新城|城|园|里$|院$|坊$"
)
_VILLAGE = re.compile(r"(?:村|庄|屯|寨|湾|坪|社区)$")
_OFFICE = re.compile(
    r"行政中心|政务|办公|机关|综合楼|大楼|大厦|酒店|宾馆|饭店|会所|公司|学校|医院|会议|服务中心|信访|接待|举报|来信|邮编|监督|法院|检察院|公安局|派出所|指挥部"
    r"|商铺|店面|商务|广场|产业园|工业园|科技园|创业园|写字楼|开标|评标|交易中心|报名|领取|注册地"
)
_OFFICE_AFTER = re.compile(
    r".{0,6}?(?:会议室|办公室|信访|接待室|纪委|监委|大厅|局|委员会|酒店|饭店|会所|公司|餐厅|包厢|包间|病房|教室|商铺|厂房|窗口|开标|评标|举行|召开)"
)
#: A single house number counts only where somebody lives.
_LIVES = re.compile(r"家住|住址|住在|住所|家庭地址|户籍|居住|现住|租住|暂住|老家")


def find(text: Normalised) -> Iterator[Finding]:
    """All addresses of a text that lead to a door."""
    for match in _CHAIN.finditer(text.text):
        sureness = _judge(text.text, match)
        if sureness:
            found = match[0].rstrip()
            start, end = text.span(match.start(), match.start() + len(found))
            yield Finding(Kind.ADDRESS, start, end, found, "××号", sureness)


def _judge(text: str, match: re.Match[str]) -> Sureness | None:
    """The chain of numbers, what it hangs on, and what is around it."""
    ahead = before(text, match.start(), 30)
    place = _STREET.search(ahead)
    chain, steps = match[0], len(_ONE_STEP.findall(match[0]))
    is_flat = steps > 1 and bool(_BLOCK.search(chain))
    if not (place or is_flat) or _OFFICE.search(ahead[-22:]) or _OFFICE_AFTER.match(text, match.end()):
        return None
    lives = _LIVES.search(ahead)
    if lives and (_DOOR.search(chain) or "号" in chain):
        return Sureness.SURE
    if _DOOR.search(chain) and (steps > 1 or chain[-1].isdigit()) and (_DWELLING.search(ahead[-8:]) or "室" in chain):
        return Sureness.LIKELY
    if place and (_FLAT.search(chain) or ("弄" in chain and steps > 1 and chain[-1].isdigit())):
        return Sureness.LIKELY
    if _VILLAGE.search(ahead) and steps > 1 and chain.endswith("号"):
        return Sureness.LIKELY
    return None
