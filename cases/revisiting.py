"""What changed since somebody was here last: answers that are others than at the last sign-in."""

from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from amnesty.accounts.models import Event, User
from cases.models import Assessment


def previous_visit(user: User) -> datetime | None:
    """The sign-in before the present one, as the trail tells; None for whoever is new."""
    mine = Event.objects.filter(user_id=user.pk, kind="signed_in").order_by("-sequence")
    return mine.values_list("at", flat=True)[1:2].first()


def answered_otherwise_since(cases: QuerySet, moment: datetime) -> QuerySet:
    """Cases whose outcome is another than the one of their last answer before `moment`.

    Facts that were put back have their earlier answer again, which is older than `moment`: so a
    case counts too when it was saved since, and the answer before `moment` said otherwise.
    """
    before = Assessment.objects.filter(case=OuterRef("pk"), made_at__lte=moment).order_by("-pk")
    touched = Q(current_assessment__made_at__gt=moment) | Q(updated_at__gt=moment)
    return (
        cases.filter(touched)
        .annotate(outcome_then=Subquery(before.values("outcome")[:1]))
        .filter(~Q(outcome_then=F("current_assessment__outcome")), outcome_then__isnull=False)
    )
