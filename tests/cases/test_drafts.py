"""Half-typed registrations and changes: kept for their author alone, gone on with, never a case by themselves."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts.models import Office, User
from cases import deciding, drafting
from cases.deciding import Content
from cases.models import Assessment, Case, Defendant, Draft
from cases.tasks import forget_old_drafts
from tests.cases.typed import another_offense, typed_case
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db
TOKEN = "a" * 32
KEEP = "draft-keep"


@pytest.fixture
def court() -> Office:
    return make_office()


@pytest.fixture
def clerk(court) -> User:
    return make_user("clerk", court)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def half(court: Office, token: str = TOKEN, **changes: str) -> dict[str, str]:
    """A page on which a clerk was called away in the middle."""
    return typed_case(court, **{"offenses__0__nexus": None} | changes) | {"token": token}


def kept(clerk: User, court: Office, **changes: str) -> Draft:
    signed_in(clerk).post(reverse(KEEP), half(court, **changes))
    return Draft.objects.get()


def value_of(html: str, name: str) -> str:
    tag = html[html.index(f'name="{name}"') :].partition(">")[0]
    return tag.partition('value="')[2].partition('"')[0]


# --- keeping ------------------------------------------------------------------------------------


def test_a_draft_holds_what_was_typed_and_makes_no_case(clerk, court):
    draft = kept(clerk, court, person__surname="Құнанбаев", offenses__0__committed_from="5 січня")
    assert draft.owner == clerk
    assert draft.name == "Құнанбаев Әбдіғани"
    assert draft.typed["offenses-0-committed_from"] == ["5 січня"], "wrong values are kept too"
    for model in (Case, Defendant, Assessment):
        assert not model.objects.exists()


def test_keeping_again_replaces_what_was_kept(clerk, court):
    kept(clerk, court, person__surname="Бір")
    assert kept(clerk, court, person__surname="Екі").first("person-surname") == "Екі"


def test_the_page_goes_on_as_it_was_left(clerk, court):
    changes = another_offense(1) | {"person__surname": "Құнанбаев"}
    draft = kept(clerk, court, **changes)
    html = signed_in(clerk).get(reverse("draft", args=[draft.pk])).content.decode()
    assert value_of(html, "person-surname") == "Құнанбаев"
    assert value_of(html, "offenses-1-article") == "188"
    assert value_of(html, "token") == TOKEN
    assert "data-error-summary" not in html, "nothing is checked before it is saved"


def test_registering_removes_the_draft(clerk, court):
    draft = kept(clerk, court)
    answer = signed_in(clerk).post(reverse("case-register"), typed_case(court) | {"token": TOKEN})
    assert answer.status_code == 302
    assert Case.objects.count() == 1
    assert not Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("token", ["", "a\x00b", "x" * 33, TOKEN.upper()])
def test_a_page_with_a_strange_token_is_registered_and_forgets_no_draft(clerk, court, token):
    draft = kept(clerk, court)
    answer = signed_in(clerk).post(reverse("case-register"), typed_case(court) | {"token": token})
    assert (answer.status_code, Case.objects.count()) == (302, 1)
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_page_that_was_registered_is_not_kept_again(clerk, court):
    client = signed_in(clerk)
    client.post(reverse("case-register"), typed_case(court) | {"token": TOKEN})
    assert client.post(reverse(KEEP), half(court)).status_code == 204
    assert not Draft.objects.exists()


def test_an_untouched_page_is_no_draft(clerk, court):
    page = {"token": TOKEN, "case-court": str(court.pk), "custody-0-kind": "custody"}
    page |= {"offenses-TOTAL_FORMS": "1", "offenses-0-article": "  "}
    answer = signed_in(clerk).post(reverse(KEEP), page, follow=True)
    assert "There is nothing to keep yet." in answer.content.decode()
    assert not Draft.objects.exists()


def test_fields_that_the_page_does_not_have_are_not_kept(clerk, court):
    strange = half(court) | {"is_superuser": "1", "person-" + "x" * 99: "1", "next": "/"}
    signed_in(clerk).post(reverse(KEEP), strange)
    assert {name.partition("-")[0] for name in Draft.objects.get().typed} <= {
        *("case", "person", "offenses", "sentence", "custody")
    }


def test_the_page_itself_keeps_quietly(clerk, court):
    answer = signed_in(clerk).post(reverse(KEEP), half(court), headers={"X-Quietly": "1"})
    assert answer.json()["told"].startswith("Draft kept at ")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"token": "no token"}, "cannot be kept"),
        ({"case-note": "x" * 20_001}, "too much for a draft"),
        ({f"offenses-{n}-article": "1" for n in range(700)}, "too much for a draft"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_on_the_page(clerk, court, change, told):
    sent = half(court, person__surname="Қалсын") | change
    html = signed_in(clerk).post(reverse(KEEP), sent).content.decode()
    assert told in html
    assert value_of(html, "person-surname") == "Қалсын"
    quiet = signed_in(clerk).post(reverse(KEEP), sent, headers={"X-Quietly": "1"})
    assert (quiet.status_code, told in quiet.json()["told"]) == (400, True)
    assert not Draft.objects.exists()


def test_twenty_drafts_are_enough(clerk, court):
    for number in range(drafting.MOST_DRAFTS):
        data = QueryDict(mutable=True)
        data.update(half(court, token=f"{number:032x}"))
        drafting.keep(clerk, data, timezone.now())
    html = signed_in(clerk).post(reverse(KEEP), half(court)).content.decode()
    assert "Twenty drafts are kept already." in html
    assert Draft.objects.count() == drafting.MOST_DRAFTS


# --- whose it is --------------------------------------------------------------------------------


def test_nobody_else_sees_opens_or_discards_a_draft(clerk, court):
    draft = kept(clerk, court, person__surname="Құпиябаев")
    for role in ("clerk", "supervisor", "auditor", "judge"):
        client = signed_in(make_user(role, court))
        assert client.get(reverse("draft", args=[draft.pk])).status_code == 404
        assert client.post(reverse("draft-discard", args=[draft.pk])).status_code == 404
        for name in ("home", "search", "cases"):
            assert "Құпиябаев" not in client.get(reverse(name)).content.decode()
    assert Draft.objects.exists()


def test_a_draft_is_listed_where_registering_begins(clerk, court):
    draft = kept(clerk, court, person__surname="Құнанбаев")
    for name in ("home", "case-register"):
        html = signed_in(clerk).get(reverse(name)).content.decode()
        assert reverse("draft", args=[draft.pk]) in html
        assert "Құнанбаев" in html


def test_the_page_that_is_open_is_not_listed_on_itself(clerk, court):
    draft = kept(clerk, court)
    html = signed_in(clerk).get(reverse("draft", args=[draft.pk])).content.decode()
    assert 'id="drafts"' not in html


def test_its_author_throws_it_away(clerk, court):
    draft = kept(clerk, court)
    answer = signed_in(clerk).post(reverse("draft-discard", args=[draft.pk]), {"return": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not Draft.objects.exists()


def test_whoever_lost_the_right_goes_on_with_nothing(clerk, court):
    draft = kept(clerk, court)
    clerk.groups.clear()
    assert (
        signed_in(User.objects.get(pk=clerk.pk)).get(reverse("draft", args=[draft.pk])).status_code
        == 403
    )


def test_a_draft_about_a_person_who_is_not_visible_opens_nobody(clerk, court):
    stranger = make_case().defendant
    draft = kept(clerk, court)
    Draft.objects.update(typed=draft.typed | {"person": [str(stranger.pk)]})
    answer = signed_in(clerk).get(reverse("draft", args=[draft.pk]))
    assert answer.status_code == 404


def test_after_thirty_days_a_draft_is_gone(clerk, court):
    draft = kept(clerk, court)
    Draft.objects.update(kept_at=timezone.now() - timedelta(days=29))
    forget_old_drafts()
    assert Draft.objects.filter(pk=draft.pk).exists()
    Draft.objects.update(kept_at=timezone.now() - timedelta(days=31))
    forget_old_drafts()
    assert not Draft.objects.exists()


# --- a session that ends in the middle ----------------------------------------------------------


def idle(client: Client) -> Client:
    """As if nothing had been pressed for an hour."""
    session = client.session
    session["seen_at"] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    return client


@pytest.mark.parametrize("name", ["case-register", "draft-keep", "case-needed"])
def test_a_session_that_ends_loses_nothing_that_was_typed(clerk, court, name):
    answer = idle(signed_in(clerk)).post(reverse(name), half(court), follow=True)
    assert "What you had typed is kept as a draft." in answer.content.decode()
    assert "/accounts/login/" in answer.redirect_chain[-1][0]
    draft = Draft.objects.get()
    assert (draft.owner, draft.first("person-surname")) == (clerk, "Сейітқали")
    assert not Case.objects.exists()


def test_a_foreign_page_plants_no_draft_when_a_session_ends(clerk, court):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    answer = idle(client).post(reverse("case-register"), half(court))
    assert answer.status_code in {302, 403}
    assert not Draft.objects.exists()


def test_signing_out_keeps_no_draft(clerk, court):
    signed_in(clerk).post(reverse("logout"), half(court))
    assert not Draft.objects.exists()


# --- a session that ends while a case is changed ---------------------------------------------------


@pytest.fixture
def case(court) -> Case:
    return make_case(court)


def changing(case: Case, **changes: str) -> dict[str, str]:
    """The page of a change as a clerk sends it."""
    page = typed_case(case.court, **changes) | {"version": str(case.version), "token": TOKEN}
    offense = case.offenses.get()
    return page | {"offenses-INITIAL_FORMS": "1", "offenses-0-id": str(offense.pk)}


def cut_off(clerk: User, case: Case, **changes: str) -> Draft:
    """What is left of a change when the session had ended before it was sent."""
    url = reverse("case-edit", args=[case.pk])
    idle(signed_in(clerk)).post(url, changing(case, **changes))
    return Draft.objects.get()


def test_a_change_is_kept_too_and_nothing_of_the_case_changes(clerk, court, case):
    draft = cut_off(clerk, case, person__surname="Құнанбаев")
    assert (draft.owner, draft.case) == (clerk, case)
    assert draft.first("person-surname") == "Құнанбаев"
    before = case.version
    case.refresh_from_db()
    assert (case.version, case.defendant.surname) == (before, "Сейітқали")


def test_a_kept_change_goes_on_and_is_saved_as_if_nothing_had_been(clerk, case):
    draft = cut_off(clerk, case, person__surname="Құнанбаев")
    client = signed_in(clerk)
    listed = client.get(reverse("home")).content.decode()
    assert f"Change of case {case.number}" in listed
    page = client.get(reverse("draft", args=[draft.pk])).content.decode()
    assert value_of(page, "person-surname") == "Құнанбаев"
    assert f'action="{reverse("case-edit", args=[case.pk])}"' in page
    assert value_of(page, "token") == TOKEN
    told = changing(case, person__surname="Құнанбаев")
    assert client.post(reverse("case-edit", args=[case.pk]), told).status_code == 302
    case.refresh_from_db()
    assert case.defendant.surname == "Құнанбаев"
    assert not Draft.objects.exists()


def test_a_kept_change_of_an_old_version_is_a_conflict_and_stays_kept(clerk, court, case):
    draft = cut_off(clerk, case, person__surname="Құнанбаев")
    client = signed_in(make_user("clerk", court))
    url = reverse("case-edit", args=[case.pk])
    assert client.post(url, changing(case, case__note="meanwhile")).status_code == 302
    page = signed_in(clerk).get(reverse("draft", args=[draft.pk])).content.decode()
    assert value_of(page, "version") == str(case.version)
    answer = signed_in(clerk).post(url, changing(case, person__surname="Құнанбаев"))
    assert answer.status_code == 409
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_change_of_a_case_of_another_office_is_not_kept(clerk):
    foreign = make_case(make_office("court"))
    url = reverse("case-edit", args=[foreign.pk])
    idle(signed_in(clerk)).post(url, changing(foreign))
    assert not Draft.objects.exists()


def test_whoever_left_the_office_opens_no_kept_change(clerk, case):
    draft = cut_off(clerk, case)
    clerk.appointments.all().delete()
    assert signed_in(clerk).get(reverse("draft", args=[draft.pk])).status_code == 404


def test_a_part_that_the_page_of_a_change_asks_for_keeps_the_change_and_no_registration(
    clerk, case
):
    """The page asks for what is still needed while one types: by then the session may be over."""
    sent = changing(case, person__surname="Құнанбаев") | {"case": str(case.pk)}
    idle(signed_in(clerk)).post(reverse("case-needed"), sent, headers={"HX-Request": "true"})
    draft = Draft.objects.get()
    assert (draft.case, draft.first("person-surname")) == (case, "Құнанбаев")


@pytest.mark.parametrize("named", ["foreign", "0", "abc", "9" * 30])
def test_a_part_that_names_no_case_of_the_own_office_keeps_nothing(clerk, case, named):
    foreign = make_case(make_office("court"))
    sent = changing(case) | {"case": str(foreign.pk) if named == "foreign" else named}
    idle(signed_in(clerk)).post(reverse("case-needed"), sent)
    assert not Draft.objects.exists()


def test_the_page_of_a_change_names_its_case_and_lists_its_drafts_alone(clerk, court, case):
    draft = cut_off(clerk, case)
    other = kept_another(clerk, court)
    page = signed_in(clerk).get(reverse("case-edit", args=[case.pk])).content.decode()
    assert value_of(page, "case") == str(case.pk)
    assert reverse("draft", args=[draft.pk]) in page
    assert reverse("draft", args=[other.pk]) not in page


def kept_another(clerk: User, court: Office) -> Draft:
    signed_in(clerk).post(reverse(KEEP), half(court, token="b" * 32))
    return Draft.objects.get(token="b" * 32)


def submitted(case: Case, clerk: User) -> Case:
    """A first decision was drafted: known facts change by two people from here on."""
    content = Content(
        office=case.court,
        decider="А. Бекова",
        act_number="1-22",
        decided_on=timezone.localdate(),
        outcome="reduce",
        new_end=case.current_assessment.new_end,
    )
    deciding.record(case, content, clerk, timezone.now())
    return case


def proposing(case: Case) -> dict[str, str]:
    """The page on which a change of a known fact is proposed."""
    grounds = {"correction-reason": "The copy of the verdict says so.", "correction-document": "7"}
    return changing(case, case__recidivism="recidivism") | grounds


def test_a_kept_change_that_becomes_a_proposal_is_kept_no_longer(clerk, case):
    submitted(case, clerk)
    cut_off(clerk, case, case__recidivism="recidivism")
    url = reverse("case-edit", args=[case.pk])
    page = signed_in(clerk).post(url, changing(case, case__recidivism="recidivism"))
    assert value_of(page.content.decode(), "token") == TOKEN
    assert Draft.objects.exists(), "nothing is saved yet"
    answer = signed_in(clerk).post(reverse("case-corrections", args=[case.pk]), proposing(case))
    assert answer.status_code == 302
    assert case.corrections.count() == 1
    assert not Draft.objects.exists()


def test_a_session_that_ends_over_a_proposal_keeps_the_change(clerk, case):
    submitted(case, clerk)
    url = reverse("case-corrections", args=[case.pk])
    idle(signed_in(clerk)).post(url, proposing(case))
    assert Draft.objects.get().first("case-recidivism") == "recidivism"
    assert not case.corrections.exists()
