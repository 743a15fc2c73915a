"""What the database holds about released people. Models know nothing of forms, views or tasks."""

from resocialization.models.directory import Direction, Policy, Service
from resocialization.models.medical import MedicalNote
from resocialization.models.notices import Notice
from resocialization.models.plans import Address, Closing, Consent, HandOver, Plan
from resocialization.models.work import Contact, Need, NeedChange, Step

__all__ = [
    "Address",
    "Closing",
    "Consent",
    "Contact",
    "Direction",
    "HandOver",
    "MedicalNote",
    "Need",
    "NeedChange",
    "Notice",
    "Plan",
    "Policy",
    "Service",
    "Step",
]
