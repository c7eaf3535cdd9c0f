"""The regions and units of the invented city, and how texts speak of them."""

from dataclasses import dataclass
from typing import Any

from home.demo.data import words
from home.demo.writer import Writer
from portal.organisations.models import FormerName, FormerRegionName, Region, Unit

#: The code of the city: no real division has it, so it tells whether the demonstration site is there.
CITY = "990100"
COMMISSION = "jc-01"


def create() -> None:
    """Make every region and unit, parents first as in the files."""
    regions: dict[str, Region] = {}
    for entry in words("regions"):
        fields = {key: entry[key] for key in ("code", "name", "name_en", "tile_column", "tile_row") if key in entry}
        parent = regions.get(entry["parent"])
        # The parent is read anew: its number of children in memory is out of date after the first one.
        regions[entry["code"]] = (
            Region.objects.get(pk=parent.pk).add_child(**fields) if parent else Region.add_root(**fields)
        )
        for order, former in enumerate(entry.get("former_names", ())):
            FormerRegionName.objects.create(region=regions[entry["code"]], sort_order=order, **former)
    units: dict[str, Unit] = {}
    for entry in words("units"):
        units[entry["code"]] = _create_unit(entry, units, regions)
    for entry in words("units"):
        if entry.get("successor"):
            Unit.objects.filter(code=entry["code"]).update(successor=units[entry["successor"]].pk)


def _create_unit(entry: dict[str, Any], units: dict[str, Unit], regions: dict[str, Region]) -> Unit:
    fields = {key: entry[key] for key in ("code", "name", "name_en", "short_name", "kind")}
    fields |= {"region": regions[entry["region"]], "closed_on": entry.get("closed_on")}
    parent = units.get(entry["parent"])
    unit: Unit = Unit.objects.get(pk=parent.pk).add_child(**fields) if parent else Unit.add_root(**fields)
    for order, former in enumerate(entry.get("former_names", ())):
        FormerName.objects.create(unit=unit, sort_order=order, **former)
    return unit


@dataclass(frozen=True, slots=True)
class Office:
    """A unit, or a village under one, as the place of somebody's post."""

    #: Code of the unit.
    unit: str
    #: Code of the region.
    region: str
    name: str
    #: The list of posts in ``words.json``.
    role: str
    chief: str

    def post(self, writer: Writer) -> str:
        """A post of this office."""
        return self._named(writer.pick(words("words")["posts"][self.role]))

    def leading_post(self, writer: Writer) -> str:
        """A post of its leadership."""
        posts = words("words")["posts"][self.role]
        return self._named(writer.pick([post for post in posts if "书记" in post or "{" in post]))

    def _named(self, post: str) -> str:
        is_subdistrict = self.name.endswith("街道")
        return post.format(
            chief=self.chief,
            deputy="办事处副主任" if is_subdistrict else f"副{self.chief}",
            party="党工委" if is_subdistrict else "党委",
            congress="人大工委主任" if is_subdistrict else "人大主席",
        )


def issuer_name(code: str) -> str:
    """How titles call the unit that issues a notice: 霁川市纪委监委, 砚湖区纪委监委."""
    entry = unit_entry(code)
    if code == COMMISSION:
        return "霁川市纪委监委"
    return str(entry["short_name"] if entry["kind"] == Unit.Kind.DISCIPLINE else entry["name"])


def unit_entry(code: str) -> dict[str, Any]:
    """The entry of a unit in the file."""
    return next(entry for entry in words("units") if entry["code"] == code)


def offices(role: str, *, region: str = "") -> list[Office]:
    """The places where people of a role work, all or those of one region."""
    found = _villages() if role == "village" else [_office(entry) for entry in words("units") if _fits(entry, role)]
    return [office for office in found if office.region.startswith(region)]


def _fits(entry: dict[str, Any], role: str) -> bool:
    if entry.get("closed_on") or entry["code"] in {"jc", COMMISSION, "jc-14"}:
        return False
    kinds = {
        "official": {"government"},
        "town": {"territory"} if len(entry["code"]) == 7 else set(),
        "enterprise": {"enterprise"},
        "institution": {"institution"},
    }
    return entry["kind"] in kinds[role]


def _office(entry: dict[str, Any]) -> Office:
    roles = {"government": "official", "territory": "town", "enterprise": "enterprise"}
    role = roles.get(entry["kind"], "institution")
    if role == "institution":
        role = {"院": "hospital", "学": "school"}.get(entry["name"][-1], role)
        role = "school" if entry["name"].endswith("学院") else role
    return Office(entry["code"], entry["region"], entry["name"], role, entry["chief"])


def _villages() -> list[Office]:
    townships = {entry["region"]: entry for entry in words("units") if len(entry["code"]) == 7}
    return [
        Office(
            unit=townships[entry["parent"]]["code"],
            region=entry["code"],
            name=townships[entry["parent"]]["name"] + entry["name"],
            role="community" if entry["name"].endswith("社区") else "village",
            chief="村委会主任",
        )
        for entry in words("regions")
        if len(entry["code"]) == 12
    ]
