"""A stored assessment → the panel that a template draws, with all its words already chosen.

Nothing is decided and nothing is written here: the answer is the frozen one.
"""

from cases.presenting.panel import Panel, Reader, panel_of

__all__ = ["Panel", "Reader", "panel_of"]
