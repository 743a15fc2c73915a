"""What a password may not be made of, beyond Django's own checks of length and common ones."""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from amnesty.accounts.models import User

LETTERS_OF_ITS_OWN = 8
# Words that anybody who attacks this program tries first, in its three languages.
PRODUCT_WORDS = frozenset(
    [
        "amnesty",
        "amnistiya",
        "amnistia",
        "амнистия",
        "рақымшылық",
        "rakymshylyk",
        "case",
        "manager",
        "kazakhstan",
        "qazaqstan",
        "казахстан",
        "қазақстан",
        "court",
        "sot",
        "сот",
        "соты",
        "суд",
        "sud",
        "prosecutor",
        "prokuror",
        "prokuratura",
        "прокурор",
        "прокуратура",
        "police",
        "policia",
        "полиция",
        "probation",
        "probaciya",
        "пробация",
        "judge",
        "sudya",
        "судья",
        "әділет",
        "adilet",
        "justice",
        "юстиция",
        "password",
        "parol",
        "пароль",
        "құпиясөз",
        "qwerty",
        "йцукен",
        "admin",
        "zakon",
        "закон",
        "заң",
    ]
)
WORD = re.compile(r"[^\W\d_]{4,}")
PADDING = re.compile(r"^[\W\d_]+|[\W\d_]+$")
COUNTING = "1234567890" * 21
REPEATED = re.compile(r"^(.+?)\1+$")


class PaddedCommonPasswordValidator(CommonPasswordValidator):
    """Refuses a common password that was made long by repeating, counting on or digits around it.

    Of the 20,000 passwords of Django's list only a handful is long enough to be tried at all.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        whole = folded(password)
        bare = PADDING.sub("", whole)
        if whole in COUNTING or whole in COUNTING[::-1]:
            bare = COUNTING[:10]
        for core in (bare, REPEATED.sub(r"\1", whole), REPEATED.sub(r"\1", bare)):
            super().validate(core, user)


class KnownWordsValidator:
    """Refuses a password that is hardly more than words of the program, the office or the user."""

    def validate(self, password: str, user: User | None = None) -> None:
        whole = left = folded(password)
        for word in sorted(PRODUCT_WORDS | words_around(user), key=len, reverse=True):
            left = left.replace(word, "")
        own = sum(character.isalnum() for character in left)
        if left != whole and own < LETTERS_OF_ITS_OWN:
            raise ValidationError(
                _("Use fewer words that belong to the program, your office or you."),
                code="password_of_known_words",
            )

    def get_help_text(self) -> str:
        return _("Do not build it from words of the program, your office or your name.")


def folded(text: str) -> str:
    """One spelling of what looks alike; more than 200 characters are not looked at."""
    return unicodedata.normalize("NFKC", text[:200]).casefold()


def words_around(user: User | None) -> set[str]:
    """Words of four letters or more in the names of the user and of the user's offices."""
    if user is None or user.pk is None:
        return set()
    names = [user.username, user.first_name, user.last_name, user.patronymic]
    for office in user.offices.all():
        names += [office.name_kk, office.name_ru, office.name_en, office.code]
    return set(WORD.findall(folded(" ".join(names))))
