"""Score the pages as production serves them, by the scorer of the Mozilla Observatory.

    python -m tests.ops.scanning

Needs Node 20 with npm, openssl, and the network once, for npm. Everything lies in build/scan. A
throw-away SQLite database, gunicorn with the certificate of a test authority, and beside it a
plain port that redirects, as the operator's proxy does. Fails below 130 on any page.
"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "scan"
PACKAGE = "@mdn/mdn-http-observatory"
VERSION = "1.4.8"
HTTP, HTTPS = 18082, 18443
LEAST = 130
SIGNED_IN = f"{__package__}.signed_in"


def environment() -> dict[str, str]:
    """A production start that knows nothing of the operator's own."""
    return os.environ | {
        "AMNESTY_ENV": "production",
        "AMNESTY_VAR": str(FOLDER / "var"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{FOLDER / 'var' / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.ops.scanned",
        "NODE_EXTRA_CA_CERTS": str(FOLDER / "ca.pem"),
        "SECRET_KEY": "a key for this scan alone, longer than fifty signs and known to all",
        "STATIC_ROOT": str(FOLDER / "static"),
    }


def run(*command: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=env or environment(), capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} …\n{done.stdout}{done.stderr}")
    return done.stdout


def install_the_scorer() -> Path:
    """The package, and the two lists of domains that it asks for and that say nothing of us."""
    folder = FOLDER / "npm"
    package = folder / "node_modules" / PACKAGE
    if not package.exists():
        # In the operator's own environment: the registry may stand behind another authority.
        run("npm", "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit",
            "--no-fund", f"{PACKAGE}@{VERSION}", env=dict(os.environ))  # fmt: skip
    (package / "conf" / "hsts-preload.json").write_text("{}")
    (package / "conf" / "tld-list.json").write_text('["com"]')
    return package


def make_certificate() -> None:
    """A test authority and its certificate for 127.0.0.1."""
    ca, key, name = (str(FOLDER / file) for file in ("ca.pem", "ca.key", "server"))
    (FOLDER / "name.cnf").write_text("subjectAltName=IP:127.0.0.1\n")
    new = ("openssl", "req", "-newkey", "rsa:2048", "-nodes")
    run(*new, "-x509", "-days", "2", "-subj", "/CN=Scan CA", "-keyout", key, "-out", ca)
    run(*new, "-subj", "/CN=127.0.0.1", "-keyout", f"{name}.key", "-out", f"{name}.csr")
    run("openssl", "x509", "-req", "-days", "2", "-in", f"{name}.csr", "-CA", ca, "-CAkey", key,
        "-CAcreateserial", "-extfile", str(FOLDER / "name.cnf"), "-out", f"{name}.pem")  # fmt: skip


def prepare() -> dict:
    """Database, static files, two signed-in people; addresses and cookies of the pages."""
    shutil.rmtree(FOLDER / "var", ignore_errors=True)
    (FOLDER / "var").mkdir(parents=True)
    manage = (sys.executable, "manage.py")
    run(*manage, "migrate", "-v0", "--skip-checks")
    run(*manage, "load_reference", "--skip-checks")
    run(*manage, "collectstatic", "-v0", "--no-input", "--skip-checks")
    return json.loads(run(sys.executable, "-m", SIGNED_IN).splitlines()[-1])


class Redirect(http.server.BaseHTTPRequestHandler):
    """Plain HTTP leads to the same page over TLS."""

    def do_GET(self) -> None:
        self.send_response(301)
        self.send_header("Location", f"https://127.0.0.1:{HTTPS}{self.path}")
        self.end_headers()

    do_OPTIONS = do_GET

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def serve() -> subprocess.Popen:
    stub = http.server.ThreadingHTTPServer(("127.0.0.1", HTTP), Redirect)
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    server = FOLDER / "server"
    with (FOLDER / "gunicorn.log").open("wb") as log:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "amnesty.wsgi", "-b", f"127.0.0.1:{HTTPS}"),
                *("--certfile", f"{server}.pem", "--keyfile", f"{server}.key", "-w", "2"),
            ],
            cwd=ROOT,
            env=environment(),
            stdout=log,
            stderr=log,
        )


def wait_until_it_answers() -> None:
    import ssl

    trusted = ssl.create_default_context(cafile=FOLDER / "ca.pem")
    for _ in range(120):
        try:
            urllib.request.urlopen(f"https://127.0.0.1:{HTTPS}/healthz", context=trusted)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"The server does not answer. See {FOLDER / 'gunicorn.log'}.")


def score(package: Path, name: str, page: dict) -> bool:
    """Print the score of one page; is it high enough, and the page the one that was meant?"""
    told = run("node", "tests/ops/observatory.mjs", str(package), str(HTTP), str(HTTPS),
               page["path"], page["cookie"])  # fmt: skip
    found = json.loads(told.splitlines()[-1])
    holds = found["score"] >= LEAST and found["status"] == page["status"]
    lost = ", ".join(f"{result} {points}" for result, points in found["lost"])
    print(f"{name:8} {found['score']:4} status {found['status']} {lost}")  # noqa: T201
    return holds


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    package = install_the_scorer()
    make_certificate()
    pages = prepare()
    server = serve()
    try:
        wait_until_it_answers()
        held = [score(package, name, page) for name, page in pages.items()]
    finally:
        server.terminate()
        server.wait()
    raise SystemExit(0 if all(held) else f"Below {LEAST}, or another page than the one meant.")


if __name__ == "__main__":
    main()
