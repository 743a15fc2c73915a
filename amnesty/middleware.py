"""Headers that every answer carries, also redirects and error pages."""

from collections.abc import Callable

from csp.constants import NONE, SELF
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NOT_TO_BE_KEPT = ("text/html", "application/json", "text/csv")
LARGEST_ID = 2**63 - 1


def headers(get_response: Callable[[HttpRequest], HttpResponse]):
    """Add the isolation headers; what holds personal data is never kept by a cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.get("Content-Type", "").startswith(NOT_TO_BE_KEPT):
            response.setdefault("Cache-Control", "no-store")
        if request.path.startswith(reverse("admin:index")):
            # The admin's own script tags carry no nonce; 'strict-dynamic' would block them.
            response._csp_replace = {"script-src": [SELF]}
        elif getattr(request, "_csp_nonce", None) is None:
            # No script asked for a nonce: an error page, a redirect. None may run, then.
            response._csp_replace = {"script-src": [NONE]}
        return response

    return answer


def only_known_methods(get_response: Callable[[HttpRequest], HttpResponse]):
    """TRACE and what nobody knows is refused: a view would take it for a GET."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return answer


class OnlyIdsThatFit:
    """An id longer than any row can have is not found; a database would fail to read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404
