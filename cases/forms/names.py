"""Names of people as they may be typed: letters of one alphabet, nothing invisible."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 150
SIGNS = "'’ʼ‘`-‐‑– ."
ALPHABETS = ("CYRILLIC", "LATIN")
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


class NameField(forms.CharField):
    """A name of 1 to 150 letters: NFC, one alphabet, apostrophes and hyphens allowed.

    `alphabet` limits it to one ("LATIN"). Mixed alphabets are refused with the odd letter marked.
    """

    def __init__(self, *, alphabet: str = "", longest: int = LONGEST, **kwargs: object) -> None:
        super().__init__(strip=False, **kwargs)
        self.alphabet, self.longest = alphabet, longest
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: str | None) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value))
        refuse_the_unseen(text)
        text = " ".join(text.split())
        if not text:
            return ""
        if len(text) > self.longest:
            raise ValidationError(
                _("Enter at most %(most)s letters. You entered %(n)s.")
                % {"most": self.longest, "n": len(text)}
            )
        refuse_strange_signs(text)
        refuse_mixed_alphabets(text, self.alphabet)
        return text


def refuse_the_unseen(text: str) -> None:
    """Refuse signs that nobody can see: they make two equal names differ."""
    odd = next((sign for sign in text if unicodedata.category(sign) in UNSEEN), "")
    if odd:
        code = f"U+{ord(odd):04X}"
        raise ValidationError(
            _("The name holds an invisible sign (%(code)s). Type the name again.") % {"code": code}
        )


def refuse_strange_signs(text: str) -> None:
    """Refuse digits, pictures, stacked accents; a name needs at least one letter."""
    odd = next((sign for sign in text if not (sign.isalpha() or sign in SIGNS)), "")
    if odd:
        raise ValidationError(_("“%(sign)s” cannot stand in a name.") % {"sign": odd})
    if not any(sign.isalpha() for sign in text):
        raise ValidationError(_("Enter a name with at least one letter."))


def alphabet_of(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((known for known in ALPHABETS if name.startswith(known)), "")


def refuse_mixed_alphabets(text: str, wanted: str = "") -> None:
    """Refuse letters that only look like those of the others, with the odd one marked."""
    letters = [sign for sign in text if sign.isalpha() and unicodedata.category(sign) != "Lm"]
    found = [alphabet_of(letter) for letter in letters]
    if "" in found:
        raise ValidationError(_("Write the name in Kazakh, Russian or Latin letters."))
    usual = wanted or max(ALPHABETS, key=found.count)
    odd = {letter for letter, own in zip(letters, found, strict=True) if own != usual}
    if odd:
        marked = "".join(f"[{sign}]" if sign in odd else sign for sign in text)
        told = (
            _("Some letters are Cyrillic, the others Latin: %(marked)s.")
            if usual == "LATIN"
            else _("Some letters are Latin, the others Cyrillic: %(marked)s.")
        )
        raise ValidationError(told % {"marked": marked})
