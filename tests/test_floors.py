"""The floors of the house: what may import what. See docs/architecture.md."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("amnesty", "cases", "resocialization")

Import = tuple[str, str, int]  # file, imported module, line


def imports_of(file: Path) -> Iterator[Import]:
    """Every import of the file, with relative ones spelled out."""
    place = file.relative_to(ROOT)
    package = ".".join(place.parent.parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((str(place), name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base]).strip(".")
            yield str(place), base, node.lineno
            yield from ((str(place), f"{base}.{name.name}", node.lineno) for name in node.names)


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        path = ROOT / folder
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def found(folders: tuple[str, ...], forbidden: tuple[str, ...], spared: tuple[str, ...] = ()):
    """Imports in `folders` of a forbidden module or of anything inside it."""
    return [
        f"{place}:{line} imports {module}"
        for file in files(*folders)
        if not any(part in file.as_posix() for part in spared)
        for place, module, line in imports_of(file)
        if any(module == name or module.startswith(name + ".") for name in forbidden)
    ]


def test_the_law_imports_the_standard_library_alone():
    strangers = [
        f"{place}:{line} imports {module}"
        for file in files("cases/law")
        for place, module, line in imports_of(file)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not module.startswith("cases.law")
    ]
    assert strangers == []


def test_the_law_is_tried_without_the_framework():
    """`pytest tests/law` runs where nothing but pytest and hypothesis is installed."""
    assert found(("tests/law", "cases/book.py"), ("django", "amnesty")) == []


@pytest.mark.parametrize("word", ["django", "today", "random", "open("])
def test_the_law_knows_no_clock_no_files_and_no_framework(word: str):
    assert [file.name for file in files("cases/law") if word in file.read_text()] == []


def test_cases_never_mention_resocialization():
    mentioned = [
        str(file.relative_to(ROOT))
        for file in files("cases")
        if "resocialization" in file.read_text(encoding="utf-8").lower()
        and file.name not in {"wording.py"}
    ]
    assert mentioned == []


def test_the_tests_of_cases_stand_without_resocialization():
    """Nor do the helpers know it that they import, however far away."""
    seen: set[Path] = set()
    ahead = {*files("tests/cases")}
    while ahead - seen:
        file = (ahead - seen).pop()
        seen.add(file)
        for place, module, line in imports_of(file):
            assert "resocialization" not in module.split("."), f"{place}:{line} imports {module}"
            helper = ROOT / f"{module.replace('.', '/')}.py"
            if module.startswith("tests.") and helper.exists():
                ahead.add(helper)


def strangers(folder: str, package: str, known: tuple[str, ...]) -> list[str]:
    """Imports of `package` in `folder` that lead to none of the `known` modules."""
    return [
        f"{place}:{line} imports {module}"
        for file in files(folder)
        for place, module, line in imports_of(file)
        if module.startswith(f"{package}.")
        and not any(module == name or module.startswith(f"{name}.") for name in known)
    ]


def test_models_know_nothing_above_them():
    """Models import models, and helpers that know neither rows nor pages."""
    plain = ("cases.models", "cases.dates", "cases.iin", "cases.names", "cases.numbers")
    assert list(files("resocialization/models"))
    assert strangers("cases/models", "cases", plain) == []
    assert found(plain_files(plain), ("cases.models", "django.db")) == []
    own = ("resocialization.models",)
    assert strangers("resocialization/models", "resocialization", own) == []


def plain_files(modules: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name.replace('.', '/')}.py" for name in modules if name != "cases.models")


def test_accounts_stand_below_the_cases():
    assert found(("amnesty/accounts",), ("cases", "resocialization")) == []


def test_nobody_imports_the_settings_or_the_addresses():
    assert found(PACKAGES, ("amnesty.settings", "amnesty.urls")) == []


def test_migrations_import_no_project_code():
    assert [
        f"{place}:{line} imports {module}"
        for file in files(*PACKAGES)
        if "migrations" in file.parts
        for place, module, line in imports_of(file)
        if module.split(".")[0] in PACKAGES
    ] == []


def test_the_product_stands_on_its_own():
    """No file of the project points to a folder beside it."""
    beside = "../" + "shared"
    for file in files(*PACKAGES, "tests"):
        assert beside not in file.read_text(encoding="utf-8"), file


def test_a_forbidden_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The guard itself works: an import put in where it may not stand is reported."""
    wrong = tmp_path / "cases" / "models" / "wrong.py"
    wrong.parent.mkdir(parents=True)
    wrong.write_text("from cases import assessing\nfrom ..forms import CaseForm\n")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert found(("cases/models",), ("cases.assessing", "cases.forms")) == [
        "cases/models/wrong.py:1 imports cases.assessing",
        "cases/models/wrong.py:2 imports cases.forms",
        "cases/models/wrong.py:2 imports cases.forms.CaseForm",
    ]
    assert strangers("cases/models", "cases", ("cases.models",)) == [
        "cases/models/wrong.py:1 imports cases.assessing",
        "cases/models/wrong.py:2 imports cases.forms",
        "cases/models/wrong.py:2 imports cases.forms.CaseForm",
    ]
