"""What the desk shows of a file before anybody opens it: what it is, what was checked, what may be opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.feedback.attachments.describing import Description, described
from portal.feedback.attachments.refusals import Refusal
from portal.feedback.attachments.viruses import Verdict
from portal.feedback.models import Attachment, Submission
from portal.privacy.sealing import Damaged, DataKey

_State = Attachment.State
#: What cleaning came to, in a sentence.
_CLEANING: dict[str, Promise] = {
    _State.PENDING: _("Not cleaned yet: a worker with the private key of the office does it."),
    _State.CLEANED: _("Its content is of the kind that its name says; the copy is free of scripts and hidden details."),
    _State.ORIGINAL: _("Its content is of the kind that its name says. Sound and video cannot be cleaned."),
    _State.REFUSED: _("There is no cleaned copy."),
    _State.INFECTED: _("It is given out in no form."),
}
_SCAN: dict[str, Promise] = {
    Verdict.OFF: _("Not scanned for viruses: no scanner is set up."),
    Verdict.PENDING: _("Not scanned for viruses yet."),
    Verdict.CLEAN: _("The virus scanner found nothing."),
    Verdict.INFECTED: _("The virus scanner found something."),
    Verdict.REFUSED: _("It cannot be scanned for viruses, so no copy of it is given out."),
}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file. Without its description where that is damaged."""

    row: Attachment
    told: Description | None

    @property
    def checks(self) -> list[Promise | str]:
        """What was checked, a sentence each."""
        refusal = self.row.refusal
        reason = [Refusal(refusal).label] if refusal in Refusal.values and self.row.state == _State.REFUSED else []
        return [_CLEANING[self.row.state], *reason, _SCAN[self.row.scan]]

    @property
    def has_copy(self) -> bool:
        """Whether the cleaned copy can be opened."""
        return self.row.state == _State.CLEANED and self.row.scan in {Verdict.OFF, Verdict.CLEAN}

    @property
    def has_original(self) -> bool:
        """Whether it can be opened as it was handed in, by who may and says why."""
        return self.row.state != _State.INFECTED


def shown_files(submission: Submission, key: DataKey) -> list[ShownFile]:
    """All of a submission whose content has been opened, those of messages too."""
    return [ShownFile(row, _told(row, key)) for row in submission.attachments.select_related("message")]


def _told(row: Attachment, key: DataKey) -> Description | None:
    try:
        return described(key, row)
    except Damaged:
        return None
