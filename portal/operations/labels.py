"""What staff read of the periodic jobs: names instead of codes, results in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: By the name under which a job is registered; a test holds that none is left out.
_JOBS: Mapping[str, Promise] = {
    "alerts_digests": gettext_lazy("Put mails to subscribers together"),
    "alerts_forget": gettext_lazy("Delete old mails and unconfirmed subscriptions"),
    "alerts_mail": gettext_lazy("Have waiting mail sent"),
    "alerts_remind_units": gettext_lazy("Remind units of warnings that they have not read"),
    "anchor_audit": gettext_lazy("Anchor the audit log"),
    "clear_sessions": gettext_lazy("Delete ended sessions"),
    "count_cases": gettext_lazy("Count changed cases"),
    "find_standing_names": gettext_lazy("Look for expired names that still stand"),
    "forget_captchas": gettext_lazy("Delete old picture codes"),
    "forget_refused_sign_ins": gettext_lazy("Delete old refused sign-ins"),
    "forget_search_indexes": gettext_lazy("Forget search indexes that are gone"),
    "link_audit": gettext_lazy("Chain new entries of the audit log"),
    "look_at_clocks": gettext_lazy("Look at time limits, remind and escalate"),
    "mask_expired_names": gettext_lazy("Mask names whose time is over"),
    "number_changes": gettext_lazy("Number the list of changes"),
    "part_repeats": gettext_lazy("Part repeats that were left behind"),
    "prepare_attachments": gettext_lazy("Prepare attachments"),
    "prepare_open_data": gettext_lazy("Prepare the files of the open data"),
    "prune_search_statistics": gettext_lazy("Delete old search statistics"),
    "prune_tasks": gettext_lazy("Delete ended tasks"),
    "publish_receipt_roots": gettext_lazy("Publish the daily roots of the receipts"),
    "publish_scheduled": gettext_lazy("Publish and take down on time"),
    "purge_expired": gettext_lazy("Delete submissions whose time of keeping is over"),
    "purge_reading_sessions": gettext_lazy("Delete old sessions of the reading desk"),
    "reckon_due_days": gettext_lazy("Reckon time limits anew"),
    "sweep_sealed_files": gettext_lazy("Delete sealed files that belong to nothing"),
    "tidy_counts": gettext_lazy("Tidy the counts"),
}


def job_label(name: str) -> str:
    """What a job is called; its code where nobody named it."""
    return str(_JOBS.get(name, name))


def result_in_words(result: str) -> str:
    """What a run said of itself: yes and no in words, a number and a text as they are."""
    return {"True": _("done"), "False": _("nothing to do"), "0": _("nothing to do")}.get(result, result)
