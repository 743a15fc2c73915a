"""Room for deep calls, so that a page does not ask the system for memory at every turn.

CPython keeps the frames of Python calls in pieces of 16 KB, and gives a piece back as soon as the
call that needed it returns. A call just at the edge of a piece, made again and again, asks the
system each time; a page, with templates inside templates, does so some ten thousand times, which
is a fifth of its time. A piece is made as large as the frame that begins it: beneath one large
frame there is room for all. (CPython 3.11, Python/pystate.c: push_chunk.)
"""

from collections.abc import Callable
from functools import wraps

SLOTS = 70_000  # of 8 bytes; the piece is the next power of two, 1 MB, of which the rest is free


def with_room(call: Callable) -> Callable:
    """The same call, with half a megabyte for the frames of whatever it calls."""

    @wraps(call)
    def beneath_a_large_frame(*arguments: object, **named: object) -> object:
        return call(*arguments, **named)

    code = beneath_a_large_frame.__code__
    beneath_a_large_frame.__code__ = code.replace(co_stacksize=SLOTS)
    return beneath_a_large_frame
