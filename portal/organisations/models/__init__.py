from portal.organisations.models.membership import StaffMembership
from portal.organisations.models.regions import FormerRegionName, Region
from portal.organisations.models.stamps import ListStamp
from portal.organisations.models.tree import CodedNode
from portal.organisations.models.units import FormerName, Unit

__all__ = ["CodedNode", "FormerName", "FormerRegionName", "ListStamp", "Region", "StaffMembership", "Unit"]
