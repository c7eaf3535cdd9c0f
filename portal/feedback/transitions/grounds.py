"""The grounds that the rules name: codes that may stand in a step and in the audit log."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RefusalGround(TextChoices):
    """Why something is not accepted (Art. 13 and 26 of the rules of 2020)."""

    COURTS = "na1", _("It has been or must be settled by a court, arbitration, ruling or reconsideration.")
    OTHER_BODY = "na2", _("Another body is responsible for it.")
    NO_SUBSTANCE = "na3", _("It names an offence without any facts.")
    REPEAT = "na4", _("It repeats an earlier submission without anything new.")


class PressGround(TextChoices):
    """Why a matter is pressed (督办)."""

    LATE = "st1", _("It is overdue.")
    PERFUNCTORY = "st2", _("It is shuffled off or dragged out.")
    INCOMPLETE = "st3", _("The result has gaps.")


class Disposal(TextChoices):
    """How a tip is disposed of; never shown to the citizen."""

    TALK = "cd1", _("Talk or letter of inquiry")
    VERIFICATION = "cd2", _("Preliminary verification")
    SHELVED = "cd3", _("Kept for later")
    SETTLED = "cd4", _("Settled")


class Finding(TextChoices):
    """What checking a tip came to; the first five codes are those of the list ``truth_result``.

    Who was mistaken (错告) has done nothing wrong; a false accusation (诬告陷害) needs an approval (Art. 39 and 45).
    """

    TRUE = "true", _("substantiated")
    PARTLY = "partly", _("partly substantiated")
    FALSE = "false", _("not true")
    NO_EVIDENCE = "no_evidence", _("no evidence, cannot be ruled out")
    EXPLAINED = "accepted_explain", _("explanation accepted")
    MISTAKEN = "mistaken", _("not true, reported by mistake")
    FALSE_ACCUSATION = "false_accusation", _("false accusation (needs the approval of a higher body)")


#: After these somebody may be cleared in public (Art. 50): not where it cannot be ruled out, nor was only explained.
CLEARING = frozenset({Finding.FALSE, Finding.MISTAKEN, Finding.FALSE_ACCUSATION})
