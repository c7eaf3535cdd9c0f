"""Run as a program of its own, in bounds: a file on standard input, one word and its cleaned copy on standard output.

The word is the kind of the copy, or, with status 1, the reason why there is none.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable

from portal.feedback.attachments.cleaning import layouts, office, pdf, pictures, plain
from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.refusals import Refusal, Refused
from portal.privacy.scan.files.parts import CannotRead, Unread

#: No copy is a multiple of what may be handed in.
MAX_COPY = 96 << 20
_REASONS = {Unread.ENCRYPTED: Refusal.ENCRYPTED, Unread.TOO_LARGE: Refusal.BOMB}


def copy_of(content: bytes, kind: FileKind, pixels: int) -> tuple[FileKind, bytes]:
    """The kind of the copy (HEIC becomes JPEG) and the copy."""
    pictures.allow(pixels)
    if kind in pictures.FORMATS:
        return pictures.clean(content, kind)
    cleaners: dict[FileKind, Callable[[bytes], bytes]] = {
        FileKind.PDF: pdf.clean,
        FileKind.TEXT: plain.clean,
        FileKind.DOCX: office.clean,
        FileKind.XLSX: office.clean,
        FileKind.OFD: layouts.clean,
    }
    copy = cleaners[kind](content)
    if len(copy) > MAX_COPY:
        raise Refused(Refusal.BOMB)
    return kind, copy


def main() -> int:
    """Exit status 0 with a copy, 1 with a reason."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        kind, copy = copy_of(sys.stdin.buffer.read(), FileKind(sys.argv[1]), int(sys.argv[2]))
    except Refused as error:
        return _no_copy(error.reason)
    except CannotRead as error:
        return _no_copy(_REASONS.get(error.reason, Refusal.BROKEN))
    except MemoryError:
        return _no_copy(Refusal.BOMB)
    except Exception:  # noqa: BLE001 (whatever a broken file provokes, there is no copy, and the caller is told so)
        return _no_copy(Refusal.BROKEN)
    sys.stdout.buffer.write(kind.value.encode() + b"\n" + copy)
    return 0


def _no_copy(reason: Refusal) -> int:
    sys.stdout.write(reason.value + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
