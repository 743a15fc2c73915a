"""The closed lists of the assessment contract, with their words. The codes are the contract's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    PRETRIAL = "pretrial", _("Pre-trial investigation")
    TRIAL = "trial", _("Trial")
    APPEAL = "appeal", _("Appeal")
    SERVING = "serving", _("Serving the sentence")
    SERVED = "served", _("Sentence served")


class Recidivism(models.TextChoices):
    NONE = "none", _("No recidivism")
    RECIDIVISM = "recidivism", _("Recidivism")
    DANGEROUS = "dangerous", _("Dangerous recidivism")


class Nexus(models.TextChoices):
    RIOT = "riot", _("Connected with the mass riots")
    SUPPRESSION = "suppression", _("Committed in suppressing the riots")
    NONE = "none", _("Not connected")


class Punishment(models.TextChoices):
    IMPRISONMENT = "imprisonment", _("Imprisonment")
    LIFE_IMPRISONMENT = "life_imprisonment", _("Life imprisonment")
    RESTRICTION_OF_LIBERTY = "restriction_of_liberty", _("Restriction of liberty")
    ARREST = "arrest", _("Arrest")
    COMMUNITY_SERVICE = "community_service", _("Community service")
    CORRECTIVE_WORKS = "corrective_works", _("Corrective works")
    FINE = "fine", _("Fine")


class Manner(models.TextChoices):
    REAL = "real", _("Executed")
    CONDITIONAL = "conditional", _("Conditional, with probation")
    DEFERRED = "deferred", _("Deferred")
    PAROLED = "paroled", _("On parole")


class Facility(models.TextChoices):
    MINIMUM = "minimum", _("Minimum security")
    MEDIUM = "medium", _("Medium security")
    MAXIMUM = "maximum", _("Maximum security")
    EXTRAORDINARY = "extraordinary", _("Extraordinary security")
    FULL = "full", _("Full security")


class Detention(models.TextChoices):
    CUSTODY = "custody", _("Custody")
    HOUSE_ARREST = "house_arrest", _("House arrest")


class Gravity(models.TextChoices):
    INFRACTION = "infraction", _("Criminal infraction")
    SMALL = "small", _("Crime of small gravity")
    MEDIUM = "medium", _("Crime of medium gravity")
    GRAVE = "grave", _("Grave crime")
    ESPECIALLY_GRAVE = "especially_grave", _("Especially grave crime")


class Outcome(models.TextChoices):
    EXCLUDED = "excluded", _("Excluded")
    NEEDS_REVIEW = "needs_review", _("Needs review")
    NOT_COVERED = "not_covered", _("Not covered")
    TERMINATE = "terminate", _("Terminate the case")
    CONTINUE_TO_VERDICT = "continue_to_verdict", _("Continue to the verdict")
    RELEASE = "release", _("Release from punishment")
    LIFT_RECORD = "lift_record", _("Lift the record")
    REDUCE = "reduce", _("Reduce the term")
    REDUCE_AT_SENTENCING = "reduce_at_sentencing", _("Reduce at sentencing")
    NO_EFFECT = "no_effect", _("No effect")
    COMBINED = "combined", _("Per offense, the court combines")
