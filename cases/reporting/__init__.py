"""Figures over many cases, counted by the database: no module here loads a case to count it.

Each function takes a queryset that is already limited to what somebody may see, and the moment
as a parameter. Words, links and drawings are made in cases/presenting.
"""
