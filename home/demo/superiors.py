"""Who answers besides the person at fault (一案双查): the leader above, who was to supervise, or the organisation."""

from dataclasses import replace

from home.demo.data import words
from home.demo.penalties import decide
from home.demo.people import rank_of
from home.demo.places import Office, unit_entry
from home.demo.records import SubjectRecord
from home.demo.writer import Writer

#: In so many cases somebody else answered, too; the others are those that the report of what is missing lists.
SHARE = 0.38


def answer_besides(
    writer: Writer, office: Office, post: str, month: str
) -> tuple[tuple[SubjectRecord, ...], str, tuple[str, ...]]:
    """The other subjects of a case, the sentence that tells of them, and the forms; mostly there are none."""
    if not writer.chance(SHARE):
        return (), "", ()
    entries = words("measures")["superiors"]
    if "书记" in post:
        entries = [entry for entry in entries if entry["kind"] == "organisation"]
    entry = writer.pick(entries)
    decision = decide(writer, office, entry, month)
    if entry["kind"] == "organisation":
        name = committee_of(office)
        subject = SubjectRecord(
            name=name,
            kind="organisation",
            unit=office.unit,
            responsibility="principal",
            leadership="full",
            measures=decision.measures,
        )
        reason = writer.pick(["履行全面从严治党主体责任不力", "对党员干部日常教育管理监督不严"])
        return (subject,), f"{name}{reason}，{decision.text}。", decision.forms
    subject, reason = _leader(writer, office, entry["kind"])
    sentence = f"{subject.post_now}{subject.name}{reason}，{decision.text}。"
    return (replace(subject, measures=decision.measures),), sentence, decision.forms


def committee_of(office: Office) -> str:
    """The Party organisation that leads an office: of a village, that of its township."""
    if office.role in {"village", "community", "town"}:
        entry = unit_entry(office.unit)
        return str(entry["name"]) + ("党工委" if entry["name"].endswith("街道") else "党委")
    ending = {"official": "党组", "institution": "党支部"}.get(office.role, "党委")
    return office.name + ending


def _leader(writer: Writer, office: Office, kind: str) -> tuple[SubjectRecord, str]:
    """The secretary, for the principal responsibility, or whoever leads its discipline work, for the supervisory."""
    committee = committee_of(office)
    if kind == "principal":
        post, responsibility = f"{committee}书记", writer.pick(["main", "main", "important"])
        degree = {"main": "主要领导责任", "important": "重要领导责任"}[responsibility]
        reason = writer.pick([f"落实主体责任不力，负有{degree}", f"疏于管理、失察失责，负有{degree}"])
    else:
        post = committee.removesuffix("党委").removesuffix("党工委").removesuffix("党组").removesuffix("党支部")
        post += {"党工委": "纪工委书记", "党委": "纪委书记"}.get(committee[len(post) :], "纪检委员")
        responsibility = "important"
        reason = writer.pick(["落实监督责任不力", "履行监督职责不到位，负有监督责任"])
    rank, _written = rank_of(writer, office, post if office.role != "village" else "")
    subject = SubjectRecord(
        name=writer.name(),
        marker="cur",
        post_now=post,
        unit=office.unit,
        rank="R4" if office.role in {"village", "community"} and rank else rank,
        status="in_post",
        is_party_member=True,
        is_head=kind == "principal",
        responsibility=kind,
        leadership=responsibility,
    )
    return subject, reason
