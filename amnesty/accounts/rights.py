"""Who may open a page. A page without a right is refused; the refusal names the right.

Another office's object is not found (404). A right that the user lacks in the own office is
refused (403). Whoever is not signed in gets the sign-in page.
"""

from collections.abc import Callable
from functools import wraps

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amnesty.accounts import trail

View = Callable[..., HttpResponse]
ACTS = {
    "add": pgettext_lazy("right", "Add"),
    "change": pgettext_lazy("right", "Change"),
    "delete": pgettext_lazy("right", "Delete"),
    "view": pgettext_lazy("right", "Look at"),
}


def require(request: HttpRequest, right: str) -> None:
    """Refuse (403) when the user lacks `right`, written "app.codename"."""
    if not request.user.has_perm(right):
        raise PermissionDenied(
            _("Your role does not include “%(right)s”. A supervisor of your office can ask for it.")
            % {"right": name_of(right)}
        )


def needs(right: str) -> Callable[[View], View]:
    """Decorator of a page without an object: signed in, and with `right`."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            require(request, right)
            return view(request, *args, **kwargs)

        guarded.right = right
        return guarded

    return decorate


def find(request: HttpRequest, rows: QuerySet, pk: int, right: str) -> Model:
    """The row `pk` of the user's offices (404 else) if the user holds `right` (403 else).

    `rows` is already limited to the user's offices, whatever the role: `.in_offices_of(user)`.
    Opening a person's file leaves an event on the trail.
    """
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    require(request, right)
    trail.record(f"{found._meta.model_name}.opened", found, person_id=trail.person_of(found))
    return found


def name_of(right: str) -> str:
    """The right in words of the active language; a right that no model knows stays a code."""
    app, _dot, codename = right.partition(".")
    act, _line, model_name = codename.partition("_")
    if act in ACTS and model_name in apps.all_models.get(app, {}):
        what = apps.get_model(app, model_name)._meta.verbose_name
        return _("%(act)s: %(what)s") % {"act": ACTS[act], "what": what}
    known = Permission.objects.filter(content_type__app_label=app, codename=codename)
    name = known.values_list("name", flat=True).first()
    return _(name) if name else right
