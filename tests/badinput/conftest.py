"""One court with its clerk, for the whole catalogue."""

import pytest
from django.http import HttpResponse
from django.test import Client

from amnesty.accounts.models import Office
from cases.models import Case, Defendant
from tests.cases.typed import typed_case
from tests.factories import make_office, make_user


class Desk(Client):
    """A clerk's browser that registers cases."""

    court: Office

    def register(self, **changes: str) -> HttpResponse:
        """The plainest case with changes; `None` takes a field out."""
        return self.post("/cases/new/", typed_case(self.court, **changes))

    def registered(self, **changes: str) -> Case:
        """The saved case; fails when it was refused."""
        answer = self.register(**changes)
        assert answer.status_code == 302, told_by(answer)
        return Case.objects.latest("pk")

    def refused(self, **changes: str) -> str:
        """The page of a refusal: nothing is saved, the field is marked, the text is kept."""
        before = (Case.objects.count(), Defendant.objects.count())
        answer = self.register(**changes)
        assert answer.status_code == 200
        assert (Case.objects.count(), Defendant.objects.count()) == before
        text = answer.content.decode()
        assert "data-error-summary" in text
        return text


def told_by(answer: HttpResponse) -> list[str]:
    """The lines of a page that speak of errors or doubts."""
    lines = answer.content.decode().splitlines()
    return [line for line in lines if "error" in line or "confirmed" in line]


@pytest.fixture
def court() -> Office:
    return make_office("court", "court-own")


@pytest.fixture
def desk(court: Office) -> Desk:
    desk = Desk()
    desk.court = court
    desk.force_login(make_user("clerk", court, username="the-clerk"))
    return desk
