"""The room for deep calls changes how quick a call is, and nothing else."""

import pytest

from amnesty.stack import with_room


def depth(left: int) -> int:
    return 0 if left == 0 else 1 + depth(left - 1)


def test_a_call_with_room_answers_as_without():
    def told(first: int, *, second: int) -> tuple[int, int]:
        """Two numbers."""
        return first, second

    assert with_room(told)(1, second=2) == (1, 2)
    assert with_room(told).__doc__ == "Two numbers."


def test_an_error_goes_through():
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 / 0)()


def test_calls_go_no_deeper_than_before():
    assert with_room(depth)(500) == 500
    with pytest.raises(RecursionError):
        with_room(depth)(1_000_000)
