"""The text of a dossier: what cannot be read is an error and never a crash."""

import pytest

from cases.law import DOSSIER_ERRORS, DossierError, parse_dossier


def refused_text(content: str | bytes) -> tuple[str, str]:
    with pytest.raises(DossierError) as caught:
        parse_dossier(content)
    assert caught.value.code in DOSSIER_ERRORS
    return caught.value.path, caught.value.code


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        ("", "", "unreadable"),
        ("   ", "", "unreadable"),
        ("{", "", "unreadable"),
        ('{"a": 1,}', "", "unreadable"),
        ("{'a': 1}", "", "unreadable"),
        ('{"offenses": [{"id": "1"}]} {}', "", "unreadable"),
        ('{"as_of": NaN}', "", "unreadable"),
        ('{"as_of": -Infinity}', "", "unreadable"),
        ('{"as_of": "a\tb"}', "", "unreadable"),
        (b'{"as_of": "\xff"}', "", "unreadable"),
        (b"\xff\xfe{}", "", "unreadable"),
        ('{"as_of": "\ud800"}', "", "unreadable"),
        ("[" * 200_000, "", "unreadable"),
        ('{"x":' * 50_000 + "1" + "}" * 50_000, "", "unreadable"),
        ('{"stage": "trial", "stage": "trial"}', "stage", "duplicate_key"),
        ('{"offenses": [{"id": "1", "id": "2"}]}', "offenses[0].id", "duplicate_key"),
        ('{"offenses": [{"id": "1"}], "offenses": [{"id": "1"}]}', "offenses", "duplicate_key"),
        ('{"defendant": {}, "defendant": {}}', "defendant", "duplicate_key"),
        (
            '{"offenses": [{"id": "1"}], "sentence": {"term": '
            '{"years": 1, "years": 1, "months": 0, "days": 0}}}',
            "sentence.term.years",
            "duplicate_key",
        ),
        (
            '{"offenses": [{"id": "1"}], "sentence": {"custody": '
            '[{"kind": "custody", "from": "2022-01-01", "to": null, "to": null}]}}',
            "sentence.custody[0].to",
            "duplicate_key",
        ),
        ('{"offenses": [{"id": "1"}], "\\ud800": 1}', "?", "unknown_key"),
        (
            '{"offenses": [{"id": "1", "term": {"years": '
            + "9" * 5000
            + ', "months": 0, "days": 0}}]}',
            "offenses[0].term",
            "bad_term",
        ),
    ],
)
def test_unreadable_text_is_an_error_and_never_a_crash(
    content: str | bytes, path: str, code: str
) -> None:
    assert refused_text(content) == (path, code)


def test_a_line_is_read_up_to_a_million_bytes() -> None:
    start, end = '{"offenses": [{"id": "1"}], "sentence": {"additional": ["', '"]}}'
    fill = 1_000_000 - len(start) - len(end)
    assert parse_dossier(start + "x" * fill + end).sentence.additional == ("x" * fill,)
    assert parse_dossier(start + "x" * fill + end + "\n").sentence.additional
    assert refused_text(start + "x" * (fill + 1) + end) == ("", "too_large")
    assert refused_text(start + "ж" * (fill // 2 + 1) + end) == ("", "too_large")
    assert refused_text(b"\xff" * 1_000_001) == ("", "too_large")


def test_a_line_that_is_too_long_names_the_limit() -> None:
    with pytest.raises(DossierError) as caught:
        parse_dossier(" " * 1_000_001)
    assert caught.value.params == {"limit": 1_000_000}
    assert str(caught.value) == ": too_large"
