from portal.organisations.models.membership import StaffMembership
from portal.organisations.models.regions import Region
from portal.organisations.models.stamps import ListStamp
from portal.organisations.models.tree import CodedNode
from portal.organisations.models.units import FormerName, Unit

__all__ = ["CodedNode", "FormerName", "ListStamp", "Region", "StaffMembership", "Unit"]
