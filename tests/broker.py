"""Messages that stay within a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery import current_app
from kombu import pools


@contextmanager
def broker_in_memory() -> Iterator[None]:
    before = current_app.conf.broker_url
    use_broker("memory://")
    yield
    use_broker(before)


def use_broker(url: str) -> None:
    """From here on; connections that were opened before are closed and forgotten."""
    current_app.conf.broker_url = url
    current_app.amqp._producer_pool = None
    current_app._pool = None
    pools.reset()
