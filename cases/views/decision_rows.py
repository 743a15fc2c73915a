"""What the decision pages show: labels with values, doubts, both values of a conflict."""

from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from amnesty.addresses import address_of
from amnesty.templatetags.face import day, moment, outcome_tag
from cases import deciding
from cases.deciding import Content
from cases.forms.possible_errors import about_the_iin
from cases.models import Assessment, Case, Decision, Defendant

Row = dict[str, object]


def doubts_about(case: Case, user: User) -> list[str]:
    """What the signer should look at before confirming the identity: IIN, twins in the scope."""
    person = case.defendant
    doubts = about_the_iin(person.iin, person.birth_date, person.sex, person.is_demo)
    told = [f"{doubt.title} {doubt.text}" for doubt in doubts]
    twins = Defendant.objects.visible_to(user).exclude(pk=person.pk)
    if twins.filter(sort_key=person.sort_key, birth_date=person.birth_date).exists():
        told.append(_("Another person of your offices has the same name and date of birth."))
    if not person.iin:
        told.append(_("The person has no IIN here: compare the document and its number."))
    return told


def content_rows(content: Content, assessment: Assessment) -> list[Row]:
    """What will be recorded, for the check page; the assessment beside it where they part."""
    parted = deciding.differences(content.outcome, content.new_end, assessment)
    office = format_html("{} · {}", content.office.get_kind_display(), content.office.name)
    rows = [
        _row(_("Deciding body"), office),
        _row(_("Who decided"), content.decider),
        _row(_("Number of the act"), content.act_number),
        _row(_("Date of the act"), day(content.decided_on)),
        _row(_("Outcome"), outcome_tag(content.outcome)),
    ]
    if content.new_end:
        rows.append(_row(_("New end of the term"), day(content.new_end)))
    if content.frees_person:
        rows.append(_row(_("The person goes free on"), day(content.released_on)))
    if parted:
        rows.append(_row(_("The assessment said"), _assessed(assessment)))
        rows.append(
            _row(_("Why it differs"), dict(Decision.Differs.choices).get(content.differs, ""))
        )
    if content.reason:
        rows.append(_row(_("Reason in words"), content.reason))
    return rows


def decision_rows(decision: Decision) -> list[Row]:
    """A recorded decision with who did what and when."""
    fields = Content.__dataclass_fields__
    content = Content(**{name: getattr(decision, name) for name in fields})
    rows = content_rows(content, decision.assessment)
    rows.append(_row(_("Rests on the assessment of"), _basis(decision)))
    if decision.supersedes is not None:
        rows.append(_row(_("Replaces decision"), str(decision.supersedes)))
    signatures = (
        (_("Recorded"), decision.author, decision.created_at, ""),
        (_("Approved"), decision.approved_by, decision.approved_at, decision.approval_note),
        (_("Executed"), decision.executed_by, decision.executed_at, ""),
        (_("Revoked"), decision.revoked_by, decision.revoked_at, decision.revocation_reason),
    )
    for label, who, at, note in signatures:
        if who is not None:
            told = format_html("{} · {}", who, moment(at))
            rows.append(_row(label, format_html("{} · {}", told, note) if note else told))
    return rows


def conflict_rows(typed: Content, saved: Decision) -> list[Row]:
    """Where the typed values and the saved ones part, for the page "changed meanwhile"."""
    labels = {
        "office": _("Deciding body"),
        "decider": _("Who decided"),
        "act_number": _("Number of the act"),
        "decided_on": _("Date of the act"),
        "outcome": _("Outcome"),
        "new_end": _("New end of the term"),
        "frees_person": _("The person goes free by this decision"),
        "released_on": _("Day of release"),
        "differs": _("Why it differs from the assessment"),
        "reason": _("Reason in words"),
    }
    pairs = ((name, getattr(typed, name), getattr(saved, name)) for name in labels)
    return [
        {"label": labels[name], "yours": _told(name, yours), "theirs": _told(name, theirs)}
        for name, yours, theirs in pairs
        if yours != theirs
    ]


def _told(name: str, value: object) -> object:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "differs":
        return dict(Decision.Differs.choices).get(value, "")
    return outcome_tag(value) if name == "outcome" else value


def _basis(decision: Decision) -> SafeString:
    """The frozen answer that the author saw, as a link."""
    answer = decision.assessment
    url = address_of("case-assessment", decision.case_id, answer.pk)
    when = moment(answer.made_at)
    linked = format_html('<a href="{}">{}</a>', url, when) if url else when
    return format_html("{} {}", linked, _assessed(answer))


def _assessed(assessment: Assessment) -> SafeString:
    said = outcome_tag(assessment.outcome, data_missing=assessment.missing_count > 0)
    return format_html("{} {}", said, day(assessment.new_end, empty=""))


def _row(label: str | Promise, value: object) -> Row:
    return {"label": label, "value": value}
