"""Who acts now: the signed-in user and the request, for rows that record their author.

A context variable, so that a shell module needs no request; empty in a worker or a shell.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from amnesty.accounts.models import User


@dataclass(frozen=True, slots=True)
class Acting:
    """One act: its user (None for the program itself) and the id that groups what it changed."""

    user: User | None
    act_id: str


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)
_reason: ContextVar[str] = ContextVar("reason of the act", default="")


def actor() -> User | None:
    """The user on whose behalf this code runs, or None for the program itself."""
    now = _acting.get()
    return now.user if now else None


def act_id() -> str:
    """The id shared by everything that one request, command or task changes."""
    now = _acting.get()
    return now.act_id if now else ""


def reason() -> str:
    """Why what is done now is done, in words; empty where nobody has to say it."""
    return _reason.get()


@contextmanager
def because(words: str) -> Iterator[None]:
    """Run the body for the reason `words`: every row of history made by it tells them."""
    token = _reason.set(words)
    try:
        yield
    finally:
        _reason.reset(token)


@contextmanager
def acting(user: User | None) -> Iterator[None]:
    """Run the body on behalf of `user`."""
    token = _acting.set(Acting(user, uuid4().hex))
    try:
        yield
    finally:
        _acting.reset(token)


def remember_the_actor(get_response: Callable[[HttpRequest], HttpResponse]):
    """Middleware: everything a request does is done by its user."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        with acting(user):
            return get_response(request)

    return answer
