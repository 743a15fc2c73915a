"""A clerk registers a case: by keyboard, by mouse, without script; and what is refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import SPOKEN, Visitors, answer_to, focused, overflow, speak
from tests.browser.files import EXAMPLE, about
from tests.browser.hands import Presses, fill_in, type_with_keys
from tests.browser.program import Program

SAVE = ".form-footer .btn-primary"
ERROR = {"en": "Error:", "ru": "Ошибка:", "kk": "Қате:"}


def expect_the_example(page: Page) -> None:
    """The answer of Step 1: cut by three quarters, one year kept, over since 16 October 2022."""
    panel = page.locator("[data-outcome]")
    expect(panel).to_have_attribute("data-outcome", "reduce")
    verdict = panel.locator(".verdict")
    for words in ("three quarters", "kept 1 year", "ended on 16.10.2022", "Release now"):
        expect(verdict).to_contain_text(words, ignore_case=True)


def test_a_case_is_registered_with_the_keyboard_alone(visitors: Visitors):
    """Check 6 (C1): `n`, Tab, Ctrl+S; no pointer, and the answer is on the next page."""
    page = visitors.open("clerk")
    presses = Presses(page)
    page.goto("/")
    with answer_to(page):
        page.keyboard.press("n")
    expect(page).to_have_url("/cases/new/")
    type_with_keys(page, EXAMPLE)
    with answer_to(page):
        page.keyboard.press("Control+s")
    expect_the_example(page)
    assert presses.pointer == 0
    assert presses.clicks == 0


def test_the_shortcut_is_a_place_on_the_keyboard(visitors: Visitors):
    """`n` works where the layout is Russian: the event says «т», the place is KeyN."""
    page = visitors.open("clerk")
    page.goto("/")
    with answer_to(page):
        page.evaluate(
            "() => document.body.dispatchEvent(new KeyboardEvent("
            "'keydown', {key: 'т', code: 'KeyN', bubbles: true}))"
        )
    expect(page).to_have_url("/cases/new/")


def test_a_case_is_registered_with_three_clicks(visitors: Visitors):
    """Check 5 (C1 by mouse): the answer is on the landing page."""
    page = visitors.open("clerk")
    presses = Presses(page)
    page.goto("/")
    with answer_to(page):
        page.locator(".site-action").click()
    fill_in(page, about("Мышкин"))
    with answer_to(page):
        page.locator(SAVE).click()
    expect_the_example(page)
    assert 0 < presses.clicks <= 3


def test_a_case_is_registered_without_script(visitors: Visitors, program: Program):
    """Check 35: two rows of offenses too, the second one asked for by a plain button."""
    page = visitors.open("clerk", java_script_enabled=False)
    page.goto("/cases/new/")
    fill_in(page, about("Бесскриптов"))
    before = program.count("cases_case")
    with answer_to(page):
        page.locator("button[name=add_row][value=offenses]").click()
    assert program.count("cases_case") == before, "adding a row saves nothing"
    expect(page.locator("[name='person-surname']")).to_have_value("Бесскриптов")
    fill_in(page, {"offenses-1-article": "188", "offenses-1-part": "2"})
    fill_in(page, {"offenses-1-committed_from": "06.01.2022", "offenses-1-nexus": "riot"})
    with answer_to(page):
        page.locator(SAVE).click()
    expect(page.locator("[data-outcome]")).to_have_count(1)
    assert program.count("cases_case") == before + 1


def test_a_row_is_added_and_taken_away_without_leaving_the_page(visitors: Visitors):
    """Alt+O adds a row and goes to its first field; Remove takes it away again."""
    page = visitors.open("clerk")
    page.goto("/cases/new/")
    fill_in(page, {"person-surname": "Қалады"})
    page.keyboard.press("Alt+o")
    assert "offenses-1-article" in focused(page)
    page.keyboard.type("188")
    rows = page.locator("#offenses [data-formset-row]:visible")
    expect(rows).to_have_count(2)
    rows.last.locator("[data-formset-remove]").press("Enter")
    expect(rows).to_have_count(1)
    expect(page.locator("#live")).not_to_be_empty()
    expect(page.locator("[name='person-surname']")).to_have_value("Қалады")


def test_a_double_click_on_save_makes_one_case(visitors: Visitors, program: Program):
    """Check 39."""
    page = visitors.open("clerk")
    page.goto("/cases/new/")
    fill_in(page, about("Екіретов"))
    before = program.count("cases_case")
    with answer_to(page):
        page.locator(SAVE).dblclick()
    expect_the_example(page)
    assert program.count("cases_case") == before + 1


@pytest.mark.parametrize("language", SPOKEN)
def test_a_refused_form_says_what_is_wrong_and_keeps_what_was_typed(
    visitors: Visitors, program: Program, language: str
):
    """Check 22: focus on the summary, links to the fields, the same words, all rows kept."""
    page = visitors.open("clerk", language)
    page.goto("/cases/new/")
    before = program.count("cases_case")
    fill_in(page, about("Сақталсын", birth_date="31.02.1990", iin="12345"))
    page.keyboard.press("Alt+o")
    fill_in(page, {"offenses-1-article": "188", "offenses-1-committed_from": "05/01/2022"})
    with answer_to(page):
        page.locator(SAVE).click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith(ERROR[language])
    links = summary.locator("a")
    assert links.count() == 3
    for number in range(links.count()):
        link = links.nth(number)
        target = link.get_attribute("href").removeprefix("#")
        link.click()
        expect(page.locator(f"[id='{target}']")).to_be_focused()
        described = page.locator(f"[id='{target}']").get_attribute("aria-describedby").split()
        texts = [page.locator(f"[id='{name}']").inner_text() for name in described]
        assert any(link.inner_text() in text for text in texts), "the same words at the field"
    for name, value in (("person-surname", "Сақталсын"), ("person-iin", "12345"),
                        ("offenses-0-article", "272"), ("offenses-1-article", "188"),
                        ("offenses-1-committed_from", "05/01/2022")):  # fmt: skip
        expect(page.locator(f"[name='{name}']")).to_have_value(value)
    assert program.count("cases_case") == before


@pytest.mark.parametrize(
    ("language", "given_name"), [("kk", "Абай"), ("ru", "Иван"), ("en", "Том")]
)
@pytest.mark.parametrize(
    ("surname", "typed"), [("Күнтізбеков", "05.01.2022"), ("Жылнамаев", "2022-01-05")]
)
def test_dates_are_read_alike_in_every_language(
    visitors: Visitors, program: Program, surname: str, typed: str, language: str, given_name: str
):
    """Check 30: both ways of writing give 5 January in all three."""
    page = visitors.open("clerk", language)
    page.goto("/cases/new/")
    fill_in(page, about(surname, given_name=given_name) | {"offenses-0-committed_from": typed})
    with answer_to(page):
        page.locator(SAVE).click()
    expect(page.locator("[data-outcome] tr", has_text="05.01.2022").first).to_be_visible()
    last = program.ask("SELECT committed_from FROM cases_offense ORDER BY id DESC LIMIT 1")
    assert last == [("2022-01-05",)]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_other_ways_of_writing_a_date_are_refused(visitors: Visitors, language: str):
    """Check 30: two-digit years, no dots, slashes. Nothing is guessed."""
    page = visitors.open("clerk", language)
    for typed in ("05.01.22", "05012022", "05/01/2022"):
        page.goto("/cases/new/")
        fill_in(page, about("Күндіз") | {"offenses-0-committed_from": typed})
        with answer_to(page):
            page.locator(SAVE).click()
        expect(page.locator("[data-error-summary] a")).to_have_count(1)
        expect(page.locator("[name='offenses-0-committed_from']")).to_have_value(typed)


@pytest.mark.parametrize(
    ("outcome", "typed"),
    [
        ("not_covered", about("Кешікбаев") | {"offenses-0-committed_from": "09.01.2022"}),
        ("excluded", about("Рецидивов") | {"case-recidivism": "dangerous"}),
    ],
    ids=["not covered", "excluded"],
)
def test_a_no_is_an_answer_and_not_an_error(visitors: Visitors, outcome: str, typed: dict):
    """Check 23: status 200, no error anywhere, the reason and its article are there."""
    page = visitors.open("clerk")
    page.goto("/cases/new/")
    fill_in(page, typed)
    with page.expect_navigation() as landing:
        page.locator(SAVE).click()
    assert landing.value.status == 200
    panel = page.locator("[data-outcome]")
    expect(panel).to_have_attribute("data-outcome", outcome)
    assert not page.title().startswith("Error")
    expect(page.locator("[data-error-summary], .field-error, .notice-error")).to_have_count(0)
    against = panel.locator(".finding-not_met")
    assert against.count() > 0
    expect(against.first.locator(".finding-law summary")).to_contain_text("art.")


def test_strange_names_stand_as_they_are(visitors: Visitors, program: Program):
    """A name of 40 letters in one word: saved, shown, and no page grows wider for it."""
    long = "Ә" + "ұ" * 38 + "н"
    page = visitors.open("clerk", viewport={"width": 360, "height": 740})
    page.goto("/cases/new/")
    fill_in(page, about(long))
    with answer_to(page):
        page.locator(SAVE).click()
    expect_the_example(page)
    expect(page.locator("h1")).to_contain_text(long)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for language in SPOKEN:
        speak(page.context, language, program.url)
        for width in (360, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            page.goto("/cases/")
            assert overflow(page) == [], (language, width)


@pytest.mark.parametrize(
    "surname", ["Ә" * 300, "Иванов\u202egnp.exe", "Пет\u0000ров"], ids=["300 letters", "rtl", "nul"]
)
def test_names_that_cannot_be_true_never_break_a_page(
    visitors: Visitors, program: Program, surname: str
):
    """300 letters, a right-to-left override, a zero sign: refused in words or cleaned."""
    page = visitors.open("clerk")
    page.goto("/cases/new/")
    fill_in(page, about("x"))
    page.locator("[name='person-surname']").evaluate("(e, text) => { e.value = text; }", surname)
    with page.expect_navigation() as landing:
        page.locator(SAVE).click()
    assert landing.value.status == 200
    assert "\u202e" not in page.locator("body").inner_text()
    saved = page.locator("[data-outcome]").count()
    assert saved or page.locator("[data-error-summary] a").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
