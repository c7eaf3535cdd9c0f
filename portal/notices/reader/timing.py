"""Which dates are those of measures and which are those of acts."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from portal.notices.reader import words
from portal.notices.reader.dates import LENGTH_OF_DAY, LENGTH_OF_YEAR, Period
from portal.notices.reader.grades import Token

_REASON = re.compile(r"(?:因|在|由于|自|从|截至|针对|于)$")
_NO_ACT = re.compile(
    r"立案(?!条件|标准)|收到[^，。；]{0,10}(?:举报|线索|信访)|接(?![访待])(?:到)?[^，。；]{0,8}(?:举报|反映|来电|来信|投诉)|(?:信访人|群众|[村居市网]民|有人|业主|家长)(?:实名)?向[^，。；]{2,24}(?:举报|检举|控告|领导反映)|从[^，。；]{0,10}(?:网络|网上|网站|媒体|微信|抖音|短视频|平台)[^，。；]{0,8}(?:发现|获悉|看到|了解到)|"
    r"(?:根据|据)[^，。；]{0,6}举报|^间?(?:消息|讯)|主动(?:向[^，。；]{1,8})?(?:说明|交代|坦白)|网[友民][^，。；]{0,12}(?:发帖|反映|举报|曝光|爆料)|上访|经(?:群众)?举报|"
    r"(?:局|委|厅|政府|部门)(?:对外)?发布(?!虚假|不实)[^，。；]{0,10}(?:情况|消息|公告|声明|通告)|浮出水面|败露|警方[^，。；]{0,6}(?:介入|调查|立案)|开庭|宣判|开展[^，。；]{0,8}巡[察视]|规定出台|"
    r"审计(?:发现|时)|督察[^，。；]{0,6}发现|巡察(?:发现|组)|核查发现|检查(?:时|中)?发现|公安(?:机关|分?局(?=经|认定|依法|对|作出))|被[^，。；]{0,10}曝光|媒体[^，。；]{0,8}(?:曝光|报道)|案发|任职至今|"
    r"被[^，。；\n]{0,10}(?:举报|检举|控告)|已经?(?:病故|去世|死亡|亡故|过世|身故)(?!的(?!情况|事实))|移送|被判|判处|数罪并罚|投案|留置|^，?[^，。；]{2,4}被(?:处以)?(?:行政|刑事|治安)拘留|逮捕|起诉|公诉|予以退|退缴|退还|清退|上缴|已将|完成整改|受到|给予|"
    r"通报(?:了|如下)?|涉嫌(?:严重)?(?:违纪|违法|职务|受贿|犯罪)|接受[^，。；]{0,16}(?:审查|调查)|研究决定|[党省市县区州盟旗]委[^，。；]{0,4}决定|被处以|作出[^，。；]{2,24}(?:处理|处罚)|向(?:党)?组织报告称|宣布[^，。；]{2,40}以来|已有\d|回访|(?:被|^，?)(?:解除|辞退|解聘)|被召回|被退回|通过[^，。；]{2,12}(?:反映|举报|投诉)|取消[^，。；]{2,12}资格|引发[^，。；]{0,8}关注|网站?(?:公布|发布|消息|通报)|出生|(?:当选|被选)为|^按(?:有关|上级)?要求|入党|加入中国共产党|入伍|参加工作|生效|^，?(?!时任)[^，。；\n]{0,18}(?:纪委|监委|纪委监委|监察局|派驻纪检监察组)"
)
#: 2018年2月13日，省委办公厅印发《…的通知》; 2011年4月取得批复: what others issued, were granted,
#: arranged or looked into, and the press of a day.
_IS_ISSUED = re.compile(
    r"，?[^，。；\n《]{0,30}?(?:办公[厅室]|[党省市县区州]委|政府|国务院|部门?|[厅局]|纪委)(?:联合)?(?:印发|下发|出台|发布)(?:了)?(?:《|[^，。；\n《]{0,30}(?:通知|文件|意见|方案|办法)[，。])"
    r"|，?[^，。；\n]{2,30}与[^，。；\n]{2,24}签订[^，。；\n]{0,16}(?:协议|合同)。"
    r"|，?(?:依法)?(?:取得|获得)[^，。；\n]{0,16}(?:批复|许可证?|资质|执照)|[\u4e00-\u9fff]{2,6}[网报社]）|全国两会"
    r"|，?[^，。；\n]{2,16}(?:党委|党工委|政府)组织[^，。；\n]{2,40}(?:排摸|摸排|考察|推荐)，"
    r"|，某?[^，。；\n]{0,10}(?:公司|企业)拟在"
    r"|，经[^，。；\n]{2,12}(?:同意|批准)，[^，。；\n]{0,14}(?:纪委|监委)"
)
#: 2019年6月，县纪委下发《…通知》要求自查，期间，某乡未…: what was done meanwhile.
_DURING = re.compile(r"[^。；\n]{8,160}?，(?:在此|其)?期间，")
#: 2018年1月至11月，全省共查处: those who check counted over a time.
_IS_COUNTED = re.compile(
    r"(?:以?来)?，?(?:[^，。；\n]{0,16}(?:纪委|监委|监察机关)[^，。；\n]{0,8}(?:查处|紧盯|聚焦|坚持|围绕|加大)"
    r"|[^，。；\n]{0,16}(?:共查处|部门部署))"
)
#: 2012年，该村共有贫困户35户: what there was in a year. 2014年某社区换届选举，…2014年12月10日: which election it was.
_IS_FRAME = re.compile(
    r"，?[^，。；\n]{2,12}共[有需供]\w{0,12}?\d|(?P<event>[^，。；\n\d]{2,24}(?:选举|换届)，)(?=[^。；\n]{0,60}?\d{1,2}[月日])"
)
#: 处分决定自2021年6月15日起生效.
_TAKES_EFFECT = re.compile(r"起?，?(?:生效|计算|执行)")
#: A line of a page: 2023—11—10 10：30.
_OF_THE_PAGE = re.compile(r"\n(?:19|20)\d\d[—/.]\d{1,2}[—/.]\d")
#: 曾于2019年受到警告, 将于11月20日举办.
_IS_NO_ACT_BEFORE = re.compile(
    r"(?:曾(?:于|因|在)?|已[于在]|截[至止]|(?:将|拟|(?<!决)定)(?:于|在)|要求[^。；\n]{0,6}[于从自]|群众于|应予?(?:发放|拨付|兑付|上缴)[^，。；\n]{0,4}的|出生(?:日期|年月|时间)?[^，。；\n]{0,4}[由从为]|[由从][^，。；\n]{2,10}改[为成]|时间：|日期：)$"
)
#: 于当年11月20日前完成改造.
_DUE = re.compile(r"，?[^，。；\n]{0,14}?(?:完成|办结|到位|建成|报送|上报|报结果|整改|召开|竣工|返还|缴清|还清)")
#: 直至2013年11月才确定, 工作到2015年4月仍无进展: when something that was neglected had an end, or had none.
_UNTIL_BEFORE = re.compile("(?:直至|直到|[到至])$")
_NOT_UNTIL = re.compile(r"[^。；\n]{0,30}?(?:才(?![能华])|仍|尚未|还没|无(?:实质|任何|进展))")
#: （2020年1月20日途经某市）: what is told aside of somebody; （2016年春节2万元） and （2015年任镇长） are not.
_ASIDE = re.compile(r"(?![^（）\n]*[元任])[^（）\n]{2,30}）")
#: 2014年至2016年期间，王某负责车辆管理。: a sentence that says no more than what somebody was in charge of.
_ONLY_IN_CHARGE = re.compile(r"，?[^，。；\n]{0,40}?(?:负责(?!人)|分管|主管|从事)[^，。；\n]{2,20}(?<!期间)。")
#: 取消资格3年（2023年7月26日至2026年7月25日）: how long it holds.
_FOR_SO_LONG = re.compile(r"\d{1,2}(?:年|个月)（$")
#: 发现该问题: and not who did what.
_FOUND_IT = re.compile("发现(?:了)?(?:该|这一|上述|此)(?:问题|线索|情况)")
#: 2020年3月，王小山调任某局局长。: a sentence that says no more.
_ONLY_A_POST = re.compile(r"，?[\u4e00-\u9fff]{0,4}?(?:调任|转任|升任|提任|退休|担任|任)[^，。；）\n]{0,24}。")
#: 编造“公安机关已立案”的信息: what somebody said says nothing of what happened on the day.
_QUOTED = re.compile("“[^”\n]*(?:”|$)")
#: 2019年3月，公安机关对李某立案侦查后，王某多次打探案情: what is done for somebody whom others pursue.
_FOR_WHOM_OTHERS_PURSUE = re.compile(
    r"，在(?:公安|司法|检察|纪检监察)机关(?:查办|侦办|办理)[^，。；\n]{2,30}期间，|，?(?:[\u4e00-\u9fff]{0,12}公安局|公安机关|警方|检察机关)对[^，。；\n]{2,24}立案(?:侦查|调查)?[之以]?后，"
    r"[^。；\n]{2,60}?(?:打探|说情|打招呼|通风报信|泄露|透露|干预|插手|包庇|请托|过问|关照)"
)
#: 防汛指挥部检查时发现，值班员王某不在岗: what those who check find stands behind a comma; of another day it is none.
_FOUND_ON_THE_SPOT = re.compile(
    r"(?:检查|暗访|督查|抽查|查岗|巡查)[^，。；\n]{0,16}发现，(?![^，。；\n]{0,20}\d[年月日])"
    r"[^，。；\n]{2,40}(?:[脱离缺空]岗|[不未]在[岗位]|无人(?:值守|在岗)|打牌|赌博|饮酒|睡觉)"
)
#: 暗访中发现，王某2021年5月多次不在岗: what came to light then was done on another day.
_FOUND_OF_ANOTHER_DAY = re.compile(r"[^。；\n，]{0,30}发现，[^，。；\n]{0,20}\d[年月]")
#: 作为12月20日临时检查点值守人员: on which day somebody was there.
_BEING_THERE = re.compile(r"(?:作为|身为)$")
#: 驾驶公车回老家扫墓被群众举报: what was done that day, and told of at once.
_DONE_THEN_TOLD = re.compile(
    r"，?(?![^，。；\n]*因)[^，。；\n]{8,}(?<!问题)(?<!行为)(?<!情况)(?<!一事)被[^，。；\n]{0,6}(?:举报|检举|曝光)"
)
#: Those who check see the act on its day.
_SEEN_ON_THE_SPOT = re.compile(
    r"纪委[^，。；]{0,24}(?:检查|暗访|督查|抽查|查岗|监督时)|发现[^，。；]{2,40}(?:[脱离缺空]岗|[不未]在岗|打牌|赌博|饮酒|睡觉)|被[^，。；]{0,16}(?:查获|当场)"
)
#: 王某某2021年3月被诫勉；李某某被约谈: the date is that of the first alone.
_OF_ONE_ALONE = re.compile(r"(?:受到|被|因)")
#: 其在2014年4月因违规设立账外资金受到免职处理.
_FOR_WHICH_GIVEN = re.compile(r"因[^，。；\n]{2,60}(?:受到|被给予|被)")
_HOLDS_MEASURE = re.compile(
    r"受到|给予|被|予以|研究|决定|处分|责令|移送|免去|县|区|市|镇|省|纪|党|经|,|，|、|同志|本人|已|受"
)

#: 因大操大办, 王某因犯罪: what opens the reason.
_REASON_OPENS = re.compile(r"(?:[\u4e00-\u9fff·]{2,8})?因(?![公为病事])|鉴于")
#: Behind why it was given: 王某被给予, 受到.
_IS_GIVEN = re.compile(r"^[^，。；]{0,24}?(?:受到|被(?:给予)?|给予)$")
_NEAR_A_FEAST = re.compile("春节|元旦|中秋|国庆|端午|五一|期间|前后|以来")
#: 4月28日，省纪委对8起典型问题发出通报: the day of a notice is none of a decision.
_MADE_KNOWN = re.compile(
    r"(?:发出|发布|进行|公开|向社会|对外)(?:通报(?!批评|问责)|消息)|通报(?:了)?[^，。；\n]{0,12}[\d一二三四五六七八九十]起|公开曝光"
)
#: 2023年7月，某中学校长王某，某小学校长李某分别受到: clauses that only say who.
_ONLY_NAMES = re.compile(
    rf"(?![^，。；\n]*(?:被|受到|免去|给予|予以))[^，。；\n]{{0,40}}{words.POST}(?:（[^（）\n]{{1,16}}）)?"
    r"(?!职务|现职|处分|期间)[\u4e00-\u9fff·]{2,4}(?:同志)?"
)
#: 2月4日，区领导小组针对群众反映的问题，对王某给予: what a body answers on a day, it decides on that day.
_ANSWERS = re.compile(r"，?[^，。；\n]{2,24}(?:纪委|监委|小组|指挥部|[党市县区]委|党组|政府|局)针对")
#: 4月3日，镇纪委对在岗情况进行督查，发现…缺岗: the day of a check is none of what was decided behind it.
_CHECKS = re.compile(
    r"(?![^，。；\n]*(?:给予|予以|责令|决定))[^，。；\n]{0,30}(?:纪委|监委|督[导查]组|检查组|暗访组)[^，。；\n]{0,40}?(?:督查|检查|抽查|暗访|查岗|巡查)"
)
_ALL_ABOVE = re.compile("(?:以上|上述)(?:处分|处理|问责)(?:决定)?(?:均|都)?[于在]$")
MAX_WORDS = 12
#: 2018年3月统计执法检查发现: when it was found out, and not when that which is spoken of was.
_CAME_TO_LIGHT = re.compile(
    r"，?[^，。；\n]{0,20}(?:检查|督查|督察|暗访|抽查|巡查|核查|审计)(?:中|时|组)?[^，。；\n]{0,6}发现(?!该|上述|此)"
)
#: The day of a meeting, and what may not stand between it and what was decided there.
_MEETS = re.compile(r"(?:上午|下午|晚上?)?[^。；\n]{0,40}?召开[^，。；\n]{0,16}会(?:议)?[，。]")
_ANY_YEAR = re.compile(r"\d年|\d月")
#: Between a day and what was decided on it: what says so, and that a list follows.
_ABOVE_A_LIST = re.compile(r"(?:研究|会议|批准|审议|召开)[^。；：\n]*(?:决定|处理|处分|问责|追责)[^。；：\n]{0,12}$")
#: Characters of the sentence above a list.
MAX_ABOVE = 160
#: Behind two dates.
_ONE_AFTER_THE_OTHER = re.compile(r"，?[^，。；\n]{0,24}?(?:先后|分别)(?:受到|被)")
#: Characters in which both measures of such a pair stand.
MAX_REACH = 40
#: Clauses between a date and what was given on it, when the first says why.
MAX_REASONS = 4
#: Characters of a sentence: where a text has lost its stops, no date reaches further.
MAX_SENTENCE = 600


def measure_dates(text: str, found: list[Period], tokens: list[Token], start: int) -> dict[int, Period]:
    """Token place to the date at which it was decided: that which opens its clause or the one before it."""
    dates = _in_turn(text, found, tokens) | _of_all_above(text, found, tokens)
    meetings = [day for day in found if _MEETS.match(text, day.end)]
    above = _days_above(text, found, start, tokens[-1].start) if tokens and found else []
    for token in tokens:
        if token.start in dates:
            continue
        date = _governing(text, found, token, start)
        if date is None and above:
            nearest = bisect_right(above, token.start, key=lambda day: day[0])
            date = above[nearest - 1][1] if nearest else None
        date = date or _of_a_meeting(text, meetings, token)
        if date is not None:
            dates[token.start] = date
    return dates


def _of_a_meeting(text: str, meetings: list[Period], token: Token) -> Period | None:
    """10月16日，学校召开党委会议。会议听取…。学校决定，给予…: the day of the meeting, within its paragraph."""
    nearest = bisect_right(meetings, token.start, key=lambda day: day.start)
    day = meetings[nearest - 1] if nearest else None
    if day is None or token.start - day.end > MAX_SENTENCE:
        return None
    between = text[day.end : token.start]
    return day if "决定" in between and "\n" not in between and not _ANY_YEAR.search(between) else None


def _of_all_above(text: str, found: list[Period], tokens: list[Token]) -> dict[int, Period]:
    """以上处分均于2022年1月作出: the date of all that stands before it."""
    for period in found:
        if _ALL_ABOVE.search(text, max(0, period.start - MAX_WORDS), period.start):
            return {token.start: period for token in tokens if token.start < period.start}
    return {}


def _days_above(text: str, found: list[Period], start: int, end: int) -> list[tuple[int, Period]]:
    """经县委2018年7月11日研究，决定作出如下处理：1.…。2.…: from where on the day above a list is that of all of it."""
    days: list[tuple[int, Period]] = []
    at = start
    while (at := text.find("：", at, end)) != -1:
        begins = max(start, at - MAX_ABOVE, max(text.rfind(mark, start, at) for mark in "。；：\n") + 1)
        nearest = bisect_right(found, at, key=lambda period: period.start)
        day = found[nearest - 1] if nearest else None
        if day and day.start >= begins and not day.is_range and len(day.first) == LENGTH_OF_DAY:
            days += [(at, day)] if _ABOVE_A_LIST.search(text, day.end, at) else []
        at += 1
    return days


def _in_turn(text: str, found: list[Period], tokens: list[Token]) -> dict[int, Period]:
    """2022年12月、2023年4月，先后受到警告处分和免职处理: each date is that of one measure."""
    dates: dict[int, Period] = {}
    for first, second in pairwise(found):
        if text[first.end : second.start] not in {"、", "和"}:
            continue
        clause = _ONE_AFTER_THE_OTHER.match(text, second.end)
        given = [token for token in tokens if clause and clause.end() <= token.start < clause.end() + MAX_REACH]
        if len(given) == 2 and "。" not in text[second.end : given[1].start]:
            dates.update({given[0].start: first, given[1].start: second})
    return dates


def _governing(text: str, found: list[Period], token: Token, start: int) -> Period | None:
    start = max(start, token.start - MAX_SENTENCE)
    sentence = max(text.rfind(mark, start, token.start) for mark in "。\n！") + 1
    sentence = max(sentence, start)
    # A date in brackets behind the measure is its own.
    if text.startswith("（", token.end):
        own = next((period for period in found if period.start == token.end + 1), None)
        if own is not None:
            return own
    candidates = [
        period for period in found if sentence <= period.start and period.end <= token.start and not period.is_range
    ]
    for period in reversed(candidates):
        if _decides(text, period, token, sentence):
            return period
    return None


def _decides(text: str, period: Period, token: Token, sentence: int) -> bool:
    before = text[max(sentence, period.start - 4) : period.start]
    clause = max(text.rfind(mark, sentence, period.start) for mark in "，；：") + 1
    lead = text[max(clause, sentence) : period.start]
    after = text[period.end : period.end + 1]
    rest = text[period.end : token.start]
    if _says_when_given(lead, rest):
        return True
    if _ANSWERS.match(rest):
        return True
    is_reason = (
        _BEING_THERE.search(lead)
        or re.search(r"因|由于|针对", lead)
        or (_REASON.search(before) and not re.search("于$", before))
    )
    if is_reason or _is_of_something_else(text, period, rest):
        return False
    facts = re.split(r"[，；]", rest)
    if after == "，" and len(facts) > 1:
        return _is_outcome(facts[1:]) or _gives_reason(facts[1:])
    return _is_outcome(facts)


def _says_when_given(lead: str, rest: str) -> bool:
    """因贪污于2016年8月22日被开除, 其在2014年4月因违规受到: the wording itself says when."""
    if lead.endswith(("于", "在")) and rest.startswith(("被", "受到")):
        return True
    return lead.endswith("在") and _FOR_WHICH_GIVEN.fullmatch(rest) is not None


def _is_of_something_else(text: str, period: Period, rest: str) -> bool:
    """A feast, the day of a notice, a date in brackets (2015年11月任镇长) or one of somebody alone."""
    if _NEAR_A_FEAST.search(text, period.start, period.end) or _MADE_KNOWN.search(rest):
        return True
    return rest.count("）") > rest.count("（") or "；" in rest and _OF_ONE_ALONE.match(rest) is not None


def _gives_reason(clauses: list[str]) -> bool:
    """2014年9月，因大操大办，造成不良影响，王某被给予警告: the date is that of what was given, not of why."""
    return (
        _REASON_OPENS.match(clauses[0]) is not None
        and len(clauses) <= MAX_REASONS
        and _IS_GIVEN.search(clauses[-1]) is not None
    )


def _is_outcome(clauses: list[str]) -> bool:
    """Whether the first clause after the date already gives a measure, or only says who decided."""
    head = clauses[0]
    if len(clauses) == 1:
        return True
    if _CHECKS.match(head):
        return False
    if head.endswith("主动投案") and clauses[1].startswith(("受到", "被")):
        return True
    if _ONLY_NAMES.fullmatch(head):
        return _is_outcome(clauses[1:])
    # What stands before the wording in its own clause may be nothing: 因贪污罪，被判….
    if re.search(r"因[^，。；]{2,40}$", head) and (not clauses[1] or clauses[1].startswith(("被", "受到"))):
        return True
    return (
        re.search(
            r"受到|给予|予以|研究决定|研究|决定|责令|被开除|被召回|被退回|被解除|被辞退|被解聘|被免|被诫勉|被通报|"
            r"被批评|免去|撤销|移送|问责|分别|批准|诫勉|通报批评|结合其他|"
            r"处分|双开|因犯|以[^，。]{1,12}罪|法院|检察院|移送|留置|逮捕|判处|警告|记过|记大过|撤职|开除|降级|"
            r"免职|停职|检查|综合考虑|党委会|(?<!人大)常委会|召开[^，。]{0,8}会议|同意|依据|根据|按照|依规|合并",
            head,
        )
        is not None
        or re.search(r"纪委|监委|党委|党组", head) is not None
    )


def _is_deadline(text: str, period: Period) -> bool:
    """A day before which something is to be done is none on which it was done."""
    is_limit = text[period.start : period.end].endswith("前") or text[period.start - 1 : period.start] in {"到", "至"}
    return is_limit and _DUE.match(text, period.end) is not None


def _is_beside(text: str, period: Period, kept: list[Period]) -> bool:
    """Whether a time is told aside, is that of a post alone, or the end of what was neglected since another."""
    if text.startswith("（", period.start - 1) and _ASIDE.match(text, period.end):
        return True
    if not period.is_range and _ONLY_A_POST.match(text, period.end):
        return True
    if _FOR_SO_LONG.search(text, max(0, period.start - 6), period.start):
        return True
    if period.is_range:
        return _ONLY_IN_CHARGE.match(text, period.end) is not None
    before = _UNTIL_BEFORE.search(text, max(0, period.start - 2), period.start)
    return bool(kept) and before is not None and _NOT_UNTIL.match(text, period.end) is not None


def _is_day_within(text: str, period: Period, kept: list[Period]) -> bool:
    """7月11日至12日，…于7月11日中午、7月12日晚: a day of days of which the sentence has spoken already."""
    last = kept[-1] if kept else None
    if last is None or not last.is_range or not len(last.first) == len(last.last) == len(period.first) == LENGTH_OF_DAY:
        return False
    return last.first <= period.first <= period.last <= last.last and "。" not in text[last.end : period.start]


def act_periods(text: str, found: list[Period], of_measures: set[int], tokens: list[Token]) -> list[Period]:
    """The dates of the acts; those of measures, of what came to light and of what was given back are none."""
    kept: list[Period] = []
    seen: set[tuple[str, str]] = set()
    for period in found:
        if period.start in of_measures or (period.first, period.last) in seen:
            continue
        is_none = _tells_no_act(text, period) or _is_no_time(text, period)
        if is_none and not _happened_meanwhile(text, period) or _is_beside(text, period, kept):
            continue
        if _IS_NO_ACT_BEFORE.search(text, max(0, period.start - 10), period.start) or _is_deadline(text, period):
            continue
        nearest = bisect_right(tokens, period.start, key=lambda token: token.start)
        if nearest and period.start < tokens[nearest - 1].end:
            continue
        if _is_day_within(text, period, kept):
            continue
        seen.add((period.first, period.last))
        kept.append(period)
    return kept or _found_then(text, found, of_measures)


def _found_then(text: str, found: list[Period], of_measures: set[int]) -> list[Period]:
    """2018年3月检查发现，数据严重失实: where no other time is told, that of the finding stands for it."""
    days = (day for day in found if day.start not in of_measures and not day.is_range)
    return [day for day in days if _CAME_TO_LIGHT.match(text, day.end)][:1]


def _happened_meanwhile(text: str, period: Period) -> bool:
    """Whether what was done since a day of somebody else's is told in the same sentence; the page's own day is none."""
    return _DURING.match(text, period.end) is not None and not _OF_THE_PAGE.match(text, period.start - 1)


def _tells_no_act(text: str, period: Period) -> bool:
    """Whether the clause behind a day tells of a complaint, a check or a decision, and no act seen on the spot."""
    if period.is_range:
        return False
    limit = min(len(text), period.end + MAX_SENTENCE)
    stop = min((at for mark in "。；\n" if (at := text.find(mark, period.end, limit)) != -1), default=limit)
    clause_end = text.find("，", period.end + 1, limit)
    reach = min(stop, clause_end if clause_end != -1 else stop)
    clause = text[period.end : max(reach, period.end)]
    if _ONLY_NAMES.fullmatch(clause.strip("，")) and reach < stop:
        # 2月17日，村支书王某，在接受回访时: what was done stands in the next clause.
        beyond = text.find("，", reach + 1, stop)
        clause = text[period.end : beyond if beyond != -1 else stop]
    if _FOR_WHOM_OTHERS_PURSUE.match(text, period.end, stop) or _FOUND_ON_THE_SPOT.search(text, period.end, stop):
        return False
    clause = _QUOTED.sub("", clause)
    if _DONE_THEN_TOLD.match(clause):
        return False
    is_seen = _SEEN_ON_THE_SPOT.search(clause) and not (
        _FOUND_IT.search(clause) or _FOUND_OF_ANOTHER_DAY.match(text, period.end + text.startswith("，", period.end))
    )
    return _NO_ACT.search(clause) is not None and not is_seen


def _is_no_time(text: str, period: Period) -> bool:
    """Whether a day is that of a count, of what was issued, of the page, or the frame of what is told behind it."""
    is_year = not period.is_range and len(period.first) == LENGTH_OF_YEAR
    patterns = (_IS_COUNTED, _IS_ISSUED, _TAKES_EFFECT, *((_IS_FRAME,) if is_year else ()))
    if _OF_THE_PAGE.match(text, period.start - 1):
        return True
    return any(pattern.match(text, period.end) for pattern in patterns)
