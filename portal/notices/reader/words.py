"""The lists behind the rules: surnames, posts, ends of units, words that open conduct (`lexicon/`)."""

import re
from pathlib import Path

_LEXICON = Path(__file__).parent / "lexicon"


def _listed(name: str) -> list[str]:
    """The words of a list, longest first, so that an alternation finds the whole word."""
    return sorted((_LEXICON / f"{name}.txt").read_text(encoding="utf-8").split(), key=len, reverse=True)


def _any_of(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


SURNAMES = frozenset("".join(_listed("surnames")))
COMPOUND_SURNAMES = tuple(_listed("compound_surnames"))
#: 多杰, 才旦, 其木格: of two or three of these a name is made; 木呷, 拉黑: behind two characters or three.
NAME_PARTS = _any_of(_listed("name_parts"))
NAME_ENDS = _any_of(_listed("name_ends"))
#: What no longer is a post where this stands behind it: 党总支书记 is no 支书, 交警支队 no 交警; 主管安全工作副校长.
_GOES_ON = {
    "支书": "记",
    "委员": "会",
    "常委": "会",
    "经办人": "员",
    "河长": "制|办",
    "湖长": "制|办",
    "林长": "制|办",
    "主管": "[\u4e00-\u9fff]{1,8}?工作的?(?:原|时任)?(?:党[委组]|副|[校局院镇乡县区处科部所站厅司]长|主任|书记)",
} | dict.fromkeys(("交警", "刑警", "特警", "巡警", "法警", "警察"), "[支大中总]队|局|学[校院]|系统")


#: 法院书记官, but 党支部书记官某某.
_NOT_BEHIND = {"书记官": "(?<![部委组支党])"}


def _post(word: str) -> str:
    if word in _NOT_BEHIND:
        return _NOT_BEHIND[word] + word
    return f"{word}(?!{_GOES_ON[word]})" if word in _GOES_ON else re.escape(word)


#: What a post ends with.
POST = "(?:" + "|".join(map(_post, _listed("posts"))) + ")"
POST_END = re.compile(POST + r"(?:（[^（）\n]{1,16}）)?")
#: What is none of a unit's end: 组织, 部分, 社会, 执行, 农村, 包村, 城市管理局, 查处, 社区卫生服务中心, 把关, 办事.
_NO_UNIT_END = {
    "组": "组(?!织)",
    "部": "部(?!分)",
    "社": "社(?![会区])",
    "社区": "社区(?!卫生|服务|矫正)",
    "行": "(?<![进执履运旅发举流实推])行(?!政)",
    "矿": "(?<!驻)矿",
    "村": "(?<![农包驻联])村",
    "市": "市(?!(?<=城市)(?:管理|建设|综合|规划|投资|更新|园林))",
    "处": "(?<![查惩])处",
    "办": "办(?![事理案学])",
    "关": "(?<!把)关",
}
#: What a unit ends with; 副省级 is none.
UNIT_END = "(?:" + "|".join(_NO_UNIT_END.get(word, re.escape(word)) for word in _listed("unit_ends")) + ")(?!级)"
#: What may stand between a name and what was given: 近日受到, 最终被免职.
ADVERB = _any_of(_listed("adverbs"))
#: 均, 则, 都 and 也 may also end a name.
_ADVERB_GIVEN = re.compile(rf"(?![均则都也]受|[均则都也]被){ADVERB}(?:受|被)|于(?:\d{{4}}年|\d{{1,2}}月)")
#: Words with which conduct, or whatever follows a name, begins.
_FOLLOW = re.compile(rf"{ADVERB}(?:受|被)|于(?:\d{{4}}年|\d{{1,2}}月)|{_any_of(_listed('openers'))}|\n|\d|$")
#: What no given name holds.
NOT_IN_NAMES = frozenset("也的了是在与及等被受将该还曾个某违规第各每此其这那并且而因对把或")
_OF_NAMES = re.compile("其其格|此里|那顺|音那")
#: Common words that stand behind a post or a stop and begin like a surname.
_NO_NAME = re.compile(_any_of(_listed("no_names")))
MASK_STOP = frozenset(
    "公企私个县市区镇乡村局酒饭餐会学医银商工项小房建科集品店中处厂次日天月年时地些种老板单机社服职部领超"
)


def follows(text: str, at: int) -> bool:
    """Whether what stands here may follow a name."""
    return _FOLLOW.match(text, at) is not None


def is_no_name(text: str, at: int) -> bool:
    """Whether a common word stands here that begins like a name."""
    return _NO_NAME.match(text, at) is not None


def breaks_name(part: str) -> bool:
    """Whether a character stands here that no given name holds; 其其格, 此里 and 音那 are ones that many have."""
    return any(character in NOT_IN_NAMES for character in _OF_NAMES.sub("", part))


def opens(word: str) -> bool:
    """Whether a word begins with one of two characters or more that opens conduct."""
    match = _FOLLOW.match(word)
    return match is not None and len(match[0]) > 1


def runs_on(text: str, at: int, end: int) -> bool:
    """Whether a word that begins here goes on past the end of what is taken for a name: 负责人向通|报称."""
    match = _FOLLOW.match(text, at)
    return match is not None and len(match[0]) > 1 and match.end() > end


def ends_in_adverb(text: str, at: int, length: int) -> bool:
    """Whether 随即受到 or 已被 begins inside of what is taken for a name."""
    return any(_ADVERB_GIVEN.match(text, inside) is not None for inside in range(at + 2, at + length))


def crosses(text: str, at: int, length: int) -> bool:
    """Whether a word of two or more characters that may follow a name begins inside of what is taken for one."""
    for inside in range(at + 2, at + length):
        match = _FOLLOW.match(text, inside)
        if match is not None and len(match[0]) > 1 and match.end() >= at + length:
            return True
    return False
