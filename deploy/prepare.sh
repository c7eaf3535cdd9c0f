#!/bin/sh
# Before the first start and after each upgrade, once for all machines: database, static files, messages, index.
# May be interrupted and run again.
set -eu
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-portal.settings.production}"
python=${PYTHON:-python}
mark=${DATA_DIR:-$PWD/var}/.restore-unfinished
if [ -e "$mark" ]; then
    printf 'sunlight: %s: %s\n' "$mark" "$(cat "$mark")" >&2
    exit 1
fi
"$python" deploy/compile_messages.py
"$python" manage.py migrate --no-input
"$python" manage.py collectstatic --no-input --verbosity 0
"$python" manage.py rebuild_index --if-missing
