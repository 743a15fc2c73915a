"""The human case number: eight signs without look-alikes, the last one a check sign.

Mod 31 over a prime alphabet: any single wrong sign and any swap of neighbors is noticed, so that
a mistyped number is told apart from an unknown one.
"""

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE = len(SIGNS)  # 31, a prime
LENGTH = 7
HOW_MANY = BASE**LENGTH


def case_number(n: int) -> str:
    """The number of index `n` (0 … HOW_MANY - 1), such as `7KXP-4QBD`."""
    if not 0 <= n < HOW_MANY:
        raise ValueError(f"no case number of index {n}")
    digits = []
    for _ in range(LENGTH):
        n, digit = divmod(n, BASE)
        digits.append(digit)
    text = "".join(SIGNS[digit] for digit in digits) + SIGNS[_check(digits)]
    return f"{text[:4]}-{text[4:]}"


def clean(text: str) -> str | None:
    """The number in its official form, or None when it is mistyped. Case and dashes are free."""
    signs = text.upper().replace("-", "").replace(" ", "")
    if len(signs) != LENGTH + 1 or any(sign not in SIGNS for sign in signs):
        return None
    digits = [SIGNS.index(sign) for sign in signs]
    if _check(digits[:-1]) != digits[-1]:
        return None
    return f"{signs[:4]}-{signs[4:]}"


def _check(digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, start=2)) % BASE
