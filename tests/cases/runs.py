"""For the tests of runs: other rules in use, facts written past the program, a clock to turn."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from cases.models import Case, Custody, RuleSet, Run
from tests.factories import make_case

NOON = datetime(2022, 11, 20, 12, tzinfo=UTC)


class TurnedClock:
    """A clock that stands still until it is turned on."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def use_other_rules(**parameters: object) -> RuleSet:
    """Put a further rule set into use; `parameters` differ from those of the present one."""
    data = deepcopy(RuleSet.objects.get(is_active=True).data)
    for name, value in parameters.items():
        data["parameters"][name]["value"] = value
    data["code"] = f"other-{uuid4().hex[:8]}"
    RuleSet.objects.filter(is_active=True).update(is_active=False)
    return RuleSet.objects.create(
        code=data["code"],
        title_en="Other rules",
        valid_from=date(2022, 11, 3),
        data=data,
        digest=uuid4().hex,
        is_active=True,
    )


def contradicting_case() -> Case:
    """A case whose stored facts break the contract: two overlapping stretches of custody."""
    case = make_case()
    first = case.sentence.custody.get()
    Custody.objects.bulk_create(
        [Custody(sentence=first.sentence, kind="custody", from_on=date(2022, 1, 20))]
    )
    return case


def sums(run: Run) -> tuple[int, int, int, int]:
    """Done, unchanged, changed, failed."""
    totals = [0, 0, 0, 0]
    for item in run.items.all():
        for place, number in enumerate((item.done, item.unchanged, item.changed, item.failed)):
            totals[place] += number
    return tuple(totals)
