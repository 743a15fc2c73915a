"""The rules pages: what is in force, the Criminal Code table, the worked cases. Read-only."""

from collections.abc import Sequence

import msgspec
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amnesty.accounts.rights import needs
from cases import book, explaining, rulebook, wording
from cases.book import WorkedCase
from cases.law import assess_dossier
from cases.models import Provision, RuleSet
from cases.referencing import current_basis
from cases.rule_filters import ProvisionFilter, WorkedCaseFilter, in_order
from cases.tables import PER_PAGE, chips_of, without_blanks
from cases.wording.parameters import CONFIDENCE, groups_words, source_words
from cases.wording.questions import general_questions
from cases.wording.sources import source_of_case_words

RIGHT = "cases.view_ruleset"
SIGNED = RuleSet.objects.select_related("proposed_by", "activated_by")


@require_safe
@needs(RIGHT)
def rules(request: HttpRequest) -> HttpResponse:
    """GET /rules/: the rule set in use."""
    active = SIGNED.filter(is_active=True).first()
    if active is None:
        return render(request, "cases/rules/none.html", {"subnav": _places("rules")})
    return _rules_page(request, active)


@require_safe
@needs(RIGHT)
def rule_set(request: HttpRequest, code: str) -> HttpResponse:
    """GET /rules/<code>/: any rule set; ?with=<code> leads to the comparison."""
    shown = get_object_or_404(SIGNED, code=code)
    other = request.GET.get("with", "")
    if other and RuleSet.objects.filter(code=other).exists():
        return redirect("rule-set-diff", other, shown.code)
    return _rules_page(request, shown)


def _rules_page(request: HttpRequest, shown: RuleSet) -> HttpResponse:
    rows = rulebook.rules_of(shown)
    parameters = shown.data["parameters"].values()
    context = {
        "rule_set": shown,
        "rules": rows,
        "others": rulebook.other_parameters(shown),
        "questions": general_questions(),
        "verified": sum(bool(parameter.get("verified")) for parameter in parameters),
        "parameter_count": len(parameters),
        "rule_sets": RuleSet.objects.defer("data"),
        "subnav": _places("rules"),
    }
    return render(request, "cases/rules/rules.html", context)


@require_safe
@needs(RIGHT)
def difference(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """GET /rules/<code>/diff/<other>/: the parameters that differ, old on the left."""
    old, new = get_object_or_404(RuleSet, code=code), get_object_or_404(RuleSet, code=other)
    found = rulebook.changes(old, new)
    names = old.data["parameters"].keys() | new.data["parameters"].keys()
    context = {
        "old": old,
        "new": new,
        "changes": found,
        "equal": len(names) - len(found),
        "subnav": _places("rules"),
    }
    return render(request, "cases/rules/diff.html", context)


@require_safe
@needs(RIGHT)
def provisions(request: HttpRequest) -> HttpResponse:
    """GET /rules/provisions/: the Criminal Code table as the act reads it."""
    clean = without_blanks(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}" if clean else request.path)
    found = ProvisionFilter(request.GET, Provision.objects.all())
    is_valid = found.is_valid()
    page = _page(request, in_order(found.qs) if is_valid else [])
    by_id = Provision.objects.select_related("verified_by").in_bulk(list(page.object_list))
    page.object_list = [_in_words(by_id[pk]) for pk in page.object_list]
    context = {
        "form": found.form,
        "page": page,
        "chips": chips_of(found.form, request.GET) if is_valid else [],
        "subnav": _places("provisions"),
    }
    return render(request, "cases/rules/provisions.html", context)


def _in_words(row: Provision) -> dict[str, object]:
    return {
        "row": row,
        "groups": groups_words(row.exclusion_group),
        "source": source_words(row.source),
        "confidence": CONFIDENCE.get(row.confidence, row.confidence),
    }


@require_safe
@needs(RIGHT)
def worked_cases(request: HttpRequest) -> HttpResponse:
    """GET /rules/cases/: the book, with the engine's verdict on it."""
    clean = without_blanks(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}" if clean else request.path)
    every = list(book.worked_cases().values())
    form = WorkedCaseFilter(request.GET)
    disagreeing = rulebook.disagreeing(current_basis().law) if every else frozenset()
    page = _page(request, form.narrow(every))
    page.object_list = [_case_row(case, case.id not in disagreeing) for case in page.object_list]
    context = {
        "form": form,
        "page": page,
        "chips": chips_of(form, request.GET) if form.is_valid() else [],
        "total": len(every),
        "agreeing": len(every) - len(disagreeing),
        "disagreeing": len(disagreeing),
        "subnav": _places("worked-cases"),
    }
    return render(request, "cases/rules/cases.html", context)


def _case_row(case: WorkedCase, agrees: bool) -> dict[str, object]:
    name, language = rulebook.name_of(case)
    chapter = rulebook.chapter_words(case.chapter)
    return {"case": case, "name": name, "language": language, "chapter": chapter, "agrees": agrees}


@require_safe
@needs(RIGHT)
def worked_case(request: HttpRequest, case_id: str) -> HttpResponse:
    """GET /rules/cases/<id>/: facts, expectation, and the engine's answer of now."""
    case = book.worked_cases().get(case_id)
    if case is None:
        raise Http404
    basis = current_basis().law
    answer = assess_dossier(case.dossier, basis)
    lines = book.compared(case.expect, answer)
    context = _case_row(case, rulebook.agrees(lines)) | {
        "cards": explaining.facts_of(case.dossier),
        "lines": [explaining.told(line) for line in lines],
        "answer": answer,
        "headline": wording.headline(answer, case.dossier, basis.law_date, basis.law_date),
        "rules": [(rule, wording.RULES[rule].name) for rule in case.rules],
        "provision": source_of_case_words(case.article),
        "source": source_of_case_words(case.source),
        "dossier_json": msgspec.json.format(msgspec.json.encode(case.dossier)).decode(),
        "subnav": _places("worked-cases"),
    }
    return render(request, "cases/rules/case.html", context)


def _page(request: HttpRequest, rows: Sequence[object]) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _places(current: str) -> list[dict[str, object]]:
    """The pages of the rules."""
    places = {
        "rules": _("Rules in force"),
        "provisions": _("Criminal Code table"),
        "worked-cases": _("Worked cases"),
    }
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label in places.items()
    ]
