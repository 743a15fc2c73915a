"""All addresses of the program, and one that fails on purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the page that fails on purpose")


urlpatterns = [path("fails/", fail), path("", include("amnesty.urls"))]
