"""Where a text is asked whether it may go on: when it is proposed, and when a step of its workflow is approved.

The gates stand before the rows of every workflow, so no view, command or API can go around them. What else ends in
public (a page saved live, a case published) each of them watches by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import pre_save
from wagtail.models import TaskState, WorkflowState

#: Is given the newest version of a page or case, and raises a `StopWith` where it goes no further.
Gate = Callable[[Any], None]

_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Let this be asked, after those that are registered already; once, at start."""
    _gates.append(gate)


def connect() -> None:
    """Stand before the rows of every workflow; once, at start."""
    pre_save.connect(before_workflow, sender=WorkflowState)
    for model in apps.get_models():
        if issubclass(model, TaskState):
            pre_save.connect(before_approval, sender=model)


def before_workflow(sender: type[Model], instance: WorkflowState, raw: bool = False, **kwargs: Any) -> None:
    """Proposed, or proposed again after changes: both begin without a current step."""
    if instance.status == WorkflowState.STATUS_IN_PROGRESS and instance.current_task_state_id is None and not raw:
        _ask(instance.content_object)


def before_approval(sender: type[Model], instance: TaskState, raw: bool = False, **kwargs: Any) -> None:
    """Approved: what was changed under review counts too."""
    if instance.status == TaskState.STATUS_APPROVED and instance.pk and not raw:
        _ask(instance.workflow_state.content_object)


def _ask(content: Any) -> None:
    if content is not None:
        latest = content.get_latest_revision_as_object()
        for gate in _gates:
            gate(latest)
