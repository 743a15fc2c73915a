"""An IIN with a wrong check digit: refused in every form, entered by a document and two people."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event
from cases import identifying
from cases.correcting import Grounds, Refused
from cases.identifying import Paper
from cases.models import Case, Defendant, IinOverride
from cases.models.people import IinNotConfirmed
from cases.worklists import WORK_LISTS
from tests.cases.corrections import GROUNDS, NOW, typed_over
from tests.cases.typed import typed_case
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "900515300018", "900515300019"
PAPER = Paper(WRONG, "012345678", date(2022, 3, 27))


@pytest.fixture(autouse=True)
def _on_a_day_after_the_law():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def case(court):
    return make_case(court)


@pytest.fixture
def clerk(court):
    return make_user("clerk", court)


@pytest.fixture
def supervisor(court):
    return make_user("supervisor", court)


def post(user, name: str, *arguments: object, **data: str):
    client = Client()
    client.force_login(user)
    return client.post(reverse(name, args=arguments), data)


def page_of(user, name: str, *arguments: object) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse(name, args=arguments)).content.decode()


def told(**changes: str) -> dict[str, str]:
    known = {
        "iin": "900515 300-019",
        "document": "Identity card",
        "number": "012345678",
        "issued_on": "27.03.2022",
        "reason": GROUNDS.reason,
    }
    return known | changes


def proposed(case, clerk) -> IinOverride:
    return identifying.propose(case, PAPER, GROUNDS, clerk, NOW)


def test_a_wrong_check_digit_is_refused_in_the_form_and_in_the_admin(court, case, clerk):
    data = typed_case(court, person__iin=WRONG)
    assert "check digit" in post(clerk, "case-register", **data).content.decode()
    data = typed_over(case, clerk, person__iin=WRONG).dict() | {"version": str(case.version)}
    page = post(clerk, "case-edit", case.pk, **data).content.decode()
    assert "check digit" in page
    assert reverse("case-iin", args=[case.pk]) in page
    assert not Defendant.objects.filter(iin=WRONG).exists()


def test_no_way_of_saving_takes_a_wrong_check_digit_without_a_confirmation(case):
    with pytest.raises(IinNotConfirmed):
        make_defendant(iin=WRONG)
    case.defendant.iin = WRONG
    with pytest.raises(IinNotConfirmed):
        case.defendant.save()
    with pytest.raises(IinNotConfirmed):
        Defendant.objects.filter(pk=case.defendant_id).update(iin=WRONG)
    with pytest.raises(IinNotConfirmed):
        Defendant.objects.bulk_create([Defendant(given_name="Басқа", iin=WRONG)])
    assert not Defendant.objects.filter(iin=WRONG).exists()


def test_a_clerk_proposes_and_a_supervisor_confirms(case, clerk, supervisor):
    assert post(clerk, "case-iin", case.pk, **told()).status_code == 302
    made = IinOverride.objects.get()
    assert (made.iin, made.issued_on, made.state) == (WRONG, date(2022, 3, 27), "proposed")
    assert Defendant.objects.get().iin is None
    assert reverse("case-iin", args=[case.pk]) in page_of(supervisor, "case", case.pk)
    assert list(WORK_LISTS["iin_to_confirm"].rows(Case.objects.all(), NOW.date())) == [case]
    assert "?work=iin_to_confirm" in page_of(supervisor, "home")
    answer = post(supervisor, "case-iin-confirm", case.pk, made.pk)
    assert answer.status_code == 302
    assert post(supervisor, "case-iin-confirm", case.pk, made.pk).status_code == 302
    person = Defendant.objects.get()
    assert (person.iin, person.version) == (WRONG, 2)
    shown = page_of(clerk, "case", case.pk)
    assert "IIN confirmed by" in shown
    assert "Identity card 012345678, 27.03.2022" in shown
    assert person.history.latest("history_id").history_change_reason == GROUNDS.reason
    kinds = set(Event.objects.filter(person_id=person.pk).values_list("kind", flat=True))
    assert {"iin.proposed", "iin.confirmed"} <= kinds


def test_a_confirmed_iin_stays_when_the_case_is_saved_again(case, clerk, supervisor):
    identifying.confirm(proposed(case, clerk), supervisor, NOW)
    data = typed_over(case, clerk, case__note="Жаңа жазба").dict() | {"version": str(case.version)}
    assert data["person-iin"] == WRONG
    page = post(clerk, "case-edit", case.pk, **data).content.decode()
    assert "The check digit of this IIN is wrong" not in page
    assert Defendant.objects.get().iin == WRONG


def test_the_proposer_does_not_confirm(case, clerk, supervisor):
    clerk.groups.add(supervisor.groups.get())
    made = proposed(case, clerk)
    assert post(clerk, "case-iin-confirm", case.pk, made.pk).status_code == 409
    assert Defendant.objects.get().iin is None


@pytest.mark.parametrize("role", ["clerk", "judge", "prosecutor", "auditor"])
def test_nobody_but_a_supervisor_confirms(court, case, clerk, role):
    made = proposed(case, clerk)
    other = make_user(role, court)
    assert post(other, "case-iin-confirm", case.pk, made.pk).status_code == 403


def test_a_refusal_says_why(case, clerk, supervisor):
    made = proposed(case, clerk)
    assert "Say why" in post(supervisor, "case-iin-refuse", case.pk, made.pk).content.decode()
    post(supervisor, "case-iin-refuse", case.pk, made.pk, refusal="The card shows another one.")
    made.refresh_from_db()
    assert (made.state, made.refusal) == ("refused", "The card shows another one.")
    assert "The card shows another one." in page_of(clerk, "case-iin", case.pk)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iin": RIGHT}, "check digit of this IIN is right"),
        ({"iin": "90051530001"}, "12 digits"),
        ({"iin": "111111111111"}, "12 digits"),
        ({"iin": ""}, "Enter the IIN"),
        ({"document": ""}, "Name the document"),
        ({"number": " "}, "Enter the number of the document"),
        ({"issued_on": "27.03.2023"}, "has not come yet"),
        ({"reason": "too short"}, "at least 20 signs"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_at_its_field(case, clerk, changes, words):
    page = post(clerk, "case-iin", case.pk, **told(**changes)).content.decode()
    assert words in page
    assert not IinOverride.objects.exists()


def test_one_proposal_of_a_person_waits_at_a_time(case, clerk):
    proposed(case, clerk)
    assert post(clerk, "case-iin", case.pk, **told()).status_code == 409
    assert IinOverride.objects.count() == 1


def test_an_iin_of_somebody_else_is_neither_proposed_nor_confirmed(court, case, clerk, supervisor):
    other = make_case(court, defendant=make_defendant(given_name="Басқа"))
    mine, theirs = proposed(case, clerk), proposed(other, clerk)
    identifying.confirm(theirs, supervisor, NOW)
    with pytest.raises(Refused, match="cannot be registered"):
        identifying.confirm(mine, supervisor, NOW)
    with pytest.raises(Refused):
        identifying.propose(make_case(court), PAPER, GROUNDS, clerk, NOW)


def test_grounds_are_asked_in_the_shell_too(case, clerk):
    with pytest.raises(Refused, match="20"):
        identifying.propose(case, PAPER, Grounds("short", "A card"), clerk, NOW)


def test_a_namesake_with_another_iin_is_confirmed_by_two_people(court, clerk):
    """The clerk confirms the warning; the approver, somebody else, is told of it again."""
    first = make_case(court, defendant=make_defendant(iin=make_iin(1)))
    data = typed_case(court, person__iin=make_iin(14), token="t")
    page = post(clerk, "case-register", **data)
    told = page.content.decode()
    assert "A person of this name and date of birth is registered." in told
    assert Case.objects.count() == 1
    keys = [part.split('"')[0] for part in told.split('name="confirmed" value="')[1:]]
    client = Client()
    client.force_login(clerk)
    client.post(reverse("case-register"), data | {"confirmed": keys})
    second = Case.objects.exclude(pk=first.pk).get()
    assert Event.objects.filter(kind="case.possible_errors_confirmed").exists()
    from cases.views.decision_rows import doubts_about

    judge = make_user("judge", court)
    assert any("same name and date of birth" in doubt for doubt in doubts_about(second, judge))
