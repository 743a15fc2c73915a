"""Medical data and whereabouts reach nobody without the right: not by page, mail, log or message."""

import logging
from collections.abc import Iterator

import pytest
from celery.signals import before_task_publish
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event, User
from resocialization import caring, tasks
from resocialization.models import Address, Contact, MedicalNote, Notice, Plan
from tests.broker import broker_in_memory
from tests.factories import make_user
from tests.once import made_once
from tests.security.access import AUDITOR, MEDICAL, PAGES, ROLES, SOCIAL, SUPERVISOR
from tests.security.canaries import CANARIES, MEDICAL_RECORD, READERS, entry, tell, told
from tests.security.test_access_matrix import address
from tests.security.world import Rows, make_plan, offices, settle

pytestmark = pytest.mark.django_db
COLLEAGUE, ELSEWHERE = "colleague", "elsewhere"
PRINCIPALS = [
    *((role, "") for role in ROLES),
    (SOCIAL, COLLEAGUE),
    *((role, ELSEWHERE) for role in (SOCIAL, MEDICAL, SUPERVISOR)),
]
KEPT = {MedicalNote, Address, Contact}  # where the canaries live


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker) -> Iterator[Rows]:
    """One person with every canary, and one whom nobody follows yet."""
    with made_once(django_db_blocker):
        world = settle("own")
        named = User.objects.filter(pk=world.worker.pk)
        named.update(username="the-worker", email="worker@example.org")
        tell(Plan.objects.get(pk=world.rows["plan"]))
        yield world.rows


def principal(role: str, where: str) -> User:
    if role == SOCIAL and not where:
        return User.objects.get(username="the-worker")
    return make_user(role, *offices("other" if where == ELSEWHERE else "own"))


def signed_in(user: User, is_staff: bool = False) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=is_staff)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=user.pk))
    return client


def everything(response: HttpResponse) -> str:
    """Body, headers and cookies: all that leaves the server."""
    return f"{response.content.decode()}{response.headers}{response.cookies}"


def typed() -> dict[str, object]:
    """The form of the medical record as it is sent."""
    given = entry()
    day = f"{given.on:%d.%m.%Y}"
    values = {name: getattr(given, name) for name in ("kind", "clinic", "specialty", "note")}
    return values | {"on": day, "appointment_on": day, "key": str(given.key)}


# --- pages -----------------------------------------------------------------------------------


def seen_on_pages(client: Client, rows: Rows) -> dict[str, set[str]]:
    """Page → canaries told there, over every address that is read."""
    urls = {name: address(name, page, rows) for name, page in PAGES.items()}
    urls["contact-new of a plan"] = f"{reverse('contact-new')}?plan={rows['plan']}"
    urls["handover of a plan"] = f"{reverse('handover')}?ids={rows['plan']}"
    seen = {name: told(everything(client.get(url))) for name, url in urls.items()}
    return {name: found for name, found in seen.items() if found}


@pytest.mark.parametrize(("role", "where"), PRINCIPALS)
def test_a_page_tells_a_canary_to_nobody_without_the_right(rows, role, where, caplog):
    """Nor does the log tell one, whoever looks."""
    caplog.set_level(logging.DEBUG)
    seen = seen_on_pages(signed_in(principal(role, where)), rows)
    allowed = set() if where else {name for name in CANARIES if role in READERS[name]}
    leaks = {name: found - allowed for name, found in seen.items() if found - allowed}
    assert leaks == {}
    assert caplog.text
    assert told(caplog.text) == set()
    if role == MEDICAL and not where:
        assert seen["plan-medical"] >= MEDICAL_RECORD
        own_page = [name for name, found in seen.items() if found & MEDICAL_RECORD]
        assert own_page == ["plan-medical"]
    if allowed:
        assert seen["plan"] == {"address", "phone", "contact note"}


@pytest.mark.parametrize("role", ROLES)
def test_a_person_whom_nobody_follows_is_told_of_to_supervisors_alone(rows, role):
    court, service = offices("own")
    free = make_plan(court, service, None)
    tell(free)
    client = signed_in(principal(role, ""))
    for name in ("plan", "plan-address"):
        seen = told(everything(client.get(reverse(name, args=[free.pk]))))
        assert bool(seen & {"address", "phone"}) == (role == SUPERVISOR), (name, seen)


# --- the admin -------------------------------------------------------------------------------


def admin_pages() -> Iterator[str]:
    """Every list, and every row's form, history and removal."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:10]:
            yield from (reverse(f"{name}_{kind}", args=[pk]) for kind in ("change", "history"))


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_tells_a_canary_to_supervisors_alone_and_of_health_to_nobody(rows, role):
    client = signed_in(principal(role, ""), is_staff=True)
    seen = set().union(*(told(everything(client.get(url))) for url in admin_pages()))
    whereabouts = {name for name in CANARIES if SUPERVISOR in READERS[name]}
    assert seen == (whereabouts if role == SUPERVISOR else set())


@pytest.mark.parametrize(
    ("role", "model", "lookup", "canary"),
    [
        (SUPERVISOR, "plan", "medical_notes__note__contains", "medical note"),
        (SUPERVISOR, "consent", "plan__medical_notes__clinic__startswith", "clinic"),
        (AUDITOR, "plan", "medical_notes__specialty", "specialty"),
        (AUDITOR, "plan", "addresses__address__startswith", "address"),
        (AUDITOR, "contact", "plan__addresses__phone", "phone"),
        (AUDITOR, "contact", "note__startswith", "contact note"),
        (AUDITOR, "plan", "contacts__note__startswith", "contact note"),
    ],
)
def test_what_one_may_not_read_filters_no_list(rows, role, model, lookup, canary):
    client = signed_in(principal(role, ""), is_staff=True)
    url = reverse(f"admin:resocialization_{model}_changelist")
    hit, miss = (client.get(url, {lookup: text}) for text in (CANARIES[canary], "nothing"))
    assert hit.status_code == miss.status_code == 400


# --- what stays in the program ---------------------------------------------------------------


def texts_of(model: type[models.Model]) -> Iterator[str]:
    """Every text that the rows of `model` hold."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    names = [field.attname for field in model._meta.concrete_fields if isinstance(field, kinds)]
    for row in model._base_manager.values_list(*names) if names else ():
        yield str(row)


def test_no_other_table_holds_a_canary(rows, caplog):
    """Nor does the log, when a record is written, read and walked past."""
    caplog.set_level(logging.DEBUG)
    client = signed_in(principal(MEDICAL, ""))
    url = reverse("plan-medical", args=[rows["plan"]])
    assert client.post(url, typed()).status_code == 302
    assert client.get(url).status_code == 200
    seen_on_pages(signed_in(principal(SOCIAL, "")), rows)
    assert caplog.text
    assert told(caplog.text) == set()
    for model in apps.get_models(include_auto_created=True):
        found = set().union(*(told(text) for text in texts_of(model)))
        if model in KEPT:
            assert found, model
        else:
            assert found == set(), model._meta.label
    for session in Session.objects.all():
        assert told(str(session.get_decoded())) == set()
    assert not told(str(getattr(cache, "_cache", "")))


def test_the_trail_knows_of_the_record_without_a_value(rows):
    client = signed_in(principal(MEDICAL, ""))
    url = reverse("plan-medical", args=[rows["plan"]])
    client.post(url, typed())
    client.get(url)
    kinds = ("medical.written", "medical.opened")
    events = Event.objects.filter(kind__in=kinds, subject_id=rows["plan"])
    assert set(events.values_list("kind", "detail")) == {(kind, "{}") for kind in kinds}


# --- what leaves it another way --------------------------------------------------------------


@pytest.fixture
def messages() -> Iterator[list[str]]:
    """Everything that is handed to the broker, as text."""
    sent: list[str] = []

    def keep(body: object = None, headers: object = None, **kwargs: object) -> None:
        sent.append(f"{body!r} {headers!r} {kwargs!r}")

    with broker_in_memory():
        before_task_publish.connect(keep, weak=False)
        yield sent
        before_task_publish.disconnect(keep)


def test_mail_and_messages_carry_no_canary(rows, messages, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.report_overdue_steps()
        tasks.open_missing_plans()
        caring.write(Plan.objects.get(pk=rows["plan"]), entry())
    for notice in Notice.objects.filter(user__username="the-worker"):
        tasks.mail_notice(notice.pk)
    assert messages
    assert mail.outbox
    letters = [str(letter.message()) for letter in mail.outbox]
    assert [found for text in [*messages, *letters] if (found := told(text))] == []


@pytest.mark.parametrize("role", [MEDICAL, SOCIAL])
def test_a_failure_tells_its_page_log_and_letter_nothing(rows, role, settings, caplog):
    """The database refuses in the middle of a save; administrators get their letter of errors."""
    settings.ADMINS = [("Duty", "duty@example.org")]
    caplog.set_level(logging.DEBUG)
    client = signed_in(principal(role, ""))
    plan = Plan.objects.get(pk=rows["plan"])
    name = "plan-medical" if role == MEDICAL else "plan-address"
    moved = {"address": CANARIES["address"], "phone": CANARIES["former phone"]}
    form = typed() if role == MEDICAL else moved | {"version": plan.version}

    def refuse(execute, sql, params, many, context):  # a broken disk, seen from here
        if sql.startswith(('INSERT INTO "resocialization_m', 'INSERT INTO "resocialization_a')):
            raise DatabaseError("the disk is broken")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        failed = client.post(reverse(name, args=[plan.pk]), form)
    assert failed.status_code == 500
    assert told(everything(failed)) == set()
    assert "the disk is broken" in caplog.text
    assert told(caplog.text) == set()
    assert mail.outbox
    assert told("".join(letter.body for letter in mail.outbox)) == set()


def test_a_refused_request_tells_nothing(rows, caplog):
    caplog.set_level(logging.DEBUG)
    url = reverse("plan-medical", args=[rows["plan"]])
    stranger = signed_in(principal(SOCIAL, ""))
    coordinator = signed_in(principal(MEDICAL, ""))
    unchecked = Client(enforce_csrf_checks=True)
    unchecked.force_login(User.objects.get(username="the-worker"))
    answers = {
        403: [stranger.post(url, typed()), unchecked.post(url, typed())],
        404: [coordinator.get(f"{url}?correct=0"), stranger.post("/no/such/page/", typed())],
        400: [coordinator.post(url, typed() | {"key": "none"})],
        302: [Client().post(url, typed())],
    }
    for status, refused in answers.items():
        for answer in refused:
            assert answer.status_code == status
            assert told(everything(answer)) == set()
    assert told(caplog.text) == set()


def test_a_note_tells_nothing_when_it_is_printed(rows):
    for note in MedicalNote.objects.all():
        assert told(f"{note} {note!r}") == set()
