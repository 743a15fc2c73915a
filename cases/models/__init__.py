"""What the database holds about cases. Models know nothing of forms, views, tasks or the law."""

from cases.models.assessments import Assessment, RuleSet, Run, RunChange, RunItem
from cases.models.boundaries import BoundaryCheck
from cases.models.corrections import CorrectionComment, FactCorrection, IinOverride
from cases.models.decisions import Decision
from cases.models.drafts import Draft
from cases.models.files import Case, Custody, Offense, Sentence
from cases.models.people import Defendant
from cases.models.records import PreviousConviction
from cases.models.reference import Provision, ReferenceState

__all__ = [
    "Assessment",
    "BoundaryCheck",
    "Case",
    "CorrectionComment",
    "Custody",
    "Decision",
    "Defendant",
    "Draft",
    "FactCorrection",
    "IinOverride",
    "Offense",
    "PreviousConviction",
    "Provision",
    "ReferenceState",
    "RuleSet",
    "Run",
    "RunChange",
    "RunItem",
    "Sentence",
]
