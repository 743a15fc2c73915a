"""The demonstration's accounts: six to sign in with, and three who only write the other courts.

Every account is marked; an account of a real person that has one of the names is left alone.
"""

import secrets
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from amnesty.accounts import roles
from amnesty.accounts.models import Appointment, Office, User
from cases.demo.offices import MAIN_COURT, MAIN_REGION, PLACES, code_of

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
SOCIAL = code_of("social", MAIN_REGION)


class Account(NamedTuple):
    username: str
    role: str
    surname: str
    given_name: str
    offices: tuple[str, ...]


OTHER_COURTS = tuple(code_of("court", region) for region, *_rest in PLACES)
LOGINS = (
    Account("clerk", roles.CLERK, "Қожахметова", "Айгүл", (MAIN_COURT,)),
    Account("judge", roles.JUDGE, "Бекова", "Әлия", (MAIN_COURT,)),
    Account("social", roles.SOCIAL_WORKER, "Нұрпейісова", "Жанар", (SOCIAL,)),
    Account("supervisor", roles.SUPERVISOR, "Оразалиев", "Бауыржан", (MAIN_COURT, SOCIAL)),
    Account("auditor", roles.AUDITOR, "Волкова", "Ольга", ()),
    Account("admin", roles.ADMIN, "Тәжібаев", "Дәурен", ()),
)
ELSEWHERE = (
    Account("demo-clerk", roles.CLERK, "Есенгелдина", "Толқын", OTHER_COURTS),
    Account("demo-judge", roles.JUDGE, "Шәріпов", "Нұрлан", OTHER_COURTS),
    Account("demo-supervisor", roles.SUPERVISOR, "Досмағамбетов", "Ерлан", OTHER_COURTS),
)


class Logins(NamedTuple):
    """Who can sign in; `password` None = every account keeps the one that it has."""

    usernames: list[str]
    password: str | None
    taken: list[str]


def ensure_staff() -> None:
    """The three who write decisions and sign in nowhere."""
    for account in ELSEWHERE:
        ensure(account)


def ensure_logins(password: str = "") -> Logins:
    """Make what is missing. A given password is set for all six, else a new one if any is new."""
    names = [account.username for account in LOGINS]
    known = {user.username: user for user in User.objects.filter(username__in=names)}
    taken = [name for name, user in known.items() if not user.is_demo]
    wanted = [account for account in LOGINS if account.username not in taken]
    if not password and any(account.username not in known for account in wanted):
        password = new_password()
    for account in wanted:
        user = ensure(account)
        if password and not _has(user, password):
            user.set_password(password)
            user.save()
    return Logins([account.username for account in wanted], password or None, taken)


def open_logins() -> QuerySet:
    """The invented people who may sign in; a real account of the same name is none of them."""
    names = [account.username for account in LOGINS]
    return User.objects.filter(username__in=names, is_demo=True, is_active=True, is_superuser=False)


def _has(user: User, password: str) -> bool:
    """Asked first: a password set again would end the sessions of those who are signed in."""
    return user.has_usable_password() and user.check_password(password)


def new_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _sign in range(5)) for _part in range(3))


def ensure(account: Account) -> User:
    """The account with its role and its offices, as far as these exist."""
    user, made = User.objects.get_or_create(
        username=account.username,
        defaults={
            "last_name": account.surname,
            "first_name": account.given_name,
            "is_demo": True,
            "is_staff": account.role in roles.SITS_IN_THE_ADMIN,
            "password": "!",
        },
    )
    if made:
        user.groups.add(Group.objects.get(name=account.role))
    for office in Office.objects.filter(code__in=account.offices):
        Appointment.objects.get_or_create(user=user, office=office, valid_from=None)
    return user
