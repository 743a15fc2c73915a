"""Invented people, offices and decisions for trying the program out. Nobody here exists.

names → offices, stories (twelve by hand, the rest drawn by a seed) → telling (rows, by the same
doors as the pages) → logins. cases/demonstrating.py puts them together.
"""
