"""The boundary inspector: a list of cases near a limit, looked through by a person."""

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from amnesty.accounts.rights import needs, require
from amnesty.addresses import way_back
from cases.boundary import LIMITS, look_through, near_a_limit, with_kinds
from cases.law import RuleSet
from cases.models import Case, Offense
from cases.referencing import current_basis
from cases.tables import CappedPaginator, chips_of, without_blanks
from cases.views.listing import HEAVY

MARK = "cases.add_boundarycheck"
ALL = ("", gettext_lazy("All"))


class BoundaryFilter(forms.Form):
    """The kind of limit, and whether somebody looked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of limit"),
        required=False,
        choices=[ALL, *((code, limit.label) for code, limit in LIMITS.items())],
    )
    looked = forms.ChoiceField(
        label=gettext_lazy("Looked through"),
        required=False,
        choices=[ALL, ("no", gettext_lazy("Not yet")), ("yes", gettext_lazy("Yes"))],
    )

    def narrow(self, cases: QuerySet, rules: RuleSet) -> QuerySet:
        """The cases that pass; none when a filter is not understood."""
        if not self.is_valid():
            return cases.none()
        found = near_a_limit(cases, rules, self.cleaned_data["kind"])
        looked = self.cleaned_data["looked"]
        return found.filter(looked=looked == "yes") if looked else found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("cases.view_case")
def boundary(request: HttpRequest) -> HttpResponse:
    """GET /cases/boundary/ lists; POST marks the answers `ids` as looked through."""
    if request.method == "POST":
        return _mark(request)
    clean = without_blanks(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}" if clean else request.path)
    rules, form = current_basis().law, BoundaryFilter(request.GET)
    page = CappedPaginator(form.narrow(Case.objects.visible_to(request.user), rules)).get_page(
        request.GET.get("page")
    )
    page.object_list = _rows(page.object_list, rules)
    context = {
        "form": form,
        "page": page,
        "count": page.paginator.bounded,
        "chips": chips_of(form, request.GET) if form.is_valid() else [],
        "may_mark": request.user.has_perm(MARK),
        "here": request.get_full_path(),
    }
    return render(request, "cases/boundary/list.html", context)


def _rows(cases: QuerySet, rules: RuleSet) -> list[dict[str, object]]:
    """Everything that a row shows, in two statements."""
    offenses = Offense.objects.only("case", "article", "part", "committed_from", "committed_to")
    shown = (
        with_kinds(cases, rules)
        .select_related("defendant", "current_assessment__boundary_check__checked_by")
        .defer(*HEAVY)
        .prefetch_related(Prefetch("offenses", offenses.order_by("ordinal")))
    )
    return [
        {
            "case": case,
            "check": getattr(case.current_assessment, "boundary_check", None),
            "limits": [limit for code, limit in LIMITS.items() if getattr(case, f"near_{code}")],
        }
        for case in shown
    ]


def _mark(request: HttpRequest) -> HttpResponse:
    require(request, MARK)
    try:
        ids = {int(text) for text in request.POST.getlist("ids")}
    except ValueError as error:
        raise BadRequest("ids") from error
    cases = Case.objects.visible_to(request.user)
    marked, gone = look_through(cases, ids, request.user, timezone.now())
    if gone:
        messages.warning(request, _("Some answers have changed meanwhile. Look at them anew."))
    told = ngettext(
        "%(n)s answer is marked as looked through.",
        "%(n)s answers are marked as looked through.",
        marked,
    )
    messages.success(request, told % {"n": marked})
    return redirect(way_back(request, reverse("boundary")))
