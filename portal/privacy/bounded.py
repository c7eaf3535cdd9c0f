"""Runs a program of ours over a stranger's file in a process of its own.

A file that eats time or memory, or breaks a library, takes nothing from the portal. The program gets the file through a
pipe, sees nothing of the caller's environment, and can write no file.
"""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
#: -I keeps the caller's folder and environment out; the bounds are set before the first line of the program runs.
_LAUNCH = """
import resource, runpy, sys
root, program, memory, seconds = sys.argv[1:5]
for what, bound in ((resource.RLIMIT_AS, int(memory)), (resource.RLIMIT_CPU, int(seconds)), (resource.RLIMIT_FSIZE, 0)):
    resource.setrlimit(what, (bound, bound))
sys.path.insert(0, root)
sys.argv = [program, *sys.argv[5:]]
runpy.run_path(program, run_name="__main__")
"""


def run_bounded(
    program: Path, content: bytes, *arguments: str, seconds: float, memory: int
) -> subprocess.CompletedProcess[bytes]:
    """What the program says of the content; `subprocess.TimeoutExpired` when it takes longer."""
    bounds = str(memory), str(math.ceil(seconds))
    command = [sys.executable, "-I", "-c", _LAUNCH, str(_ROOT), str(program), *bounds, *arguments]
    return subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False, env={})  # noqa: S603
