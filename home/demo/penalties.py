"""What was decided about somebody: the words of a notice, and the measures that these words are."""

from dataclasses import dataclass
from typing import Any

from home.demo.data import words
from home.demo.places import COMMISSION, Office, issuer_name
from home.demo.records import MeasureRecord
from home.demo.writer import Writer

#: Which body decides on each scale; the others are decided by the commission as a whole.
BODIES = {"party": "纪委", "government": "监委", "organizational": "党委组织部", "first_form": "纪委监委"}
#: One decision in so many lacks its body, or its date, in what editors typed: the report of what is missing tells it.
WITHOUT_BODY, WITHOUT_DATE = 0.03, 0.015


@dataclass(frozen=True, slots=True)
class Decision:
    """The words of a decision, its measures, and the forms that tag the notice."""

    text: str
    measures: tuple[MeasureRecord, ...]
    forms: tuple[str, ...]


def decide(writer: Writer, office: Office, entry: dict[str, Any], decided_on: str) -> Decision:
    """A decision of ``measures.json`` about somebody of an office, in a month."""
    text = writer.fill(entry["text"], {"area_word": "市"})
    grades = words("measures")["grades"]
    measures = []
    for code in entry.get("grades", entry["forms"]):
        grade = grades[code]
        measures.append(
            MeasureRecord(
                scale=grade["scale"],
                grade=(grade["list"], grade.get("code", code)),
                text=grade["text"],
                term=_term(text) if code == "pd4" else "",
                body="" if writer.chance(WITHOUT_BODY) else body(office, grade["scale"]),
                decided_on="" if writer.chance(WITHOUT_DATE) else decided_on,
            )
        )
    return Decision(text, tuple(measures), tuple(entry["forms"]))


def gains(writer: Writer, office: Office, decided_on: str) -> Decision:
    """What became of the money."""
    return decide(writer, office, writer.pick(words("measures")["gains"]), decided_on)


def body(office: Office, scale: str) -> str:
    """The body of the city, or of the district of a township, that decides on a scale."""
    place = issuer_name(_commission(office)).removesuffix("纪委监委")
    return place + BODIES.get(scale, "纪委监委").replace("党委", "委")


def _commission(office: Office) -> str:
    # jc-8203 is a township of the district whose commission is jc-8200.
    return f"{office.unit[:5]}00" if len(office.unit) == 7 and office.unit.startswith("jc-8") else COMMISSION


def _term(text: str) -> str:
    return next((term for term in ("一年", "二年") if f"留党察看{term}" in text), "")
