"""Where browsers report what the content policy stopped: noted as a line of the log, nothing more.

Anybody may send anything here, so nothing of it is stored and no text of it is logged: only the
directive, if it is one of ours, the name of the page in the program, and where the source lies.
"""

import json
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amnesty.accounts.locking_out import address_to_count

log = logging.getLogger(__name__)
LONGEST = 16 * 1024
MOST_A_MINUTE = 20
KEYWORDS = {"inline", "eval", "data", "blob", "self"}


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """POST /csp-report/: 204; 413 above 16 KB, 429 above twenty a minute, 400 for what is none."""
    if not may_report(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    body = request.read(LONGEST + 1)
    if len(body) > LONGEST:
        return HttpResponse(status=413)
    report = read(body)
    if report is None:
        return HttpResponse(status=400)
    log.warning(
        "content policy: directive=%s page=%s source=%s",
        directive_of(report),
        page_of(report),
        source_of(report, request.get_host()),
    )
    return HttpResponse(status=204)


def may_report(request: HttpRequest) -> bool:
    """Twenty reports a minute from one address, counted in this process."""
    key = f"csp-report:{address_to_count(request)}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) <= MOST_A_MINUTE
    except ValueError:  # the minute ended between the two
        return True


def read(body: bytes) -> dict | None:
    """The report itself, as browsers send it; None when it is none."""
    try:
        report = json.loads(body)["csp-report"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return report if isinstance(report, dict) else None


def directive_of(report: dict) -> str:
    named = report.get("effective-directive") or report.get("violated-directive")
    name = str(named).split(" ", 1)[0]
    ours = {*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "script-src-elem", "script-src-attr",
            "style-src-elem", "style-src-attr"}  # fmt: skip
    return name if name in ours else "other"


def page_of(report: dict) -> str:
    """The name of the address, without what stands in it."""
    try:
        return resolve(urlsplit(str(report.get("document-uri"))).path).view_name
    except (Resolver404, ValueError):
        return "unknown"


def source_of(report: dict, host: str) -> str:
    blocked = str(report.get("blocked-uri"))
    if blocked in KEYWORDS:
        return blocked
    try:
        return "own" if urlsplit(blocked).netloc == host else "foreign"
    except ValueError:
        return "unknown"
