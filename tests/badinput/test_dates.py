"""Rows 1–4, 12–14 and 21–23: days, and G12: one grammar in three languages."""

from datetime import date
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cases.dates import LegalDateField
from cases.models import Case

LANGUAGES = ("kk", "ru", "en")
SPELLINGS = 200
SHAPES = (
    "{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}", "{d:02}/{m:02}/{y}",
    "{m:02}/{d:02}/{y}", "{d:02}.{m:02}.{short:02}", "{y}.{m:02}.{d:02}", "{d:02}-{m:02}-{y}",
    "{english} {d} {y}", "{d} {english} {y}", "{d} {russian} {y}", "{y} ж. {d} {kazakh}",
    "{d:02} {m:02} {y}", "{y}{m:02}{d:02}", "{d:02}.{m:02}.{y} 10:30", "{y}-{m:02}-{d:02}T00:00",
    " {d:02}.{m:02}.{y} ", "{d:02},{m:02},{y}", "٠{d}.{m:02}.{y}", "{d:02}.{m:02}.{y}г.",
)  # fmt: skip
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
RUSSIAN = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
KAZAKH = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]


def spellings() -> list[tuple[str, date | None]]:
    """Text and the only day that it may mean; None: it must be refused. 200, always the same."""
    chance, found = Random(20221103), []
    for number in range(SPELLINGS):
        shape = SHAPES[number % len(SHAPES)]
        day, month, year = chance.randint(1, 31), chance.randint(1, 12), chance.randint(1990, 2030)
        text = shape.format(
            d=day, m=month, y=year, short=year % 100,
            english=ENGLISH[month - 1], russian=RUSSIAN[month - 1], kazakh=KAZAKH[month - 1],
        )  # fmt: skip
        found.append((text, meant(text)))
    return found


def meant(text: str) -> date | None:
    """By hand: two fixed shapes, read without the program's own field."""
    signs = text.strip()
    shapes = (("d.m.y", signs.split(".")), ("y-m-d", signs.split("-")))
    for order, parts in shapes:
        if [len(part) for part in parts] == ([2, 2, 4] if order == "d.m.y" else [4, 2, 2]):
            if not all(part.isascii() and part.isdigit() for part in parts):
                return None
            year, month, day = parts if order == "y-m-d" else parts[::-1]
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                return None
    return None


def read(text: str, language: str) -> date | None:
    with override(language):
        try:
            return LegalDateField().clean(text)
        except ValidationError:
            return None


def test_two_hundred_spellings_mean_the_same_day_in_every_language():
    """Rows 2, 3, 4, G12: each is one day, or refused, in Kazakh, Russian and English alike."""
    known = spellings()
    read_as = [[read(text, language) for language in LANGUAGES] for text, _day in known]
    assert [
        (text, *found)
        for (text, day), found in zip(known, read_as, strict=True)
        if set(found) != {day}
    ] == []
    assert len(known) == SPELLINGS
    assert 20 < sum(day is not None for _text, day in known) < 80


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2022-02-30", "no such date"),  # row 1
        ("01/05/2022", "slashes"),  # row 2
        ("05/01/2022", "slashes"),
        ("05.01.22", "dd.mm.yyyy"),  # row 4
        ("Jan 5 2022", "dd.mm.yyyy"),
        ("05.01.2999", "between 1900 and 2100"),  # row 14
        ("05.01.2098", "cannot lie in the future"),
        ("02.07.2022", "after the verdict"),
    ],
)
def test_a_wrong_day_of_an_offense_is_refused(desk, typed, words):
    """Rows 1, 2, 4, 14."""
    text = desk.refused(offenses__0__committed_from=typed)
    assert words in text
    assert f'value="{typed}"' in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fifth_of_january_is_the_same_day_in_every_language(desk, language):
    """Row 3."""
    desk.cookies["django_language"] = language
    case = desk.registered(offenses__0__committed_from="05.01.2022")
    assert case.offenses.get().committed_from == date(2022, 1, 5)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "31.12.1899", "01.01.2098"])
def test_a_birth_date_outside_1900_and_today_is_refused(desk, typed):
    """Row 12."""
    assert f'value="{typed}"' in desk.refused(person__birth_date=typed)


@pytest.mark.django_db
def test_a_child_is_a_possible_error_and_changes_no_answer(desk):
    """Row 13."""
    answer = desk.register(person__birth_date="06.01.2008")
    assert answer.status_code == 200
    assert 'name="confirmed" value="child:' in answer.content.decode()


def outcome_of(case: Case) -> str:
    return case.current_assessment.outcome


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"), [("03.01.2022", "04.01.2022"), ("07.01.2022", "08.01.2022")]
)
def test_an_offense_across_the_edge_of_the_days_is_taken_and_reviewed(desk, first, last):
    """Row 21."""
    case = desk.registered(offenses__0__committed_from=first, offenses__0__committed_to=last)
    assert outcome_of(case) == "needs_review"
    assert "crosses_window" in case.current_assessment.flags.split()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "is_inside"),
    [("03.01.2022", False), ("04.01.2022", True), ("07.01.2022", True), ("08.01.2022", False)],
)
def test_both_ends_of_the_days_are_inside(desk, day, is_inside):
    """Row 22."""
    case = desk.registered(offenses__0__committed_from=day)
    assert (outcome_of(case) == "not_covered") is not is_inside


@pytest.mark.django_db
def test_an_unknown_day_is_missing_and_never_relief(desk):
    """Row 23."""
    case = desk.registered(offenses__0__committed_from="")
    assert outcome_of(case) == "needs_review"
    assert "committed_from" in case.current_assessment.missing_facts
