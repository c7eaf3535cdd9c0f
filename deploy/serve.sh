#!/bin/sh
# What `make run` starts: prepares the data in DATA_DIR, then runs the web server and the worker until it is told to
# stop. Everything here may be interrupted and run again; what is done is not done twice.
set -eu
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-portal.settings.development}"
export HOST="${HOST:-127.0.0.1}" PORT="${PORT:-8000}" DATA_DIR="${DATA_DIR:-$PWD/var}"
export SITE_URL="${SITE_URL:-http://$HOST:$PORT}"
python=$PWD/.venv/bin/python

manage() {
    "$python" manage.py "$@"
}

# 1. Is the data whole? A restore that did not end well is served to nobody.
if [ -e "$DATA_DIR/.restore-unfinished" ]; then
    printf 'sunlight: %s: %s\n' "$DATA_DIR/.restore-unfinished" "$(cat "$DATA_DIR/.restore-unfinished")" >&2
    exit 1
fi

# 2. Is the address free? Said before anything is prepared.
"$python" - <<'PYTHON' || exit 1
import os, socket, sys

host, port = os.environ["HOST"], os.environ["PORT"]
try:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
except (OSError, OverflowError) as error:
    sys.exit(f"sunlight: cannot serve on {host}:{port}: {error}. Choose another one: make run PORT=8001")
PYTHON

# 3. Prepare. Each mark is written after the step it stands for has ended well.
mkdir -p "$DATA_DIR"
"$python" deploy/compile_messages.py
manage migrate --no-input --verbosity 0
assets=$(find static */static home/styles.py requirements.txt -type f -exec cksum {} + 2>/dev/null | cksum)
if [ "$(cat "$DATA_DIR/.static-files" 2>/dev/null)" != "$assets" ]; then
    echo "Collecting static files"
    manage collectstatic --no-input --clear --verbosity 0
    echo "$assets" >"$DATA_DIR/.static-files"
fi
if [ ! -e "$DATA_DIR/.demo-loaded" ]; then
    echo "Loading the demo site (the first time only)"
    manage load_demo --if-empty
    : >"$DATA_DIR/.demo-loaded"
fi
manage rebuild_index --if-missing
[ -d "$DATA_DIR/digit_clips" ] || manage make_digit_clips --if-possible

# 4. Serve: web server and worker live and die together, and a worker that fails is started again.
web="" worker="" nap=""

stop() {
    trap '' INT TERM HUP
    for process in $web $worker $nap; do
        kill -TERM "$process" 2>/dev/null || true
    done
    wait
}
trap 'stop; exit 0' INT TERM HUP

start_worker() {
    # Not through `manage`: a function in the background is a shell of its own, and the signal would end only that.
    "$python" manage.py run_worker &
    worker=$!
}

"$python" -m gunicorn --config deploy/gunicorn.conf.py portal.wsgi:application &
web=$!
start_worker
echo "Sunlight is at $SITE_URL (stop with Ctrl-C)"
while kill -0 "$web" 2>/dev/null; do
    # Started by a make that was killed: nobody is left who could stop this.
    [ -z "${MAKELEVEL:-}" ] || kill -0 "$PPID" 2>/dev/null || break
    if ! kill -0 "$worker" 2>/dev/null; then
        echo "The worker ended; starting it again" >&2
        start_worker
    fi
    # Waiting in the background lets a signal through at once.
    sleep 2 &
    nap=$!
    wait "$nap" || true
done
stop
echo "The web server ended" >&2
exit 1
