"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from amnesty.stack import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amnesty.settings")
application = with_room(get_wsgi_application())
