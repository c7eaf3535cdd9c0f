from portal.alerts.models.mails import Hit, Mail
from portal.alerts.models.subscriptions import Followed, Rhythm, Subscriber, Subscription
from portal.alerts.models.warned import WarningReceipt

__all__ = ["Followed", "Hit", "Mail", "Rhythm", "Subscriber", "Subscription", "WarningReceipt"]
