"""What may be typed and what is refused: dates, names, IINs, terms, provisions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cases import spelling
from cases.dates import LegalDateField
from cases.forms import possible_errors
from cases.forms.fields import AskedYesNo, WholeNumberField
from cases.forms.names import NameField
from cases.forms.person import IinField
from tests.factories import make_iin

TABLE = {"272": {"1": 10, "2": 8, "3": 3}, "269": {"1": 8}, "269-1": {"1": 0}, "102": {"": 2}}


def refused(field: object, value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("typed", ["05.01.2022", "2022-01-05", " 05.01.2022 "])
def test_a_day_reads_the_same_in_every_language(typed: str, language: str):
    with override(language):
        assert LegalDateField().clean(typed) == date(2022, 1, 5)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        "05/01/2022",
        "01/05/2022",
        "05.01.22",
        "05012022",
        "5.1.2022",
        "Jan 5 2022",
        "2022-1-5",
        "٠٥.٠١.٢٠٢٢",
        "０５.０１.２０２２",
        "05.01.2022 10:00",
    ],
)
def test_a_day_in_another_grammar_is_refused(typed: str, language: str):
    with override(language):
        refused(LegalDateField(), typed)


def test_slashes_are_explained():
    assert "slashes" in refused(LegalDateField(), "05/01/2022")


@pytest.mark.parametrize("typed", ["30.02.2022", "2022-02-30", "29.02.2023", "31.04.2022"])
def test_a_day_that_does_not_exist_is_named_so(typed: str):
    assert "no such date" in refused(LegalDateField(), typed)


@pytest.mark.parametrize("typed", ["01.01.0001", "31.12.9999", "31.12.1899"])
def test_a_year_far_away_is_refused(typed: str):
    assert "between 1900" in refused(LegalDateField(), typed)


def test_a_stored_day_prints_as_it_is_typed():
    assert LegalDateField().widget.format_value(date(2022, 1, 5)) == "05.01.2022"
    assert LegalDateField().widget.format_value("30.02.2022") == "30.02.2022"


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["3.0", "3,5", "1e3", "-3", "−3", "٣", "3 4", "0x3", "9" * 400])
def test_only_whole_ascii_numbers_are_taken(typed: str):
    refused(WholeNumberField(most=100), typed)


@pytest.mark.parametrize(("most", "typed"), [(11, "12"), (29, "45"), (100, "101")])
def test_a_part_of_a_term_has_its_limit(most: int, typed: str):
    assert f"at most {most}" in refused(WholeNumberField(most=most), typed)


def test_a_whole_number_is_read_and_nothing_is_not_zero():
    field = WholeNumberField(most=11)
    assert field.clean(" 3 ") == 3
    assert field.clean("0") == 0
    assert field.clean("") is None


def test_yes_no_and_not_known_are_three_answers():
    field = AskedYesNo()
    assert [field.clean(word) for word in ("yes", "no", "")] == [True, False, None]
    refused(field, "maybe")


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "А",
        "Сейітқали",
        "ӘҒҚҢӨҰҮҺІ",
        "Д’Артаньян",
        "Қасым-Жомарт",
        "Әбдіғани қызы",
        "Smith",
        "О'Нил",
        "Ф" * 150,
    ],
)
def test_a_name_of_one_alphabet_is_taken(name: str):
    assert NameField().clean(name) == name


@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "-", "’"])
def test_a_name_without_a_letter_is_refused(name: str):
    refused(NameField(), name)


@pytest.mark.parametrize(
    "name",
    ["a\x00b", "Иван\u202eов", "Ив\u200bан", "\ufeffИван", "Ив\u00adан", "Ив\ue000ан", "Ив\tан"],
)
def test_signs_that_nobody_sees_are_refused(name: str):
    refused(NameField(), name)


@pytest.mark.parametrize("name", ["Иван😀", "И̷̷ван", "Иван1", "Иван_", "<b>Иван", "Иван; DROP"])
def test_what_is_no_letter_is_refused(name: str):
    refused(NameField(), name)


@pytest.mark.parametrize(
    ("name", "marked"),
    [("Ivаnov", "Iv[а]nov"), ("Иванoв", "Иван[o]в"), ("Әбдiғали", "Әбд[i]ғали")],
)
def test_mixed_alphabets_are_refused_with_the_odd_letter_marked(name: str, marked: str):
    assert marked in refused(NameField(), name)


def test_other_alphabets_have_no_place_in_a_name():
    refused(NameField(), "Ιωάννης")


def test_a_latin_name_holds_latin_letters_only():
    assert NameField(alphabet="LATIN").clean("Ivanov") == "Ivanov"
    assert "[И]" in refused(NameField(alphabet="LATIN"), "Иванов")


def test_a_decomposed_name_is_composed():
    assert NameField().clean("Андреи\u0306") == "Андрей"


def test_a_name_of_more_than_150_letters_is_refused():
    assert "at most 150" in refused(NameField(), "Ф" * 151)


# --- IIN ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["900515300018", "900515 300 018", "900515-300-018", "900515–300018"]
)
def test_spaces_and_dashes_of_an_iin_are_dropped(typed: str):
    assert IinField().clean(typed) == "900515300018"


def test_no_iin_is_an_answer():
    assert IinField().clean("") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("900515300019", "check digit"),
        ("90051530001", "You entered 11"),
        ("9005153000188", "You entered 13"),
        ("000000000000", "never issued"),
        ("111111111111", "never issued"),
        ("９００５１５３０００１８", "digits only"),
        ("٩٠٠٥١٥٣٠٠٠١٨", "digits only"),
        ("90051530001A", "digits only"),
    ],
)
def test_an_iin_that_cannot_be_issued_is_refused(typed: str, words: str):
    assert words in refused(IinField(), typed)


def codes(*arguments: object) -> list[str]:
    return [found.code for found in possible_errors.about_the_iin(*arguments)]


def test_digits_that_agree_raise_no_doubt():
    assert codes("900515300018", date(1990, 5, 15), "male", False) == []


def test_another_birth_date_or_sex_is_a_doubt_and_no_error():
    assert codes("900515300018", date(1985, 2, 28), "", False) == ["iin_birth_date"]
    assert codes("900515300018", date(1990, 5, 15), "female", False) == ["iin_sex"]


def test_digits_that_spell_no_date_are_a_doubt():
    assert codes("901331300010", None, "", False) == ["iin_birth_date"]


def test_an_invented_iin_raises_no_doubt_about_the_birth_date(settings):
    invented = make_iin(7)
    settings.DEMO = False
    assert codes(invented, date(1990, 1, 15), "", False) == ["iin_birth_date"]
    assert codes(invented, date(1990, 1, 15), "", True) == []
    settings.DEMO = True
    assert codes(invented, date(1990, 1, 15), "", False) == []
    assert codes("900515300018", date(1985, 2, 28), "", True) == ["iin_birth_date"]


# --- provisions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "272(2)",
        "272 ч.2",
        "272 ч. 2",
        "272ч2",
        "ст. 272 ч. 2",
        "ст.272 часть 2",
        "статья 272, часть 2",
        "272 c.2",
        "272 с. 2",
        "272 part 2",
        "art. 272 p. 2",
        "272-бап 2-бөлік",
        "272-баптың 2-бөлігі",
        "272-2",
        "272–2",
        "272 ( 2 )",
    ],
)
def test_known_spellings_of_a_part_are_read(typed: str):
    assert spelling.read_provision(typed, "", TABLE)[:2] == ("272", "2")


def test_an_article_with_a_dash_stays_an_article():
    assert spelling.read_provision("269-1", "", TABLE)[:2] == ("269-1", "")
    assert spelling.read_provision("269-1", "1", TABLE)[:2] == ("269-1", "1")
    assert spelling.read_provision("269-1(1)", "", TABLE)[:2] == ("269-1", "1")


def test_a_dash_is_a_part_only_if_the_table_knows_that_part():
    assert spelling.read_provision("272-9", "", TABLE)[:2] == ("272-9", "")
    assert spelling.read_provision("272-2", "3", TABLE)[:2] == ("272-2", "3")


def test_an_article_that_the_table_lacks_is_kept():
    assert spelling.read_provision("500", "7", TABLE)[:2] == ("500", "7")


def test_points_in_the_text_are_read():
    assert spelling.read_provision("188 ч. 2 п. 1, 3", "", TABLE) == ("188", "2", ["1", "3"])
    assert spelling.read_points("2, 8; 8") == ["2", "8"]
    assert spelling.read_points("п. 2 и 8") == ["2", "8"]


@pytest.mark.parametrize("typed", ["abc", "27 2", "2722", "272(", "ст.", "272 ч.", "１２３", "27²"])
def test_what_is_no_article_is_refused(typed: str):
    with pytest.raises(ValidationError) as caught:
        spelling.read_provision(typed, "", TABLE)
    assert list(caught.value.message_dict) == ["article"]


def test_a_part_given_twice_must_be_the_same():
    assert spelling.read_provision("272(2)", "2", TABLE)[:2] == ("272", "2")
    with pytest.raises(ValidationError) as caught:
        spelling.read_provision("272(2)", "3", TABLE)
    assert list(caught.value.message_dict) == ["part"]


@pytest.mark.parametrize(("typed", "read"), [("2", "2"), ("ч. 2", "2"), ("-", ""), ("", "")])
def test_a_part_is_read_in_its_own_field(typed: str, read: str):
    assert spelling.read_part(typed) == read


@pytest.mark.django_db
def test_the_table_of_the_code_holds_articles_without_parts():
    table = spelling.parts_of_the_code()
    assert table["272"]["2"] == 8
    assert table["102"] == {"": 2}
