from portal.accounts.models.recovery import RecoveryCode, RecoveryDevice
from portal.accounts.models.sign_ins import RefusedSignIns, SessionCutoff

__all__ = ["RecoveryCode", "RecoveryDevice", "RefusedSignIns", "SessionCutoff"]
