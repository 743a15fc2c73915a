"""Invented plans for the invented people: one in every state that a page can show.

Every act walks through the same doors as that of a worker; only the days are made up, relative
to the day given. Removed with the people by one call.
"""

import random
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from amnesty.accounts.acting import acting
from amnesty.accounts.models import User
from amnesty.accounts.roles import SUPERVISOR
from cases.models import Decision
from resocialization import closing, consenting, handing, planning
from resocialization.addressing import Place, move
from resocialization.handing import Word
from resocialization.models import (
    Address,
    Closing,
    Consent,
    Contact,
    HandOver,
    MedicalNote,
    Need,
    NeedChange,
    Notice,
    Plan,
    Service,
    Step,
)
from resocialization.planning import NeedAnswer, NextStep
from resocialization.recording import Given, record_contact

STREETS = ("Абай даңғылы", "Достық даңғылы", "Сейфуллин көшесі", "Гоголь көшесі", "Жібек жолы")
EMPLOYERS = ("Наурыз құрылыс", "Бөрі логистика", "Дала наубайханасы")
LONG_AGO = timedelta(days=200)
Story = Callable[["Teller"], None]


def fill(rng: random.Random, today: date) -> int:
    """Open the plan of every invented release and tell a story with it; returns how many."""
    decisions = Decision.objects.freeing().filter(case__defendant__is_demo=True).order_by("pk")
    recent, ended = cycle(STORIES), cycle(ENDED)
    told = 0
    for decision in decisions.select_related("case__court__region", "case__defendant"):
        plan, _made = planning.open_plan(decision, today)
        if plan.opened_at == _nine_oclock(plan, today):
            continue
        workers = list(planning.workers_of([plan.office], today)) if plan.office else []
        if not workers:
            _tell(nobody_follows, Teller(plan, rng, today, workers))
        elif plan.released_on > today - LONG_AGO:
            _tell(next(recent), Teller(plan, rng, today, workers))
        else:
            then = plan.released_on + timedelta(days=rng.randint(60, 150))
            _tell(next(ended), Teller(plan, rng, then, workers))
        told += 1
    return told


def _nine_oclock(plan: Plan, today: date) -> datetime:
    """When an invented plan was opened: on the day of release, which also says that it is told."""
    first = min(plan.released_on, today)
    return datetime.combine(first, time(9), timezone.get_current_timezone())


@transaction.atomic
def remove() -> int:
    """Take all plans of invented people away, with the notices of demonstration accounts."""
    plans = Plan.objects.filter(defendant__is_demo=True)
    contacts = Contact.objects.filter(plan__in=plans)
    while contacts.exists():
        contacts.filter(corrected_by__isnull=True).delete()
    medical = MedicalNote.objects.filter(plan__in=plans)
    while medical.exists():
        medical.filter(corrected_by__isnull=True).delete()
    needs = Need.objects.filter(plan__in=plans)
    NeedChange.objects.filter(need__in=needs).delete()
    Step.objects.filter(need__in=needs).delete()
    needs.delete()
    for model in (Address, Consent, Closing, HandOver):
        model.objects.filter(plan__in=plans).delete()
    Notice.objects.filter(user__is_demo=True).delete()
    number, _by_model = plans.delete()
    return number


def _tell(story: Story, teller: "Teller") -> None:
    plan, workers = teller.plan, teller.workers
    plan.opened_at = _nine_oclock(plan, teller.today)
    plan.save(update_fields=["opened_at"])
    with transaction.atomic(), acting(workers[0] if workers else None):
        story(teller)


class Teller:
    """One invented plan and what happens in it, told in days from today (negative = past)."""

    def __init__(self, plan: Plan, rng: random.Random, today: date, workers: list[User]) -> None:
        self.plan, self.rng, self.today, self.workers = plan, rng, today, workers

    def day(self, days: int) -> date:
        """A day from today; what is past is not before the release."""
        wanted = self.today + timedelta(days=days)
        return max(wanted, min(self.plan.released_on, self.today)) if days <= 0 else wanted

    def need(self, code: str) -> Need:
        return self.plan.needs.select_related("direction", "plan").get(direction__code=code)

    def steps(self, code: str) -> QuerySet[Step]:
        steps = Step.objects.open().filter(need__plan=self.plan, need__direction__code=code)
        return steps.select_related("need__direction", "need__plan", "service")

    def assign(self) -> None:
        if self.workers and self.plan.worker_id is None:
            handing.take(self.plan, self.workers[0])

    def begin(self) -> None:
        """What every followed person has: a worker, a consent, an address."""
        self.assign()
        given = self.day(-20)
        for purpose in Consent.Purpose.values:
            consenting.give(self.plan, purpose, Consent.Form.PAPER, given, None)
        street, house = self.rng.choice(STREETS), self.rng.randint(1, 120)
        phone = f"+7 700 000 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)}"
        move(self.plan, self.plan.version, Place(f"{street}, {house}", phone))

    def due(self, **days: int) -> None:
        """Move the open steps of each direction to that day."""
        for code, number in days.items():
            for step in self.steps(code):
                to = NextStep(
                    self.today + timedelta(days=number),
                    step.what,
                    step.service,
                    step.waits_for,
                    step.organization,
                    step.reference,
                )
                planning.change_step(step, step.version, to)

    def contact(
        self,
        code: str,
        days: int,
        note: str = "",
        *,
        kind: str = Contact.Kind.CALL,
        reached: bool = True,
        then: NextStep | None = None,
        appointment: tuple[bool, date | None] | None = None,
    ) -> None:
        """A contact about one direction; when reached it ends the step that was open."""
        step = self.steps(code).first()
        given = Given(
            kind=kind,
            reached=reached,
            on=self.day(days),
            key=uuid.uuid4(),
            note=note,
            step_state=Step.State.DONE if reached else Step.State.OPEN,
            step_version=step.version if step else 0,
            next=then,
            appointment=appointment,
        )
        need = step.need if step else self.need(code)
        need.plan = self.plan
        record_contact(self.plan, need, step, given, self.day(days))

    def status(self, code: str, days: int, answer: NeedAnswer) -> None:
        need = self.need(code)
        planning.change_need(need, need.version, answer, self.day(days))

    def after(self, days: int, what: str = "", **values: object) -> NextStep:
        return NextStep(self.today + timedelta(days=days), what, **values)

    def service(self, code: str) -> Service | None:
        return Service.objects.filter(code=code).first()


# --- the stories -----------------------------------------------------------------------------


def just_released(tell: Teller) -> None:
    tell.assign()
    tell.due(paperwork=0, housing=0, employment=7, medical_care=7)


def well_under_way(tell: Teller) -> None:
    """Something overdue, something today, something this week, something later."""
    tell.begin()
    tell.due(medical_care=-2)
    card = tell.after(0, service=tell.service("identity-card"), waits_for="person")
    tell.contact("paperwork", -12, "Куәлікті жоғалтқан, қалпына келтіреді.", then=card)
    tell.contact("employment", -6, "Резюме дайындауға көмек сұрады.", then=tell.after(2))
    tell.contact("housing", -6, "Әкесінің үйінде тұрады.", kind="visit", then=tell.after(25))


def waiting_for_a_document(tell: Teller) -> None:
    tell.begin()
    applied = tell.after(
        -3,
        service=tell.service("identity-card"),
        waits_for=Step.WaitsFor.ORGANIZATION,
        organization="ХҚКО / ЦОН",
        reference=f"002-{tell.rng.randint(10_000, 99_999)}",
    )
    tell.contact("paperwork", -15, "Подал заявление на удостоверение.", then=applied)
    tell.due(housing=1, employment=4, medical_care=9)


def found_work(tell: Teller) -> None:
    tell.begin()
    tell.contact("employment", -10, "Собеседование прошло хорошо.", kind="office")
    employer = tell.rng.choice(EMPLOYERS)
    met = NeedAnswer(Need.Status.MET, f"{employer}, жүргізуші", tell.day(-7))
    tell.status("employment", -7, met)
    tell.status("housing", -18, NeedAnswer(Need.Status.NO_NEED))
    tell.contact("medical_care", -5, then=tell.after(3), appointment=(True, tell.day(-5)))
    tell.contact("paperwork", -5, "Барлық құжаты бар.")
    tell.status("paperwork", -5, NeedAnswer(Need.Status.MET, "Жеке куәлік", tell.day(-5)))


def declined_help(tell: Teller) -> None:
    tell.begin()
    tell.contact("employment", -8, "Өзі жұмыс іздейді.")
    again = tell.today + timedelta(days=22)
    words = "«Көмектің қажеті жоқ, өзім табамын»"
    refusal = NeedAnswer(Need.Status.DECLINED, declined_words=words, ask_again_on=again)
    tell.status("employment", -8, refusal)
    tell.status("medical_care", -8, NeedAnswer(Need.Status.NO_NEED))
    tell.due(paperwork=5, housing=6)


def not_reached_for_long(tell: Teller) -> None:
    tell.begin()
    tell.contact("housing", -40, "Обещал перезвонить.", then=tell.after(-21))
    tell.contact("housing", -21, reached=False)
    tell.due(paperwork=-30, employment=-11, medical_care=12)


def nothing_planned(tell: Teller) -> None:
    tell.begin()
    tell.contact("employment", -4, "Мансап орталығына тіркелді.", kind="message")
    tell.contact("paperwork", -4, "Құжаттары тапсырылды.")
    tell.due(housing=0, medical_care=2)


def nobody_follows(tell: Teller) -> None:
    Plan.objects.filter(pk=tell.plan.pk).update(worker=None)
    tell.due(paperwork=0, housing=1, employment=6, medical_care=8)


def without_roof_and_papers(tell: Teller) -> None:
    """Handed over as urgent where there is a second worker."""
    tell.begin()
    tell.plan.refresh_from_db()
    move(tell.plan, tell.plan.version, Place("", "", None, True, True))
    tell.due(housing=-1, paperwork=0, employment=10, medical_care=5)
    if len(tell.workers) > 1:
        word = Word("Түнейтін жері жоқ. Бүгін оңалту орталығына хабарласу керек.", urgent=True)
        handing.hand_over([tell.plan], tell.workers[1], {tell.plan.pk: word})


def asked_to_close(tell: Teller) -> None:
    found_work(tell)
    _ask(tell, Plan.Outcome.COMPLETED, "Жұмыста, үйі мен құжаттары бар.")


def closed_with_success(tell: Teller) -> None:
    found_work(tell)
    _close(tell, Plan.Outcome.COMPLETED, "Работает, жильё и документы есть.")


def closed_by_moving(tell: Teller) -> None:
    declined_help(tell)
    _close(tell, Plan.Outcome.MOVED, "Басқа облысқа көшіп кетті.")


def _ask(tell: Teller, outcome: str, reason: str) -> Closing | None:
    tell.plan.refresh_from_db()
    worker = tell.plan.worker
    if worker is None:
        return None
    return closing.ask_to_close(tell.plan, tell.plan.version, outcome, reason, worker, tell.day(-3))


def _close(tell: Teller, outcome: str, reason: str) -> None:
    asked = _ask(tell, outcome, reason)
    supervisor = (
        User.objects.filter(groups__name=SUPERVISOR, appointments__office=tell.plan.office)
        .order_by("pk")
        .first()
    )
    if asked and supervisor:
        with acting(supervisor):
            closing.approve(asked, asked.plan.version, supervisor, tell.day(-2))


STORIES: tuple[Story, ...] = (
    well_under_way,
    just_released,
    found_work,
    waiting_for_a_document,
    nobody_follows,
    not_reached_for_long,
    declined_help,
    nothing_planned,
    without_roof_and_papers,
    asked_to_close,
    closed_with_success,
    closed_by_moving,
)
ENDED: tuple[Story, ...] = (closed_with_success, closed_by_moving)
