"""The admin of cases and of the reference data.

Case models are open to supervisors in their own offices and to auditors, who only read. The role
admin keeps the reference data and sees no case.
"""

from cases.admin import answers, decisions, files, reference, runs

__all__ = ["answers", "decisions", "files", "reference", "runs"]
