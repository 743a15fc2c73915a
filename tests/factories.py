"""Invented people and cases. The default case is the plainest covered one; nothing is random.

Every IIN has a right check digit and a seventh digit of 1 or 2: it can belong to nobody alive.
"""

from datetime import date
from functools import cache
from itertools import count

from django.contrib.auth.hashers import get_hasher, make_password

from amnesty.accounts.models import Appointment, Office, Region, User
from cases import iin
from cases.models import Case, Custody, Defendant, Offense, Sentence

PASSWORD = "an invented password"
_serial = count(1)


def make_office(kind: str = "court", code: str = "", region: str = "almaty") -> Office:
    code = code or f"{kind}-{next(_serial)}"
    office, _made = Office.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "name_en": f"Office {code}",
            "region": Region.objects.get(code=region),
        },
    )
    return office


@cache
def hashed(algorithm: str) -> str:
    """The password's hash, computed once a process: Argon2 is slow on purpose."""
    return make_password(PASSWORD, hasher=algorithm)


def make_user(role: str, *offices: Office, username: str = "") -> User:
    from django.contrib.auth.models import Group

    user = User.objects.create(
        username=username or f"{role}-{next(_serial)}", password=hashed(get_hasher().algorithm)
    )
    user.groups.add(Group.objects.get(name=role))
    for office in offices:
        Appointment.objects.create(user=user, office=office)
    return user


def make_iin(number: int | None = None) -> str:
    """The next invented IIN that can be issued."""
    number = next(_serial) if number is None else number
    while (digit := iin.check_digit(base := f"9001151{number:04d}")) is None:
        number = next(_serial)
    return f"{base}{digit}"


def make_defendant(**values: object) -> Defendant:
    defaults = {"surname": "Сейітқали", "given_name": "Әбдіғани", "birth_date": date(1990, 1, 15)}
    return Defendant.objects.create(**defaults | values)


def make_case(
    court: Office | None = None,
    offenses: list[dict] | None = None,
    sentence: dict | None = None,
    custody: list[dict] | None = None,
    defendant: Defendant | None = None,
    **values: object,
) -> Case:
    """A case saved as the program saves it: parts first, the case last, hence assessed.

    Default: 272 part 2 on 5 January 2022 in the riots, serving four years in medium security,
    custody from 10 January 2022, verdict in force on 1 July 2022, no recidivism.
    """
    defaults = {"stage": "serving", "recidivism": "none"}
    case = Case(
        defendant=defendant or make_defendant(), court=court or make_office(), **defaults | values
    )
    case.save()
    for ordinal, offense in enumerate(offenses if offenses is not None else [{}], start=1):
        Offense.objects.create(case=case, ordinal=ordinal, **riot_offense() | offense)
    if sentence is not None or case.stage in {"serving", "served"}:
        known = Sentence.objects.create(case=case, **four_years() | (sentence or {}))
        periods = (
            [{"kind": "custody", "from_on": date(2022, 1, 10)}] if custody is None else custody
        )
        for period in periods:
            Custody.objects.create(sentence=known, **period)
    case.save()
    return case


def riot_offense() -> dict:
    return {
        "article": "272",
        "part": "2",
        "committed_from": date(2022, 1, 5),
        "in_kazakhstan": True,
        "nexus": "riot",
    }


def four_years() -> dict:
    return {
        "kind": "imprisonment",
        "years": 4,
        "months": 0,
        "days": 0,
        "starts_on": date(2022, 7, 1),
        "facility": "medium",
        "custody_known": True,
    }
