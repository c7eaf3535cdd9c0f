#!/bin/sh
# A management command on a host where systemd runs the portal, with the settings of its services; as root:
#   deploy/manage.sh verify_audit
# By itself manage.py takes the development settings: it would answer for an empty database in the checkout.
set -eu
exec systemd-run --quiet --collect --wait --pty --pipe --service-type=exec --uid=sunlight \
    --working-directory=/srv/sunlight --property=EnvironmentFile=/etc/sunlight/environment --property=UMask=0027 \
    --setenv=DATA_DIR=/var/lib/sunlight --setenv=DJANGO_SETTINGS_MODULE=portal.settings.production \
    /srv/sunlight/.venv/bin/python manage.py "$@"
