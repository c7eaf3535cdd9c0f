"""Single cases in the grammar of real notices: who, in which post, did what, when, with what result."""

from dataclasses import dataclass, replace
from typing import Any

from home.demo.data import words
from home.demo.follow_ups import look_back
from home.demo.penalties import Decision, decide, gains
from home.demo.people import is_head, name_for, rank_of
from home.demo.places import Office, offices
from home.demo.reading import amount, period
from home.demo.records import CaseRecord, SubjectRecord
from home.demo.superiors import answer_besides
from home.demo.writer import Writer

#: Slots that hold a time, and those that hold an amount.
TIMES, AMOUNTS = ("when", "moment"), ("tiny", "small", "middle", "large")
#: How many of those who are not villagers are named in full, where a notice may name anybody.
NAMED = 0.14
SOURCES = ("cs1", "cs1", "cs1", "cs2", "cs2", "cs2", "cs3", "cs4", "cs5", "cs6", "cs7", "cs9")


@dataclass(frozen=True, slots=True)
class CaseText:
    """One case as a notice tells it, and as it is on record."""

    office: Office
    record: CaseRecord
    forms: tuple[str, ...]
    word: str

    @property
    def heading(self) -> str:
        """The line above it."""
        return self.record.heading


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it: the post of today, the post then where it was another one."""

    name: str
    office: Office
    post_now: str
    post_then: str
    has_left: bool

    @property
    def post(self) -> str:
        """The post in which it was done."""
        return self.post_then or self.post_now


def write_cases(  # noqa: PLR0913 (each narrows the choice by itself)
    writer: Writer,
    theme: str,
    count: int,
    *,
    region: str = "",
    roles: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
    names: list[str] | None = None,
) -> list[CaseText]:
    """Different cases of one theme, of one region, of some roles or units where these are given.

    ``names`` are full names that may be used up; without them everybody is masked.
    """
    stories = [
        (kind, story, places)
        for kind in words("cases")
        if kind["theme"] == theme
        for story in kind["stories"]
        if (places := _places(kind, region, roles, units))
    ]
    # A notice does not tell the same story twice while it has others.
    order = writer.random.sample(stories, len(stories)) * (count // len(stories) + 1)
    return [_write(writer, kind, story, writer.pick(places), names or []) for kind, story, places in order[:count]]


def _places(kind: dict[str, Any], region: str, roles: tuple[str, ...], units: tuple[str, ...]) -> list[Office]:
    wanted = [role for role in kind["roles"] if not roles or role in roles]
    found = [office for role in wanted for office in offices(role, region=region)]
    if "units" in kind:
        found = [office for office in found if office.unit in kind["units"] or office.role == "town"]
    return [office for office in found if office.unit in units] if units else found


def _write(writer: Writer, kind: dict[str, Any], story: dict[str, str], office: Office, names: list[str]) -> CaseText:
    person = _person(writer, office, names)
    told, conduct, slots = _conduct(writer, kind, story, person)
    other_problems = writer.chance(0.2)
    if other_problems:
        told += f"{person.name}还存在其他{writer.pick(['违纪', '严重违纪违法', '违纪违法'])}问题。"
    month = writer.decided_month()
    decision = decide(writer, office, _sanction(writer, office, _grade(writer, told, slots)), month)
    sentence, decision = _result(writer, person, decision, told, month)
    subjects, besides, more_forms = answer_besides(writer, office, person.post + person.post_now, month)
    violations = (kind["violation"], *kind.get("also", ()))
    record = CaseRecord(
        heading=f"{office.name}{'原' if person.has_left else ''}{person.post_now}{person.name}{conduct}问题",
        facts=told + sentence + besides,
        unit=office.unit,
        region=office.region,
        violations=violations if writer.chance(0.98) else (),
        source=writer.pick(SOURCES),
        stage="s5" if any(measure.scale == "judicial" for measure in decision.measures) else "s4",
        concluded_on=month,
        other_problems=other_problems,
        traced_up="yes" if subjects else writer.pick(["no", "", ""]),
        periods=tuple(period(slot[name]) for slot in slots for name in TIMES if name in slot),
        amounts=tuple(amount(slot[name], told) for slot in slots for name in AMOUNTS if name in slot),
        subjects=(_subject(writer, person, decision), *subjects),
    )
    record = look_back(writer, record)
    return CaseText(office, record, tuple(dict.fromkeys((*decision.forms, *more_forms))), kind["word"])


def _person(writer: Writer, office: Office, names: list[str]) -> Person:
    post = office.post(writer)
    other = office.post(writer) if writer.chance(0.3) else ""
    has_left = post.startswith("原") or writer.chance(0.25)
    post, other = post.removeprefix("原"), other.removeprefix("原")
    share = 0 if office.role in {"village", "community"} else NAMED
    return Person(name_for(writer, names, share), office, post, other if other != post else "", has_left)


def _conduct(
    writer: Writer, kind: dict[str, Any], story: dict[str, str], person: Person
) -> tuple[str, str, list[dict[str, str]]]:
    """What is told, what it is called, and the slots of each part of it."""
    told, slots = _tell(writer, kind, story["fact"], person)
    parts, conduct = [slots], story["conduct"]
    others = [other for other in kind["stories"] if other is not story and other["conduct"] != conduct]
    if others and writer.chance(0.3):
        second = writer.pick(others)
        more, second_slots = _tell(writer, kind, second["fact"], person)
        told, conduct = (
            f"{told}{writer.pick(['此外，', '另查明，', '同时，'])}{more}",
            f"{conduct}、{second['conduct']}",
        )
        parts.append(second_slots)
    if "在担任" not in told and (person.post_then or writer.chance(0.25)):
        told = told.replace(person.name, f"时任{person.office.name}{person.post}{person.name}", 1)
    return told, conduct, parts


def _tell(writer: Writer, kind: dict[str, Any], fact: str, person: Person) -> tuple[str, dict[str, str]]:
    office = person.office
    slots = {"name": person.name, "unit": office.name, "post": office.name + person.post}
    if "company" in kind:
        slots["company"] = kind["company"]
    if office.role in {"enterprise", "institution", "hospital", "school"}:
        slots["project"] = writer.pick(words("words")["own_projects"])
    return writer.fill(fact, slots), slots


def _grade(writer: Writer, told: str, parts: list[dict[str, str]]) -> str:
    """How severe it was: large sums weigh more."""
    slots = {name for part in parts for name in part}
    if "其他严重" in told or ("middle" in slots and writer.chance(0.4)):
        return "heavy"
    return "medium" if {"middle", "large"} & slots or "万" in told else "light"


def _sanction(writer: Writer, office: Office, grade: str) -> dict[str, Any]:
    if office.role in {"village", "community"}:
        grade = "village_light" if grade == "light" else "village_heavy"
    entry: dict[str, Any] = writer.pick(words("measures")[grade])
    return entry


def _result(writer: Writer, person: Person, decision: Decision, told: str, month: str) -> tuple[str, Decision]:
    """The sentence of the decision, and the decision with what became of the money."""
    when = f"{month[:4]}年{int(month[5:])}月"
    who = writer.pick([person.name, person.name, f"{person.name}因上述问题", f"根据有关规定，{person.name}"])
    returned = ""
    if any(sign in told for sign in words("words")["gain_signs"]) and writer.chance(0.8):
        more = gains(writer, person.office, month)
        returned = f"，{more.text}"
        decision = replace(decision, measures=(*decision.measures, *more.measures))
    return f"{when}，{who}{decision.text}{returned}。", decision


def _subject(writer: Writer, person: Person, decision: Decision) -> SubjectRecord:
    rank, rank_text = rank_of(writer, person.office, person.post)
    scales = {measure.scale for measure in decision.measures}
    is_member = True if "party" in scales or "党" in person.post else (False if "government" in scales else None)
    return SubjectRecord(
        name=person.name,
        marker=("then" if person.post_then else "former" if person.has_left else "cur"),
        post_then=person.office.name + person.post_then if person.post_then else "",
        post_now=person.office.name + person.post_now,
        unit=person.office.unit,
        rank=rank,
        rank_text=rank_text,
        status=writer.pick(["retired", "removed", "other"]) if person.has_left else "in_post",
        is_party_member=is_member,
        is_head=is_head(person.post),
        measures=decision.measures,
    )
