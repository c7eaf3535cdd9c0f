"""The records behind notices of one matter: an investigation, an expulsion, an organisation held to account."""

from typing import Any

from home.demo.data import words
from home.demo.penalties import body, decide
from home.demo.people import is_head, rank_of
from home.demo.places import Office
from home.demo.records import CaseRecord, MeasureRecord, SubjectRecord
from home.demo.superiors import committee_of
from home.demo.writer import Writer

#: Expelled from the Party and from office, and handed to the prosecutors.
EXPULSION = ("pd5", "gd6", "c1", "j1")


def investigation(writer: Writer, office: Office, post: str, name: str, text: str) -> CaseRecord:
    """Somebody is under investigation: nothing is decided yet."""
    stage = "s2" if "主动投案" in text else "s3" if "留置" in text else "s1"
    return CaseRecord(
        heading=f"{office.name}{post}{name}涉嫌严重违纪违法问题",
        facts=text,
        unit=office.unit,
        region=office.region,
        source="cs7" if stage == "s2" else writer.pick(["cs1", "cs3", "cs4"]),
        stage=stage,
        subjects=(_leader(writer, office, post, name, marker="cur", status="in_post"),),
    )


def expulsion(writer: Writer, office: Office, post: str, name: str, paragraphs: tuple[str, ...]) -> CaseRecord:
    """What an investigation led to."""
    month = writer.decided_month()
    grades = words("measures")["grades"]
    measures = [
        MeasureRecord(
            scale=grades[code]["scale"],
            grade=(grades[code]["list"], code),
            text=grades[code]["text"],
            body=body(office, grades[code]["scale"]),
            decided_on=month,
        )
        for code in EXPULSION
    ]
    facts = "".join(paragraphs)
    violations = ["integrity.02", "he.1", "bribery.03"]
    violations += [
        code for sign, code in (("对抗组织审查", "political.11"), ("干预和插手", "work.02")) if sign in facts
    ]
    return CaseRecord(
        heading=f"{office.name}原{post}{name}严重违纪违法问题",
        facts="\n\n".join(paragraphs),
        unit=office.unit,
        region=office.region,
        violations=tuple(violations),
        source=writer.pick(["cs1", "cs3", "cs4"]),
        stage=writer.pick(["s5", "s5", "s6", "s7", "s8"]) if (writer.today - writer.day).days > 180 else "s5",
        concluded_on=month,
        other_problems=True,
        traced_up="no",
        subjects=(_leader(writer, office, post, name, marker="former", status="custody", measures=tuple(measures)),),
    )


def responsibility(writer: Writer, office: Office, slots: dict[str, str], facts: str) -> CaseRecord:
    """An organisation that did not answer for its people, and the two who led it."""
    month = writer.decided_month()
    organisation = {"text": "", "forms": ["seed.1", "seed.2"], "grades": ["org.notice", "org.inspect"]}
    first, second = (_entry(slots[key]) for key in ("leader", "leader2"))
    name = committee_of(office)
    return CaseRecord(
        heading=f"{office.name}履行全面从严治党主体责任不力问题",
        facts=facts,
        unit=office.unit,
        region=office.region,
        violations=("work.07", "political.16"),
        source=writer.pick(["cs2", "cs3"]),
        stage="s4",
        concluded_on=month,
        traced_up="yes",
        subjects=(
            SubjectRecord(
                name=name,
                kind="organisation",
                unit=office.unit,
                responsibility="principal",
                leadership="full",
                measures=decide(writer, office, organisation, month).measures,
            ),
            _answering(writer, office, (f"{name}书记", slots["name"]), "main", first, month),
            _answering(writer, office, (f"{name}分管负责人", slots["other"]), "important", second, month),
        ),
    )


def _entry(text: str) -> dict[str, Any]:
    entry: dict[str, Any] = next(entry for entry in words("measures")["leaders"] if entry["text"] == text)
    return entry


def _answering(
    writer: Writer, office: Office, who: tuple[str, str], leadership: str, entry: dict[str, Any], month: str
) -> SubjectRecord:
    post, name = who
    return SubjectRecord(
        name=name,
        marker="cur",
        post_now=post,
        unit=office.unit,
        rank=rank_of(writer, office, "党委")[0],
        status="in_post",
        is_party_member=True,
        is_head=leadership == "main",
        responsibility="principal",
        leadership=leadership,
        measures=decide(writer, office, entry, month).measures,
    )


def _leader(writer: Writer, office: Office, post: str, name: str, **fields: Any) -> SubjectRecord:
    rank, rank_text = rank_of(writer, office, post)
    return SubjectRecord(
        name=name,
        post_now=office.name + post,
        unit=office.unit,
        rank=rank,
        rank_text=rank_text,
        is_party_member=True,
        is_head=is_head(post),
        **fields,
    )
