"""The editors' health page: what official inspections of sites look for, found before they come.

An app registers its checks in `AppConfig.ready`; each says what is wrong, where, and leads to where it is mended.
"""

from portal.content.health.registry import Check, Findings, Trouble, register_check, registered_checks

__all__ = ["Check", "Findings", "Trouble", "register_check", "registered_checks"]
