"""Single cases in the grammar of real notices: who, in which post, did what, when, with what result."""

from dataclasses import dataclass
from typing import Any

from home.demo.data import words
from home.demo.places import Office, offices
from home.demo.writer import Writer


@dataclass(frozen=True, slots=True)
class CaseText:
    """One case as a notice tells it."""

    office: Office
    heading: str
    text: str
    violation: str
    forms: tuple[str, ...]
    word: str


def write_cases(
    writer: Writer,
    theme: str,
    count: int,
    *,
    region: str = "",
    roles: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> list[CaseText]:
    """Different cases of one theme, of one region, of some roles or units where these are given."""
    stories = [
        (kind, story, places)
        for kind in words("cases")
        if kind["theme"] == theme
        for story in kind["stories"]
        if (places := _places(kind, region, roles, units))
    ]
    # A notice does not tell the same story twice while it has others.
    order = writer.random.sample(stories, len(stories)) * (count // len(stories) + 1)
    return [_write(writer, kind, story, writer.pick(places)) for kind, story, places in order[:count]]


def _places(kind: dict[str, Any], region: str, roles: tuple[str, ...], units: tuple[str, ...]) -> list[Office]:
    wanted = [role for role in kind["roles"] if not roles or role in roles]
    found = [office for role in wanted for office in offices(role, region=region)]
    if "units" in kind:
        found = [office for office in found if office.unit in kind["units"] or office.role == "town"]
    return [office for office in found if office.unit in units] if units else found


def _write(writer: Writer, kind: dict[str, Any], story: dict[str, str], office: Office) -> CaseText:
    post = office.post(writer)
    name = writer.name()
    told, slots = _tell(writer, kind, story["fact"], office, post, name)
    conduct = story["conduct"]
    others = [other for other in kind["stories"] if other is not story and other["conduct"] != conduct]
    if others and writer.chance(0.3):
        second = writer.pick(others)
        more, second_slots = _tell(writer, kind, second["fact"], office, post, name)
        told, slots = f"{told}此外，{more}", second_slots | slots
        conduct = f"{conduct}、{second['conduct']}"
    if "在担任" not in told and writer.chance(0.35):
        told = told.replace(name, f"时任{office.name}{post.removeprefix('原')}{name}", 1)
    if writer.chance(0.2):
        told += f"{name}还存在其他{writer.pick(['违纪', '严重违纪违法', '违纪违法'])}问题。"
    marker = "" if post.startswith("原") else writer.pick(["", "", "", "原"])
    result, forms = _sanction(writer, office, _grade(writer, told, slots))
    gains = any(sign in told for sign in words("words")["gain_signs"]) and writer.chance(0.8)
    returned = f"，{writer.pick(words('measures')['gains'])}" if gains else ""
    decided = f"{writer.decided()}，{name}{result}{returned}。"
    if "书记" not in post and writer.chance(0.2):
        sentence, more_forms = _superior(writer, office)
        decided, forms = decided + sentence, (*forms, *more_forms)
    return CaseText(
        office=office,
        heading=f"{office.name}{marker}{post}{name}{conduct}问题",
        text=told + decided,
        violation=kind["violation"],
        forms=tuple(dict.fromkeys(forms)),
        word=kind["word"],
    )


def _tell(
    writer: Writer, kind: dict[str, Any], fact: str, office: Office, post: str, name: str
) -> tuple[str, dict[str, str]]:
    slots = {"name": name, "unit": office.name, "post": office.name + post.removeprefix("原")}
    if "company" in kind:
        slots["company"] = kind["company"]
    if office.role in {"enterprise", "institution", "hospital", "school"}:
        slots["project"] = writer.pick(words("words")["own_projects"])
    return writer.fill(fact, slots), slots


def _grade(writer: Writer, told: str, slots: dict[str, str]) -> str:
    """How severe it was: large sums weigh more."""
    if "其他严重" in told or ("middle" in slots and writer.chance(0.4)):
        return "heavy"
    return "medium" if {"middle", "large"} & slots.keys() or "万" in told else "light"


def _sanction(writer: Writer, office: Office, grade: str) -> tuple[str, tuple[str, ...]]:
    if office.role in {"village", "community"}:
        grade = "village_light" if grade == "light" else "village_heavy"
    measure = writer.pick(words("measures")[grade])
    return writer.fill(measure["text"], {"area_word": "市"}), tuple(measure["forms"])


def _superior(writer: Writer, office: Office) -> tuple[str, tuple[str, ...]]:
    """Who answers besides (一案双查): the secretary above."""
    place = "所在镇（街道）党委" if office.role in {"village", "community"} else "该单位党组织"
    measure = writer.pick(words("measures")["superiors"])
    text = f"{place}书记{writer.name()}落实主体责任不力，负有主要领导责任，{measure['text']}。"
    return text, tuple(measure["forms"])
