from portal.privacy.models.scans import AcceptedFinding, FileScan, ScanOverride

__all__ = ["AcceptedFinding", "FileScan", "ScanOverride"]
