"""Two at once, in real transactions: no stale answer, no lost edit, no decision taken twice.

Each act is a thread with a connection of its own: on PostgreSQL of the test database, on SQLite
of a file that begins as a copy of it. A dead end would show as an error of the database.
"""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import sleep

import msgspec
import pytest
from django.db import connection, connections
from django.utils import timezone

from amnesty.accounts import trail
from amnesty.accounts.models import User
from cases import deciding, reevaluating, registering, working
from cases.answering import evaluate as evaluate_a_case
from cases.deciding import Content, Refused, Stale
from cases.filing import Filing
from cases.gathering import gather_one
from cases.models import Assessment, Case, Decision, Offense
from cases.referencing import current_basis, digest_of
from resocialization import handing
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Plan
from tests.cases.runs import use_other_rules
from tests.factories import make_case, make_defendant, make_office, make_user
from tests.security.world import make_plan

pytestmark = pytest.mark.django_db(transaction=True)

RACES = 100


@pytest.fixture(autouse=True)
def _a_database_for_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """On SQLite the test database lies in memory, where threads share one transaction."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    copy = sqlite3.connect(tmp_path / "races.sqlite3")
    connection.connection.backup(copy)
    copy.close()
    named = connections.settings["default"]
    before = {"NAME": named["NAME"], "OPTIONS": named["OPTIONS"]}
    # A power loss is not the matter here; the disk would take most of the time.
    quick = named["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    named["NAME"] = str(tmp_path / "races.sqlite3")
    named["OPTIONS"] = named["OPTIONS"] | {"init_command": quick}
    yield
    named.update(before)


Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """What each act returned or raised; they start together, in threads of their own."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Act) -> None:
        try:
            start.wait(30)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "an act never ended"
    return results


def round_by_round(*rounds: list[Act]) -> list[list[object]]:
    """Each side goes through its acts in one thread; the acts of a round start together."""
    step = threading.Barrier(len(rounds))

    def side(acts: list[Act]) -> list[object]:
        results = []
        for act in acts:
            step.wait(60)
            try:
                results.append(act())
            except Exception as error:
                results.append(error)
        return results

    return list(zip(*at_once(*(partial(side, acts) for acts in rounds)), strict=True))


def alone(act: Act) -> object:
    """One act in a thread; its error is raised here."""
    (result,) = at_once(act)
    if isinstance(result, Exception):
        raise result
    return result


def amend(pk: int, version: int, **offense: object) -> int:
    """Save a case as its page does, with another fact in its offense; returns the version."""
    case = Case.objects.select_related("defendant").get(pk=pk)
    row = case.offenses.get()
    values = {"id": row.pk, "article": row.article, "part": row.part} | offense
    filing = Filing(case={}, person={}, offenses=[values], sentence=_sentence(case), custody=[])
    return registering.amend(case, version, filing).version


def _sentence(case: Case) -> dict:
    names = ("kind", "years", "months", "days", "starts_on", "facility", "custody_known")
    return {name: getattr(case.sentence, name) for name in names}


def stale_cases() -> list[int]:
    """Cases whose current answer is not the answer to their facts under the rules in use."""
    basis, found = current_basis(), []
    for case in Case.objects.select_related("current_assessment"):
        answer = case.current_assessment
        present = digest_of(msgspec.json.encode(gather_one(case.pk).dossier))
        right = (present, basis.rule_set_id, basis.reference_id)
        held = (answer.digest, answer.rule_set_id, answer.reference_id)
        if held != right or case.facts_version != case.assessed_facts_version:
            found.append(case.pk)
    return found


def no_dead_end(results: list[object], *expected: type[Exception]) -> None:
    """Every error is one of those that the program answers to."""
    strange = [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, expected)
    ]
    assert strange == []


def sow(number: int) -> list[int]:
    court = make_office("court")
    return [make_case(court).pk for _ in range(number)]


# --- a save against a run --------------------------------------------------------------------


def test_a_hundred_saves_against_a_run_leave_no_stale_answer(monkeypatch):
    """Each case is saved once while the run is under way, at a moment left to chance."""
    cases = alone(lambda: sow(RACES))
    alone(lambda: use_other_rules(likely_as_listed=[]))
    run = alone(lambda: reevaluating.request_run())
    alone(lambda: reevaluating.start_waiting_run(timezone.now()))
    monkeypatch.setattr(working, "CASES_A_CHUNK", 5)
    monkeypatch.setattr("cases.answering.evaluate", slowly(evaluate_a_case))

    is_under_way = threading.Event()

    def answer_all() -> None:
        while working.do_one_range(run.pk):
            is_under_way.set()

    def save_all() -> list[object]:
        is_under_way.wait(30)
        return [amend(pk, 1, committed_from=date(2022, 1, 6)) for pk in cases]

    no_dead_end(at_once(answer_all, save_all))
    assert alone(stale_cases) == []
    assert alone(lambda: Assessment.objects.filter(run=run).count()) > 0


def slowly(evaluate: Callable) -> Callable:
    """The run takes its time over each case, so that saves come in between."""

    def evaluated(*given: object) -> object:
        sleep(0.002)
        return evaluate(*given)

    return evaluated


# --- two tabs --------------------------------------------------------------------------------


def test_of_two_tabs_that_save_a_case_one_wins_and_the_other_is_told():
    """A hundred pairs of the same version: one is saved, the other refused, none half-saved."""
    cases = alone(lambda: sow(RACES))
    days = (date(2022, 1, 6), date(2022, 1, 7))
    tabs = [[partial(amend, pk, 1, committed_from=day) for pk in cases] for day in days]
    rounds = round_by_round(*tabs)
    kept = alone(lambda: dict(Offense.objects.values_list("case_id", "committed_from")))
    for pk, results in zip(cases, rounds, strict=True):
        no_dead_end(results, registering.ChangedMeanwhile)
        assert results.count(2) == 1, results  # one save, of the second version
        assert kept[pk] == days[results.index(2)]
    assert alone(stale_cases) == []


def content_of(case: Case) -> Content:
    return Content(
        office=case.court,
        decider="А. Бекова",
        act_number="1-22",
        decided_on=date(2022, 11, 10),
        outcome="reduce",
        new_end=date(2022, 10, 16),
    )


def test_an_author_and_two_judges_at_once_never_lose_a_decision():
    """A hundred drafts: the author changes one, two judges approve it at the same moment.

    Either one approval holds for the text that the judge saw, or the judges are told it moved.
    """

    def drafts() -> list[Decision]:
        cases = [make_case(court) for _ in range(RACES)]
        return [deciding.record(case, content_of(case), author, timezone.now()) for case in cases]

    def change(draft: Decision) -> Decision:
        case = Case.objects.get(pk=draft.case_id)
        content = replace(content_of(case), act_number="2-22")
        return deciding.record(case, content, author, timezone.now(), 1)

    def approve(judge: User, draft: Decision) -> Decision:
        return deciding.approve(draft, judge, 1, timezone.now(), identity_checked=True)

    court = alone(lambda: make_office("court"))
    author = alone(lambda: make_user("clerk", court))
    judges = alone(lambda: [make_user("judge", court) for _ in range(2)])
    made = alone(drafts)
    sides = [change, *(partial(approve, judge) for judge in judges)]
    rounds = round_by_round(*([partial(side, draft) for draft in made] for side in sides))
    kept = alone(lambda: Decision.objects.in_bulk([draft.pk for draft in made]))
    for draft, results in zip(made, rounds, strict=True):
        no_dead_end(results, Stale, Refused)
        (done,) = (place for place, row in enumerate(results) if isinstance(row, Decision))
        decision = kept[draft.pk]
        if done == 0:
            told = (decision.state, decision.act_number, decision.version)
            assert told == ("draft", "2-22", 2)
        else:
            assert (decision.state, decision.act_number) == ("approved", "1-22")
            assert decision.approved_by_id == judges[done - 1].pk
            assert decision.digest == decision.content_digest()


def test_of_two_who_take_one_person_one_does():
    """Ten people whom nobody follows, two workers for each."""
    court = alone(lambda: make_office("court"))
    service = alone(lambda: make_office("social_service"))
    workers = alone(lambda: [make_user("social_worker", service) for _ in range(2)])
    plans = alone(lambda: [make_plan(court, service, None) for _ in range(10)])
    sides = ([partial(handing.take, plan, worker) for plan in plans] for worker in workers)
    for results in round_by_round(*sides):
        no_dead_end(results, ChangedMeanwhile)
        assert Counter(map(type, results)) == {type(None): 1, ChangedMeanwhile: 1}


# --- many rows in one act --------------------------------------------------------------------


def moves_of(pk: int, place: int) -> int:
    """Twelve saves of one case with another birth date each; how many were not too late."""
    saved = 0
    for turn in range(12):
        case = Case.objects.select_related("defendant").get(pk=pk)
        row = case.offenses.get()
        offense = {"id": row.pk, "article": row.article, "part": row.part}
        filing = Filing(
            case={},
            person={"birth_date": date(1990, 1, 1 + (turn * 3 + place) % 28)},
            offenses=[offense | {"committed_from": date(2022, 1, 4 + (turn + place) % 4)}],
            sentence=_sentence(case),
            custody=[],
        )
        try:
            registering.amend(case, case.version, filing)
            saved += 1
        except registering.ChangedMeanwhile:
            continue
    return saved


def test_acts_on_many_rows_never_wait_for_each_other_in_a_ring():
    """A person with three cases changes, each of the cases is saved, a run answers them all.

    Whoever held a case and waited for the trail, while the trail's holder waited for that case,
    would be thrown out by the database.
    """

    def family() -> list[int]:
        person, court = make_defendant(), make_office("court")
        return [make_case(court, defendant=person).pk for _ in range(3)]

    cases = alone(family)
    alone(lambda: use_other_rules(likely_as_listed=[]))
    run = alone(lambda: reevaluating.request_run())
    alone(lambda: reevaluating.start_waiting_run(timezone.now()))

    def answer_all() -> None:
        while working.do_one_range(run.pk):
            pass

    moves = (partial(moves_of, pk, place) for place, pk in enumerate(cases))
    results = at_once(*moves, answer_all)
    no_dead_end(results)
    assert sum(results[:3]) > 12
    assert alone(stale_cases) == []
    assert alone(lambda: list(trail.verify())) == []


def test_handing_over_the_same_people_in_another_order_is_no_dead_end():
    """Two supervisors hand over the same four people, one from the front, one from the back."""

    def people() -> list[Plan]:
        return [make_plan(court, service, workers[0]) for _ in range(4)]

    court = alone(lambda: make_office("court"))
    service = alone(lambda: make_office("social_service"))
    workers = alone(lambda: [make_user("social_worker", service) for _ in range(3)])
    for _ in range(3):
        plans = alone(people)
        results = at_once(
            lambda plans=plans: handing.hand_over(plans, workers[1], {}),
            lambda plans=plans: handing.hand_over(plans[::-1], workers[2], {}),
        )
        no_dead_end(results, ChangedMeanwhile)
        assert Counter(map(type, results)) == {int: 1, ChangedMeanwhile: 1}
        rows = Plan.objects.filter(pk__in=[plan.pk for plan in plans])
        assert len(set(alone(lambda rows=rows: list(rows.values_list("worker"))))) == 1
