"""Reports on paper and on a phone; the overview that counts what its lists hold."""

import re
from pathlib import Path

import pytest

from tests.browser.browsing import PHONE, Visitors, sign_in
from tests.browser.program import Program

REPORTS = ("outcomes", "data-quality", "timeliness", "reconciliation", "resocialization", "runs")
A_PAGE = re.compile(rb"/Type\s*/Page[^s]")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_prints_on_one_sheet(name: str, visitors: Visitors, tmp_path: Path):
    page = visitors.open("supervisor", "ru")
    page.goto(f"/reports/{name}/")
    sheet = tmp_path / "report.pdf"
    page.pdf(path=sheet, format="A4", prefer_css_page_size=True)
    assert len(A_PAGE.findall(sheet.read_bytes())) == 1


def test_on_a_phone_the_table_stands_for_a_drawing_whose_labels_would_not_fit(visitors: Visitors):
    page = visitors.open("supervisor", "ru", viewport=PHONE)
    page.goto("/reports/resocialization/")
    curve = page.locator("#first-help")
    assert not curve.locator(".chart-curve").is_visible()
    assert curve.locator("table").is_visible()
    page.goto("/reports/outcomes/")
    assert page.locator("#agreement .chart-table table").is_visible()
    assert page.locator("#outcomes .chart-bar").is_visible()


def test_every_chart_has_its_table_in_the_page_whether_it_is_open_or_not(visitors: Visitors):
    page = visitors.open("supervisor")
    for name in REPORTS:
        page.goto(f"/reports/{name}/")
        charts = page.locator("figure.chart")
        assert charts.count()
        assert charts.count() == page.locator("figure.chart:has(table)").count()


def test_a_number_of_the_overview_leads_to_that_many_rows(visitors: Visitors):
    page = visitors.open("supervisor")
    page.goto("/")
    card = page.locator(".count-card", has_text="Data missing")
    number = card.locator(".count-number").inner_text()
    card.click()
    assert page.locator("tbody tr[data-row]").count() == int(number)


CHANGE = """
from cases.models import Case
case = Case.objects.get(pk={pk})
case.recidivism = "{recidivism}"
case.save()
"""


def test_what_changed_since_the_last_visit_is_counted_and_listed(
    visitors: Visitors, program: Program, rows: dict
):
    """Check 13: the card of the home page has as many as its list."""
    pk = rows["case_undecided"]
    ((before,),) = program.ask("SELECT recidivism FROM cases_case WHERE id = ?", pk)
    sign_in(visitors.open(None), "clerk")
    program.manage("shell", "-c", CHANGE.format(pk=pk, recidivism="dangerous"))
    try:
        page = visitors.open(None)
        sign_in(page, "clerk")
        page.goto("/")
        card = page.locator(".count-card", has_text="Changed since your last visit")
        number = int(card.locator(".count-number").inner_text())
        card.click()
        assert number == page.locator("tbody tr[data-row]").count() == 1
        assert page.locator(f'a[href^="/cases/{pk}/"]').count()
    finally:
        program.manage("shell", "-c", CHANGE.format(pk=pk, recidivism=before))
