"""Rows 5–11, 15–20, 24–26 and 34–45 on the registration page: refused, shown or doubted."""

import pytest
from django.test import Client

from cases.models import Defendant
from tests.cases.typed import another_offense
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person__iin": "900515300019"}, "check digit"),  # row 5
        ({"person__iin": "90051530001"}, "12 digits"),  # row 9
        ({"person__iin": "9005153000180"}, "12 digits"),
        ({"person__iin": "９００５１５３０００１８"}, "digits only"),
        ({"person__iin": "٩٠٠٥١٥٣٠٠٠١٨"}, "digits only"),
        ({"person__iin": "000000000000"}, "never issued"),  # row 10
        ({"person__iin": "111111111111"}, "never issued"),
        ({"sentence__served_on": "01.06.2022"}, "before it began"),  # row 15
        ({"sentence__years": "-3"}, "cannot be negative"),  # row 16
        ({"sentence__years": "0"}, "cannot be empty"),
        ({"sentence__years": "999"}, "at most"),  # row 17
        ({"sentence__years": "9" * 400}, "at most"),
        ({"sentence__years": "31"}, "30 years"),
        ({"sentence__years": "3,5"}, "whole number"),  # row 18
        ({"sentence__years": "3.0"}, "whole number"),
        ({"sentence__years": "1e3"}, "whole number"),
        ({"sentence__months": "12"}, "at most 11"),  # row 19
        ({"sentence__days": "45"}, "at most 29"),
        ({"custody__0__from_on": "01.07.2022"}, "first day of the term"),  # row 20
        (
            {
                "custody__TOTAL_FORMS": "2",
                "custody__0__to_on": "20.01.2022",
                "custody__1__kind": "custody",
                "custody__1__from_on": "20.01.2022",
            },
            "overlaps",
        ),
        ({"offenses__0__article": "статья"}, "article"),  # row 24
        ({"person__given_name": ""}, "Enter a name"),  # row 34
        ({"person__given_name": "   "}, "letter"),
        ({"person__given_name": "\u00a0"}, "letter"),
        ({"person__given_name": "-"}, "letter"),
        ({"person__surname": "Ф" * 151}, "at most 150"),  # row 35
        ({"person__surname": "a\x00b"}, "ull"),  # row 37: Django's own words
        ({"person__surname": "Иван\u202eов"}, "U+202E"),  # row 38
        ({"person__surname": "Иван\u200bов"}, "U+200B"),
        ({"person__surname": "Иван\ufeffов"}, "U+FEFF"),
        ({"person__surname": "Иван\u00adов"}, "U+00AD"),
        ({"person__surname": "Иван😀"}, "cannot stand in a name"),  # row 39
        ({"person__surname": "И̷̷ван"}, "cannot stand in a name"),
        ({"person__surname": "Ивуан\ue000"}, "U+E000"),
        ({"person__surname": "Ivаnov"}, "Iv[а]nov"),  # row 41
        ({"person__surname": "Иванoв"}, "Иван[o]в"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(desk, changes, words):
    """Rows 5, 9, 10, 15–20, 24, 34, 35, 37–39, 41."""
    assert words in desk.refused(**changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person__iin": "900515300018", "person__birth_date": "28.02.1985"}, "iin_birth_date"),
        ({"person__iin": "901331300010"}, "iin_birth_date"),  # row 7
        (
            {
                "person__iin": "900515300018",
                "person__birth_date": "15.05.1990",
                "person__sex": "female",
            },
            "iin_sex",
        ),  # row 8
        ({"sentence__years": "20"}, "long_term"),  # row 17
        (another_offense(1, article="272", part="2", committed_from="05.01.2022"), "same_offense"),
    ],
)
def test_a_possible_error_is_shown_and_can_be_confirmed(desk, changes, code):
    """Rows 6, 7, 8, 17, 25."""
    text = desk.register(**changes).content.decode()
    key = next(part.split('"')[0] for part in text.split('value="') if part.startswith(f"{code}:"))
    case = desk.registered(**changes, confirmed=key)
    assert case.current_assessment is not None


@pytest.mark.parametrize("typed", ["900515 300018", "900515-300018"])
def test_spaces_and_dashes_of_an_iin_are_dropped(desk, typed):
    """Row 9."""
    case = desk.registered(person__iin=typed, person__birth_date="15.05.1990")
    assert case.defendant.iin == "900515300018"


def test_a_person_without_iin_has_a_document(desk):
    """Row 11."""
    case = desk.registered(person__document_type="Passport", person__document_number="AB 123")
    assert (case.defendant.iin, case.defendant.document_number) == (None, "AB 123")


@pytest.mark.parametrize("typed", ["272 ч.2", "272 c. 2", "272 часть 2"])
def test_known_spellings_of_an_article_are_read(desk, typed):
    """Row 24: also with a Latin c."""
    offense = desk.registered(offenses__0__article=typed, offenses__0__part="").offenses.get()
    assert (offense.article, offense.part) == ("272", "2")


def test_an_article_outside_the_table_is_no_relief(desk):
    """Row 24: up to 207 it is not listed; above, a person looks."""
    case = desk.registered(offenses__0__article="499", offenses__0__part="")
    assert case.current_assessment.outcome == "needs_review"


def test_grave_and_medium_with_one_excluded_name_every_reason(desk):
    """Row 26."""
    rows = another_offense(1, article="188", part="1") | another_offense(
        2, article="255", part="1", committed_from="05.01.2022"
    )
    case = desk.registered(**rows)
    assert case.current_assessment.outcome in {"excluded", "needs_review"}
    assert len(case.current_assessment.answer["offenses"]) == 3


@pytest.mark.parametrize(
    "surname", ["А", "Ф" * 150, "", "Д’Артаньян", "Сейітқали-Ұлы", "ӘҒҚҢӨҰҮҺІ"]
)
def test_unusual_names_are_taken(desk, surname):
    """Rows 35, 36."""
    assert desk.registered(person__surname=surname).defendant.surname == surname


def test_kazakh_letters_sort_and_are_found(desk):
    """Row 36."""
    for surname in ("Яковлев", "Әбенов", "Бектұров", "Абаев"):
        desk.registered(person__surname=surname)
    people = Defendant.objects.order_by("sort_key").values_list("surname", flat=True)
    assert list(people) == ["Абаев", "Әбенов", "Бектұров", "Яковлев"]
    assert "Әбенов" in desk.post("/search/", {"q": "абенов"}).content.decode()


def test_a_decomposed_letter_is_composed(desk):
    """Row 40."""
    assert desk.registered(person__surname="Андреи\u0306").defendant.surname == "Андрей"


def test_look_alike_letters_find_the_person_who_is_registered(desk):
    """Row 42: with І for І the folded keys agree."""
    desk.registered(person__surname="Ілиясов")
    text = desk.register(person__surname="Илиясов").content.decode()
    assert 'value="same_person:' in text


def test_one_iin_belongs_to_one_person(desk, court):
    """Row 43: offered in scope, and without a word about who it is outside."""
    own = make_defendant(iin="900515300018", surname="Бекова", birth_date=None)
    make_case(court, defendant=own)
    assert "is registered. See below" in desk.refused(person__iin=own.iin)
    foreign = make_defendant(iin=make_iin(), surname="Чужой")
    make_case(make_office(), defendant=foreign)
    text = desk.refused(person__iin=foreign.iin)
    assert "Ask your supervisor" in text
    assert "Чужой" not in text


def test_the_same_name_and_birth_date_are_a_possible_error(desk):
    """Row 44."""
    desk.registered()
    assert 'value="same_person:' in desk.register().content.decode()


@pytest.mark.parametrize("typed", ["Kassym", "Касым", "ҚАСЫМ", "Алёна", "алена касым"])
def test_other_spellings_find_the_person(desk, typed):
    """Row 45: transliteration, ё and е, names swapped."""
    desk.registered(person__surname="Қасым", person__given_name="Алена", person__patronymic="")
    assert "Қасым" in desk.post("/search/", {"q": typed}).content.decode()


def test_a_clerk_of_another_office_is_told_nothing(desk):
    """Row 43."""
    desk.registered(person__surname="Ілиясов")
    stranger = Client()
    stranger.force_login(make_user("clerk", make_office()))
    assert "Nothing found" in stranger.post("/search/", {"q": "Ілиясов"}).content.decode()
