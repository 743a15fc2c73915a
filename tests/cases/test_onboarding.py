"""The first days: the day of each role, first steps that tick themselves, the law in plain words."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amnesty import first_steps
from amnesty.accounts.models import User
from amnesty.accounts.roles import ROLES
from amnesty.days import DAYS, RIGHTS
from amnesty.models import FirstStep
from amnesty.news import NEWS
from cases.wording import RULES
from cases.wording.articles import OF_RULE, PROVISIONS
from tests.cases.typed import typed_case
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def done(user: User) -> dict[str, bool]:
    return {entry["code"]: entry["is_done"] for entry in first_steps.list_for(user) or ()}


# --- the day of a role --------------------------------------------------------------------------


def test_every_role_has_a_day_of_eight_steps():
    assert set(DAYS) == set(ROLES)
    assert {len(day.steps) for day in DAYS.values()} == {8}


def test_every_place_of_a_day_names_its_right():
    places = {step.place for day in DAYS.values() for step in day.steps if step.place}
    places |= {entry.place for entries in first_steps.ENTRIES.values() for entry in entries}
    assert places | {item.place for item in NEWS if item.place} <= set(RIGHTS)


@pytest.mark.parametrize("role", ROLES)
def test_each_day_stands_on_one_page_for_everybody(role):
    html = signed_in(make_user("auditor")).get(reverse("help-day", args=[role])).content.decode()
    assert f'data-day="{role}"' in html
    assert html.count("<li>") >= 8


def test_a_day_links_only_to_what_its_reader_may_open():
    url = reverse("help-day", args=["clerk"])
    own = signed_in(make_user("clerk", make_office())).get(url).content.decode()
    worker = signed_in(make_user("social_worker")).get(url).content.decode()
    main = worker[worker.index("data-day") :]
    assert f'href="{reverse("case-register")}"' in own
    assert f'href="{reverse("case-register")}"' not in main
    assert f'href="{reverse("law-articles")}"' in main


def test_there_is_no_day_of_an_unknown_role():
    assert signed_in(make_user("clerk")).get("/help/day/king/").status_code == 404


# --- first steps --------------------------------------------------------------------------------


def test_a_step_ticks_itself_when_the_thing_is_done():
    court = make_office()
    clerk = make_user("clerk", court)
    case, client = make_case(court), signed_in(clerk)
    assert done(clerk) == {"language": False, "case": False, "register": False} | (
        {"import": False} if "import" in done(clerk) else {}
    )
    client.get(reverse("case", args=[case.pk]))
    assert done(clerk)["case"]
    assert not done(clerk)["register"]
    client.post(reverse("case-register"), typed_case(court, person__surname="Құнанбаев"))
    assert done(clerk)["register"]


def test_what_a_colleague_did_ticks_nothing():
    court = make_office()
    case = make_case(court)
    signed_in(make_user("clerk", court)).get(reverse("case", args=[case.pk]))
    assert not done(make_user("clerk", court))["case"]


def test_a_step_that_no_trail_tells_is_ticked_by_its_owner():
    clerk = make_user("clerk", make_office())
    answer = signed_in(clerk).post(reverse("first-steps"), {"done": "language", "return": "/"})
    assert answer["Location"] == "/"
    assert done(clerk)["language"]


@pytest.mark.parametrize("code", ["", "no-such-step", "contact"])
def test_a_step_of_somebody_else_is_refused_in_words(code):
    clerk = make_user("clerk", make_office())
    answer = signed_in(clerk).post(reverse("first-steps"), {"done": code}, follow=True)
    assert "This is no step of your list." in answer.content.decode()
    assert not FirstStep.objects.exists()


def test_the_list_is_put_away_and_brought_back_by_help():
    client = signed_in(make_user("clerk", make_office()))
    assert 'id="first-steps"' in client.get("/").content.decode()
    client.post(reverse("first-steps"), {"done": "closed"})
    assert 'id="first-steps"' not in client.get("/").content.decode()
    assert "Show my first steps again" in client.get(reverse("help")).content.decode()
    client.post(reverse("first-steps"), {"back": "yes"})
    assert 'id="first-steps"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("role", "place"),
    [("clerk", "home"), ("admin", "home"), ("supervisor", "home")],
)
def test_the_list_stands_where_the_day_of_the_role_begins(role, place):
    user = make_user(role, make_office())
    User.objects.filter(pk=user.pk).update(is_staff=role == "admin")
    html = signed_in(User.objects.get(pk=user.pk)).get(reverse(place)).content.decode()
    assert 'id="first-steps"' in html


def test_offices_and_people_tick_the_list_of_an_administrator():
    admin = make_user("admin")
    User.objects.filter(pk=admin.pk).update(is_staff=True)
    admin = User.objects.get(pk=admin.pk)
    before = done(admin)
    make_user("clerk", make_office())
    assert (before["users"], done(admin)["offices"], done(admin)["users"]) == (False, True, True)


def test_the_list_costs_two_statements_and_one_once_put_away(django_assert_num_queries):
    clerk = make_user("clerk", make_office())
    clerk.has_perm("cases.view_case")
    first_steps.entries_of(clerk)
    with django_assert_num_queries(2):
        first_steps.list_for(clerk)
    first_steps.tick(clerk, FirstStep.CLOSED)
    with django_assert_num_queries(1):
        assert first_steps.list_for(clerk) is None


# --- the law in plain words ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("number", PROVISIONS)
def test_every_provision_is_explained_in_three_languages(number, language):
    client = signed_in(make_user("social_worker"))
    client.cookies["django_language"] = language
    html = client.get(reverse("law-article", args=[number])).content.decode()
    with translation.override(language):
        assert str(PROVISIONS[number].title) in html
        assert all(len(str(sentence).split()) <= 26 for sentence in PROVISIONS[number].text)


def test_there_is_no_page_of_a_provision_that_is_not_there():
    assert signed_in(make_user("clerk")).get("/help/law/99/").status_code == 404


def test_every_rule_that_help_explains_exists_once():
    assert set(OF_RULE) <= set(RULES)


def test_hints_beside_hard_fields_lead_to_the_law():
    court = make_office()
    html = signed_in(make_user("clerk", court)).get(reverse("case-register")).content.decode()
    for number in (7, 8, 9):
        assert f'href="{reverse("law-article", args=[number])}" target="_blank"' in html


def test_a_finding_leads_to_its_article_in_plain_words():
    court = make_office()
    case = make_case(court)
    html = signed_in(make_user("clerk", court)).get(reverse("case", args=[case.pk]))
    assert reverse("law-article", args=[1]) in html.content.decode()


# --- a problem with an assessment ---------------------------------------------------------------


def test_a_report_names_rule_set_case_and_digest_and_nobody(settings):
    court = make_office()
    case = make_case(court)
    made = case.current_assessment
    client = signed_in(make_user("clerk", court))
    url = reverse("assessment-report", args=[case.pk, made.pk])
    assert url in client.get(reverse("case", args=[case.pk])).content.decode()
    html = client.get(url).content.decode()
    text = html[html.index("<textarea") : html.index("</textarea>")]
    for told in (made.rule_set.code, f"Case: {case.pk}", made.digest):
        assert told in text
    for secret in (case.defendant.surname, case.defendant.given_name, case.number):
        assert secret not in text
    assert "mailto:" not in html
    settings.SUPPORT_EMAIL = "help@example.kz"
    letter = client.get(url).content.decode()
    assert "mailto:help@example.kz?subject=" in letter
    assert made.digest in letter.partition("mailto:")[2].partition('"')[0]
