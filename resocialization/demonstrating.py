"""Invented plans."""

import random
from datetime import date


def fill(rng: random.Random, today: date) -> int:
    return 0


def remove() -> int:
    return 0
