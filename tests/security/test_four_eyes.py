"""No known fact of a submitted case changes by one person alone, whatever the way: route by route.

Each route tries to make the day of the offense, the stage, the term, the detention or the date of
birth another one. It is refused, and what the law core reads of the case is what it was.
"""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import User
from cases import assessing, correcting, deciding, recording, reevaluating, registering, working
from cases.deciding import Content
from cases.gathering import gather_one
from cases.models import (
    Case,
    Custody,
    Defendant,
    FactCorrection,
    IinOverride,
    Offense,
    PreviousConviction,
    RunChange,
    Sentence,
)
from cases.models.submitted import SecondPersonNeeded
from tests.cases.corrections import GROUNDS, NOW, page_of, propose, typed_over
from tests.cases.typed import typed_case
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db
ANOTHER_DAY = date(2022, 1, 6)


class World:
    """A submitted case with everybody around it."""

    def __init__(self) -> None:
        self.court = make_office("court")
        self.clerk = make_user("clerk", self.court)
        self.judge = make_user("judge", self.court)
        self.supervisor = make_user("supervisor", self.court)
        User.objects.filter(pk=self.supervisor.pk).update(is_staff=True)
        self.case = make_case(self.court)
        content = Content(self.court, "А. Бекова", "1-22", NOW.date(), "reduce", date(2022, 10, 16))
        deciding.record(self.case, content, self.clerk, NOW)

    def send(self, user: User, name: str, *arguments: object, **data: str) -> HttpResponse:
        client = Client()
        client.force_login(user)
        return client.post(reverse(name, args=[self.case.pk, *arguments]), data)

    def typed(self, **changes: str) -> dict[str, str]:
        data = typed_over(self.case, self.clerk, **changes).dict()
        return data | {"version": str(self.case.version)}

    def filing(self, **changes: str):
        return page_of(self.case, self.clerk, typed_over(self.case, self.clerk, **changes)).filing()

    def admin(self, model: type, pk: int, **data: str) -> HttpResponse:
        client = Client()
        client.force_login(User.objects.get(pk=self.supervisor.pk))
        name = f"admin:cases_{model._meta.model_name}_change"
        return client.post(reverse(name, args=[pk]), data)


@pytest.fixture
def world():
    with time_machine.travel(NOW, tick=False):
        yield World()


def stored(case: Case) -> tuple:
    """What the law core reads of the case, and which answer it has."""
    read = gather_one(case.pk)
    return read.dossier, read.assessment_id, read.facts_version


# --- pages ------------------------------------------------------------------------------------


def the_form_of_the_case(world: World) -> None:
    page = world.send(world.clerk, "case-edit", **world.typed(case__stage="served"))
    assert "Propose a correction" in page.content.decode()


def the_form_with_a_forged_confirmation(world: World) -> None:
    data = world.typed(case__stage="served") | {"state": "confirmed", "decided_by": "1"}
    assert world.send(world.clerk, "case-edit", **data).status_code == 200


def the_form_with_a_fact_made_unknown(world: World) -> None:
    data = world.typed(case__recidivism="")
    assert "Propose a correction" in world.send(world.clerk, "case-edit", **data).content.decode()


def the_form_with_an_offense_more(world: World) -> None:
    more = {"TOTAL_FORMS": "2", "1-article": "188", "1-part": "1"}
    data = world.typed(**{f"offenses__{name}": value for name, value in more.items()})
    assert "Offense added" in world.send(world.clerk, "case-edit", **data).content.decode()


def the_form_with_an_offense_less(world: World) -> None:
    more = {"TOTAL_FORMS": "2", "0-DELETE": "on", "1-article": "272", "1-part": "2"}
    data = world.typed(**{f"offenses__{name}": value for name, value in more.items()})
    assert "Offense removed" in world.send(world.clerk, "case-edit", **data).content.decode()


def an_answer_in_the_panel(world: World) -> None:
    data = {"case-stage": "served", "version": str(world.case.version)}
    page = world.send(world.clerk, "case-answer", "stage", **data)
    assert "A decision was drafted on these facts" in page.content.decode()


def an_answer_about_the_detention(world: World) -> None:
    data = world.typed(custody__0__from_on="01.02.2022")
    page = world.send(world.clerk, "case-answer", "sentence.custody", **data)
    assert "A decision was drafted on these facts" in page.content.decode()


def another_case_of_the_person(world: World) -> None:
    data = typed_case(world.court, person__birth_date="15.01.1991")
    client = Client()
    client.force_login(world.clerk)
    person = {"person": str(world.case.defendant_id), "token": "t"}
    page = client.post(reverse("case-register"), data | person)
    assert "A decision was drafted on these facts" in page.content.decode()
    assert Case.objects.count() == 1


def the_page_of_earlier_convictions(world: World) -> None:
    """It holds no deciding fact, and takes none along."""
    data = world.typed(case__stage="served", person__birth_date="15.01.2010")
    world.send(world.clerk, "case-records", article="179", **data)
    record = world.case.defendant.previous_convictions.get()
    world.send(world.clerk, "case-record", record.pk, article="188", **data)
    world.send(world.clerk, "case-record-remove", record.pk, **data)


def a_proposal_alone(world: World) -> None:
    data = world.typed(case__stage="served")
    data |= {"correction-reason": GROUNDS.reason, "correction-document": GROUNDS.document}
    assert world.send(world.clerk, "case-corrections", **data).status_code == 302


def a_confirmation_by_a_clerk(world: World) -> None:
    made = propose(world.case, world.clerk, case__stage="served")
    colleague = make_user("clerk", world.court)
    assert world.send(colleague, "case-correction-confirm", made.pk).status_code == 403


def a_confirmation_by_the_proposer(world: World) -> None:
    world.clerk.groups.add(world.judge.groups.get())
    made = propose(world.case, world.clerk, case__stage="served")
    assert world.send(world.clerk, "case-correction-confirm", made.pk).status_code == 409


def a_confirmation_from_another_office(world: World) -> None:
    made = propose(world.case, world.clerk, case__stage="served")
    stranger = make_user("judge", make_office("court"))
    assert world.send(stranger, "case-correction-confirm", made.pk).status_code == 404


def assessing_again(world: World) -> None:
    data = world.typed(case__stage="served")
    assert world.send(world.clerk, "case-recalculate", **data).status_code == 302


def the_admin_of_the_case(world: World) -> None:
    data = {"stage": "served", "read_version": str(world.case.version)}
    assert world.admin(Case, world.case.pk, **data).status_code == 403


def the_admin_of_the_person(world: World) -> None:
    data = {"birth_date": "2010-01-15", "read_version": "1"}
    assert world.admin(Defendant, world.case.defendant_id, **data).status_code == 403


def the_admin_of_the_sentence(world: World) -> None:
    assert world.admin(Sentence, world.case.sentence.pk, years="1").status_code == 403


# --- shell modules ----------------------------------------------------------------------------


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(SecondPersonNeeded, match="confirms it"), transaction.atomic():
        act()


def amending_in_a_shell(world: World) -> None:
    filing = world.filing(case__stage="served", person__birth_date="15.01.2010")
    refused(lambda: registering.amend(world.case, world.case.version, filing))


def registering_in_a_shell(world: World) -> None:
    filing = world.filing(person__birth_date="15.01.2010")
    for row in filing.offenses:
        row["id"] = None
    refused(lambda: registering.register(filing, world.case.defendant))


def confirming_in_a_shell_alone(world: World) -> None:
    made = propose(world.case, world.clerk, case__stage="served")
    filing = world.filing(case__stage="served")
    with pytest.raises(correcting.Refused):
        correcting.confirm(made, filing, world.clerk, NOW)


def confirming_more_than_was_proposed(world: World) -> None:
    made = propose(world.case, world.clerk, case__stage="served")
    filing = world.filing(case__stage="served", case__recidivism="recidivism")
    with pytest.raises(correcting.Outdated):
        correcting.confirm(made, filing, world.judge, NOW)


def keeping_a_record_in_a_shell(world: World) -> None:
    person = world.case.defendant
    person.birth_date = date(2010, 1, 15)
    recording.keep(PreviousConviction(defendant=person, article="179"))


# --- rows -------------------------------------------------------------------------------------


def saving_the_case(world: World) -> None:
    world.case.stage = "served"
    refused(world.case.save)


def giving_the_case_to_another_person(world: World) -> None:
    world.case.defendant = Defendant.objects.create(given_name="Басқа", birth_date="2010-01-15")
    refused(world.case.save)


def saving_the_person(world: World) -> None:
    person = world.case.defendant
    person.birth_date = date(2010, 1, 15)
    refused(person.save)


def saving_an_offense(world: World) -> None:
    offense = world.case.offenses.get()
    offense.committed_from = ANOTHER_DAY
    refused(offense.save)


def removing_an_offense(world: World) -> None:
    refused(world.case.offenses.get().delete)
    refused(world.case.offenses.all().delete)


def adding_an_offense(world: World) -> None:
    refused(lambda: Offense.objects.create(case=world.case, ordinal=2, article="188"))


def saving_the_sentence(world: World) -> None:
    sentence = world.case.sentence
    sentence.years = 1
    refused(sentence.save)


def removing_the_sentence(world: World) -> None:
    refused(world.case.sentence.delete)


def changing_the_detention(world: World) -> None:
    period = world.case.sentence.custody.get()
    period.from_on = date(2022, 2, 1)
    refused(period.save)
    refused(Custody.objects.get(pk=period.pk).delete)
    later = {"kind": "custody", "from_on": date(2022, 3, 1)}
    refused(lambda: Custody.objects.create(sentence=world.case.sentence, **later))


def updating_rows(world: World) -> None:
    refused(lambda: Case.objects.filter(pk=world.case.pk).update(stage="served"))
    refused(lambda: Offense.objects.update(committed_from=ANOTHER_DAY))
    refused(lambda: Sentence.objects.update(years=1))
    refused(lambda: Custody.objects.update(from_on=date(2022, 2, 1)))
    refused(lambda: Defendant.objects.update(birth_date=date(2010, 1, 15)))


def updating_many_rows(world: World) -> None:
    offense = world.case.offenses.get()
    offense.committed_from = ANOTHER_DAY
    refused(lambda: Offense.objects.bulk_update([offense], ["committed_from"]))


def adding_many_rows(world: World) -> None:
    offense = Offense(case=world.case, ordinal=2, article="188")
    refused(lambda: Offense.objects.bulk_create([offense]))
    period = Custody(sentence=world.case.sentence, kind="custody", from_on=date(2022, 3, 1))
    refused(lambda: Custody.objects.bulk_create([period]))


# --- commands ---------------------------------------------------------------------------------


def a_dossier_on_the_command_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = gather_one(world.case.pk).dossier | {"stage": "served"}
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(json.dumps(dossier).encode())))
    call_command("assess", stdout=StringIO())


ROUTES = [
    the_form_of_the_case,
    the_form_with_a_forged_confirmation,
    the_form_with_a_fact_made_unknown,
    the_form_with_an_offense_more,
    the_form_with_an_offense_less,
    an_answer_in_the_panel,
    an_answer_about_the_detention,
    another_case_of_the_person,
    the_page_of_earlier_convictions,
    a_proposal_alone,
    a_confirmation_by_a_clerk,
    a_confirmation_by_the_proposer,
    a_confirmation_from_another_office,
    assessing_again,
    the_admin_of_the_case,
    the_admin_of_the_person,
    the_admin_of_the_sentence,
    amending_in_a_shell,
    registering_in_a_shell,
    confirming_in_a_shell_alone,
    confirming_more_than_was_proposed,
    keeping_a_record_in_a_shell,
    saving_the_case,
    giving_the_case_to_another_person,
    saving_the_person,
    saving_an_offense,
    removing_an_offense,
    adding_an_offense,
    saving_the_sentence,
    removing_the_sentence,
    changing_the_detention,
    updating_rows,
    updating_many_rows,
    adding_many_rows,
]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_one_person_changes_no_known_fact_by(world, route):
    before = stored(world.case)
    route(world)
    assert stored(world.case) == before


def test_one_person_changes_no_known_fact_by_the_command_line(world, monkeypatch):
    before = stored(world.case)
    a_dossier_on_the_command_line(world, monkeypatch)
    assert stored(world.case) == before


def test_a_revoked_draft_leaves_the_case_submitted(world):
    draft = world.case.decisions.get()
    deciding.revoke(draft, world.clerk, draft.version, NOW, "A slip of the pen.")
    world.case.stage = "served"
    refused(world.case.save)
    the_admin_of_the_case(world)


def test_a_run_gives_no_answer_to_facts_that_were_changed_past_every_door(world):
    """SQL is no door: the answer stays, and the run reports the case."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET stage = 'served', facts_version = facts_version + 1")
    answer = Case.objects.get().current_assessment_id
    run = reevaluating.request_run(world.supervisor)
    working.run_here()
    change = RunChange.objects.get(run=run)
    assert change.kind == RunChange.Kind.FAILED
    assert "A decision was drafted on these facts" in change.error
    assert Case.objects.get().current_assessment_id == answer
    refused(lambda: assessing.assess_case(world.case.pk))


def test_what_was_not_known_is_entered_by_one_person_on_the_same_ways(world):
    offense = world.case.offenses.get()
    offense.victim_minor = False
    offense.save()
    world.case.objects_to_termination = False
    world.case.save()
    world.case.refresh_from_db()
    data = world.typed(offenses__0__no_points="on")
    assert world.send(world.clerk, "case-edit", **data).status_code == 302
    read = gather_one(world.case.pk)
    assert read.dossier["offenses"][0]["points"] == []
    assert read.facts_version == read.assessed_facts_version


# --- the database -----------------------------------------------------------------------------

TWO_PEOPLE = "proposer_and_confirmer_are_two_people"


@pytest.mark.parametrize("model", [FactCorrection, IinOverride])
def test_the_database_knows_that_proposer_and_confirmer_are_two_people(world, model):
    correction = propose(world.case, world.clerk, case__stage="served")
    common = {"proposed_by": world.clerk, "reason": GROUNDS.reason, "document": GROUNDS.document}
    if model is IinOverride:
        IinOverride.objects.create(
            case=world.case,
            defendant=world.case.defendant,
            iin="900115100071",
            document_number="1",
            issued_on=NOW.date(),
            **common,
        )
    assert correction.pk
    statement = f"UPDATE {model._meta.db_table} SET state = 'confirmed', decided_by_id = %s, decided_at = %s"
    with (
        pytest.raises(IntegrityError, match=TWO_PEOPLE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [world.clerk.pk, NOW])
