#!/usr/bin/env python3
"""Rebuilds what others made and we ship: Bootstrap, htmx, the Inter subset, the icons.

Run it by hand after changing a version below: `python static/vendor/build.py`. It needs npm (to
fetch packages, nothing of Node runs) and pip (a throw-away environment for fonttools). What it
writes is committed, with the licenses, so that nobody who only runs the program needs either.
It writes to static/vendor/ and static/fonts/ and stops when a font misses a letter that our
three languages need.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "fonts"

PACKAGES = {
    "bootstrap": "5.3.9",
    "bootstrap-icons": "1.13.2",
    "htmx.org": "2.0.10",
    "inter-ui": "4.1.1",
}
FONT_TOOLS = ("fonttools==4.68.0", "brotli==1.2.1")

# One merged file for each weight: Latin-1, typographic marks, Russian and Kazakh Cyrillic. Files
# split by alphabet let some PDF readers cut a Kazakh name into pieces.
RANGES = (
    "U+0020-007E,U+00A0-00FF,U+0400-045F,"
    "U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,"
    "U+202F,U+2009,U+20AC,U+20B8,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+2713"
)
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
MUST_HAVE = KAZAKH + "Ёё₸№→≥✓"
FEATURES = "kern,liga,calt,tnum,ccmp,locl,mark,mkmk,case,zero"
WEIGHTS = {"400": "Inter-Regular", "600": "Inter-SemiBold"}
FONT_LIMIT = 50_000  # bytes, both files together

ICONS = """
    archive arrow-down arrow-left arrow-repeat arrow-right arrow-up award bank box-arrow-right
    briefcase building calendar-event card-list chat-left-text check-circle check-lg chevron-down
    chevron-left chevron-right circle circle-half clock-history dash-lg dash-square-dotted door-open
    download envelope eraser exclamation-triangle eye file-earmark-check file-earmark-text funnel
    gear hammer heart-pulse hourglass-split house-door info-circle journal-text keyboard list lock
    pencil people person person-vcard plus-lg printer question-circle search shuffle signpost-split
    slash-circle stop-circle telephone trash translate upload x-circle x-lg
""".split()


def fetch(name: str, into: Path) -> Path:
    """Unpacks one npm package and returns its folder."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{PACKAGES[name]}"],
        cwd=into, check=True, capture_output=True, text=True,
    ).stdout.split()[-1]
    folder = into / name
    with tarfile.open(into / packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def build_bootstrap(package: Path) -> None:
    """Copies the style sheet without the line that points to a map we do not ship."""
    css = (package / "dist/css/bootstrap.min.css").read_text(encoding="utf-8")
    css = re.sub(r"\s*/\*# sourceMappingURL=.*?\*/\s*", "\n", css)
    write(HERE / "bootstrap/bootstrap.min.css", css)
    write(HERE / "bootstrap/LICENSE", (package / "LICENSE").read_text(encoding="utf-8"))


def build_htmx(package: Path) -> None:
    script = (package / "dist/htmx.min.js").read_text(encoding="utf-8")
    write(HERE / "htmx/htmx.min.js", re.sub(r"\n?//# sourceMappingURL=.*", "", script))
    write(HERE / "htmx/LICENSE", (package / "LICENSE").read_text(encoding="utf-8"))


def build_icons(package: Path) -> None:
    """Gathers the icons we use as symbols of one file; `{% icon %}` reads it."""
    symbols = []
    for name in ICONS:
        svg = (package / f"icons/{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL).group(1)
        inner = re.sub(r"\s+", " ", inner).replace(" />", "/>").replace("> <", "><").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{inner}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    write(HERE / "icons/icons.svg", sprite)
    write(HERE / "icons/LICENSE", (package / "LICENSE").read_text(encoding="utf-8"))


def font_python(scratch: Path) -> Path:
    """Makes a throw-away environment with fonttools and returns its interpreter."""
    venv.create(scratch / "fontenv", with_pip=True)
    python = scratch / "fontenv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *FONT_TOOLS], check=True)
    return python


def build_fonts(package: Path, scratch: Path) -> None:
    python = font_python(scratch)
    FONTS.mkdir(parents=True, exist_ok=True)
    for weight, source in WEIGHTS.items():
        target = FONTS / f"inter-{weight}.woff2"
        subprocess.run(
            [
                python, "-m", "fontTools.subset", package / f"web/{source}.woff2",
                "--flavor=woff2", f"--unicodes={RANGES}", f"--text={KAZAKH}",
                f"--layout-features={FEATURES}", f"--output-file={target}",
            ],
            check=True,
        )
        check_letters(python, target)
    total = sum(path.stat().st_size for path in FONTS.glob("*.woff2"))
    if total > FONT_LIMIT:
        sys.exit(f"The fonts weigh {total} bytes; {FONT_LIMIT} is the limit.")
    write(FONTS / "LICENSE.txt", (package / "LICENSE.txt").read_text(encoding="utf-8"))


def check_letters(python: Path, font: Path) -> None:
    """Stops when the font misses a letter of MUST_HAVE."""
    program = (
        "import sys; from fontTools.ttLib import TTFont;"
        "known = TTFont(sys.argv[1]).getBestCmap();"
        "print(''.join(c for c in sys.argv[2] if ord(c) not in known))"
    )
    missing = subprocess.run(
        [python, "-c", program, font, MUST_HAVE], check=True, capture_output=True, text=True
    ).stdout.strip()
    if missing:
        sys.exit(f"{font.name} misses {missing}")


def write_versions() -> None:
    lines = ["# What we ship of others", "", "Built by `build.py`; licenses lie beside the files.", ""]
    lines += ["| package | version | files | license |", "|---|---|---|---|"]
    rows = {
        "bootstrap": ("bootstrap/", "MIT"),
        "bootstrap-icons": ("icons/", "MIT"),
        "htmx.org": ("htmx/", "0BSD"),
        "inter-ui": ("../fonts/ (subset)", "OFL-1.1"),
    }
    for name, (files, license_name) in rows.items():
        lines.append(f"| {name} | {PACKAGES[name]} | {files} | {license_name} |")
    write(HERE / "README.md", "\n".join(lines) + "\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        build_bootstrap(fetch("bootstrap", scratch))
        build_icons(fetch("bootstrap-icons", scratch))
        build_htmx(fetch("htmx.org", scratch))
        build_fonts(fetch("inter-ui", scratch), scratch)
    write_versions()


if __name__ == "__main__":
    main()
