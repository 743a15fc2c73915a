"""Every text of ours stands in Kazakh and Russian, whole and compiled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("amnesty", "cases", "resocialization")
LANGUAGES = ("kk", "ru")
CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
}
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalog(language: str, ending: str = "po") -> polib.POFile | polib.MOFile:
    path = ROOT / "amnesty" / "locale" / language / "LC_MESSAGES" / f"django.{ending}"
    return (polib.pofile if ending == "po" else polib.mofile)(str(path))


def texts_of_code() -> Iterator[str]:
    """First constant text of every call that marks a text for translation."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield from marked(ast.parse(file.read_text(encoding="utf-8")))


def texts_of_templates() -> Iterator[str]:
    for file in sorted((ROOT / "templates").rglob("*.html")):
        source = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        for call in re.findall(r"(?<!\w)n?p?gettext\(.*?\)(?= |$)|_\(.*?\)", source, re.DOTALL):
            yield from marked_in(call)


def marked_in(call: str) -> Iterator[str]:
    try:
        tree = ast.parse(call)
    except SyntaxError:
        return
    yield from marked(tree)


def marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in CALLS:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            texts = [text for text in texts if isinstance(text, str)]
            if texts:
                yield texts[1] if name_of(node.func).startswith("pgettext") else texts[0]


def name_of(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_ours_is_in_the_catalog(language: str):
    known = {entry.msgid for entry in catalog(language) if entry.translated()}
    texts = {*texts_of_code(), *texts_of_templates()}
    assert len(texts) > 1_000
    assert sorted(text for text in texts if text and text not in known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_unfinished(language: str):
    book = catalog(language)
    assert [entry.msgid for entry in book.untranslated_entries()] == []
    assert [entry.msgid for entry in book.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_that_of_the_source(language: str):
    def content(book):
        return {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in book}

    assert content(catalog(language, "mo")) == content(catalog(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_value_of_its_text(language: str):
    wrong = [
        entry.msgid
        for entry in catalog(language)
        for text in (list(entry.msgstr_plural.values()) or [entry.msgstr])
        if not values_of(text) <= values_of(entry.msgid) | values_of(entry.msgid_plural)
        or (not entry.msgid_plural and values_of(text) != values_of(entry.msgid))
    ]
    assert wrong == []


def values_of(text: str) -> set[str]:
    """Placeholders of both kinds, `%(name)s` and `{name}`."""
    if "{" not in text:
        return set(PLACES.findall(text))
    names = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    return set(PLACES.findall(text)) | names


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kazakh_letters_stand_in_the_kazakh_catalog_alone(language: str):
    letters = set("әғқңөұүі")  # һ stands in names alone
    used = {sign for entry in catalog(language) for sign in entry.msgstr.lower()} & letters
    assert used == letters if language == "kk" else len(used) < len(letters)
