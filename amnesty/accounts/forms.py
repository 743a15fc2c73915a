"""What users set for themselves, and how auditors narrow the trail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import User


class PreferencesForm(forms.ModelForm):
    """Language, looks and shortcuts of one user."""

    class Meta:
        model = User
        fields = ["language", "theme", "is_compact", "uses_shortcuts"]


class TrailForm(forms.Form):
    """Filters of the audit trail; all of them numbers or codes, never a person's name."""

    kind = forms.CharField(label=_("What"), max_length=60, required=False)
    user = forms.IntegerField(label=_("Number of the user"), min_value=1, required=False)
    person = forms.IntegerField(label=_("Number of the person"), min_value=1, required=False)
    before = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class RoleAnswerForm(forms.Form):
    """A supervisor's answer to a role that was asked for."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("confirm", _("Confirm: the role begins now")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Reason for a refusal"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("answer") == "refuse" and not cleaned.get("words"):
            self.add_error("words", _("Write why the role is refused."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something closed is opened; whoever reviews it reads this."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=20,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At least 20 characters. Name no illness and no address here."),
        error_messages={
            "required": _("Write why you need to look."),
            "min_length": _("Write the reason in at least 20 characters."),
        },
    )


class ReviewForm(forms.Form):
    """What an auditor found about an opening."""

    finding = forms.CharField(
        label=_("What you found"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you found: in order, or what is to be done.")},
    )
