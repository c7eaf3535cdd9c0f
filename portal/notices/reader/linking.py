"""Who was given which measure: by name and by the order of words, never by nearness alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.notices.reader import headings, words
from portal.notices.reader.grades import GOVERNMENT, PARTY, Token
from portal.notices.reader.pairing import listed_shares, shares_of
from portal.notices.reader.people import Mention

_COUNT = {character: number for number, character in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_PRONOUN = re.compile(
    r"(?:上述|以上|该|等)?(?P<count>[二两三四五六七八九十]|\d{1,2})(?:名[^，。；\n]{0,8}?|位)?(?:人|"
    r"同志|责任人|党员|干部)|上述(?:人员|同志|责任人)|(?:双|夫妻)方"
)
#: 给予5名教师警告: those whom the text has named, where they are as many.
_ALL_NAMED = re.compile(
    rf"(?<!其他)(?<!另外)(?<!其中)(?P<count>[二两三四五六七八九十]|\d{{1,2}})名[^，。；\n]{{0,6}}?{words.POST}"
)
#: 县监察局3名干部: those of a unit that is named are none of those of whom the text spoke.
_OF_A_UNIT = re.compile(rf"^(?![^，。；\n]*(?:该|等|上述|以上|给予|对))[^，。；\n]{{2,}}{words.UNIT_END}$")
#: 2016年12月，受到警告处分: of whom the sentence before spoke.
_IS_GIVEN = re.compile(r"(?:分别|均|先后|也|还|并)?(?:受到|被)")
_OF_ALL = re.compile("(?:免去|撤销|免除)其(?!中)")
_EACH = re.compile(r"分别|依次")
#: 党内警告处分和政务记过处分: each wording is closed by itself, so that they are given in turn.
_IN_TURN = re.compile(r"处分(?:和|、|及|以及)[^，。；、\n]{2,12}处分$")
#: 分别给予严重警告等党纪处分和免职等组织处理: all that is named is given to whom it names.
_AND_THE_LIKE = re.compile("等[^，。；\n]{0,4}(?:处分|处理)")
_GIVEN_EACH = re.compile(r"分别给予[^，。；\n]{2,120}[、和][^，。；、\n]{2,20}$")
_VERB = re.compile(
    r"安排|要求|收受|接受|发放|收取|送给|发包|委托|伙同|授意|指使|同意|提供|交由|交给|支付给|借用|骗取|"
    r"套取|挪用|与|向|将|把|通过|找到|联系|经(?!开|济|营|理|贸|信)|从|赠送|给(?!予)|为|让|帮助|虚报|挂靠|转给|转账|报销"
)
_GIVING = re.compile(r"给予|予以|责令|免去|撤销|移送|对|将|开除|处以|进行|作出")
_GIVES_FIRST = re.compile(r"(?:并|决定|同时|分别)?(?:给予|对)")
#: 同样受到党内警告处分的，还有某局副局长王某; 通报批评了某镇党委: those who come behind the wording.
_ALSO = re.compile(r"的(?:，)?(?:还有|有|还包括|包括|是|为)|了(?=[^，。；\n]{2,40}[，。；])")
#: 分别给予田某等5名教师记过、警告处分: who was given which is not said.
_AND_OTHERS = r"等(?:(?P<count>\d{1,3}|[一二三四五六七八九十两])[名位人]|人)"
#: 副乡长王某以及对事故负有责任的9名干部分别给予…: the same.
_AND_MORE = re.compile(r"(?:同志)?(?:以及|及|和)[^。；\n]{0,60}?(?:\d{1,3}|[二三四五六七八九十])名")
_WHO = re.compile(rf"的[^的]{{0,20}}{words.POST}$")
_OWN = re.compile(r"其(?!中|他|余|它)|本人|(?<!其)他(?!人|们|的)|她(?!们|的)")
_ALL_OTHERS = re.compile(
    r"其他(?![^，。；\n]{0,10}(?:问题|行为|违纪|违法|情形))|其余|另有|其中(?:有)?[\d一二三四五六七八九十两]{1,3}[名人]|(?<![等述上该])[\d一二三四五六七八九十两]{1,3}[名位](?!责任人|同志)|(?:参与|参加|涉案|涉事|违规|有关|相关|陪同|负有责任)的?(?:责任)?(?:人员|人|单位|职工|干部)|同行的?[\d二三四五六七八九十两]{1,2}[人名]|另外"
)
#: 给予参与补课的两名教师记过: more than those whom the sentence has already given something.
_TOOK_PART = re.compile(r"(?:参与|参加|其他)[^，。；\n]{0,12}的?[\d二两三四五六七八九十]{1,2}[名位]")
#: 王某处置不当、科长李某指挥不力: a row of those who each did something.
_EACH_DID = re.compile(rf"[^，。；、\n]{{2,20}}(?<![和及与将把向给由让])、[^，。；、\n]{{0,20}}{words.POST}")
#: 对学校主要负责人进行诫勉谈话: somebody whom the text does not name.
_SOMEBODY = re.compile(
    rf"对[^，。；\n]{{1,24}}(?:领导|长|村民|人员|{words.POST})"
    r"(?:分别|均)?(?:进行|给予|作出|予以|开展|$)"
    r"|(?:主要|有关|相关|分管)(?:负责(?:人|同志)|领导)(?:同志)?向[^，。；\n]{2,16}$"
    r"|[对将](?:该|这|此|本次|上述|以上|发现的)[^，。；\n]{0,12}(?:情况|问题|事件|做法)(?:进行|予以|作出)"
)
#: 6人受到党纪政务处分，1人被诫勉: so many people, who may be those of whom the text spoke, but no organisations.
_SO_MANY_PEOPLE = re.compile(r"(?:另有?|还有)?(?P<count>\d{1,3}|[一二两三四五六七八九十])人(?:分别|均)?(?:被|受到)")
_IS_BODY = re.compile(f"{words.UNIT_END}$")
#: 约谈了该乡主要领导: the object stands behind.
_SOMEBODY_BEHIND = re.compile(r"了[^，。；\n]{1,20}(?:领导|班子|负责人|干部|人员)")
#: 镇长、分管副镇长分别受到, 局长在电视上作: officers whom the text does not name; 该校校长 is the one whom it named.
_POST_ALONE = re.compile(
    rf"(?![^，。；\n]{{0,20}}(?:该|其|本人|上述|以上))[^，。；\n]{{0,24}}{words.POST}(?:分别|均|也|同时|都)?(?:(?:受到|被)(?:给予)?[^，。；\n]{{0,4}}|在[^，。；\n]{{1,12}})$"
)
#: 扣发其绩效工资，并在全公司通报批评: a decision that opens with those of whom the sentence before spoke.
_TAKES_THEIRS = re.compile(r"(?:并|同时|决定)?(?:扣[减发除罚]|取消|追缴|收缴|暂停)其(?!中)")
#: 县长王某，县政协副主席，时任副县长李某受到: a clause that holds no more than the post of who comes next.
_POST_OF_THE_NEXT = re.compile(rf"[^，。；\n]{{0,30}}{words.POST}")
#: 吴某所在科室科长邓某: the first only says whose.
_WHOSE = re.compile(r"(?:所在|所属)")
#: 省委还要求，连续两年落后的，主要领导予以免职: what is demanded of all is given to nobody.
_DEMANDS = re.compile(r"(?![依根按])[^，。；\n]{0,16}(?:要求|强调|提出|明确)[，：]")
#: 王某，某县副县长，: a name that opens a paragraph, with the post behind it.
_IS_INTRODUCED = re.compile(rf"(?:同志)?，[^，。；\n]{{2,40}}{words.POST}(?:、[^，。；\n]{{2,16}})?[，。；]")


@dataclass(slots=True)
class Given:
    """A wording with those whom it was given; nobody where the text leaves it open."""

    token: Token
    names: list[str]
    is_sure: bool = True
    #: Among whom the text leaves open who was given it.
    among: tuple[str, ...] = ()


@dataclass(slots=True)
class _State:
    """How far the linking has come in a sentence."""

    group: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    #: Who opens a paragraph by name, with the post behind it: 王某，副县长。
    introduced: list[str] = field(default_factory=list)
    #: Of whom the sentence before spoke, without a measure.
    spoken: list[str] = field(default_factory=list)
    is_closed: bool = True
    others: bool = False


class Linker:
    """Links the measures of one case."""

    def __init__(self, text: str, subjects: list[str], mentions: list[Mention], tokens: list[Token]) -> None:
        self._text = text
        self._subjects = subjects
        self._mentions = mentions
        self._tokens = tokens
        self._state = _State()
        #: The rows of names in the facts so far.
        self._rows: list[list[str]] = []
        self._at_mention = self._at_token = 0

    def link(self, start: int, end: int) -> list[Given]:
        """All wordings of the stretch, in order."""
        given: list[Given] = []
        for sentence_start, sentence_end in _parts(self._text, start, end, "。\n！"):
            last = self._state
            before = last.group or last.introduced or last.before
            self._state = _State(before=before, spoken=last.lead or last.pending)
            for clause_start, clause_end in self._clauses(sentence_start, sentence_end):
                given.extend(self._clause(clause_start, clause_end))
                if self._text[clause_end : clause_end + 1] == "；":
                    state = self._state
                    self._state = _State(before=state.group or state.introduced or state.before)
        return given

    def _clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses of a sentence; what 分别 begins goes on over commas as long as measures follow each other."""
        begins = {token.start for token in self._tokens}
        clauses: list[tuple[int, int]] = []
        for clause_start, clause_end in _parts(self._text, start, end, "，；："):
            goes_on = clause_start in begins and clauses and self._text[clauses[-1][1]] == "，"
            # 分别给予警告处分，免去其书记、镇长职务: 其 speaks of them all.
            is_each = goes_on and _EACH.search(self._text, *clauses[-1]) and not _OF_ALL.match(self._text, clause_start)
            if is_each or clauses and _ALSO.match(self._text, clauses[-1][1] - 1, clause_end):
                clauses[-1] = (clauses[-1][0], clause_end)
            else:
                clauses.append((clause_start, clause_end))
        return clauses

    def _clause(self, start: int, end: int) -> list[Given]:
        mentions = self._take_mentions(end)
        tokens = self._take_tokens(end)
        if not tokens:
            self._facts(start, end, mentions)
            return []
        return self._outcome(start, end, mentions, tokens)

    def _take_mentions(self, end: int) -> list[Mention]:
        begin = self._at_mention
        while self._at_mention < len(self._mentions) and self._mentions[self._at_mention].start < end:
            self._at_mention += 1
        return self._mentions[begin : self._at_mention]

    def _take_tokens(self, end: int) -> list[Token]:
        begin = self._at_token
        while self._at_token < len(self._tokens) and self._tokens[self._at_token].start < end:
            self._at_token += 1
        return self._tokens[begin : self._at_token]

    def _facts(self, start: int, end: int, mentions: list[Mention]) -> None:
        """A clause without a measure: who opens it is whom the sentence speaks of."""
        state = self._state
        if not mentions:
            if counted := self._counted(start, end):
                state.pending = []
                state.lead = counted
            elif self._opens_with_others(start, end):
                state.others = True
            elif not (state.lead or state.group) and _TAKES_THEIRS.match(self._text, start, end):
                state.lead = state.pending or state.spoken
            elif state.pending and not _POST_OF_THE_NEXT.fullmatch(self._text, start, end):
                state.lead, state.pending = state.pending, []
            return
        chain = self._chain(start, mentions)
        if not chain:
            return
        self._rows.append(chain)
        state.others = False
        if self._is_introduced(mentions[0]):
            state.introduced = chain
        ends_with_name = self._text[mentions[-1].end : end].strip("”）") in {"", "同志", "等人", "等"} or re.fullmatch(
            r"（[^（）]{0,30}）?", self._text[mentions[-1].end : end]
        )
        if ends_with_name or _GIVES_FIRST.match(self._text, start, end):
            state.pending = [*state.pending, *chain]
        else:
            state.lead, state.pending = [*state.pending, *chain], []
        state.is_closed = True
        state.group = []

    def _is_introduced(self, mention: Mention) -> bool:
        is_posted = _IS_INTRODUCED.match(self._text, mention.end) is not None
        return is_posted and headings.opens_line(self._text, mention.start)

    def _opens_with_others(self, start: int, end: int) -> bool:
        """Whether a clause speaks of others; 同意7名村民办理 only tells what was done with them."""
        others = _ALL_OTHERS.search(self._text, start, end)
        return others is not None and _VERB.search(self._text, start, others.start()) is None

    def _chain(self, start: int, mentions: list[Mention]) -> list[str]:
        """The names that open a clause, joined by 、 or 和 with their posts; not those who come after a verb."""
        chain: list[str] = []
        at = start
        for mention in mentions:
            between = self._text[at : mention.start]
            if chain:
                # 以上单位: several stand in one place.
                joined = mention.start < at or re.match(r"(?:（[^（）]{0,30}）)?(?:同志)?(?:、|和|及|与|以及)", between)
                if not joined and not _EACH_DID.fullmatch(between):
                    break
            elif self._tells_an_act(between):
                break
            chain.append(mention.name)
            at = mention.end
        return chain

    def _tells_an_act(self, between: str) -> bool:
        """Whether a verb stands before a name; in a row of names 具体经办采购的委员李某 only tells who it is."""
        if _VERB.search(re.sub(words.POST + "|时任|" + words.UNIT_END, "", between)) is None:
            return False
        return not (self._state.pending and _WHO.search(between))

    def _outcome(self, start: int, end: int, mentions: list[Mention], tokens: list[Token]) -> list[Given]:
        state = self._state
        given: list[Given] = []
        groups = _interleaved(mentions, tokens)
        if not groups[0][0] and len(groups) > 1 and _ALSO.match(self._text, groups[0][1][-1].end):
            groups = [([mention for names, _run in groups for mention in names], tokens)]
            return [Given(token, list(dict.fromkeys(one.name for one in groups[0][0]))) for token in tokens]
        for number, (names, run) in enumerate(groups):
            first = run[0].start if run else end
            if names:
                state.group = self._named(start, names, first, is_first=number == 0)
                state.others = False
            elif number == 0 and (people := _SO_MANY_PEOPLE.match(self._text, start, first)) is not None:
                state.group = self._people(_count(people["count"]))
            elif number == 0:
                state.group = self._unnamed(start, first, run[0].end if run else end)
            if run:
                each_from = max(start, self._each_from(start, run[0].start))
                given.extend(self._pairs(each_from, state.group, run))
                state.is_closed = True
        state.pending = []
        return given

    def _each_from(self, start: int, before: int) -> int:
        """Pairs may go on past commas: 分别 is looked for in the whole sentence so far."""
        return max(self._text.rfind(mark, 0, before) for mark in "。；\n") + 1 if before else start

    def _named(self, start: int, names: list[Mention], first: int, *, is_first: bool) -> list[str]:
        whole = [mention for mention in names if not _WHOSE.match(self._text, mention.end)] or names
        chain = list(dict.fromkeys(mention.name for mention in whole))
        between = self._text[names[-1].end : first]
        giving = _GIVING.search(self._text[start : names[0].start])
        if is_first and len(names) > 1 and not giving:
            chain = self._chain(start, names) or chain[-1:]
        if is_first and self._state.pending and not giving:
            chain = [*self._state.pending, *chain]
        if between.endswith("因") and self._state.lead:
            return self._state.lead
        return list(dict.fromkeys(chain))

    def _unnamed(self, start: int, first: int, stop: int) -> list[str]:
        """Whom a clause without a name speaks of; 免去这两人的职务 says it within the wording."""
        state = self._state
        took_part = state.group and _TOOK_PART.search(self._text, start, stop)
        if not took_part and (counted := self._counted(start, first) or self._counted(first, stop)):
            return counted
        sentence = max(self._text.rfind(mark, 0, start) for mark in "。\n") + 1
        if _POST_ALONE.match(self._text, start, first) or _DEMANDS.match(self._text, sentence, first):
            return []
        if took_part or _SOMEBODY_BEHIND.match(self._text, stop):
            return []
        if state.others or _ALL_OTHERS.search(self._text, start, first) or _SOMEBODY.search(self._text, start, first):
            return []
        if _OWN.search(self._text, start, first):
            return state.lead or state.group or state.before or self._subjects[:1] or state.spoken
        alone = state.spoken if len(state.spoken) == 1 and _IS_GIVEN.match(self._text, start) else []
        return state.pending or state.group or state.lead or state.before or alone or self._sole()

    def _people(self, count: int) -> list[str]:
        """Those named last who are as many, where they are several persons."""
        group = self._as_many(count)
        return group if count > 1 and not any(_IS_BODY.search(name) for name in group) else []

    def _sole(self) -> list[str]:
        return self._subjects if len(self._subjects) == 1 else []

    def _counted(self, start: int, end: int) -> list[str]:
        named = _ALL_NAMED.search(self._text, start, end)
        if named and _OF_A_UNIT.search(self._text[start : named.start()]):
            named = None
        if named and (group := self._of_size(_count(named["count"]))):
            return group
        match = _PRONOUN.search(self._text, start, end)
        if match is None or _ALL_OTHERS.search(self._text, start, match.end()):
            return []
        count = _count(match["count"]) if match["count"] else len(self._subjects)
        return self._as_many(count)

    def _as_many(self, count: int) -> list[str]:
        """Those named last who are as many, or else the first of the case."""
        return self._of_size(count) or (self._subjects[:count] if count <= len(self._subjects) else [])

    def _of_size(self, count: int) -> list[str]:
        """Those named last who are as many."""
        state = self._state
        groups = (state.pending, state.lead, state.group, state.before, *reversed(self._rows), self._subjects)
        return next((group for group in groups if len(group) == count), [])

    def _pairs(self, each_from: int, group: list[str], run: list[Token]) -> list[Given]:
        each = _EACH.search(self._text, each_from, run[0].start)
        is_whole = len(run) > 1 and all(_AND_THE_LIKE.match(self._text, token.end) for token in run)
        if each and group and not is_whole and len(run) > 1 and self._are_more(group, run):
            return [Given(token, [], is_sure=False, among=tuple(group)) for token in run]
        if each is None and _one_of_each(run, len(group)):
            return [Given(token, [name]) for name, token in zip(group, run, strict=True)]
        is_in_turn = len(run) == len(group) and _IN_TURN.search(self._text, run[0].start, run[-1].end) is not None
        gives_each_of = each and not is_in_turn and _gives_each_of(self._text[each.start() : run[0].start], run)
        if each is None or len(group) < 2 or gives_each_of or is_whole:
            return [Given(token, list(group)) for token in run]
        # What goes on behind a comma may still belong to the pairs of this clause.
        shares = shares_of(self._text, run, len(group)) or listed_shares(self._text, each.end(), run, group)
        if shares is None:
            if len({(token.start, token.end) for token in run}) == 1:
                return [Given(token, list(group)) for token in run]
            both = [token.scale for token in run] == ["党纪", "政务"]
            return [Given(token, list(group) if both else [], is_sure=False, among=tuple(group)) for token in run]
        return [Given(token, [name]) for name, share in zip(group, shares, strict=True) for token in share]

    def _are_more(self, group: list[str], run: list[Token]) -> bool:
        """Whether there were more than are named: 王某、李某等5名教师; 王某等人, where the wordings are more."""
        sentence = self._text[self._each_from(0, run[0].start) : run[0].start]
        if _AND_MORE.match(sentence, sentence.rfind(group[-1]) + len(group[-1])):
            return True
        others = re.search(re.escape(group[-1]) + r"(?:同志)?" + _AND_OTHERS, sentence)
        if others is None:
            return False
        return (_count(others["count"]) if others["count"] else len({token.start for token in run})) > len(group)


def _gives_each_of(said: str, run: list[Token]) -> bool:
    """分别给予王某、李某党内警告、政务记过处分: where the names stand behind, each is given both of one decision."""
    return _GIVEN_EACH.match(said) is not None and [token.scale for token in run] == [PARTY, GOVERNMENT]


def _one_of_each(run: list[Token], count: int) -> bool:
    """王某、李某受到政务记过、政务警告处分: of one scale nobody is given two grades, so each has one."""
    grades, scales = {token.grade for token in run}, {token.scale for token in run}
    return len(grades) == len(run) == count > 1 and (scales in ({PARTY}, {GOVERNMENT}))


def _count(written: str) -> int:
    """How many a number of persons says, in digits or as one character."""
    return int(written) if written.isdigit() else _COUNT[written]


def _parts(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    found = []
    begins, depth = start, 0
    for at in range(start, end):
        character = text[at]
        if character == "（":
            depth += 1
        elif character == "）":
            depth = max(0, depth - 1)
        elif character in marks and (not depth or character in "。\n"):
            found.append((begins, at))
            begins, depth = at + 1, 0
    if begins < end:
        found.append((begins, end))
    return found


def _interleaved(mentions: list[Mention], tokens: list[Token]) -> list[tuple[list[Mention], list[Token]]]:
    """Names and the wordings behind them, in turns."""
    groups: list[tuple[list[Mention], list[Token]]] = [([], [])]
    items: list[Mention | Token] = [*mentions, *tokens]
    for item in sorted(items, key=lambda item: item.start):
        if isinstance(item, Token):
            groups[-1][1].append(item)
        elif groups[-1][1] and not any(token.start <= item.start < token.end for token in tokens):
            groups.append(([item], []))
        else:
            # 免去某某某局长职务: the name may stand inside of the wording.
            groups[-1][0].append(item)
    return groups
