"""The Criminal Code table, its states, and the rule sets.

Saving a provision makes a new state of the table and, where answers are out of date by it, requests
a run. A rule set is read-only as soon as an answer rests on it.
"""

import msgspec
from django import forms
from django.contrib import admin, messages
from django.db.models import JSONField, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.administering import Page, ReadOnly
from amnesty.accounts.roles import ADMIN, AUDITOR, SUPERVISOR
from cases import law, referencing
from cases.admin.doors import FIELDS
from cases.models import Assessment, Provision, ReferenceState, RuleSet, Run

ALL_WHO_SIT_HERE = (SUPERVISOR, ADMIN, AUDITOR)


class ProvisionForm(forms.ModelForm):
    """Gravity follows from the sanction (Criminal Code, art. 11) and is not typed."""

    verified = forms.BooleanField(
        label=_("Verified against the official text, by me, today"), required=False
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        sanction = [cleaned.get(name) for name in ("max_years", "life", "negligent")]
        gravity = law.gravity_of(*sanction)
        self.instance.gravity = gravity.value if gravity else ""
        if not self.errors:
            self._refuse_what_the_law_cannot_read(cleaned)
        return cleaned

    def _refuse_what_the_law_cannot_read(self, cleaned: dict[str, object]) -> None:
        rules = RuleSet.objects.filter(is_active=True).first()
        row = {name: cleaned.get(name) for name in referencing.COLUMNS}
        try:
            law.rule_set_from(rules.data, [row | {"gravity": self.instance.gravity}])
        except law.RuleSetError as error:
            raise forms.ValidationError(
                _("The rules cannot read this row (%(name)s). Check the exclusion groups."),
                params={"name": error.name},
            ) from error


@admin.register(Provision)
class ProvisionPage(Page):
    form = ProvisionForm
    readers = (SUPERVISOR, AUDITOR)
    changers = adders = (ADMIN,)
    formfield_overrides = FIELDS
    list_display = (
        "shown_number",
        "title",
        "gravity",
        "listed",
        "exclusion_group",
        "confidence",
        "verified_on",
    )
    list_filter = ("listed", "gravity", "negligent", "life")
    search_fields = ("=article",)
    search_help_text = _("Number of an article, such as 272")
    list_per_page = 100
    actions = ("verify_rows",)
    readonly_fields = ("gravity", "verified_by", "verified_on")
    fieldsets = (
        (None, {"fields": (("code", "edition"), ("article", "part"), ("valid_from", "valid_to"))}),
        (_("Title"), {"fields": ("title_kk", "title_ru", "title_en")}),
        (_("Sanction"), {"fields": (("max_years", "life", "negligent", "gravity"),)}),
        (_("Place in the act"), {"fields": ("listed", "exclusion_group")}),
        (_("Source"), {"fields": ("source", "confidence", "verified")}),
        (_("Verification"), {"fields": (("verified_by", "verified_on"),)}),
    )

    @admin.display(description=_("article and part"), ordering="article")
    def shown_number(self, row: Provision) -> str:
        return str(row)

    def save_model(
        self, request: HttpRequest, obj: Provision, form: ProvisionForm, change: bool
    ) -> None:
        if form.cleaned_data.get("verified"):
            obj.verified_by, obj.verified_on = request.user, timezone.localdate()
        before = referencing.current_basis().reference_id
        obj.save()
        after = referencing.current_basis().reference_id
        trail.record("provision_saved", obj, state=after, changed=sorted(form.changed_data))
        if after != before:
            words = _("The table has a new state. Cases whose answer rests on the old one follow.")
            messages.info(request, words)

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @admin.action(
        description=_("Mark as verified against the official text"), permissions=["verify"]
    )
    def verify_rows(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Who verified and when is no fact of the law: the state of the table stays."""
        rows = list(queryset)
        for row in rows:
            row.verified_by, row.verified_on = request.user, timezone.localdate()
            row.save()
        messages.success(request, _("%(n)s rows are marked as verified.") % {"n": len(rows)})


@admin.register(ReferenceState)
class ReferenceStatePage(ReadOnly, Page):
    readers = ALL_WHO_SIT_HERE
    list_display = ("made_at", "digest", "is_current")
    fields = ("made_at", "digest", "is_current")

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.defer("rows")


class RuleSetForm(forms.ModelForm):
    """A rule set that the law can read, each parameter with source and citation."""

    def clean_data(self) -> dict[str, object]:
        data = self.cleaned_data["data"]
        try:
            law.rule_set_from(data, [])
            unsourced = law.unsourced(data)
        except law.RuleSetError as error:
            words = _("The rules cannot read the parameter %(name)s.")
            raise forms.ValidationError(words, params={"name": error.name}) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise forms.ValidationError(_("This is no document of a rule set.")) from error
        if unsourced:
            words = _("Source or citation is missing: %(names)s.")
            raise forms.ValidationError(words, params={"names": ", ".join(unsourced)})
        return data

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        data = cleaned.get("data")
        if data and data.get("code") != cleaned.get("code"):
            self.add_error("code", _("The document has another code."))
        return cleaned


@admin.register(RuleSet)
class RuleSetPage(Page):
    """A file is loaded here; which rule set is in use is not for one person to switch."""

    form = RuleSetForm
    readers = (SUPERVISOR, AUDITOR)
    changers = adders = (ADMIN,)
    formfield_overrides = FIELDS | {JSONField: {"widget": forms.Textarea({"rows": 30})}}
    list_display = ("code", "title", "valid_from", "valid_to", "is_active", "created_at")
    list_filter = ("is_active",)
    readonly_fields = ("is_active", "digest", "created_at")
    fields = (
        ("code", "is_active"),
        "title_en",
        "title_ru",
        "title_kk",
        ("valid_from", "valid_to"),
        "data",
        ("digest", "created_at"),
    )

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not (obj and is_used(obj)) and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: RuleSet, form: RuleSetForm, change: bool
    ) -> None:
        obj.digest = referencing.digest_of(msgspec.json.encode(obj.data))
        obj.save()
        trail.record("rule_set_loaded", obj, code=obj.code, digest=obj.digest)


def is_used(rule_set: RuleSet) -> bool:
    """Proposed, in use or superseded, or an answer or a run rests on it."""
    if rule_set.state != RuleSet.State.DRAFT:
        return True
    rests = Assessment.objects.filter(rule_set=rule_set), Run.objects.filter(rule_set=rule_set)
    return any(rows.exists() for rows in rests)
