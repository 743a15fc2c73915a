"""Changing known facts of a submitted case as the program lets people do it: by two of them."""

from datetime import UTC, datetime

from django.http import QueryDict
from django.utils import timezone

from amnesty.accounts.models import User
from cases import correcting
from cases.correcting import Grounds
from cases.forms.answers import stored_data
from cases.forms.registration import Registration
from cases.models import Case, FactCorrection
from tests.factories import make_user

NOW = datetime(2022, 11, 20, 6, 0, tzinfo=UTC)
GROUNDS = Grounds("Үкімде басқаша жазылған, істегі деректер қате.", "27.03.2022 күнгі № 12 үкім")


def typed_over(case: Case, clerk: User, **changes: str) -> QueryDict:
    """The page of the case with what is stored and some fields typed otherwise.

    `case__stage="served"` stands for the field case-stage; None takes a field out.
    """
    fresh = Case.objects.select_related("defendant").get(pk=case.pk)
    data = stored_data(Registration(clerk, timezone.localdate(), case=fresh))
    for name, value in changes.items():
        field = name.replace("__", "-")
        data.pop(field, None)
        if value is not None:
            data[field] = value
    return data


def page_of(case: Case, clerk: User, data: QueryDict) -> Registration:
    fresh = Case.objects.select_related("defendant").get(pk=case.pk)
    page = Registration(clerk, timezone.localdate(), data=data, case=fresh)
    assert page.is_valid(), [part.errors for part in page.parts]
    return page


def propose(case: Case, clerk: User, **changes: str) -> FactCorrection:
    data = typed_over(case, clerk, **changes)
    page = page_of(case, clerk, data)
    version = page.case.version
    return correcting.propose(
        page.case, version, page.filing(), dict(data.lists()), GROUNDS, clerk, NOW
    )


def correct(case: Case, **changes: str) -> FactCorrection:
    """A clerk of the court proposes, a supervisor of it confirms. `case` is brought up to date."""
    clerk, supervisor = make_user("clerk", case.court), make_user("supervisor", case.court)
    made = propose(case, clerk, **changes)
    page = page_of(case, clerk, typed_over(case, clerk, **changes))
    correcting.confirm(made, page.filing(), supervisor, NOW)
    case.refresh_from_db()
    made.refresh_from_db()
    return made
