"""Names folded for searching and for sorting, the same on every database.

`search_key` makes one key of all usual spellings of a name in Kazakh, Russian and Latin letters;
`sort_key` orders by the Kazakh alphabet. Neither is ever shown.
"""

import re
import unicodedata

_DASHES = re.compile(r"[-‐-―−_]")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_NOT_KEPT = re.compile(r"[^a-z0-9]")

_LOOK_ALIKES = str.maketrans({"i": "і", "h": "һ", "c": "с", "p": "р", "x": "х", "y": "у"})
_KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһі", "агкноуухи")
_RUSSIAN_TO_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            [
                "a",
                "b",
                "v",
                "g",
                "d",
                "e",
                "e",
                "j",
                "z",
                "i",
                "y",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "h",
                "ts",
                "ch",
                "sh",
                "sh",
                "-",
                "y",
                "-",
                "e",
                "yu",
                "ya",
            ],
            strict=True,
        )
    )
    | {"ъ": "", "ь": ""}
)
_LATIN_EXTRAS = str.maketrans({"q": "k", "w": "u", "ı": "i", "ş": "sh", "x": "ks"})
_MERGED = (("kh", "h"), ("ss", "s"), ("zh", "j"), ("iy", "i"), ("y", "i"), ("ii", "i"))

KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_ORDER = {letter: f"{place:02d}" for place, letter in enumerate(KAZAKH_ALPHABET, start=40)}


def search_key(text: str) -> str:
    """Fold a name or a query to words of a-z and 0-9, one space between words."""
    folded = _DASHES.sub(" ", unicodedata.normalize("NFC", text).casefold())
    words = (_fold_word(word) for word in folded.split())
    return " ".join(word for word in words if word)


def _fold_word(word: str) -> str:
    if _CYRILLIC.search(word):
        word = word.translate(_LOOK_ALIKES)
    word = word.translate(_KAZAKH_TO_RUSSIAN).translate(_RUSSIAN_TO_LATIN)
    word = word.translate(_LATIN_EXTRAS)
    word = "".join(sign for sign in unicodedata.normalize("NFD", word) if sign.isascii())
    word = _NOT_KEPT.sub("", word)
    for group, single in _MERGED:
        word = word.replace(group, single)
    return word


def sort_key(text: str) -> str:
    """A key whose plain order is the Kazakh alphabetical order; other signs keep their place."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return "".join(_ORDER.get(sign, sign) for sign in folded)
