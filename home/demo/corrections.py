"""A correction of a notice, as readers see it on top of the notice and in the list of changes."""

from datetime import date, timedelta

from django.contrib.auth.models import User

from portal.notices.models import CaseNoticePage

#: Days since the notice was published.
AFTER = 30


def publish(today: date, editor: User, publisher: User) -> int:
    """Correct the first notice that is old enough; no new notice comes of it."""
    old = CaseNoticePage.objects.published().filter(published_on__lt=today - timedelta(days=AFTER))
    draft = old.exclude(summary="").newest_first()[0].get_latest_revision_as_object()
    draft.summary += "处理结果以正文各案例所列为准。"
    draft.correction_what = "在摘要中补充处理结果的说明。"
    draft.correction_why = "有读者来信指出，摘要没有写明处理结果以哪里为准。"
    draft.save_revision(user=editor, log_action=True).publish(user=publisher)
    return 0
