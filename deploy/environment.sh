#!/bin/sh
# Makes `.venv` hold exactly what a lock file names: environment.sh requirements.txt
# Quick when nothing changed: the lock's digest is kept beside the packages. An interrupted run is simply done again.
set -eu
cd "$(dirname "$0")/.."
lock=$1
stamp=.venv/$(basename "$lock").sha256

fail() {
    printf 'sunlight: %s\n' "$1" >&2
    exit 1
}

digest() {
    "$1" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$lock"
}

if [ -f "$stamp" ] && [ -x .venv/bin/python ] && [ "$(cat "$stamp")" = "$(digest .venv/bin/python)" ]; then
    exit 0
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    command -v "$PYTHON" >/dev/null || fail "$PYTHON was not found; install Python 3.11 or newer, or name one: make PYTHON=python3.12 …"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$PYTHON" --version) is too old; name Python 3.11 or newer: make PYTHON=python3.12 …"
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "this Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv"
    echo "Making .venv"
    "$PYTHON" -m venv --clear .venv
fi

echo "Installing $lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
    fail "the packages of $lock could not be installed (see above); is there a network?"
digest .venv/bin/python >"$stamp"
