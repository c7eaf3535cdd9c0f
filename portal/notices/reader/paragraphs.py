"""Cases told paragraph by paragraph, without numbers or headings: facts, decisions, and what goes on with them."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.notices.reader import grades, headings, organisations, signs
from portal.notices.reader.affairs import affairs
from portal.notices.reader.headings import Place
from portal.notices.reader.signs import MAX_CASE, Stretch

#: Characters of a paragraph of facts that names nobody.
MIN_FACTS = 40
#: Characters of one that names somebody; what is shorter is a line of a page.
MIN_STORY = 20
#: A paragraph that decides on the facts of the one before it.
_DECIDES_ON_IT = re.compile(
    r"经[^，。；\n]{0,30}(?:研究|批准|审议|同意|会议|决定)|鉴于|依据|根据|依照|按照|对此|为此|因此|针对[^，。；\n]{2,40}(?:问题|行为|情况|内容|报道|反映)，|对上述|对以上|之后|随后|最终|最后|目前|通报指出"
    r"|(?:事故|事件|案件|问题|事情|此事)(?:的发生|发生(?:以|之)?后)|[事案]发后"
    r"|[^，。；\n]{2,30}对此(?:作出|进行|给予|予以)"
    r"|[^，。；\n]{0,20}(?:依据|根据|依照|按照)[^，。；\n]{0,12}规定，?决定"
    r"|[^，。；\n]{2,30}(?:[局厅院校]|政府|公司)(?:研究)?决定(?=给予|免去|撤销|对|责[令成])"
    r"|[^，。；\n]{0,30}(?:纪委|监委|纪检组|[市县区省旗州]委|党委|党组)(?:常委会)?(?:会议)?(?:研究)?(?:认为|决定|研究)"
)
_OF_THE_SAME = re.compile(
    r"(?:[^，。；\n]{4,16}。)?[^。；\n]{0,60}?该(?:村|社区|局|镇|乡|县|区|市|校|院|公司|单位|所|站|中心|街道)"
)
#: A paragraph that goes on with the acts of whom the one before it names.
_WITHOUT_SUBJECT = re.compile(
    r"(?:事|案)发后|(?:该|这)[\d二两三四五六七八九十]{1,2}[名人]|(?:严重)?违反|利用|[^，。；\n]{2,16}认定，|此外，|同时，|另外，|还|且|其(?!中|他|余)|上述"
)
#: 给予某中学通报批评；对该校校长路某诫勉谈话: who is named is of the unit that is.
_OF_ITS_OWN = re.compile(r"该(?:校|局|院|村|镇|乡|社区|街道|公司|单位|所|站|中心)")
_JOINS_ON = re.compile(
    r"其中，|具体(?:的)?(?:处理|处分|问责|追责)?情况(?:是|为|如下)："
    r"|(?:同时|此外|另外|另|并)，?(?:对|给予|责[成令]|免去|撤销|决定)|责[成令]"
    r"|此前，[^，。；\n]{0,12}已(?:责[成令]|对|给予|免去)"
)
_TELLS_ACTS = re.compile(r"经(?:查|调查|核查|核实)|据(?:查|调查)|查明|\d[万余多]{0,2}元")
#: What happened to many is told paragraph by paragraph: those without a date of their own belong to it.
_EVENT = re.compile(r"事故|[“\"]?\d{1,2}·\d{1,2}[”\"]?(?:[^，。\n]{0,12})?(?:事件|案)")


#: 2017年11月，王某受到…: a paragraph that only decides has its facts in those before.
_ONLY_WHEN = re.compile(r"(?:(?:(?:19|20)\d\d|同|今|去|次)年)?(?:\d{1,2}月)?(?:\d{1,2}日)?，?")
#: The end of what may be the whole name of a unit: 某市人民医院.
_WHOLE_NAME = re.compile(
    r"[\u4e00-\u9fff]{4,20}?(?:医院|学校|[中小大]学|学院|公司|集团|煤[矿业]|[局委办院村镇乡]|社区|街道)"
)
#: Characters of a line of a list that only names somebody.
MAX_LINE = 80
_SENTENCE = re.compile("[，。；]")
_BESIDES = re.compile(r"(?:此外|另外|同时)，(?![^，。；\n]{0,16}(?:报道|消息|讯))|另(?=[\u4e00-\u9fff]{2,8}[省市县区])")
#: 给予王某…; 对李某分别给予…: a paragraph that tells no facts of its own.
_ONLY_GIVES = re.compile(r"(?:给予|免去|撤销)|对[^，。；\n]{2,60}?(?:给予|进行|予以)")
#: A line above what was decided: 处理相关责任人, 〔责任追究〕有关人员受到查处.
_HANDLING = re.compile(r"(?!通报)[^，。；：\n]{0,16}(?:处理|问责|追责|追究|查处|处分)[^，。；：\n]{0,16}")
#: 村主任李某也因监督不力: one more of the same affair.
_ALSO = re.compile(r"[^，。；\n]{2,40}(?<!问题)(?:也|亦)(?:因|被|受到)")
#: 因监督不力，县纪委给予: what was neglected is told in the paragraph before.
_FOR_NEGLECT = re.compile(r"因[^，。；\n]{2,24}(?:不力|不严|不到位|失职|失察|缺失)，[^。；\n]{0,20}(?:给予|对)")


def paragraph_cases(text: str, start: int, end: int) -> list[Stretch]:
    """Paragraphs without a heading that say who was given what; facts before the outcome go with it."""
    told = _Told(text)
    for paragraph_start, paragraph_end in signs.paragraphs(text, start, end):
        told.take(paragraph_start, paragraph_end)
    return told.found


class _Told:
    """How far a text has been told: the cases found, and where those begin whose outcome is still to come."""

    def __init__(self, text: str) -> None:
        self.found: list[Stretch] = []
        self._text = text
        #: Where a paragraph named somebody of whom the following ones go on to tell.
        self._begun: int | None = None
        #: The same, once paragraphs with facts came between that name nobody.
        self._left: int | None = None
        #: Where facts begin that name nobody.
        self._facts: int | None = None
        #: Where a paragraph with an outcome stands that names nobody, as the summary of a story does.
        self._unnamed: int | None = None
        #: Whether a line has said that what was decided follows.
        self._decision_follows = False

    def take(self, start: int, end: int) -> None:
        """The next paragraph."""
        if self._has_facts() and _is_above_decision(self._text, start, end):
            self._decision_follows = True
        elif signs.is_remark(self._text, start, end) or signs.is_lead(self._text, start, end):
            self._forget()
        elif self.found and self._goes_on(self.found[-1], start, end):
            stop = signs.without_remarks(self._text, start, end, has_outcome=True)
            self.found[-1] = Stretch(self.found[-1].start, stop)
            self._forget()
        elif signs.has_outcome(self._text, start, end):
            self._decision(start, end)
        else:
            self._story(start, end)

    def _forget(self) -> None:
        self._begun = self._left = self._facts = self._unnamed = None
        self._decision_follows = False

    def _has_facts(self) -> bool:
        return (self._begun, self._left, self._facts) != (None, None, None)

    def _decision(self, start: int, end: int) -> None:
        """A paragraph with an outcome, and where the facts begin on which it decides."""
        text, begins = self._text, self._begun
        if begins is None and self._left is not None and _of_the_same_persons(text, self._left, start, end):
            begins = self._left
        if begins is None and self._facts is not None and _decides_on(text, self._facts, start, end):
            begins = self._facts
        if begins is None and self._is_found_out(start, end):
            begins = self._facts
        if begins is None and self._decision_follows:
            begins = self._facts if self._left is None else self._left
        named = begins is not None or self._names(start, end)
        if named:
            stop = signs.without_remarks(text, start, end, has_outcome=True)
            self._add(start if begins is None else begins, stop)
        self._forget()
        self._unnamed = None if named else start

    def _is_found_out(self, start: int, end: int) -> bool:
        """Whether a text on one affair goes on from when it happened with what was found out: 经查，…."""
        if self._facts is None or not self._is_one_affair(start):
            return False
        is_dated = signs.DATED_OR_PAID.search(self._text, self._facts, start) is not None
        return is_dated and signs.FOUND_OUT.match(self._text, start, end) is not None

    def _add(self, start: int, stop: int) -> None:
        """One more case, or more of the last, where a text on one affair names the same persons in its facts."""
        text, last = self._text, self.found[-1] if self.found else None
        is_near = last is not None and stop - last.start <= MAX_CASE and self._is_one_affair(start)
        known = [name for name in self._named_first(last) if "某" not in name] if last and is_near else []
        if last and any(name in text[start:stop] for name in known):
            self.found[-1] = Stretch(last.start, stop)
        else:
            self.found.extend(affairs(text, start, stop))

    def _is_one_affair(self, at: int) -> bool:
        """Whether a text has not said so far that it makes several cases known."""
        return at <= _announced_at(self._text)

    def _story(self, start: int, end: int) -> None:
        """A paragraph without an outcome: the beginning of a case, or more of one."""
        text, before = self._text, self._facts
        names = self._names(start, end)
        if self._begun is None and before is not None and names:
            is_told_on = self._is_one_affair(start) and signs.DATED_OR_PAID.search(text, before, start)
            self._begun = before if is_told_on or _decides_on(text, before, start, end) else None
        if names and self._unnamed is not None and signs.FOUND_OUT.match(text, start, end):
            self._add(self._unnamed, end)
            self._forget()
            return
        if (
            self._begun is None
            and self._left is not None
            and names
            and _of_the_same_persons(text, self._left, start, end)
        ):
            self._begun = self._left
        if announced := signs.ANNOUNCES.search(text, start, min(end, start + 200)):
            self._forget()
            # 曝光了5起典型案例。文中提及，8名村干部骗取补助51.8万元: one of them is told at once.
            told = text.find("。", announced.end(), end) + 1
            self._facts = told if told and not names and _TELLS_ACTS.search(text, told, end) else None
        elif names and end - start > MIN_STORY:
            self._begun, self._facts = (start if self._begun is None else self._begun), None
        elif self._begun is not None:
            self._facts = None
            if not (_tells_more(text, self._begun, start, end) or _WITHOUT_SUBJECT.match(text, start)):
                is_of_it = signs.DATED_OR_PAID.search(text, start, end) or _is_caption(text, start, end)
                self._left, self._begun = (self._begun if is_of_it else None), None
        elif _tells_facts(text, start, end):
            self._facts = before if self._is_found_out(start, end) else _facts_begin(text, before, start)

    def _names(self, start: int, end: int) -> bool:
        return signs.speaks_of_somebody(self._text, start, min(end, start + 400))

    def _goes_on(self, case: Stretch, start: int, end: int) -> bool:
        """Whether a paragraph tells more of the case before it: a measure, and nobody new at its beginning."""
        text = self._text
        if start - case.start > MAX_CASE:
            return False
        if not signs.has_outcome(text, start, end):
            more = signs.FOUND_OUT.match(text, start, end) and self._is_of(case, start, end)
            return bool(more) or signs.adds_facts(text, case.start, start, end)
        if (
            _JOINS_ON.match(text, start, end)
            or _ALSO.match(text, start, end)
            or self._is_of_the_event(case, start, end)
            or self._is_listed(case, start, end)
        ):
            return True
        if headings.introduces(text, case.start, start, end) and not self._is_told_again(case, start, end):
            return False
        return self._is_of(case, start, end) or self._is_of_one_told(case, start, end)

    def _is_listed(self, case: Stretch, start: int, end: int) -> bool:
        """Whether a list below the facts of one affair goes on with one more line of who was given what."""
        before = self._text.rfind("\n", 0, start - 1) + 1
        if before <= case.start or not self._is_one_affair(start):
            return False
        return _only_names(self._text, before, start - 1) and _only_names(self._text, start, end)

    def _is_of_one_told(self, case: Stretch, start: int, end: int) -> bool:
        """Whether a paragraph opens with somebody whom the facts of the one affair of a text have named."""
        if not self._is_one_affair(start):
            return False
        opening = headings.named(self._text, start, min(end, start + 60))
        return any("某" not in name and name in self._text[case.start : case.end] for name in opening)

    def _is_told_again(self, case: Stretch, start: int, end: int) -> bool:
        """Whether a text on one affair gives the whole decision once more, with others before those it has named."""
        text = self._text
        if signs.ANNOUNCES.search(text, max(0, case.start - 600), end) or not self._is_of(case, start, end):
            return False
        return any(len(name) > 2 and name in text[start:end] for name in headings.named(text, case.start, case.end))

    def _is_of_the_event(self, case: Stretch, start: int, end: int) -> bool:
        """Whether a notice on one event goes on with more of those who were held to account for it."""
        text = self._text
        if signs.ANNOUNCES.search(text, max(0, case.start - 600), case.end):
            return False
        if _BESIDES.match(text, start, end) or _ONLY_GIVES.match(text, start, end):
            return True
        if signs.FOUND_OUT.match(text, start, end) and _shares_a_unit(text, case, start, end):
            return True
        if signs.answers_for_it(text, Place(case.start, case.end), Place(start, end)):
            return True
        is_of_them = _OF_ITS_OWN.search(text, start, end) or not headings.names_somebody(text, start, end)
        if is_of_them and _is_of_its_units(text, case, start, end):
            return True
        is_event = _EVENT.search(text, case.start, min(case.end, case.start + 300)) is not None
        return is_event and not re.search(r"\d年|\d月", text[start:end])

    def _is_of(self, case: Stretch, start: int, end: int) -> bool:
        """Whether a paragraph names one of those with whom the case begins."""
        shared = [name for name in self._named_first(case) if name in self._text[start:end]]
        if any("某" not in name for name in shared):
            return True
        # 李某 may be somebody else elsewhere.
        place = signs.AT_A_PLACE.match(self._text, start, end)
        return bool(shared) and (place is None or self._text.find(place["place"], case.start, case.end) != -1)

    def _named_first(self, case: Stretch) -> tuple[str, ...]:
        """Those with whom a case begins."""
        return headings.named_at_first(self._text, case.start, min(case.end, case.start + 300))


def _only_names(text: str, start: int, end: int) -> bool:
    """Whether a line says no more than whom, with their post, and what they were given: 局长王某党内警告处分."""
    first = next(iter(grades.tokens(text, start, end)), None)
    if first is None or end - start > MAX_LINE or _SENTENCE.search(text, start, first.start):
        return False
    return "。" not in text[start:end] and headings.names_somebody(text, start, end)


def _tells_facts(text: str, start: int, end: int) -> bool:
    """Whether a paragraph that names nobody is long enough for facts, or says in a sentence when or how much."""
    if end - start > MIN_FACTS:
        return _SENTENCE.search(text, start, end) is not None
    is_sentence = end - start > MIN_STORY and text[end - 1] == "。"
    return is_sentence and signs.DATED_OR_PAID.search(text, start, end) is not None


def _is_above_decision(text: str, start: int, end: int) -> bool:
    """Whether a line only says that what was decided follows."""
    return _HANDLING.fullmatch(text, start, end) is not None and not signs.has_outcome(text, start, end)


@lru_cache(maxsize=2)
def _announced_at(text: str) -> int:
    """Where a text says that it makes several cases known; its end where it never does."""
    announced = signs.ANNOUNCES.search(text)
    return announced.start() if announced else len(text)


def _is_caption(text: str, start: int, end: int) -> bool:
    """Whether a line is none of the text: below a picture, or between two parts of a page."""
    return end - start <= signs.MAX_CAPTION and "。" not in text[start:end]


def _shares_a_unit(text: str, case: Stretch, start: int, end: int) -> bool:
    """Whether a paragraph opens with a unit, by its whole name, of which the case speaks."""
    unit = _WHOLE_NAME.search(text, start, min(end, start + 60))
    while unit is not None:
        if any(
            text.find(text[at : unit.end()], case.start, case.end) != -1 for at in range(unit.start(), unit.end() - 5)
        ):
            return True
        unit = _WHOLE_NAME.search(text, unit.end(), min(end, start + 60))
    return False


def _is_of_its_units(text: str, case: Stretch, start: int, end: int) -> bool:
    """Whether a paragraph gives something to an organisation of which the case speaks."""
    bodies = organisations.recipients(text, start, end, grades.tokens(text, start, end))
    return any(text.find(body.name[: signs.MIN_UNIT], case.start, case.end) != -1 for body in bodies)


def _tells_more(text: str, begun: int, start: int, end: int) -> bool:
    """Whether a paragraph without an outcome goes on with the facts of the one before it."""
    if start - begun > MAX_CASE:
        return False
    return any(name in text[start:end] for name in headings.named(text, begun, min(start, begun + 400)))


def _decides_on(text: str, facts: int, start: int, end: int) -> bool:
    """Whether a paragraph decides on the facts of those before it: it says so, names the same, or does nothing else."""
    if (
        _DECIDES_ON_IT.match(text, start, end)
        or _FOR_NEGLECT.match(text, start, end)
        or _OF_THE_SAME.match(text, start, end)
    ):
        return True
    return _of_the_same_persons(text, facts, start, end) or _only_decides(text, start, end)


def _of_the_same_persons(text: str, facts: int, start: int, end: int) -> bool:
    if start - facts > MAX_CASE:
        return False
    return any(name in text[facts:start] for name in headings.named(text, start, min(end, start + 200)))


def _only_decides(text: str, start: int, end: int) -> bool:
    """Whether a paragraph says when and to whom a measure was given, and not for what."""
    first = next(iter(grades.tokens(text, start, end)), None)
    when = _ONLY_WHEN.match(text, start, end)
    return first is not None and when is not None and when.end() > start and "，" not in text[when.end() : first.start]


def _facts_begin(text: str, before: int | None, start: int) -> int:
    """Facts may go on over paragraphs that name nobody, once one of them tells what was found out."""
    if before is None or start - before > MAX_CASE or _TELLS_ACTS.search(text, before, start) is None:
        return start
    return before
