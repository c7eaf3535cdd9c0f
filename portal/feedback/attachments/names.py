"""The name under which a file is shown: what was typed, without what a name can do harm with."""

from __future__ import annotations

import re
import unicodedata

from portal.feedback.attachments.kinds import ALL_ENDINGS, ENDINGS, FileKind

#: Characters before the ending; file systems take 255 bytes, a Han character takes three or four.
MAX_STEM = 60
_FORBIDDEN = re.compile(r'[<>:"|?*]')
#: An ending within the name, as in 简历.exe.pdf: the second one is real, and people see the first.
_INNER_ENDING = re.compile(r"\.(?=[A-Za-z][A-Za-z0-9]{1,4}(?:\.|$))")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def display_name(name: str, kind: FileKind) -> str:
    """The last part of any path, without control and direction characters, ending with what the file is."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] not in "C")
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).rstrip(" .")
    for ending in ALL_ENDINGS:
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
            break
    stem = _INNER_ENDING.sub("_", name)[:MAX_STEM].strip(" .")
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return (stem or "file") + ENDINGS[kind][0]
