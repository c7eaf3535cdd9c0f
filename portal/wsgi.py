"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# Not before: it asks the settings.
from portal.operations.backup import unfinished  # noqa: E402

unfinished.refuse_to_serve()
