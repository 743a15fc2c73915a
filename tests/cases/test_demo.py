"""The demonstration: it fills every page, adds nothing twice, and can be taken away whole."""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from amnesty.accounts.models import Appointment, Office, User
from cases import demonstrating, iin
from cases.demo import drawing, names
from cases.demo.twelve import TWELVE
from cases.models import Assessment, Case, Decision, Defendant, ReferenceState, Run, codes
from tests.factories import make_case, make_defendant, make_office
from tests.once import made_once

pytestmark = pytest.mark.django_db
TODAY = date(2023, 6, 5)
EACH_PROFILE_ONCE = len(TWELVE) + len(drawing.PROFILES)
ROLES = {
    "clerk": "clerk",
    "judge": "judge",
    "social": "social_worker",
    "supervisor": "supervisor",
    "auditor": "auditor",
    "admin": "admin",
}


@pytest.fixture(scope="class")
def twelve(django_db_setup, django_db_blocker) -> Iterator[list[Case]]:
    with made_once(django_db_blocker):
        demonstrating.make(12, 1, TODAY)
        rows = Case.objects.filter(defendant__is_demo=True).order_by("pk")
        yield list(rows.select_related("current_assessment", "defendant"))


def command(*args: str, **options: object) -> str:
    told = StringIO()
    call_command("demo", *args, stdout=told, even_in_production=True, **options)
    return told.getvalue()


# --- the twelve ------------------------------------------------------------------------------


class TestTheFirstTwelve:
    def test_every_outcome_occurs_in_the_first_twelve(self, twelve):
        assert {case.current_assessment.outcome for case in twelve} == set(codes.Outcome.values)

    def test_every_exclusion_and_every_answer_of_a_finding_occurs_in_the_first_twelve(self, twelve):
        found = [f for case in twelve for f in case.current_assessment.answer["findings"]]
        assert {f["rule"] for f in found if f["rule"][0] == "E" and f["holds"]} == {
            f"E{number}" for number in range(1, 9)
        }
        assert {f["holds"] for f in found} == {True, False, None}

    def test_a_missing_fact_and_a_disputed_reading_occur_in_the_first_twelve(self, twelve):
        open_case = next(c for c in twelve if c.current_assessment.outcome == "needs_review")
        assert open_case.current_assessment.missing_facts == "nexus"
        assert "practice_differs" in open_case.current_assessment.flags

    def test_all_nine_kazakh_letters_occur_in_the_first_twelve_names(self, twelve):
        text = "".join(case.defendant.full_name for case in twelve).lower()
        assert [letter for letter in "әғқңөұүһі" if letter not in text] == []

    def test_decisions_in_every_state_and_one_that_differs_occur_in_the_first_twelve(self, twelve):
        decisions = Decision.objects.filter(case__in=twelve)
        assert {d.state for d in decisions} == set(Decision.State.values)
        assert [d.outcome for d in decisions.differing()] == ["lift_record"]
        assert decisions.freeing().count() == 1

    def test_the_first_twelve_hold_a_mixed_a_served_and_an_overdue_case(self, twelve):
        outcomes = {case.stage: case for case in twelve}
        assert {"pretrial", "trial", "serving", "served"} <= outcomes.keys()
        mixed = next(c for c in twelve if c.current_assessment.outcome == "combined")
        assert mixed.offenses.count() == 2
        overdue = [
            c for c in twelve if c.current_assessment.release_now and not c.decisions.exists()
        ]
        assert len(overdue) == 1


# --- the drawn ones --------------------------------------------------------------------------


def test_every_stage_and_the_rare_things_occur_among_the_drawn_people():
    demonstrating.make(EACH_PROFILE_ONCE, 1, TODAY)
    cases = Case.objects.filter(defendant__is_demo=True)
    assert cases.count() == EACH_PROFILE_ONCE
    assert set(cases.values_list("stage", flat=True)) >= {"pretrial", "trial", "serving", "served"}
    flags = " ".join(Assessment.objects.values_list("flags", flat=True)).split()
    assert {"one_year_readings_differ", "crosses_window", "article_unverified"} <= set(flags)
    assert cases.exclude(ending="").exists()
    for person in Defendant.objects.filter(is_demo=True):
        assert iin.problem(person.iin) is None
        assert person.iin[6] in "12"
    run = Run.objects.get()
    assert (run.state, run.changes.filter(kind="outcome").exists()) == ("done", True)
    assert ReferenceState.objects.count() == 1


def test_the_same_seed_draws_the_same_people_and_another_seed_others():
    def people(seed: int) -> list:
        return [drawing.draw(seed, number, 13) for number in range(13, 120)]

    assert people(1) == people(1)
    assert people(1) != people(2)


def test_every_profile_is_drawn_once_before_any_twice():
    drawn = [drawing.draw(1, number, 13) for number in range(13, EACH_PROFILE_ONCE + 1)]
    articles = {offense["article"] for story in drawn for offense in story.offenses}
    assert {"272", "188", "269", "255", "146", "174", "132", "192", "380"} <= articles


def test_an_invented_iin_can_be_issued_to_nobody_alive():
    taken: set[str] = set()
    drawn = [names.invented_iin(Random(n), "900115", False, taken) for n in range(300)]
    assert len(set(drawn)) == 300
    assert all(iin.problem(number) is None and number[6] == "1" for number in drawn)


# --- twice, more, away -----------------------------------------------------------------------


def test_twice_adds_nothing_and_more_adds_the_rest():
    assert demonstrating.make(6, 1, TODAY) == 6
    before = Defendant.objects.count(), Decision.objects.count(), Office.objects.count()
    assert demonstrating.make(6, 1, date(2024, 1, 1)) == 0
    assert (Defendant.objects.count(), Decision.objects.count(), Office.objects.count()) == before
    assert demonstrating.make(8, 1, TODAY) == 2


def test_removing_takes_everything_invented_and_nothing_real():
    real = make_case(make_office("court"))
    offices, users = Office.objects.count(), User.objects.count()
    command(people=14)
    tried_out = make_case(
        Office.objects.get(code="demo-court-almaty"), defendant=make_defendant(given_name="Жаңа")
    )
    left = demonstrating.remove()
    assert (left.people, left.users_kept, left.offices_kept) == (15, [], [])
    assert list(Case.objects.all()) == [real]
    assert (Office.objects.count(), User.objects.count()) == (offices, users)
    assert not Defendant.objects.filter(pk=tried_out.defendant_id).exists()
    assert not Decision.objects.exists()
    assert set(Defendant.history.values_list("id", flat=True)) == {real.defendant_id}
    assert set(Case.history.values_list("id", flat=True)) == {real.pk}
    assert "0 invented people" in command("--remove")


def test_what_something_real_refers_to_stays_closed():
    command(people=1)
    office = Office.objects.get(code="demo-police-almaty")
    make_case(make_office("court"), investigating_body=office)
    clerk = User.objects.get(username="clerk")
    Assessment.objects.filter(case__defendant__is_demo=False).update(made_by=clerk)
    left = demonstrating.remove()
    assert (left.users_kept, left.offices_kept) == (["clerk"], ["demo-police-almaty"])
    clerk.refresh_from_db()
    assert not clerk.is_active
    assert not clerk.has_usable_password()
    assert not clerk.groups.exists()
    assert not Office.objects.get(pk=office.pk).is_active


def test_other_apps_are_told_after_the_people_came_and_before_they_leave():
    heard = []

    def came(rng: Random, today: date, **kwargs: object) -> None:
        heard.append(("came", Defendant.objects.filter(is_demo=True).count(), today))

    def leave(**kwargs: object) -> None:
        heard.append(("leave", Defendant.objects.filter(is_demo=True).count()))

    demonstrating.demo_people_made.connect(came)
    demonstrating.demo_people_leave.connect(leave)
    try:
        demonstrating.make(2, 1, TODAY)
        demonstrating.make(2, 1, TODAY)
        demonstrating.remove()
    finally:
        demonstrating.demo_people_made.disconnect(came)
        demonstrating.demo_people_leave.disconnect(leave)
    assert heard == [("came", 2, TODAY), ("leave", 2)]


# --- accounts --------------------------------------------------------------------------------


def test_six_accounts_each_in_the_role_its_name_says(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "an invented password")
    assert "Password of all of them: an invented password" in command(people=0)
    for username, role in ROLES.items():
        user = User.objects.get(username=username)
        assert user.check_password("an invented password")
        assert list(user.groups.values_list("name", flat=True)) == [role]
        assert user.is_staff == (role in {"supervisor", "auditor", "admin"})
        assert user.is_demo
        assert not user.is_superuser


def test_each_account_sees_the_demonstration_in_its_scope():
    command(people=40)
    count = {
        name: Case.objects.visible_to(User.objects.get(username=name)).count()
        for name in ("clerk", "judge", "supervisor", "auditor", "social", "admin")
    }
    assert count["auditor"] == 40
    assert 12 < count["clerk"] == count["judge"] == count["supervisor"] < 40
    assert count["social"] == count["admin"] == 0
    services = Appointment.objects.filter(office__code="demo-social-almaty")
    assert {a.user.username for a in services} == {"social", "supervisor"}


def test_a_generated_password_is_kept_and_told_once(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    told = re.search(r"Password of all of them: (\S+)", command(people=0))[1]
    assert len(told) >= 12
    assert "the one that was printed before" in command(people=0)
    assert User.objects.get(username="judge").check_password(told)


def test_a_given_password_replaces_the_generated_one(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    command(people=0)
    monkeypatch.setenv("DEMO_PASSWORD", "an invented password")
    command(people=0)
    assert User.objects.get(username="clerk").check_password("an invented password")


def test_a_real_account_with_such_a_name_is_left_alone():
    User.objects.create_user("admin", password="of a real person")
    assert "The account admin is a real one" in command(people=1)
    admin = User.objects.get(username="admin")
    assert (admin.is_demo, admin.check_password("of a real person")) == (False, True)


# --- where it may not run --------------------------------------------------------------------


def test_invented_people_are_refused_among_real_ones(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("demo")
    assert not Defendant.objects.exists()


def test_a_number_out_of_range_is_refused():
    with pytest.raises(CommandError):
        command(people=-1)
