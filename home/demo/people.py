"""Who somebody is: the rank, the state and the post that a subject of a case has."""

import re

from home.demo.data import words
from home.demo.places import Office
from home.demo.writer import Writer

COUNTY, TOWNSHIP, STAFF, OTHERS = "R3", "R4", "R5", "R6"
_RANK_AS_WRITTEN = re.compile("[一二三四]级(?:调研员|主任科员|科员)")
_HEAD = re.compile("^(?:原)?(?:党组|党委|党工委|党支部)书记(?!员)|董事长")
#: A person in so many has no rank group in what editors typed: the report of what is missing tells it.
WITHOUT_RANK = 0.02


def rank_of(writer: Writer, office: Office, post: str) -> tuple[str, str]:
    """The rank group for statistics, and the rank as written where the post is one."""
    written = _RANK_AS_WRITTEN.search(post)
    if writer.chance(WITHOUT_RANK):
        return "", written[0] if written else ""
    if written:
        groups = {"调研员": COUNTY, "主任科员": TOWNSHIP, "科员": STAFF}
        return next(group for name, group in groups.items() if written[0].endswith(name)), written[0]
    return _group(office, post), ""


def _group(office: Office, post: str) -> str:
    leads = bool(re.search("党组|党委|党工委|(?<!机关)纪委|纪工委|办事处副主任|人大", post)) or office.chief in post
    match office.role:
        case "village" | "community":
            return OTHERS
        case "enterprise":
            return COUNTY if leads else OTHERS
        case "official":
            return COUNTY if leads else TOWNSHIP
        case "hospital" | "school":
            return COUNTY if leads else TOWNSHIP
        case _:
            return TOWNSHIP if leads or "支部" in post else STAFF


def is_head(post: str) -> bool:
    """Whether the post is that of the head of a unit (一把手)."""
    return bool(_HEAD.search(post))


def name_for(writer: Writer, names: list[str], share: float) -> str:
    """A masked name, or in some cases one of the names that nobody can have; each is used once."""
    return names.pop(0) if names and writer.chance(share) else writer.name()


def invented_names() -> list[str]:
    """Full names that are plainly made up: 甄士测, 贾示例."""
    return list(words("words")["invented_names"])
