"""Addresses by name, for pages that another part of the program may not have."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def address_of(name: str, *arguments: object) -> str:
    """The address of the page `name`, or "" where there is no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of our own that the parameter `return` names, else `otherwise`."""
    wanted = request.POST.get("return") or request.GET.get("return") or ""
    is_ours = wanted.startswith("/") and not urlsplit(wanted).netloc
    if is_ours and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return otherwise
