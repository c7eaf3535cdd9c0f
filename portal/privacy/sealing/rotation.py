"""A new generation of the office's key: data keys are wrapped anew, what they seal stays as it is.

An app that keeps wrapped keys registers how it goes through them; all of it while the portal runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from portal.privacy.sealing.office import NoSealingKey, can_seal, public_keys, unwrap, valid_keys, wrap

#: Goes through all wrapped keys of an app, gives one item for each that was wrapped anew. Told whether old ones go.
Rotate = Callable[[bool], Iterator[object]]
_holders: dict[str, Rotate] = {}


def register_holder(name: str, rotate: Rotate) -> None:
    """Let `rotate_keys` go through the keys of an app."""
    _holders[name] = rotate


def rotate_all(*, forget: bool) -> dict[str, int]:
    """Wrap everything to the keys of today; with ``forget``, drop what is wrapped to any other. How many, by holder.

    Raises NoSealingKey where this process can seal nothing, or cannot open something; what was done until then stays.
    """
    if not can_seal():
        raise NoSealingKey("no sealing key is valid today")
    return {name: sum(1 for _key in rotate(forget)) for name, rotate in sorted(_holders.items())}


def wrapped_anew(wrapped: Mapping[str, bytes], place: str, *, forget: bool) -> dict[str, bytes] | None:
    """The wrapped keys as they should be; None where nothing is to be done. Raises NoSealingKey or Damaged."""
    wanted = {key.number for key in valid_keys()}
    missing = wanted - wrapped.keys()
    old = wrapped.keys() - {key.number for key in public_keys()} if forget else set()
    if not missing and not old:
        return None
    kept = {number: blob for number, blob in wrapped.items() if number not in old}
    if missing:
        fresh = wrap(unwrap(wrapped, place), place)
        kept |= {number: fresh[number] for number in missing}
    return kept
