"""Telling of a problem with an assessment: a text without personal data, to send or to copy."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Assessment
from cases.views.frame import frame_of
from cases.views.showing import find_case


@require_safe
@login_required
def report_problem(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """GET /cases/<id>/assessments/<n>/report/: what to send, and where."""
    case = find_case(request, pk)
    made = get_object_or_404(case.assessments.select_related("rule_set"), pk=number)
    subject = _("Problem with assessment %(number)s") % {"number": made.pk}
    text = text_of(made)
    letter = f"mailto:{settings.SUPPORT_EMAIL}?subject={quote(subject)}&body={quote(text)}"
    context = {"text": text, "letter": letter if settings.SUPPORT_EMAIL else "", "made": made}
    context |= frame_of(request, case, timezone.localdate(), "case-assessments")
    return render(request, "cases/report.html", context)


def text_of(made: Assessment) -> str:
    """What a reader needs to find the answer again; ids, codes and a digest, nobody's name."""
    lines = [
        (_("Case"), made.case_id),
        (_("Assessment"), made.pk),
        (_("Rule set"), made.rule_set.code),
        (_("Outcome"), made.outcome),
        (_("Digest of the facts"), made.digest),
        (_("Calculated"), f"{timezone.localtime(made.made_at):%d.%m.%Y %H:%M}"),
    ]
    told = "\n".join(f"{label}: {value}" for label, value in lines)
    asked = _("What is wrong, and what did you expect?")
    return f"{told}\n\n{asked}\n"
