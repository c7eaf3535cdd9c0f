"""From the text of a notice to its cases."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from portal.notices.reader import amounts, dates, grades, headings, holders, organisations, people, suggesting, timing
from portal.notices.reader.headings import Place
from portal.notices.reader.holders import Holder
from portal.notices.reader.linking import Given, Linker
from portal.notices.reader.normalising import Normalised
from portal.notices.reader.people import Mention
from portal.notices.reader.records import Field, ReadCase, Reading, ReadMeasure, ReadPeriod, ReadSubject, Sure
from portal.notices.reader.scaling import scaled
from portal.notices.reader.splitting import Stretch, stretches
from portal.notices.reader.units import MIN_UNIT, Units, region_of
from portal.notices.reader.written import written_on, year_before

_ANNOUNCED = re.compile(r"(?:通报|曝光|查处)[^。\n]{0,30}?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:起|个|例)")
_UNDER_WAY = (
    r"(?:同志)?(?:（[^（）\n]{1,30}）)?(?:等[^，。\n]{1,4})?，?因?(?:涉嫌|[^，。；\n]{0,12}主动投案|"
    r"予以(?:解聘|辞退)|(?:目前|正在|正|现)?接受[^，。；\n]{0,30}(?:审查|调查)|予以立案|(?:[^，。；\n]{2,16}，)?扣[减发]其|被(?:解除[^，。；\n]{0,4}合同|辞退|解聘)|(?:的违法行为)?(?:作出|处以|被(?:处以?)?)?行政拘留|[^，。；\n]{0,16}被?(?:采取留置|立案|依法留置))"
)
#: 上述6人均被立案审查: all whom the text has named with their posts.
_ALL_UNDER_WAY = re.compile(
    r"(?:上述|以上|该)(?:[\d二两三四五六七八九十]{1,2})?(?:名[^，。；\n]{1,6}|人)[^，。；\n]{0,24}(?:立案|留置|审查调查|行政拘留)"
)
#: 院长王某、原副院长李某，因涉嫌…: those before the last of a row.
_AND_NEXT = r"(?:[、和][^，。；\n]{2,40}?)?"
#: 二是某局职工…: which of several it is.
_COUNTS = re.compile("[一二三四五六七八九十]{1,2}是")
#: 站党委: whose, says the heading.
_SHORT_BODY = re.compile(
    r"(?:[站局镇乡院所团连场]|街道|公司|集团|中心|[大支总]队)(?:党[委组]|党总?支部?|(?:领导)?班子|医院|中学|学校)"
)
#: What the name of a unit does not hold.
_NO_UNIT = re.compile(r"^[该本我]|[，\d对将了]|近日|日前|身为|作为|^经(?!济|营|贸|开)|(?:纪委|监委|巡察组)$")
_ONE_OF_SEVERAL = re.compile(r"(?P<name>[\u4e00-\u9fff]{0,3}某{1,2})等(?:\d{1,2}|[二三四五六七八九十])名(?!.{0,6}学生)")
#: 该镇党委: what the heading names is that place, or another.
_PLACE_MEANT = re.compile(r"[该本](街道|社区|学院|医院|公司|[镇乡村县市区])")
_UNNAMED = re.compile(
    r"负责人|责任人|人员|干部|领导|党员|书记|主任|[市县镇乡局厅处科院校]长|[\d一二三四五六七八九十两]名"
)
_CONDUCT_PARTS = re.compile(r"[、，；]")


def read(source: str) -> Reading:
    """The cases of a text, in order; none where it is no notice."""
    text = Normalised(source)
    day = written_on(text.text)
    cases = []
    for stretch in stretches(text.text):
        case = _CaseReader(text, stretch, day).read()
        if case is not None:
            cases.append(case)
    return Reading(tuple(cases), tuple(_remarks(text.text, len(cases))))


def _remarks(text: str, found: int) -> list[str]:
    announced = sorted({dates.number(match[1]) for match in _ANNOUNCED.finditer(text[:20_000])}, reverse=True)
    if not found or not announced or found in announced or found == sum(announced):
        return []
    return [
        _("The text speaks of %(announced)d cases; %(found)d were read.") % {"announced": announced[0], "found": found}
    ]


def _is_with_others(name: str, introduced: list[tuple[str, Holder, bool]], given: list[Given]) -> bool:
    """副矿长马某和王某: whether somebody whose post is said was given the same."""
    posted = {own for own, _holder, _headed in introduced}
    return any(name in one.names and posted.intersection(one.names) for one in given)


def _is_of_today(holder: Holder, in_heading: bool) -> bool:
    """A heading gives the post of today, the facts the post then, unless they say 现任."""
    return in_heading or holder.marker == "现任"


class _CaseReader:
    """Reads one stretch."""

    def __init__(self, source: Normalised, stretch: Stretch, written: tuple[int, int]) -> None:
        self._source, self._text = source, source.text
        self._start, self._end, self._written = stretch.start, stretch.end, written
        self._decided = stretch.decided
        self._shared: dict[str, tuple[Holder, bool]] = {}
        #: Where the name of a subject stands in the source, to their unit; an organisation is its own.
        self._unit_of: dict[tuple[int, int], Place] = {}
        self._later = written if written[0] else year_before(source.text, stretch.start)
        while self._start < self._end and self._text[self._start] in "\n。，、：；“":
            self._start += 1
        if (count := _COUNTS.match(self._text, self._start, self._end)) is not None:
            self._start = count.end()
        heading = headings.heading_end(self._text, self._start, self._end)
        if heading is not None and self._says_all(heading):
            heading = None
        self._is_headed = heading is not None
        self._is_of_a_unit = stretch.is_numbered
        self._heading_end = heading or self._first_sentence()
        self._body = self._body_start() if self._is_headed else self._start
        heading_place = Place(self._start, self._heading_end)
        self._units = Units(self._text, heading_place, self._end, headings.NO_UNIT if self._is_headed else _NO_UNIT)

    def _says_all(self, heading: int) -> bool:
        """Whether what closes like a heading is the sentence that decides: 王某被停职，调查组核查反映的问题。"""
        decides = grades.tokens(self._text, self._start, heading)
        return bool(decides) and not grades.tokens(self._text, heading, self._end)

    def _first_sentence(self) -> int:
        stop = min(
            (at for mark in "。\n；" if (at := self._text.find(mark, self._start, self._end)) != -1), default=self._end
        )
        return min(stop, self._start + headings.MAX_HEADING)

    def _body_start(self) -> int:
        at = self._heading_end
        while at < self._end and self._text[at] in "。：；\n，":
            at += 1
        return at

    def read(self) -> ReadCase | None:
        """The case; None where it names nobody who was held to account."""
        tokens = grades.tokens(self._text, self._body, self._end)
        known = self._known = people.names(self._text, self._start, self._end, self._heading_end)
        introduced = self._introduced(known)
        self._units.know([holder.unit for _name, holder, _headed in introduced if holder.unit is not None])
        self._shared = self._in_a_row(introduced, known)
        posted = {name for name, _holder, _headed in introduced}
        named = [name for name in known if name in posted]
        bodies = self._bodies(tokens, known)
        everyone = people.mentions(self._text, self._body, self._end, known)
        inside = [body for body in bodies if not any(body.start < one.end and one.start < body.end for one in everyone)]
        linker = Linker(self._text, named, sorted([*everyone, *inside], key=lambda one: one.start), tokens)
        given = linker.link(self._body, self._end) or self._given_to_all(known)
        organised = {body.name for body in inside}
        subjects = self._subjects(known, introduced, given, organised)
        if not subjects:
            return None
        return self._case(subjects, given, tokens)

    def _given_to_all(self, known: list[str]) -> list[Given]:
        """What a decision before the case gave to all of several persons, to the first whom it names."""
        if self._decided is None or not known:
            return []
        return [Given(token, known[:1]) for token in grades.tokens(self._text, *self._decided)]

    def _introduced(self, known: list[str]) -> list[tuple[str, Holder, bool]]:
        """Persons with their posts: those of the heading, then those of the body."""
        found: list[tuple[str, Holder, bool]] = []
        for start, end, in_heading in ((self._start, self._heading_end, True), (self._body, self._end, False)):
            for holder in holders.holders(self._text, start, end, known):
                name = self._text[holder.name.start : holder.name.end]
                if (in_heading and self._is_headed) or holder.post is not None:
                    found.append((name, holder, in_heading and self._is_headed))
        return found

    def _bodies(self, tokens: list[grades.Token], known: list[str]) -> list[Mention]:
        if not organisations.for_organisations(tokens):
            return []
        found = organisations.recipients(self._text, self._body, self._end, tokens)
        return [body for body in found if not any(name in body.name for name in known)]

    def _subjects(
        self, known: list[str], introduced: list[tuple[str, Holder, bool]], given: list[Given], bodies: set[str]
    ) -> list[ReadSubject]:
        in_heading = [name for name, _holder, headed in introduced if headed]
        receiving = [name for one in given for name in (*one.names, *one.among)]
        order = list(dict.fromkeys([*(name for name in known if name in in_heading), *receiving]))
        order = order or self._proceeded_against(known) or self._told_of_first(known)
        subjects = []
        for name in order:
            if name in bodies:
                subjects.append(self._organisation(name, given))
            elif subject := self._person(name, introduced, given, headed=name in in_heading):
                subjects.append(subject)
        if not order and (organisation := self._heading_organisation(given)):
            subjects.append(organisation)
        return subjects

    def _proceeded_against(self, known: list[str]) -> list[str]:
        """Those of whom a text only says that they are under investigation or were put on trial."""
        text = self._text[self._start : self._end]
        if _ALL_UNDER_WAY.search(text):
            return known
        return [name for name in known if re.search(re.escape(name) + _AND_NEXT + _UNDER_WAY, text)]

    def _told_of_first(self, known: list[str]) -> list[str]:
        """该校贺某等7名教师收受礼品: who is named as one of several, where nobody is given anything by name."""
        if not self._is_headed:
            return []
        one_of = _ONE_OF_SEVERAL.search(self._text, self._body, self._end)
        return [name for name in known if one_of is not None and one_of["name"].endswith(name)]

    def _person(
        self, name: str, introduced: list[tuple[str, Holder, bool]], given: list[Given], *, headed: bool
    ) -> ReadSubject | None:
        measures = self._measures(name, given)
        held = [(holder, in_heading) for own, holder, in_heading in introduced if own == name]
        is_only_tried = bool(measures) and all(measure.scale == grades.JUDICIAL for measure in measures)
        if is_only_tried and not (
            headed or held or _is_with_others(name, introduced, given) or self._did_it_with(name, introduced)
        ):
            return None
        start = self._text.find(name, self._start, self._end)
        if not any(holder.post for holder, _headed in held) and name in self._shared:
            held = [self._shared[name]]
        now = next((holder for holder, in_heading in held if _is_of_today(holder, in_heading)), None)
        then = next((holder for holder, in_heading in held if not _is_of_today(holder, in_heading)), None)
        marker = (then.marker if then else "") or (now.marker if now else "")
        heading_unit = now.unit if now else None
        if now is not None and now.marker in {"原", "时任"}:
            now, then = None, then or now
        unit = self._units.of(then) if then else None
        # 在担任镇民政办主任期间 names less of the unit than the heading does.
        if unit is None or heading_unit and unit.end - unit.start < MIN_UNIT:
            unit = heading_unit
        is_said = any(holder.unit or holder.spoken_of for holder, _headed in held)
        if unit is not None:
            self._unit_of[self._source.span(start, start + len(name))] = unit
        return ReadSubject(
            name=self._source.field(start, start + len(name), Sure.HIGH if held else Sure.MEDIUM),
            marker=marker if marker != "现任" else "",
            unit=self._source.field(unit.start, unit.end, Sure.MEDIUM if is_said else Sure.LOW) if unit else None,
            post_then=self._post(then),
            post_now=self._post(now),
            measures=measures,
        )

    def _in_a_row(self, introduced: list[tuple[str, Holder, bool]], known: list[str]) -> dict[str, tuple[Holder, bool]]:
        """Who shares the post of another one as the next of a row, with whether the heading says it."""
        rows: dict[str, tuple[Holder, bool]] = {}
        for is_headed in (True, False):
            found = [holder for _name, holder, headed in introduced if headed is is_headed]
            for name, holder in holders.shared(self._text, found, set(known)).items():
                rows.setdefault(name, (holder, is_headed))
        return rows

    def _did_it_with(self, name: str, introduced: list[tuple[str, Holder, bool]]) -> bool:
        """李某、张某的行为均已构成贪污罪: whether a text says it of somebody together with one whose post is said."""
        row = re.compile(rf"(?P<one>[\u4e00-\u9fff·]{{2,8}})[、和与]{re.escape(name)}的行为[^，。；\n]{{0,8}}构成")
        posted = {own for own, _holder, _headed in introduced}
        return any(match["one"].endswith(tuple(posted)) for match in row.finditer(self._text, self._start, self._end))

    def _post(self, holder: Holder | None) -> Field | None:
        if holder is None or holder.post is None:
            return None
        return self._source.field(holder.post.start, holder.post.end, Sure.MEDIUM)

    def _organisation(self, name: str, given: list[Given]) -> ReadSubject:
        start = self._text.find(name, self._body, self._end)
        heading = Place(self._start, self._heading_end)
        unit = headings.leading_unit(self._text, heading)
        # 责令站党委作出检查, where the heading says 省畜牧总站党委.
        is_short = unit and _SHORT_BODY.fullmatch(name) and self._text[slice(*unit)].endswith(name)
        if not (is_short or name.startswith(("该", "本", "涉事"))):
            unit = None
        names_somebody = unit and any(person in self._text[slice(*unit)] for person in self._known)
        if unit and (place := _PLACE_MEANT.match(name)) and not self._text[slice(*unit)].endswith(place[1]):
            unit = None
        if not unit or names_somebody or not self._is_headed and _NO_UNIT.search(self._text[slice(*unit)]):
            spoken = organisations.spoken_of(self._text, start, name)
            unit = spoken or headings.headed_by(self._text, heading, name) or (start, start + len(name))
        return self._body_of(Place(*unit), Sure.MEDIUM, self._measures(name, given, is_body=True))

    def _heading_organisation(self, given: list[Given]) -> ReadSubject | None:
        """The unit that a heading opens with, where a measure is given to nobody else."""
        heading = Place(self._start, self._heading_end)
        unit = headings.leading_unit(self._text, heading) or headings.first_unit(self._text, heading)
        if unit is None or any(one.names for one in given) or not (self._is_headed or self._is_of_a_unit):
            return None
        own = [Given(one.token, ["*"], one.is_sure) for one in given if self._may_be_of_a_body(one.token)]
        return self._body_of(Place(*unit), Sure.LOW, self._measures("*", own, is_body=True))

    def _body_of(self, place: Place, sure: Sure, measures: tuple[ReadMeasure, ...]) -> ReadSubject:
        field = self._source.field(place.start, place.end, sure)
        self._unit_of[field.span] = place
        return ReadSubject(name=field, kind="organisation", measures=measures)

    def _may_be_of_a_body(self, token: grades.Token) -> bool:
        """What a person whom nobody names was given is none of the unit's."""
        clause = max(self._text.rfind(mark, self._body, token.start) for mark in "，。；\n") + 1
        said = self._text[max(clause, self._body) : token.start]
        return organisations.for_organisations([token]) and _UNNAMED.search(said) is None

    def _measures(self, name: str, given: list[Given], *, is_body: bool = False) -> tuple[ReadMeasure, ...]:
        found: dict[tuple[str, str], ReadMeasure] = {}
        for one in given:
            if name not in one.names:
                continue
            token = (
                organisations.as_organisation(one.token)
                if is_body
                else scaled(self._text, one.token, Place(self._body, self._end))
            )
            measure = self._measure(token, is_sure=one.is_sure)
            known = found.get((measure.scale, measure.grade))
            if known is None or measure.date and not known.date:
                found[measure.scale, measure.grade] = measure
        if ("问责", "通报") in found and len(found) > 1 and found["问责", "通报"].text.endswith("整改"):
            del found["问责", "通报"]
        return tuple(found.values())

    def _measure(self, token: grades.Token, *, is_sure: bool = True) -> ReadMeasure:
        date = self._dates.get(token.start)
        return ReadMeasure(
            scale=token.scale,
            grade=token.grade,
            term=token.term,
            text=self._source.written(token.start, token.end),
            span=self._source.span(token.start, token.end),
            date=date.first if date else "",
            date_span=self._source.span(date.start, date.end) if date else None,
            sure=token.sure if is_sure else Sure.LOW,
        )

    @property
    def _dates(self) -> dict[int, dates.Period]:
        if not hasattr(self, "_found_dates"):
            found = dates.periods(self._text, self._body, self._end, self._later, self._written[0])
            tokens = grades.tokens(self._text, self._body, self._end)
            self._all_dates = found
            self._found_dates = timing.measure_dates(self._text, found, tokens, self._body)
        return self._found_dates

    def _case(self, subjects: list[ReadSubject], given: list[Given], tokens: list[grades.Token]) -> ReadCase:
        source = self._source
        decided = self._dates
        acts = timing.act_periods(
            self._text[: self._end], self._all_dates, {date.start for date in decided.values()}, tokens
        )
        first = subjects[0]
        unit = self._units.of_case(self._unit_of.get(first.name.span), is_of_somebody=first.kind == "person")
        more = suggesting.other_problems(self._text, self._body, self._end)
        region = region_of(self._text, Place(self._start, self._heading_end))
        return ReadCase(
            heading=source.field(self._start, self._heading_end, Sure.HIGH if self._is_headed else Sure.MEDIUM),
            span=source.span(self._start, self._end),
            unit=source.field(unit.start, unit.end, Sure.MEDIUM) if unit else None,
            region=source.field(region.start, region.end, Sure.LOW) if region else None,
            subjects=subjects,
            conduct=self._conduct(subjects),
            periods=[
                ReadPeriod(
                    act.first, act.last, source.written(act.start, act.end), source.span(act.start, act.end),
                    Sure.HIGH if act.is_sure else Sure.MEDIUM,
                )
                for act in acts
            ],
            amounts=self._amounts(tokens),
            gains=suggesting.gains(source, self._body, self._end),
            suggestions=suggesting.suggestions(source, self._start, self._end),
            unresolved=[source.field(*place) for place in dates.pointers(self._text, self._body, self._end)],
            unassigned=[self._measure(one.token, is_sure=False) for one in given if not one.names],
            other_problems=source.field(*more) if more else None,
            facts=source.written(self._body, self._end),
        )  # fmt: skip

    def _amounts(self, tokens: list[grades.Token]) -> list[Field]:
        decided = tokens[-1].end if tokens else self._end
        places = amounts.told_once(self._text, amounts.amounts(self._text, self._body, self._end), decided)
        found = [self._source.field(*place) for place in places]
        if not self._is_headed:
            return found
        seen = {amount.text for amount in found}
        headed = (self._source.field(*place) for place in amounts.amounts(self._text, self._start, self._heading_end))
        return [*(amount for amount in headed if amount.text not in seen), *found]

    def _conduct(self, subjects: list[ReadSubject]) -> list[Field]:
        if not self._is_headed:
            return []
        ends = [
            at + len(subject.name.text)
            for subject in subjects
            if (at := self._text.rfind(subject.name.text, self._start, self._heading_end)) != -1
        ]
        start = max(ends, default=self._start)
        stop = self._heading_end - (2 if self._text[: self._heading_end].endswith("问题") else 1)
        found = []
        for part in _CONDUCT_PARTS.split(self._text[start : max(start, stop)]):
            if len(part) > 1:
                found.append(self._source.field(start, start + len(part), Sure.MEDIUM))
            start += len(part) + 1
        return found
