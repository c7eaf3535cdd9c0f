"""How people write the name of a unit: in full, in short, by an earlier name, with its place or without, cut short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from search.analysis import normalise

#: What ends the name of a place; the longer ones first.
_LEVELS = (
    *("街道办事处", "自治区", "自治州", "自治县", "自治旗", "街道", "地区", "新区", "社区", "林区"),
    *("省", "市", "区", "县", "旗", "州", "盟", "镇", "乡", "村"),
)
#: What may stand behind the bare name of a place where its government is meant.
_SEATS = ("街道", "街道办", "办事处", "街办", "党工委", "党委", "政府", "人民政府", "镇", "乡", "管委会")
_COMMITTEES = ("管理委员会", "管委会")
_PARTY = re.compile(r"^(?:中国共产党|中共)")
#: Said of any unit, so that alone they name none.
GENERIC = frozenset(
    {"委员会", "办公室", "办事处", "管理局", "管理处", "管理委员会", "管委会", "人民政府", "有限公司", "有限责任公司"}
    | {"分公司", "集团公司", "集团有限公司", "股份有限公司", "领导小组", "分局", "支队", "大队", "中心", "管理中心"}
    | {"服务中心", "公安分局", "监督管理局", "领导小组办公室", "工作领导小组办公室", "监督管理委员会", "指挥部"}
)
#: Ends of names with the ends of their abbreviations.
_ENDS = {
    "委员会": ("委", "委会"),
    "办公室": ("办", "办公室"),
    "办事处": ("办", "办事处"),
    "公司": ("公司", "集团"),
    "中心": ("中心",),
    "学院": ("学院", "院"),
    "医院": ("医院", "院"),
    "中学": ("中学", "中"),
    "联合会": ("联合会", "联"),
    "政府": ("政府",),
}
_SEPARATORS = "、，,;；/／|｜"
#: Of names and stems that are looked for within a text.
SHORTEST = 3


def bare(text: str) -> str:
    """As names are compared: one width and script, nothing but letters and what parts one name from another."""
    signs = ("、" if sign in _SEPARATORS else sign for sign in normalise(text))
    return "".join(sign for sign in signs if sign == "、" or sign.isalnum())


def stems(place: str) -> tuple[str, ...]:
    """A place with and without its level: 霁川市, 霁川."""
    level = level_of(place)
    short = place.removesuffix(level) if level else ""
    return (place, short) if len(short) > 1 else (place,)


def level_of(place: str) -> str:
    """市 of 霁川市."""
    return next((level for level in _LEVELS if place.endswith(level)), "")


@dataclass(frozen=True)
class Known:
    """A unit with everything that its writing may be made of, each as `bare` gives it."""

    number: int
    is_territory: bool
    #: Of today, short, former.
    names: tuple[str, ...]
    #: Of its own place, with former ones.
    places: tuple[str, ...] = ()
    #: Of all places above it.
    above: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def cores(self) -> frozenset[str]:
        """What its names say beside the place: 教育局 of 霁川市教育局 and of 市教育局."""
        found: set[str] = set()
        for name in self._parts():
            found.update(_behind(name, (stem for place in (*self.places, *self.above) for stem in stems(place))))
            found.update(name.removeprefix(level) for level in self.levels if name.startswith(level))
            found.add(name)
        found |= {core.removeprefix("人民政府") for core in found}
        return frozenset(core for core in found if len(core) > 1)

    @cached_property
    def levels(self) -> frozenset[str]:
        """市 of a unit of the city."""
        return frozenset(level for place in self.places if len(level := level_of(place)) == 1)

    @cached_property
    def own_stems(self) -> frozenset[str]:
        """The places before which its core says that it is meant; for a committee of 市委 the level is enough."""
        return frozenset(stem for place in self.places for stem in stems(place)) | self.levels

    @cached_property
    def written(self) -> frozenset[str]:
        """Where one of these stands, it is meant, whatever stands before."""
        return frozenset(self._written())

    @cached_property
    def alone(self) -> frozenset[str]:
        """Where one of these stands without another place before it, it may be meant."""
        cores = () if self.is_territory else self.cores
        return frozenset(core for core in cores if len(core) >= SHORTEST and core not in GENERIC) - self.written

    @cached_property
    def shortenable(self) -> frozenset[str]:
        """What is abbreviated."""
        return frozenset() if self.is_territory else self.cores

    def _written(self) -> Iterator[str]:
        yield from (name for name in self.names if len(name) >= SHORTEST)
        yield from (part for part in self._parts() if len(part) >= SHORTEST + 1)
        if self.is_territory:
            yield from self._as_territory()
            return
        for stem in self.own_stems:
            yield from (f"{stem}{core}" for core in self.cores if not core.startswith(stem))
            if "委员会" in self.cores:
                yield f"{stem}委"

    def _parts(self) -> Iterator[str]:
        for name in self.names:
            yield from (_PARTY.sub("", part) for part in name.split("、") if part)

    def _as_territory(self) -> Iterator[str]:
        for name in self.names:
            yield from (
                name.removesuffix(end) for end in _COMMITTEES if name.endswith(end) and len(name) > len(end) + 2
            )
        own = [place for place in self.places if any(place in name for name in self.names)]
        # By another name of its place as well: 荻洲县 of 荻洲区.
        for place in self.places if own else ():
            yield place
            yield from (f"{stem}{seat}" for stem in stems(place)[1:] for seat in _SEATS)


def _behind(name: str, places: Iterable[str]) -> Iterator[str]:
    for place in places:
        at = name.rfind(place)
        if at >= 0:
            yield name[at + len(place) :]


class Shortened:
    """Which of many names something abbreviates: 人社局 is 人力资源和社会保障局, 纪委 is 纪律检查委员会."""

    def __init__(self, cores: Iterable[str]) -> None:
        self._by_end: dict[str, list[str]] = {}
        self._all = sorted(cores)
        for core in self._all:
            for end in _ends_of(core):
                self._by_end.setdefault(end, []).append(core)

    def cores_of(self, short: str, *, is_all: bool) -> set[str]:
        """The names; where nothing follows, the end may be missing: 疾控 is 疾病预防控制中心."""
        if short in GENERIC:
            return set()
        if is_all and not short.endswith("政府"):
            candidates: Iterable[str] = self._all
        else:
            ends = (short[at:] for at in range(len(short)))
            candidates = (core for end in ends for core in self._by_end.get(end, ()))
        return {core for core in candidates if _abbreviates(short, core)}


def _ends_of(core: str) -> tuple[str, ...]:
    return next((shorter for end, shorter in _ENDS.items() if core.endswith(end)), (core[-1],))


def _abbreviates(short: str, core: str) -> bool:
    # An abbreviation begins as the name does, unless it is long enough to tell by itself.
    if (short[0] != core[0] and len(short) <= SHORTEST) or len(core) <= len(short):
        return False
    at = -1
    for sign in short:
        at = core.find(sign, at + 1)
        if at < 0:
            return False
    return True
