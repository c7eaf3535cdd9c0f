"""Compares each version that is published with the public one before it, and writes down what became of the text.

Everything hangs on the rows and on Wagtail's signal of publication, so that the admin, the workflow, timed publication,
the import and a shell are one way. Only people are held up for want of a note (`portal.notices.corrections.gate`); a
change that comes without one by another way is told of as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_save
from wagtail.log_actions import log
from wagtail.signals import published

from portal.content.changes import ledger
from portal.content.corrections.states import changed_fields, public_state
from portal.content.models import Correction, PublicChange

#: The action in the history of what was changed in wording alone.
LOGGED = "content.wording_only"
#: The fields of a draft that are spent by publishing it, and what they are without a word.
_EMPTY: dict[str, Any] = {"correction_what": "", "correction_why": "", "wording_only": False}


@dataclass(frozen=True, slots=True)
class Watched:
    """Something that is published in versions."""

    #: The key of an object in search.
    key: Callable[[Any], str]
    #: Its path on this site, without a language prefix.
    address: Callable[[Any], str]
    #: Whether anybody may read it now.
    is_public: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in for the note of an editor where a machine writes."""

    kind: Correction.Kind = Correction.Kind.UNEXPLAINED
    what: str = ""
    why: str = ""


_watched: dict[type[Model], Watched] = {}
_UNEXPLAINED = Note()
_note: ContextVar[Note] = ContextVar("correction_note", default=_UNEXPLAINED)
_listeners: list[Callable[[Any, Correction, PublicChange], None]] = []


def watch(model: type[Model], watched: Watched) -> None:
    """Let corrections of this type be told of; once, at start."""
    _watched[model] = watched
    pre_save.connect(_saving, sender=model, dispatch_uid=f"correction-{model._meta.label}")
    published.connect(_published, sender=model, dispatch_uid=f"corrected-{model._meta.label}")


def on_correction(listener: Callable[[Any, Correction, PublicChange], None]) -> None:
    """Have something done with each note after it was written, in its transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def explained(note: Note) -> Iterator[None]:
    """Whatever is published inside without a note of its own gets this one."""
    token = _note.set(note)
    try:
        yield
    finally:
        _note.reset(token)


def unexplained_changes(draft: Any) -> list[str]:
    """The fields that publishing this draft would correct in public without a word on it; empty where that is fine."""
    if draft.pk is None or draft.wording_only or draft.correction_what.strip():
        return []
    row = type(draft)._base_manager.filter(pk=draft.pk).first()
    return changed_fields(_shown(row), [public_state(draft)]) if row is not None and _is_known(draft) else []


def _saving(sender: type[Model], instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """Before another version takes the place of the public one: keep what that says."""
    instance.__dict__.pop("_public_before", None)
    if raw or instance._state.adding or not instance.live or update_fields is not None:
        return
    row: Any = sender._base_manager.filter(pk=instance.pk).first()
    if row is not None and row.live_revision_id != instance.live_revision_id and _is_known(instance):
        instance._public_before = _shown(row)


def _published(sender: type[Model], instance: Any, revision: Any, **kwargs: Any) -> None:
    before = instance.__dict__.pop("_public_before", None)
    pending = {name: getattr(instance, name) for name in _EMPTY}
    if any(pending.values()):
        _spend(instance, revision)
    if before is None or not _watched[sender].is_public(instance):
        return
    if changed := changed_fields(before, [public_state(revision.as_object()), public_state(instance)]):
        _record(instance, pending, changed)


def _spend(instance: Any, revision: Any) -> None:
    """Take the words off the row and the version, or the next draft would begin with those of this one."""
    for name, empty in _EMPTY.items():
        setattr(instance, name, empty)
    type(instance)._base_manager.filter(pk=instance.pk).update(**_EMPTY)
    revision.content = {**revision.content, **_EMPTY}
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)


def _record(instance: Any, pending: dict[str, Any], changed: list[str]) -> None:
    if pending["wording_only"]:
        log(instance=instance, action=LOGGED, data={"fields": changed})
        return
    what, why = pending["correction_what"].strip(), pending["correction_why"].strip()
    note = Note(Correction.Kind.EXPLAINED, what, why) if what else _note.get()
    watched = _watched[type(instance)]
    key = watched.key(instance)
    correction = Correction.objects.create(key=key, kind=note.kind, what=note.what, why=note.why)
    text = "\n".join(filter(None, (note.what, note.why)))
    told = ledger.tell(PublicChange.Kind.CORRECTED, key, watched.address(instance), note=text)
    for listener in _listeners:
        listener(instance, correction, told)


def _shown(row: Any) -> list[dict[str, Any]]:
    """What readers see now, and the version that it came from, which still has the names that were masked since."""
    version = [row.live_revision.as_object()] if row.live_revision_id else []
    return [public_state(each) for each in (row, *version)]


def _is_known(instance: Any) -> bool:
    """Whether readers know it: it is public or was so before."""
    key = _watched[type(instance)].key(instance)
    return PublicChange.objects.filter(key=key).exists()
