"""Figures about released people → charts, with a link from every number to the list of people."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from amnesty.addresses import address_of
from amnesty.templatetags.charts import Bar, Chart, Curve, Part, Table
from amnesty.templatetags.words import NEEDS
from resocialization import reporting
from resocialization.models import Direction, Policy
from resocialization.reporting import FIRST_HELP_DAYS, NOT_ASKED

TONES = {
    "met": "green",
    "in_progress": "blue",
    "not_started": "amber",
    "declined": "violet",
    "no_need": "grey",
    NOT_ASKED: "text",
}


def to_people(**filters: object) -> str:
    return address_of("plans") + ("?" + urlencode(filters) if filters else "")


def word(state: str) -> str:
    return str(NEEDS[state].word) if state in NEEDS else _("Not asked")


class People(NamedTuple):
    """Whom the charts are about, and on which day."""

    plans: QuerySet
    today: date

    def about(self) -> list[Part]:
        """All plans: running, and closed (left out)."""
        running, whole = reporting.running(self.plans), reporting.all_of(self.plans)
        return [
            Part(_("Plans"), whole, url=to_people(state="all")),
            Part(_("running, counted"), running, url=to_people(state="running")),
            Part(_("closed"), whole - running, url=to_people(state="closed")),
        ]


def help_chart(people: People) -> Chart:
    """D8: are released people helped, in each direction."""
    found = reporting.by_direction(people.plans, Direction.objects.in_use(), people.today)
    bars = [_help_bar(one) for one in found]
    rows = [
        (
            bar.label,
            *(Part("", part.number, url=part.url) for part in bar.parts),
            Part("", one.overdue, url=to_people(late=one.direction.pk)),
        )
        for bar, one in zip(bars, found, strict=True)
    ]
    about = people.about()
    return Chart(
        "help",
        _("Are released people helped"),
        bars,
        about,
        Table([_("Direction"), *(word(state) for state in TONES), _("Overdue")], rows),
        note=_("A person with two needs of one direction stands under the one that is less far."),
        empty="" if about[1].number else _("No plan is running."),
    )


def _help_bar(one: reporting.Help) -> Bar:
    pk = one.direction.pk
    parts = [
        Part(word(state), one.states[state], tone, to_people(help=f"{pk}:{state}"))
        for state, tone in TONES.items()
    ]
    whole = sum(one.states.values())
    words = _("With an overdue step: %(n)s of %(whole)s")
    note = words % {"n": one.overdue, "whole": whole} if whole else ""
    return Bar(
        one.direction.name, parts, to_people(), note, to_people(late=pk) if one.overdue else ""
    )


def first_help_chart(people: People) -> tuple[Chart, Curve]:
    """D9: how fast the first help is."""
    found = reporting.first_help(people.plans, people.today)
    target = Policy.current().first_contact_days

    def url(day: int) -> str:
        return to_people(reached_by=day, state="all")

    shares = [number * 100 // found.whole if found.whole else 0 for number in found.reached]
    rows = [
        (str(day), f"{shares[day]} %", Part("", number, url=url(day)))
        for day, number in enumerate(found.reached)
    ]
    last = found.reached[-1]
    about = [
        Part(_("Plans"), found.whole + found.too_late, url=to_people(state="all")),
        Part(_("reached by day 30"), last, url=url(FIRST_HELP_DAYS)),
        Part(_("not reached by day 30"), found.whole - last, url=to_people(reached_by="not", state="all")),
        Part(_("released less than 30 days ago"), found.too_late, url=to_people(reached_by="new", state="all")),
    ]  # fmt: skip
    words = _("Policy: by day %(n)s") % {"n": target}
    chart = Chart(
        "first-help",
        _("How soon people are reached"),
        [],
        about,
        Table([_("Day after the release"), _("Share"), _("People")], rows),
        note=_told(found.reached, found.whole, target),
        empty="" if found.whole else _("Nobody was released 30 days ago or earlier."),
    )
    return chart, Curve(shares, target, words, _("Days after the release"))


def _told(reached: list[int], whole: int, target: int) -> str:
    if not whole:
        return ""
    on_time = reached[min(target, FIRST_HELP_DAYS)]
    words = _("Reached within the %(days)s days of the office policy: %(n)s of %(whole)s.")
    return words % {"days": target, "n": on_time, "whole": whole}


def caseloads_chart(people: People) -> Chart:
    """D10: who carries how many."""
    found = reporting.by_worker(people.plans, people.today)
    names = {
        user.pk: str(user) for user in User.objects.filter(pk__in=[c.worker_id for c in found])
    }
    bars = [_caseload_bar(one, names) for one in found]
    rows = [(bar.label, *(Part("", p.number, url=p.url) for p in bar.parts)) for bar in bars]
    about = people.about()
    return Chart(
        "caseloads",
        _("Who carries how many"),
        bars,
        about,
        Table([_("Worker"), _("People"), _("With an open need"), _("Overdue")], rows),
        empty="" if found else _("No plan is running."),
    )


def _caseload_bar(one: reporting.Caseload, names: dict[int, str]) -> Bar:
    worker = one.worker_id or "none"
    parts = [
        Part(_("People"), one.people, "text", to_people(worker=worker)),
        Part(_("With an open need"), one.with_open_need, "blue", to_people(worker=worker, needing="yes")),
        Part(_("Overdue"), one.overdue, "red", to_people(worker=worker, overdue="yes")),
    ]  # fmt: skip
    label = names.get(one.worker_id, "") if one.worker_id else _("Nobody follows yet")
    return Bar(label, parts, to_people(worker=worker))
