"""Fills sentences with invented names, dates and amounts, always the same way for the same seed."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from home.demo.data import words

Choice = TypeVar("Choice")
SLOT = re.compile(r"\{(\w+)\}")
NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A number from 0 to 99 as titles write it: 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


class Writer:
    """Writes as of a day: what it tells of lies before that day."""

    def __init__(self, seed: str, day: date, today: date | None = None) -> None:
        self.random = Random(seed)  # noqa: S311 (sample texts, no secrets)
        self.day = day
        #: The day as of which the whole site is; what is still ahead then is not told.
        self.today = today or day
        self._names: set[str] = set()

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of them."""
        return choices[self.random.randrange(len(choices))]

    def some(self, choices: Sequence[Choice], count: int) -> list[Choice]:
        """Several different ones, in their given order."""
        chosen = self.random.sample(range(len(choices)), min(count, len(choices)))
        return [choices[place] for place in sorted(chosen)]

    def chance(self, share: float) -> bool:
        """True in this share of all calls."""
        return self.random.random() < share

    def fill(self, template: str, slots: dict[str, str]) -> str:
        """The template with its slots filled; a value once made is kept in ``slots``, so a text stays consistent."""

        def value(found: re.Match[str]) -> str:
            slot = found[1]
            if slot not in slots:
                slots[slot] = MAKERS[slot](self)
            return slots[slot]

        return SLOT.sub(value, template)

    def name(self, given: str = "某某") -> str:
        """A masked name that this text has not used yet."""
        surnames = [surname for surname in words("words")["surnames"] if surname + given not in self._names]
        name = self.pick(surnames) + (given if self.chance(0.7) else "某")
        self._names.add(name)
        self._names.add(name[0] + given)
        return name

    def months_ago(self, low: int, high: int) -> date:
        """A day some months before."""
        return self.day - timedelta(days=30 * self.random.randint(low, high))

    def period(self) -> str:
        """When something went on, with the precision that notices have: years, months, a season."""
        start = self.months_ago(22, 50)
        end = start + timedelta(days=30 * self.random.randint(2, 13))
        if self.chance(0.3) and start.year != end.year:
            return f"{start.year}年至{end.year}年"
        if self.chance(0.2):
            return f"{start.year}年{self.pick(words('words')['holidays'])}"
        if start.year == end.year:
            return f"{start.year}年{start.month}月至{end.month}月"
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"

    def moment(self) -> str:
        """When something happened once."""
        day = self.months_ago(6, 22)
        return f"{day.year}年{day.month}月" + (f"{day.day}日" if self.chance(0.5) else "")

    def decided_month(self) -> str:
        """The month of a sanction, as records have it: 2021-04."""
        day = self.day - timedelta(days=self.random.randint(12, 75))
        return f"{day:%Y-%m}"

    def yuan(self, low: int, high: int) -> str:
        """An amount as notices write it."""
        amount = self.random.randint(low, high)
        if amount < 10_000:
            return self.pick([f"{amount}元", f"{amount // 100 * 100}元", f"{amount // 100 * 100}余元"])
        thousands = f"{amount / 10_000:.1f}".removesuffix(".0")
        return self.pick([f"{thousands}万元", f"{thousands}万余元", f"{thousands}万元", f"{amount // 10 * 10}元"])

    def number(self, low: int, high: int, unit: str = "") -> str:
        """A whole number with its unit."""
        return f"{self.random.randint(low, high)}{unit}"


MAKERS: dict[str, Callable[[Writer], str]] = {
    "when": Writer.period,
    "moment": Writer.moment,
    "name": Writer.name,
    "other": Writer.name,
    "third": lambda writer: writer.name("某"),
    "tiny": lambda writer: writer.yuan(320, 4_900),
    "small": lambda writer: writer.yuan(3_000, 49_000),
    "middle": lambda writer: writer.yuan(52_000, 460_000),
    "large": lambda writer: writer.yuan(510_000, 9_800_000),
    "times": lambda writer: writer.pick(["多次", "十余次", writer.number(3, 9, "次")]),
    "few": lambda writer: writer.number(2, 4),
    "times_count": lambda writer: writer.number(9, 26),
    "tables": lambda writer: writer.number(8, 42, "桌"),
    "people": lambda writer: writer.number(4, 39, "名"),
    "area": lambda writer: f"{writer.random.randint(12, 460) / 10}亩",
    "metres": lambda writer: f"{writer.random.randint(46, 250) / 10}平方米",
    "alcohol": lambda writer: f"{writer.random.randint(240, 1980) / 10}mg/100ml",
    "digits": lambda writer: writer.number(12, 28),
    "less": lambda writer: writer.number(4, 11),
    "one": lambda writer: writer.number(1, 3),
    "gift": lambda writer: writer.pick(words("words")["gifts"]),
    "company": lambda writer: writer.pick(words("words")["companies"]),
    "project": lambda writer: writer.pick(words("words")["projects"]),
}
