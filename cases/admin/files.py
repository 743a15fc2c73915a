"""People, cases, offenses and sentences in the admin.

Whatever is changed here, the case is saved last and so assessed. Facts that contradict each other
become a message, and nothing is saved. A case with a decision is submitted: then it is only read.
"""

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, F, Field, Model, OuterRef, Q, QuerySet
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.administering import ByRole, OwnOfficesFilter
from amnesty.accounts.models import Office
from amnesty.accounts.roles import AUDITOR, SUPERVISOR
from amnesty.accounts.scoping import office_ids
from cases.admin.doors import FIELDS, CasePage
from cases.assessing import FactsContradict, assess_case
from cases.forms.names import NameField
from cases.forms.person import IinField
from cases.models import Case, Custody, Defendant, Offense, PreviousConviction, Sentence
from cases.models.files import new_number
from cases.models.people import IinNotConfirmed
from cases.models.submitted import SecondPersonNeeded
from cases.registering import ChangedMeanwhile
from cases.submitting import is_submitted
from cases.wording.errors import message_of

MEANWHILE = _("Somebody else saved this meanwhile. Nothing was saved; look again.")


class VersionedForm(forms.ModelForm):
    """Carries the version that was read, so that no newer change is overwritten."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial["read_version"] = self.instance.version

    def claim(self) -> None:
        """Take the next version in the database; raises ChangedMeanwhile."""
        trail.take_turn()
        rows = type(self.instance).objects.filter(
            pk=self.instance.pk, version=self.cleaned_data.get("read_version") or 0
        )
        if not rows.update(version=F("version") + 1):
            raise ChangedMeanwhile(self.instance.pk)
        self.instance.version = self.cleaned_data["read_version"] + 1


class FilePage(CasePage):
    """A page that changes facts: refusals of the door become messages."""

    changers = adders = (SUPERVISOR,)

    def changeform_view(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except FactsContradict as fault:
            words = _("Nothing was saved: %(fault)s (%(path)s)")
            told = {"fault": message_of(fault), "path": fault.path}
            messages.error(request, words % told)
        except (SecondPersonNeeded, IinNotConfirmed) as refusal:
            messages.error(request, str(refusal))
        except ChangedMeanwhile:
            messages.error(request, MEANWHILE)
        return redirect(request.get_full_path())


class Part(ByRole):
    """Rows inside a case or a person."""

    readers = (AUDITOR,)
    changers = adders = removers = (SUPERVISOR,)
    extra = 0
    formfield_overrides = FIELDS


class OffenseInline(Part, admin.StackedInline):
    model = Offense
    fields = (
        ("ordinal", "article", "part", "points"),
        ("committed_from", "committed_to", "in_kazakhstan", "region"),
        ("nexus", "victim_minor"),
        ("years", "months", "days"),
    )


class SentenceInline(Part, admin.StackedInline):
    """The final punishment; its page, behind the link, holds the detention before the term."""

    model = Sentence
    show_change_link = True
    fields = (
        ("kind", "manner", "facility"),
        ("years", "months", "days"),
        ("verdict_on", "starts_on", "served_on"),
        ("custody_known", "institution"),
        "additional",
    )


class CustodyInline(Part, admin.TabularInline):
    model = Custody


class ConvictionInline(Part, admin.TabularInline):
    model = PreviousConviction


class DefendantForm(VersionedForm):
    iin = IinField(label=_("IIN"))
    surname = NameField(label=_("Surname"), required=False)
    given_name = NameField(label=_("Given name"))
    patronymic = NameField(label=_("Patronymic"), required=False)


@admin.register(Defendant)
class DefendantPage(FilePage):
    form = DefendantForm
    case_path = "cases"
    list_display = ("full_name", "masked_iin", "birth_date", "is_demo")
    list_filter = ("is_demo", "sex", "language")
    ordering = ("sort_key", "pk")
    inlines = (ConvictionInline,)
    fieldsets = (
        (None, {"fields": (("surname", "given_name", "patronymic"), "latin_name")}),
        (_("Identity"), {"fields": ("iin", ("document_type", "document_number"))}),
        (_("Person"), {"fields": (("birth_date", "sex", "language"), "read_version")}),
    )

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        """People of the user's cases, and those who have no case yet."""
        return people_for(request, rows)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.named(search_term), False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        submitted = obj is not None and obj.cases.filter(decisions__isnull=False).exists()
        return not submitted and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple:
        return ("iin",) if obj is not None and obj.iin else ()

    def save_model(
        self, request: HttpRequest, obj: Defendant, form: DefendantForm, change: bool
    ) -> None:
        if change:
            form.claim()
        obj.save()
        trail.record("person_changed" if change else "person_added", obj, obj.pk, where="admin")


def people_for(request: HttpRequest, rows: QuerySet[Defendant]) -> QuerySet[Defendant]:
    mine = Case.objects.visible_to(request.user).values("defendant_id")
    without_case = ~Exists(Case.objects.filter(defendant=OuterRef("pk")))
    return rows.filter(Q(pk__in=mine) | without_case)


@admin.register(Case)
class CaseFilePage(FilePage):
    form = VersionedForm
    case_path = "pk"
    list_display = ("number", "defendant", "court", "stage", "outcome", "gravity", "updated_at")
    list_filter = (
        "stage",
        "current_assessment__outcome",
        "current_assessment__gravity",
        "current_assessment__release_now",
        ("court", OwnOfficesFilter),
        "ending",
    )
    list_select_related = ("defendant", "court", "current_assessment")
    ordering = ("-pk",)
    inlines = (OffenseInline, SentenceInline)
    raw_id_fields = ("defendant",)
    fieldsets = (
        (None, {"fields": (("number", "outcome"), ("defendant", "registered_on"))}),
        (
            _("Proceeding"),
            {"fields": ("proceeding_number", "court", "prosecutor_office", "investigating_body")},
        ),
        (_("Facts"), {"fields": (("stage", "recidivism", "objects_to_termination"),)}),
        (_("Other ending"), {"fields": (("ending", "ended_on"), "note", "read_version")}),
    )
    actions = ("assess_again", "assess_all_again")

    @admin.display(description=_("outcome"), ordering="current_assessment__outcome")
    def outcome(self, case: Case) -> str:
        answer = case.current_assessment
        return answer.get_outcome_display() if answer else "—"

    @admin.display(description=_("gravity"))
    def gravity(self, case: Case) -> str:
        answer = case.current_assessment
        return answer.get_gravity_display() if answer else ""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        submitted = obj is not None and is_submitted(obj.pk)
        return not submitted and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple:
        return ("number", "outcome") if obj is None else ("number", "outcome", "defendant")

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> FormField:
        """Courts of the user's own offices; people whom the user may see."""
        if db_field.name == "court":
            kwargs["queryset"] = Office.objects.filter(pk__in=office_ids(request.user))
        elif db_field.name == "defendant":
            kwargs["queryset"] = people_for(request, Defendant.objects.all())
        elif db_field.name in {"prosecutor_office", "investigating_body"}:
            kwargs["queryset"] = Office.objects.filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Case, form: VersionedForm, change: bool
    ) -> None:
        """Only the row: an answer to half of the facts would stand in the history for ever."""
        if change:
            form.claim()
        else:
            obj.number = new_number()
            Case.objects.bulk_create([obj])

    def save_related(
        self, request: HttpRequest, form: VersionedForm, formsets: list, change: bool
    ) -> None:
        """The parts first, the case last: saving it assesses it."""
        super().save_related(request, form, formsets, change)
        case = form.instance
        case.save()
        kind = "case_amended" if change else "case_registered"
        trail.record(kind, case, case.defendant_id, version=case.version, where="admin")

    def has_assess_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and request.user.has_perm("cases.assess_case")

    def has_run_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and request.user.has_perm("cases.start_run")

    @admin.action(description=_("Have the selected cases assessed again"), permissions=["assess"])
    def assess_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        new = [assess_case(pk).is_new for pk in queryset.values_list("pk", flat=True)]
        words = _("%(n)s cases assessed again, %(new)s of them with a new answer.")
        self.message_user(request, words % {"n": len(new), "new": sum(new)})

    @admin.action(description=_("Re-evaluate all cases (starts a run)"), permissions=["run"])
    def assess_all_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        start_run(request)


def start_run(request: HttpRequest) -> None:
    """Request a run over all cases on behalf of the user."""
    from cases.reevaluating import request_run

    run = request_run(by=request.user)
    messages.success(request, _("Run %(number)s is requested.") % {"number": run.pk})


@admin.register(Sentence)
class SentencePage(FilePage):
    """The final punishment with the detention before its term."""

    adders = ()
    list_display = ("case", "person", "kind", "years", "months", "days", "starts_on")
    list_filter = ("kind", "manner", "facility")
    list_select_related = ("case__defendant",)
    inlines = (CustodyInline,)
    readonly_fields = ("case",)
    fields = ("case", *SentenceInline.fields)

    @admin.display(description=_("person"))
    def person(self, sentence: Sentence) -> str:
        return sentence.case.defendant.full_name

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        submitted = obj is not None and is_submitted(obj.case_id)
        return not submitted and super().has_change_permission(request, obj)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        case = form.instance.case
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
        case.refresh_from_db()
        case.save()
        trail.record("case_amended", case, case.defendant_id, version=case.version, where="admin")
