"""Rights and events are told in words, in every language."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from amnesty.accounts import roles, telling
from amnesty.accounts.rights import name_of

ROOT = Path(__file__).parents[2]
WRITTEN = re.compile(
    r"""(?:\brecord\(\s*|\bkind = |\bif change else |\bis None else )"([a-z_]+(?:\.[a-z_]+)?)"[\s,)]"""
)
LATIN = re.compile(r"[A-Za-z]{3}")
SECOND_LANGUAGES = ("ru", "kk")


def written_kinds() -> set[str]:
    """Every kind of event that stands as a text in the program."""
    found: set[str] = set()
    for folder in ("amnesty", "cases", "resocialization"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "trail.record" in text or "trail import record" in text:
                found |= set(WRITTEN.findall(text))
    return found


def test_the_search_finds_the_kinds():
    assert {"signed_in", "plan.handed_over", "case_registered", "address.read"} <= written_kinds()


@pytest.mark.parametrize("language", SECOND_LANGUAGES)
def test_every_event_is_told_in_words(language: str):
    with override(language):
        told = {kind: telling.words_of_kind(kind, "cases.case") for kind in written_kinds()}
    assert {kind: words for kind, words in told.items() if LATIN.search(words)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", SECOND_LANGUAGES)
def test_a_missing_right_is_named_in_words(language: str):
    rights = set().union(*roles.RIGHTS.values())
    with override(language):
        named = {right: name_of(right) for right in rights}
    assert {right: name for right, name in named.items() if LATIN.search(name)} == {}


def test_an_event_of_a_model_that_is_gone_keeps_its_code():
    assert telling.words_of_kind("scroll.sealed") == "scroll.sealed"
    assert telling.words_of_model("library.scroll") == "library.scroll"
