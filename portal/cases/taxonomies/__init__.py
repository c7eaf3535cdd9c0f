"""Official lists from files: checked as a whole, compared with what there is, loaded whole or not at all.

The form of a file is that of `fixtures/taxonomies-2026-11.json`; docs/taxonomies.md tells it.
"""

from portal.cases.taxonomies.changes import Change, changes
from portal.cases.taxonomies.checking import faults
from portal.cases.taxonomies.loading import load

__all__ = ["Change", "changes", "faults", "load"]
