"""Rows 46–49, 51 and 52: texts that mean something to a program, and are texts here."""

import logging
from time import process_time

import pytest
from django.urls import reverse

from cases.models import Case

pytestmark = pytest.mark.django_db

CODE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "<svg onload=alert(1)>",
    "{{7*7}}",
    "{% debug %}",
    "${7*7}",
    "{0.__class__}",
    "' OR 1=1--",
    "1; SELECT pg_sleep(9)",
    '=HYPERLINK("http://evil.example")',
    "+cmd|' /C calc'!A0",
]


@pytest.mark.parametrize(
    "typed", ["%", "_", "\\", "ж" * 10_000, "(ж+)+$", "ж" * 30 + "!", *CODE, "--", "\x00"]
)
def test_a_search_takes_its_text_literally_and_quickly(desk, typed):
    """Rows 46, 49: nothing is found, nothing breaks; the time is printed and held ten times over."""
    desk.registered()
    start = process_time()
    answer = desk.post(reverse("search"), {"q": typed})
    took = process_time() - start
    assert answer.status_code == 200
    assert "data-row" not in answer.content.decode()
    assert took < 2


@pytest.mark.parametrize("typed", CODE)
def test_code_in_a_note_is_stored_as_text_and_shown_escaped(desk, typed):
    """Rows 47, 48, 49."""
    case = desk.registered(case__note=typed)
    assert case.note == typed
    text = desk.get(reverse("case-edit", args=[case.pk])).content.decode()
    assert "<img src=x" not in text
    assert "<script>alert" not in text
    assert "<svg onload" not in text
    assert "{{7*7}}" in text if typed == "{{7*7}}" else ">49<" not in text


@pytest.mark.parametrize("typed", ["<b>Иван", "Иван'; DROP TABLE", "{{7*7}}", "=SUM"])
def test_code_is_no_name(desk, typed):
    """Rows 47, 50."""
    assert "<b>Иван" not in desk.refused(person__surname=typed)


@pytest.mark.parametrize("typed", ["clerk\r\nSet-Cookie: stolen=1", "\x1b[31mred", "a\nb"])
def test_a_line_break_in_a_name_makes_no_header_and_no_line_of_the_log(client, caplog, typed):
    """Row 51."""
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("login"), {"username": typed, "password": "x"})
    assert answer.status_code == 200
    assert "stolen" not in f"{answer.headers}{answer.cookies}"
    assert not [line for line in caplog.messages if typed in line or "\x1b" in line]


@pytest.mark.parametrize("typed", ["а" * 1_000_000, "строка\n" * 100_000, "а" * 20_001])
def test_a_note_above_twenty_thousand_signs_is_refused(desk, typed):
    """Row 52; what is larger than a form may be is a bad request."""
    answer = desk.register(case__note=typed)
    assert answer.status_code in {200, 400}
    assert Case.objects.count() == 0
