"""What the audit log says of an account."""

from django.contrib.auth.models import User

from portal.audit.models import AuditEntry


def steps(user: User | None) -> list[str]:
    """Its steps at the door, oldest first."""
    key = str(user.pk) if user else "unknown"
    found = AuditEntry.objects.filter(object_kind="auth.user", object_key=key).order_by("pk")
    return [each for each in found.values_list("action", flat=True) if each.startswith(("sign_in", "second", "passw"))]
