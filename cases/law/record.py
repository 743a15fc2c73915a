"""Earlier convictions as a hint of recidivism, for a human to look; never an answer of the act.

Only the court's finding in the verdict counts (rule E8). Nothing here is read by `assess`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from cases.law.terms import Gravity, Recidivism


@dataclass(frozen=True, slots=True)
class EarlierConviction:
    """One earlier conviction; what is not known may speak against the person, so it counts.

    `removed`: lifted, lapsed or expunged before the new act.
    """

    gravity: Gravity | None
    imprisoned: bool | None
    minor: bool | None
    removed: bool | None


def suspected_recidivism(
    earlier: Collection[EarlierConviction], gravities: Collection[Gravity | None]
) -> Recidivism | None:
    """What a court might find for counts of these gravities (CC 14(1), (2)); None = nothing.

    Convictions for acts under 18 and removed ones do not count (CC 14(3)); nor do those without
    imprisonment. Infractions, small and medium crimes are never recidivism.
    """
    counting = [item for item in earlier if _counts(item)]
    grave = sum(item.gravity in (Gravity.GRAVE, None) for item in counting)
    especially = sum(item.gravity == Gravity.ESPECIALLY_GRAVE for item in counting)
    if not grave + especially:
        return None
    if Gravity.ESPECIALLY_GRAVE in gravities:
        return Recidivism.DANGEROUS
    if Gravity.GRAVE not in gravities:
        return None
    return Recidivism.DANGEROUS if especially or grave > 1 else Recidivism.RECIDIVISM


def _counts(item: EarlierConviction) -> bool:
    return item.imprisoned is not False and not item.minor and not item.removed
