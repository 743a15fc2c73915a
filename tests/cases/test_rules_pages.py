"""The rules pages: what a lawyer reads beside the act, in three languages, without a right to write."""

import copy
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from cases import book, law, rulebook, wording
from cases.explaining import facts_of, told
from cases.law import assess_dossier
from cases.models import Provision, RuleSet
from cases.referencing import current_basis
from cases.rule_filters import in_order
from cases.wording.claims import CHAPTERS, CLAIMS
from cases.wording.parameters import PARAMETERS, SOURCES, groups_words
from cases.wording.questions import QUESTIONS
from cases.wording.sources import source_of_case_words
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db
LANGUAGES = ["kk", "ru", "en"]
CODES = re.compile(r"\b(?:[REP]\d+a?|152-VII)\b")
LATIN = re.compile("[A-Za-z]")


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, make_office("court")))
    return client


@pytest.fixture
def clerk():
    return signed_in("clerk")


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def another_rule_set(**values: object) -> RuleSet:
    """The shipped rule set with other values, not in use."""
    shipped = RuleSet.objects.get(is_active=True)
    data = copy.deepcopy(shipped.data)
    for name, value in values.items():
        data["parameters"][name]["value"] = value
    return RuleSet.objects.create(
        code="152-VII/2", title_en="Another", valid_from=date(2022, 11, 3), data=data, digest="2"
    )


# --- rules -----------------------------------------------------------------------------------


def test_every_rule_stands_on_the_page_in_the_order_of_the_act(clerk):
    html = page(clerk, "rules")
    places = [html.index(f'data-rule="{rule}"') for rule in law.RULES]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_rules_has_the_same_lines_in_every_language(clerk, language):
    clerk.cookies["django_language"] = language
    html = page(clerk, "rules")
    assert html.count("data-rule=") == len(law.RULES)
    assert html.count("data-parameter=") >= len(PARAMETERS)
    assert f'<html lang="{language}"' in html


def test_every_rule_says_what_each_of_its_answers_leads_to():
    assert list(CLAIMS) == list(law.RULES) == list(wording.RULES)
    for claim in CLAIMS.values():
        assert all(str(text) for text in claim)


def test_every_parameter_has_a_title_and_its_source_is_translatable():
    parameters = RuleSet.objects.get(is_active=True).data["parameters"]
    assert parameters.keys() == PARAMETERS.keys()
    assert {parameter["source"] for parameter in parameters.values()} == set(SOURCES)
    assert {rule for known in PARAMETERS.values() for rule in known.rules} <= law.RULES.keys()


def test_every_parameter_is_shown_with_value_source_and_mark(clerk):
    html = page(clerk, "rules")
    for name in PARAMETERS:
        assert f'data-parameter="{name}"' in html
    assert "04.01.2022" in html
    assert "3/4 (three quarters)" in html
    assert "Imprisonment, Medium security: 3/2" in html


def test_every_open_question_is_shown_with_its_default(clerk):
    html = page(clerk, "rules")
    for question in QUESTIONS:
        assert str(question.text) in html.replace("&#x27;", "'")
        assert str(question.default) in html.replace("&#x27;", "'")


def test_a_rule_leads_to_its_worked_cases(clerk):
    html = page(clerk, "rules")
    assert f"{reverse('worked-cases')}?rule=R14" in html


def test_without_a_rule_set_in_use_the_page_says_so(clerk):
    RuleSet.objects.update(is_active=False)
    assert "No rule set is in use" in page(clerk, "rules")


def test_an_earlier_rule_set_says_that_it_is_not_in_use(clerk):
    other = another_rule_set(one_year_basis="after_cut")
    html = page(clerk, "rule-set", other.code)
    assert "This rule set is not in use" in html
    assert "after the cut" in html


def test_two_rule_sets_show_only_what_differs(clerk):
    other = another_rule_set(one_year_basis="after_cut", cap_years=19)
    html = page(clerk, "rule-set-diff", "152-VII/1", other.code)
    assert "2 parameters differ" in html
    assert f"{len(PARAMETERS) - 2} are equal" in html
    assert "before the cut" in html
    assert "after the cut" in html
    assert "Age of majority" not in html


def test_a_parameter_that_only_one_rule_set_has_is_a_difference():
    other = another_rule_set()
    del other.data["parameters"]["rounding"]
    (change,) = rulebook.changes(RuleSet.objects.get(is_active=True), other)
    assert change.old is not None
    assert change.new is None


def test_an_unknown_rule_set_is_not_found(clerk):
    assert clerk.get("/rules/152-VII/9/").status_code == 404
    assert clerk.get("/rules/152-VII/1/diff/152-VII/9/").status_code == 404


# --- the Criminal Code table -----------------------------------------------------------------


def test_the_table_is_ordered_by_number_not_by_letters():
    rows = Provision.objects.in_bulk(in_order(Provision.objects.all()))
    articles = list(dict.fromkeys(rows[pk].article for pk in in_order(Provision.objects.all())))
    assert articles.index("99") < articles.index("102") < articles.index("188")
    assert articles.index("269") < articles.index("269-1") < articles.index("270")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"article": "272"}, 3),
        ({"listed": "likely"}, 10),
        ({"article": "272", "gravity": "medium"}, 1),
        ({"group": "riot_organization"}, 1),
        ({"verified": "yes"}, 0),
    ],
)
def test_the_table_is_filtered(clerk, query, number):
    answer = clerk.get(reverse("provisions"), query)
    assert answer.context["page"].paginator.count == number


def test_a_wrong_article_is_refused_in_words_and_shows_no_rows(clerk):
    answer = clerk.get(reverse("provisions"), {"article": "abc"})
    assert answer.context["page"].paginator.count == 0
    assert "Enter a number such as 272 or 269-1." in answer.content.decode()


def test_empty_filters_leave_the_address(clerk):
    answer = clerk.get(reverse("provisions"), {"article": "", "listed": "yes"})
    assert answer.headers["Location"] == reverse("provisions") + "?listed=yes"


def test_a_row_names_its_excluded_groups_with_their_conditions():
    assert groups_words("terrorist;extremist") == [
        ("E1", "Terrorist crime"),
        ("E2", "Extremist crime"),
    ]
    assert groups_words("corruption(point 2 only)") == [
        ("E3", "Corruption crime (point 2 only)"),
    ]
    assert groups_words("minor_sexual(if victim was a minor)") == [
        ("E6", "Sexual integrity of a minor (if the victim was a minor)"),
    ]


def test_a_page_of_the_table_costs_the_same_for_three_rows_as_for_fifty(clerk):
    with CaptureQueriesContext(connection) as few:
        clerk.get(reverse("provisions"), {"article": "272"})
    with CaptureQueriesContext(connection) as many:
        clerk.get(reverse("provisions"))
    assert len(few) == len(many) <= 10


# --- the worked cases ------------------------------------------------------------------------


def test_every_worked_case_agrees_with_the_engine():
    assert rulebook.disagreeing(current_basis().law) == frozenset()


def test_the_book_says_how_many_answers_agree(clerk):
    html = page(clerk, "worked-cases")
    assert f"The answers to all {len(book.worked_cases())} cases agree." in html


def test_a_rule_set_that_answers_otherwise_is_told(clerk):
    other = another_rule_set(window_to="2022-01-06")
    RuleSet.objects.update(is_active=False)
    RuleSet.objects.filter(pk=other.pk).update(is_active=True)
    assert "cases are answered otherwise than expected" in page(clerk, "worked-cases")
    html = page(clerk, "worked-case", "period-7-january")
    assert "The engine answers otherwise than the book expects." in html
    assert "does not agree" in html


@pytest.mark.parametrize("query", [{"rule": "R13a"}, {"chapter": "02-place"}])
def test_the_book_is_filtered(clerk, query):
    answer = clerk.get(reverse("worked-cases"), query)
    found = answer.context["page"].paginator.count
    assert 0 < found < len(book.worked_cases())


def test_an_unknown_filter_shows_no_case(clerk):
    answer = clerk.get(reverse("worked-cases"), {"rule": "R99"})
    assert answer.context["page"].paginator.count == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_case_can_be_told_in_every_language(language):
    rules = current_basis().law
    with translation.override(language):
        for case in book.worked_cases().values():
            assert facts_of(case.dossier)
            for line in book.compared(case.expect, assess_dossier(case.dossier, rules)):
                words = told(line)
                assert words.label
                assert words.expected == words.answered


def test_a_worked_case_shows_facts_expectation_and_answer(clerk):
    html = page(clerk, "worked-case", "several-light-and-grave")
    assert "Theft of 24 months and riots of 60 months" in html
    assert "Offense 2: Kept of the term" in html
    assert "1 year 3 months" in html
    assert "The engine answers as the book expects." in html


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_book_is_read_in_the_language_of_the_page(clerk, language):
    clerk.cookies["django_language"] = language
    shown, page_number = set(), 1
    while page_number:
        answer = clerk.get(reverse("worked-cases"), {"page": page_number})
        html = answer.content.decode()
        rows = answer.context["page"].object_list
        assert all(f'<span lang="{language}">{escape(row["name"])}</span>' in html for row in rows)
        shown |= {row["name"] for row in rows}
        paged = answer.context["page"]
        page_number = paged.next_page_number() if paged.has_next() else 0
    assert shown == {case.names[language] for case in book.worked_cases().values()}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_rule_names_its_worked_cases_in_the_language_of_the_page(clerk, language):
    clerk.cookies["django_language"] = language
    case = book.illustrating("R14")[0]
    assert escape(case.names[language]) in page(clerk, "rules")


@pytest.mark.parametrize(
    ("language", "provision", "source"),
    [
        ("en", "Law 152-VII, art. 1; R3", "G. Bizhanova, Majilis, 19 October 2022"),
        ("ru", "Закон № 152-VII, ст. 1; R3", "Г. Бижанова, Мажилис, 19 октября 2022 года"),
        ("kk", "№ 152-VII Заң, 1-бап; R3", "Г. Бижанова, Мәжіліс, 2022 жылғы 19 қазан"),
    ],
)
def test_a_worked_case_names_provision_and_source_in_words(clerk, language, provision, source):
    clerk.cookies["django_language"] = language
    html = page(clerk, "worked-case", "nexus-domestic-quarrel")
    assert f"<dd>{provision}</dd>" in html
    assert f"<dd>{source}</dd>" in html
    name = book.worked_cases()["nexus-domestic-quarrel"].names[language]
    assert f'<h1 lang="{language}">{name}</h1>' in html


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_source_of_a_worked_case_stays_in_english(language):
    with translation.override(language):
        told = {
            source_of_case_words(text)
            for case in book.worked_cases().values()
            for text in (case.article, case.source)
        }
    assert [words for words in sorted(told) if LATIN.search(CODES.sub("", words))] == []


def test_an_article_without_the_word_is_told_as_an_article():
    with translation.override("en"):
        assert source_of_case_words("CC 58, inferred") == "CC art. 58, inferred"


def test_an_unknown_worked_case_is_not_found(clerk):
    assert clerk.get(reverse("worked-case", args=["no-such-case"])).status_code == 404


def test_every_chapter_has_a_title():
    assert {case.chapter for case in book.worked_cases().values()} == CHAPTERS.keys()


def test_without_the_tests_the_book_is_empty_and_the_pages_stand(
    clerk, monkeypatch, tmp_path: Path
):
    monkeypatch.setattr(book, "FOLDER", tmp_path)
    book.worked_cases.cache_clear()
    try:
        assert "The book of worked cases is not installed" in page(clerk, "worked-cases")
        assert "data-rule=" in page(clerk, "rules")
    finally:
        book.worked_cases.cache_clear()


def test_a_place_that_the_answer_lacks_is_a_difference_and_no_crash():
    (line,) = book.compared({"term": {"new_end": "2023-01-01"}}, {"term": None, "findings": []})
    assert not line.agrees
    assert line.answered == book.NOTHING


# --- rights ----------------------------------------------------------------------------------

PAGES = [
    ("rules",),
    ("provisions",),
    ("worked-cases",),
    ("worked-case", "period-7-january"),
    ("rule-set", "152-VII/1"),
    ("rule-set-diff", "152-VII/1", "152-VII/1"),
]


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address[0])
def test_only_readers_of_rules_may_open_and_nobody_may_write(address):
    name, *args = address
    url = reverse(name, args=args)
    assert Client().get(url).status_code == 302
    assert signed_in("social_worker").get(url).status_code == 403
    auditor = signed_in("auditor")
    assert auditor.get(url).status_code == 200
    assert auditor.post(url).status_code == 405
