"""One case, a clerk and an administrator with their sessions: the pages of the scan as JSON."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from amnesty.accounts.models import User  # noqa: E402
from tests.factories import make_case, make_office, make_user  # noqa: E402


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def pages() -> dict[str, dict]:
    """Name of a page → where it is, who asks, and the status that is right."""
    court = make_office("court")
    case = make_case(court)
    administrator = make_user("admin", court)
    User.objects.filter(pk=administrator.pk).update(is_staff=True)
    clerk, admin = (
        cookie_of(make_user("clerk", court)),
        cookie_of(User.objects.get(pk=administrator.pk)),
    )
    rows = {
        "login": (reverse("login"), "", 200),
        "list": (reverse("cases"), clerk, 200),
        "case": (reverse("case", args=[case.pk]), clerk, 200),
        "404": ("/no/such/page/", clerk, 404),
        "500": ("/fails/", clerk, 500),
        "admin": (reverse("admin:index"), admin, 200),
        "form": (reverse("admin:accounts_user_add"), admin, 200),
    }
    return {
        name: {"path": path, "cookie": cookie, "status": status}
        for name, (path, cookie, status) in rows.items()
    }


if __name__ == "__main__":
    print(json.dumps(pages()))  # noqa: T201
