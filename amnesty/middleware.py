"""Headers that every answer carries, also redirects and error pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
NOT_TO_BE_KEPT = ("text/html", "application/json", "text/csv")


def headers(get_response: Callable[[HttpRequest], HttpResponse]):
    """Add the isolation headers; what holds personal data is never kept by a cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.get("Content-Type", "").startswith(NOT_TO_BE_KEPT):
            response.setdefault("Cache-Control", "no-store")
        return response

    return answer
