"""What one page says about a case, checked and ready to be written (cases/registering.py)."""

from dataclasses import dataclass, field

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything that one page says about a case. `sentence` None = nothing known of one."""

    case: Values
    person: Values
    offenses: list[Values]
    sentence: Values | None = None
    custody: list[Values] = field(default_factory=list)
    confirmed: tuple[str, ...] = ()
