"""The glossary: one source, shown alike by the page and the documents."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from amnesty import glossary
from amnesty.glossary import terms
from tests.factories import make_office, make_user

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_every_term_has_all_three_languages_and_a_mark():
    assert len(terms()) > 100
    for term in terms():
        assert all(term), term
        assert term.mark in glossary.MARKS
        assert term.kind in {"law", "interface"}


def test_no_term_stands_twice():
    english = [term.en for term in terms()]
    assert len(english) == len(set(english))


def test_the_document_shows_every_term_with_its_mark():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    for kind in ("law", "interface"):
        assert glossary.table(glossary.terms_of(kind)) in text


def test_the_list_for_the_native_lawyer_holds_the_open_terms_and_no_others():
    lines = (DOCS / "translation.md").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line.startswith("| ○ |")]
    wanted = [f"| ○ | {t.en} | {t.ru} | {t.kk} |" for t in terms() if t.mark == "open"]
    assert listed == wanted


def test_an_infraction_is_never_called_a_crime():
    for term in terms():
        assert ("проступок" in term.ru) == ("infraction" in term.en), term


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_all_three_languages_whatever_the_reader_speaks(language: str):
    client = Client()
    client.force_login(make_user("social_worker", make_office("social_service")))
    client.cookies["django_language"] = language
    html = client.get(reverse("glossary")).content.decode()
    assert html.count('<th scope="row" lang="kk">') == len(terms())
    for word in ("жаппай тәртіпсіздіктер", "массовые беспорядки", "mass riots"):
        assert word in html
