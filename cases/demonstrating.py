"""Invented people: what other apps are told when they come and before they leave."""

from django.dispatch import Signal

demo_people_made = Signal()  # rng: random.Random, today: date
demo_people_leave = Signal()  # sent before the people are removed
