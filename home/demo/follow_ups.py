"""What came after a case: looking back (回头看) whether enough was done."""

from dataclasses import replace
from datetime import date, timedelta

from home.demo.records import CaseRecord, LookBack
from home.demo.writer import Writer

#: Days from a decision to the look back that was planned with it.
AFTER = 180
SHARE = 0.3
OUTCOMES = ("ro1", "ro1", "ro1", "ro1", "ro2", "ro3", "ro4")


def look_back(writer: Writer, record: CaseRecord) -> CaseRecord:
    """The case with a day on which to look back, and if that has come, mostly with what was found."""
    if not writer.chance(SHARE):
        return record
    year, month = (int(part) for part in record.concluded_on.split("-"))
    due = date(year, month, 20) + timedelta(days=AFTER)
    record = replace(record, look_back_on=due)
    # One in seven was forgotten: the report of what is missing lists it.
    if due + timedelta(days=20) > writer.today or writer.chance(0.14):
        return record
    examined = due + timedelta(days=writer.random.randint(0, 18))
    return replace(record, look_backs=(LookBack(examined_on=examined, outcome=writer.pick(OUTCOMES)),))
