"""What every page's frame needs: navigation by rights, the rule set in use, the DEMO strip."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.roles import ADMIN
from amnesty.accounts.scoping import roles_of
from amnesty.addresses import address_of


class Place(NamedTuple):
    """One item of the navigation: address by name, label, the right it needs, its keys.

    Several rights with a space between: one of them is enough.
    """

    name: str
    label: Promise
    right: str
    key: str = ""


HOME_KEY = "KeyG KeyH"  # the place where a role's day begins

# At most six are shown, in this order; a page that does not exist here is left out.
PLACES = (
    Place("home", _("My work"), "cases.draft_decision", HOME_KEY),
    Place("home", _("Overview"), "cases.view_case", HOME_KEY),
    Place("my-day", _("My day"), "resocialization.work_on_plan", HOME_KEY),
    Place("cases", _("Cases"), "cases.view_case", "KeyG KeyD"),
    Place("decisions", _("Decisions"), "cases.approve_decision"),
    Place("my-people", _("My people"), "resocialization.work_on_plan"),
    Place("plans", _("All people"), "resocialization.reassign_plan"),
    Place("people-queues", _("My day"), "resocialization.view_medicalnote", HOME_KEY),
    Place("plans", _("People in care"), "resocialization.view_medicalnote"),
    Place("imports", _("Import"), "cases.register_case", "KeyG KeyI"),
    Place("runs", _("Runs"), "cases.view_run"),
    Place("reports", _("Reports"), "cases.view_case resocialization.view_plan"),
    Place("rules", _("Rules"), "cases.view_ruleset"),
    Place("help", _("Help"), ""),
)
MOST_PLACES = 6
ACTIONS = (
    Place("case-register", _("Register case"), "cases.register_case", "KeyN"),
    Place("contact-new", _("Record contact"), "resocialization.work_on_plan", "KeyC"),
)


def frame(request: HttpRequest) -> dict:
    """Context of the base page; see templates/base.html."""
    from cases.models import RuleSet

    return {
        "demo_mode": settings.DEMO,
        "product_name": settings.PRODUCT_NAME,
        "active_rule_set": RuleSet.objects.filter(is_active=True).defer("data").first(),
        "navigation": navigation(request),
        "navigation_action": next(iter(_open(request, ACTIONS)), None),
    }


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The places that this user may open, the present one marked."""
    places = _open(request, PLACES)
    if _is_admin(request):
        places.append(_item(request, Place("admin:index", _("Admin"), ""), "/admin/"))
    return _only_innermost(places[:MOST_PLACES])


def _only_innermost(places: list[dict[str, object]]) -> list[dict[str, object]]:
    """Of places that stand inside each other only the innermost is the present one."""
    present = [place for place in places if place["current"]]
    innermost = max(present, key=lambda place: len(place["url"]), default=None)
    return [place | {"current": place is innermost} for place in places]


def _is_admin(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and ADMIN in roles_of(user))


def _open(request: HttpRequest, places: tuple[Place, ...]) -> list[dict[str, object]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    rights = user.get_all_permissions()
    found: dict[str, dict[str, object]] = {}
    for place in places:
        if place.right and rights.isdisjoint(place.right.split()):
            continue
        url = address_of(place.name)
        if url and url not in found:
            found[url] = _item(request, place, url)
    return list(found.values())


def _item(request: HttpRequest, place: Place, url: str) -> dict[str, object]:
    match = getattr(request, "resolver_match", None)
    here = bool(match and (match.url_name == place.name or match.view_name == place.name))
    inside = url != "/" and request.path.startswith(url)
    return {"label": place.label, "url": url, "key": place.key, "current": here or inside}
