"""The face: every code has a word, icon and tone; dates read alike in every language; errors link."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import formats, translation

from amnesty.style import REFUSED_OFFENSES, REFUSED_PERSON, OffenseForm, Offenses, PersonForm
from amnesty.templatetags import face, words
from amnesty.templatetags.summaries import errors_of

ROOT = Path(__file__).resolve().parents[1]
CSS = "".join(
    (ROOT / f"static/css/{name}.css").read_text(encoding="utf-8") for name in ("tokens", "app")
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LANGUAGES = ["kk", "ru", "en"]
TABLES = [words.OUTCOMES, words.STATES, words.NEEDS, words.WORK, words.DECISIONS]


def drawn(source: str, **context: object) -> str:
    return Template("{% load face %}" + source).render(Context(context))


# ---- words, icons, tones --------------------------------------------------------------------


def test_all_eleven_outcomes_have_a_look():
    assert set(words.OUTCOMES) == {
        "release", "terminate", "continue_to_verdict", "reduce", "reduce_at_sentencing",
        "lift_record", "combined", "no_effect", "not_covered", "excluded", "needs_review",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_every_code_has_a_word_an_icon_and_a_tone_of_the_style_sheet(table, language):
    with translation.override(language):
        for look in table.values():
            assert str(look.word).strip()
            assert look.icon in face.icons()
            assert f".tag-{look.tone}" in CSS


def test_not_covered_and_excluded_share_neither_word_nor_icon_nor_tone():
    assert not set(words.OUTCOMES["not_covered"]) & set(words.OUTCOMES["excluded"])


def test_red_is_kept_for_what_blocks_fails_or_is_overdue():
    looks = {code: look for table in TABLES for code, look in table.items()}
    assert {code for code, look in looks.items() if look.tone == "red"} == {
        "excluded",
        "not_met",
        "failed",
    }


def test_an_unknown_outcome_shows_its_code_and_none_says_not_assessed():
    assert "brand_new" in face.outcome_tag("brand_new")
    assert "Not assessed yet" in face.outcome_tag(None)


def test_a_review_for_missing_data_looks_other_than_one_for_the_court():
    assert "tag-amber" in face.outcome_tag("needs_review", data_missing=True)
    assert "tag-violet" in face.outcome_tag("needs_review")


def test_a_tag_escapes_its_word():
    assert "<script>" not in face.tag("<script>alert(1)</script>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_named_in_a_template_exists(path):
    names = re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    assert [name for name in names if name not in face.icons()] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_a_style_a_handler_or_a_script_without_nonce(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>%]*\sstyle=", text)
    assert not re.search(r"<[a-z][^>%]*\son[a-z]+=", text)
    assert all("nonce" in script for script in re.findall(r"<script[^>]*>", text))


# ---- dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_prints_as_dd_mm_yyyy_in_every_language(language):
    with translation.override(language):
        assert formats.date_format(date(2022, 1, 5)) == "05.01.2022"
        assert drawn("{{ d }}", d=date(2022, 1, 5)) == "05.01.2022"
        assert drawn("{% day d %}", d=date(2022, 1, 5)) == (
            '<time datetime="2022-01-05">05.01.2022</time>'
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["05.01.2022", "2022-01-05"])
def test_the_fifth_of_january_is_read_as_such_in_every_language(typed, language):
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2022, 1, 5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed", ["05/01/2022", "01/05/2022", "05.01.22", "05012022", "Jan 5 2022", "2022-02-30"]
)
def test_a_date_that_can_be_read_two_ways_is_refused_in_every_language(typed, language):
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize(
    ("language", "words_of_it"),
    [
        ("kk", "2022 жылғы 14 қараша"),
        ("ru", "14 ноября 2022 г."),
        ("en", "14 November 2022"),
    ],
)
def test_a_long_date_follows_the_grammar_of_its_language(language, words_of_it):
    with translation.override(language):
        assert face.long_date(date(2022, 11, 14)) == words_of_it


def test_a_moment_is_told_in_the_time_of_almaty():
    late = datetime(2022, 1, 7, 18, 30, tzinfo=ZoneInfo("UTC"))
    assert "08.01.2022 00:30" in face.moment(late)
    assert "08.01.2022" in face.day(late)


@pytest.mark.parametrize(
    ("due", "word", "tone"),
    [
        (date(2022, 11, 13), "Overdue by 1 day", "red"),
        (date(2022, 11, 14), "Due today", "amber"),
        (date(2022, 11, 16), "In 2 days", "grey"),
        (None, "No date", "grey"),
    ],
)
def test_how_near_a_date_is_stands_in_words(due, word, tone):
    shown = face.due_tag(due, date(2022, 11, 14))
    assert word in shown
    assert f"tag-{tone}" in shown


def test_an_iin_copies_without_spaces_and_a_masked_one_keeps_four_digits():
    assert re.sub(r"<[^>]+>", "", face.iin("900515300018")) == "900515300018"
    assert "90051530" not in face.iin("900515300018", masked=True)


# ---- forms ----------------------------------------------------------------------------------


def test_each_error_of_a_form_links_to_its_field():
    targets = {error.target for error in errors_of(PersonForm(REFUSED_PERSON))}
    assert {"id_iin", "id_born_on", "id_stage", "id_circumstances_0"} <= targets


def test_errors_of_rows_name_the_row_and_leave_removed_rows_out():
    rows = Offenses(REFUSED_OFFENSES, prefix="offense")
    assert [error.label for error in errors_of(rows)] == ["Offense 2 · Date"]
    removed = Offenses({**REFUSED_OFFENSES, "offense-1-DELETE": "on"}, prefix="offense")
    assert errors_of(removed) == []


def test_a_form_that_was_not_sent_has_no_errors():
    assert errors_of(PersonForm()) == []


def test_the_title_of_a_refused_page_begins_with_error():
    assert drawn("{% title_prefix %}", form=OffenseForm({})) == "Error: "
    assert drawn("{% title_prefix %}", form=OffenseForm()) == ""
    assert drawn("{% title_prefix %}", page_has_errors=True) == "Error: "


def test_the_summary_stands_once_even_where_crispy_draws_the_form():
    form = OffenseForm({})
    page = drawn(
        "{% load crispy_forms_filters %}{% error_summary form %}{{ form|crispy }}", form=form
    )
    assert page.count('id="error-summary"') == 1
    alone = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=OffenseForm({}))
    assert alone.count('id="error-summary"') == 1


def test_a_field_says_optional_and_names_its_error_for_screen_readers():
    page = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=OffenseForm({}))
    assert page.count("(optional)") == 1
    assert "asteriskField" not in page
    assert set(re.findall(r'aria-describedby="([\w-]+)"', page)) <= set(
        re.findall(r'id="([\w-]+)"', page)
    )


# ---- pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_for_broken_requests_need_no_context_and_no_script(name):
    page = render_to_string(name)
    assert "<h1>" in page
    assert "<script" not in page


def test_a_page_of_a_list_keeps_the_query():
    request = RequestFactory().get("/cases/", {"region": "2", "page": "3"})
    page = Paginator(range(200), 20).page(3)
    shown = render_to_string("partials/pagination.html", {"page": page, "request": request})
    assert 'href="?region=2&amp;page=4"' in shown
    assert 'aria-current="page"' in shown


def test_progress_reaches_a_hundred_only_when_all_is_done():
    assert face.percent(1511, 1512) == 99
    assert face.percent(1512, 1512) == 100
    assert face.percent(0, 0) == 0


# ---- the style sheet and what we ship -------------------------------------------------------


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", block))


def test_the_dark_colors_of_the_profile_and_of_the_device_are_the_same():
    chosen = CSS.split('\n[data-bs-theme="dark"] {')[1].split("}")[0]
    device = CSS.split(":root:not([data-bs-theme]) {")[1].split("}")[0]
    assert tokens(chosen) == tokens(device) != {}


def luminance(color: str) -> float:
    if len(color) == 4:
        color = "#" + "".join(part * 2 for part in color[1:])
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("start", [":root,", '\n[data-bs-theme="dark"] {'])
def test_words_stand_out_from_what_they_stand_on(start):
    colors = tokens(CSS.split(start)[1].split("}")[0])
    grounds = [colors[name] for name in ("--surface", "--bg", "--sunken")]
    for name in ("--text", "--muted", "--link", "--visited", "--danger"):
        assert min(contrast(colors[name], ground) for ground in grounds) >= 4.5, name
    assert min(contrast(colors["--control"], ground) for ground in grounds) >= 3
    assert contrast(colors["--on-button"], colors["--button"]) >= 4.5
    for tone in words.TONES:
        assert contrast(colors[f"--{tone}-text"], colors[f"--{tone}-tint"]) >= 4.5, tone
        assert contrast(colors[f"--{tone}-text"], colors["--surface"]) >= 4.5, tone
        assert contrast(colors[f"--{tone}-solid"], colors["--surface"]) >= 3, tone


def test_the_fonts_weigh_at_most_fifty_kilobytes():
    assert 0 < sum(f.stat().st_size for f in (ROOT / "static/fonts").glob("*.woff2")) <= 50_000


def test_no_shipped_file_points_to_a_map_that_is_not_there():
    shipped = [*ROOT.glob("static/**/*.css"), *ROOT.glob("static/**/*.js")]
    assert shipped
    assert not [f.name for f in shipped if "sourceMappingURL" in f.read_text(encoding="utf-8")]
