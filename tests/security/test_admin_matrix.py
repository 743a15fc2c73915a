"""The admin as a table: model → the roles that view, add, change and remove there.

A model that is registered and not listed fails; so does a door that opens to another role. Data
about a person is closed to the role admin, and the medical record is not there at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from amnesty.accounts.models import User
from resocialization.models import MedicalNote
from tests.factories import make_user
from tests.security.access import ADMIN, AUDITOR, ROLES, SUPERVISOR
from tests.security.world import offices

pytestmark = pytest.mark.django_db
NOBODY: frozenset[str] = frozenset()
ADMINS = frozenset({ADMIN})
SUPERVISORS = frozenset({SUPERVISOR})
READERS = frozenset({SUPERVISOR, AUDITOR})
SITTING = READERS | ADMINS
ACTS = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class Doors:
    view: frozenset[str]
    add: frozenset[str] = NOBODY
    change: frozenset[str] = NOBODY
    delete: frozenset[str] = NOBODY


READ_ONLY = Doors(READERS)
KEPT_BY_ADMINS = Doors(SITTING, ADMINS, ADMINS)
PLACES = Doors(SITTING, ADMINS, ADMINS, ADMINS)

TABLE = {
    # accounts and their door
    "accounts.User": Doors(frozenset({ADMIN, AUDITOR}), ADMINS, ADMINS),
    "accounts.Office": PLACES,
    "accounts.Region": PLACES,
    "accounts.Appointment": Doors(frozenset({ADMIN, AUDITOR}), ADMINS, ADMINS, ADMINS),
    "accounts.Event": Doors(frozenset({AUDITOR})),
    "axes.AccessFailureLog": Doors(frozenset({SUPERVISOR, ADMIN})),
    "mfa.Authenticator": Doors(SUPERVISORS),
    # cases
    "cases.Defendant": Doors(READERS, SUPERVISORS, SUPERVISORS),
    "cases.Case": Doors(READERS, SUPERVISORS, SUPERVISORS),
    "cases.Sentence": Doors(READERS, NOBODY, SUPERVISORS),
    "cases.Assessment": READ_ONLY,
    "cases.BoundaryCheck": READ_ONLY,
    "cases.Decision": READ_ONLY,
    "cases.RunChange": READ_ONLY,
    # the law and the runs: nobody is named
    "cases.Provision": KEPT_BY_ADMINS,
    "cases.RuleSet": KEPT_BY_ADMINS,
    "cases.ReferenceState": Doors(SITTING),
    "cases.Run": Doors(SITTING),
    # the directory
    "resocialization.Direction": KEPT_BY_ADMINS,
    "resocialization.Service": KEPT_BY_ADMINS,
    "resocialization.Policy": Doors(SITTING, NOBODY, ADMINS),
    # released people
    "resocialization.Plan": READ_ONLY,
    "resocialization.Need": READ_ONLY,
    "resocialization.NeedChange": READ_ONLY,
    "resocialization.Step": READ_ONLY,
    "resocialization.Contact": READ_ONLY,
    "resocialization.Consent": READ_ONLY,
    "resocialization.Closing": READ_ONLY,
    "resocialization.HandOver": READ_ONLY,
    "resocialization.Address": Doors(SUPERVISORS),
    "resocialization.Notice": READ_ONLY,
}

# A row with one of these keys, or such a row itself, is about a person.
ABOUT_A_PERSON = {"defendant", "case", "sentence", "plan", "need", "step", "assessment"}


def registered() -> Iterator[tuple[type[Model], ModelAdmin]]:
    yield from sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def is_about_a_person(model: type[Model]) -> bool:
    names = {field.name for field in model._meta.get_fields() if field.many_to_one}
    names |= {field.name for field in model._meta.concrete_fields if field.one_to_one}
    return bool(ABOUT_A_PERSON & (names | {model._meta.model_name}))


def user_of(role: str) -> User:
    """A user who may sit in the admin, whatever the role: the doors inside are what is tested."""
    user = make_user(role, *offices("own"))
    User.objects.filter(pk=user.pk).update(is_staff=True)
    return User.objects.get(pk=user.pk)


def opens(page: ModelAdmin, act: str, user: User) -> bool:
    request = RequestFactory().get("/")
    request.user = user
    return getattr(page, f"has_{act}_permission")(request)


def test_every_registered_model_stands_in_the_table():
    assert {model._meta.label for model, _page in registered()} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_each_door_opens_to_the_roles_of_the_table_alone(role):
    user = user_of(role)
    wrong = [
        f"{model._meta.label}: {act}"
        for model, page in registered()
        for act in ACTS
        if opens(page, act, user) != (role in getattr(TABLE[model._meta.label], act))
    ]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_each_list_and_each_empty_form_answers_as_the_table_says(role):
    client = Client()
    client.force_login(user_of(role))
    wrong = []
    for model, _page in registered():
        doors = TABLE[model._meta.label]
        for kind, allowed in (("changelist", doors.view | doors.change), ("add", doors.add)):
            status = client.get(address(model, kind)).status_code
            if status != (200 if role in allowed else 403):
                wrong.append(f"{model._meta.label} {kind}: {status}")
    assert wrong == []


def address(model: type[Model], kind: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}")


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_whoever_does_not_sit_in_the_admin_gets_no_page_of_it(client, is_signed_in):
    """Not signed in, or signed in without a seat: no list, no form."""
    if is_signed_in:
        client.force_login(make_user(SUPERVISOR, *offices("own")))
    for model, _page in registered():
        for kind in ("changelist", "add"):
            answer = client.get(address(model, kind), follow=True)
            if is_signed_in:
                assert answer.status_code == 403, (model, kind)
            else:
                last, _status = answer.redirect_chain[-1]
                assert last.startswith(reverse(settings.LOGIN_URL)), (model, kind)


def test_what_is_about_a_person_is_closed_to_administrators_and_superusers():
    root = User.objects.create_superuser("root")
    administrator = user_of(ADMIN)
    about = [(model, page) for model, page in registered() if is_about_a_person(model)]
    assert len(about) >= 15
    for model, page in about:
        assert TABLE[model._meta.label].view <= READERS, model
        for act in ACTS:
            assert not opens(page, act, administrator), (model, act)
            assert not opens(page, act, root), (model, act)


def test_the_medical_record_is_not_in_the_admin():
    assert MedicalNote not in admin.site._registry
    for _model, page in registered():
        shown = {inline.model for inline in page.inlines}
        assert MedicalNote not in shown, page
