"""Settings, addresses and the worker of the Amnesty Case Manager."""

from amnesty.celery import app as celery_app

__all__ = ["celery_app"]
