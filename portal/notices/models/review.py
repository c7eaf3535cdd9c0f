"""The steps of the way to publication: nobody reviews or approves what is the own work."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState


class FourEyesTask(AbstractGroupApprovalTask):
    """A step that a member of its groups takes who neither proposed nor wrote the text nor took an earlier step.

    While the text is under review it stands still for whoever proposed it. Superusers are bound by this too.
    """

    class Meta:
        verbose_name = _("review by another person")
        verbose_name_plural = _("reviews by another person")

    def start(self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> TaskState:
        """Begin the step, or the first one that has not approved these very words: a changed text starts over."""
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def get_actions(self, obj: Page, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        """What the user may do at this step; nothing for those who had a part in the text."""
        state = obj.current_workflow_state
        if state is None or _had_part(state, self, user) or _wrote(obj, user):
            return []
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        return actions

    def on_action(self, task_state: TaskState, user: AbstractBaseUser, action_name: str, **kwargs: Any) -> Any:
        """Take the step. Raises PermissionDenied for whoever proposed the text or took an earlier step.

        Who changes the text in the very act of approving it gets it reviewed again, as after every change.
        """
        if _had_part(task_state.workflow_state, self, user):
            raise PermissionDenied(_("You had a part in this text; another person must take this step."))
        return super().on_action(task_state, user, action_name, **kwargs)

    def locked_for_user(self, obj: Page, user: AbstractBaseUser) -> bool:
        """Nobody but reviewers may change the text meanwhile, and they not their own."""
        state = obj.current_workflow_state
        own = state is not None and state.requested_by_id == user.pk
        return own or bool(super().locked_for_user(obj, user))

    def get_task_states_user_can_moderate(self, user: AbstractBaseUser, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this user on the dashboard."""
        waiting: QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        taken = TaskState.objects.filter(status=TaskState.STATUS_APPROVED, finished_by=user.pk).exclude(task=self)
        return waiting.exclude(workflow_state__requested_by=user.pk).exclude(
            workflow_state__in=taken.values("workflow_state")
        )

    @classmethod
    def get_description(cls) -> str:
        """For the workflow settings of the admin."""
        return str(_("Members of the chosen groups take this step, but nobody for a text of their own."))


def _had_part(state: WorkflowState, task: FourEyesTask, user: AbstractBaseUser) -> bool:
    """Whether the user proposed the text or approved it at another step."""
    if state.requested_by_id == user.pk:
        return True
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user.pk)
    return bool(approved.exclude(task=task).exists())


def _wrote(obj: Page, user: AbstractBaseUser) -> bool:
    """Whether the user saved any version that is newer than what readers see."""
    versions = obj.revisions.filter(user=user.pk)
    if obj.live_revision_id:
        versions = versions.filter(pk__gt=obj.live_revision_id)
    return bool(versions.exists())
