"""The last runs as bars: how long each took, what it could not answer, whether a worker answers."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from amnesty.addresses import address_of
from amnesty.templatetags.charts import Bar, Chart, Part, Table
from cases.reporting.moving import LAST_RUNS, Took, last_runs


def runs_chart() -> Chart:
    """D11: the newest runs, whatever the office."""
    took = last_runs()
    failed = sum(1 for one in took if one.failed)
    parts = [
        Part(_("every case answered"), len(took) - failed),
        Part(_("with cases not answered"), failed),
    ]
    return Chart(
        "runs",
        _("Is the queue healthy"),
        [_bar(one) for one in took],
        [Part(_("Runs"), len(took)), *parts],
        Table(
            [_("Run"), _("Cases"), _("Done"), _("Not answered"), _("Seconds")],
            [_row(one) for one in took],
        ),
        note=_("The newest %(n)s runs at most; the bars are seconds from start to end.")
        % {"n": LAST_RUNS},
        empty="" if took else _("There was no run yet."),
    )


def _title(one: Took) -> str:
    return _("Run %(number)s · %(state)s") % {
        "number": one.run.pk,
        "state": one.run.get_state_display(),
    }


def _bar(one: Took) -> Bar:
    tone = "red" if one.failed else "blue"
    seconds = max(1, round(one.seconds)) if one.seconds is not None else 0
    note = _("Cases done: %(done)s of %(total)s.") % {"done": one.done, "total": one.total}
    url = ""
    if one.failed:
        failed = _("Not answered: %(n)s.") % {"n": one.failed}
        note, url = f"{note} {failed}", address_of("run-failed", one.run.pk)
    return Bar(
        _title(one),
        [Part(_("Seconds"), seconds, tone)],
        address_of("run", one.run.pk),
        note,
        url,
    )


def _row(one: Took) -> tuple:
    page = address_of("run", one.run.pk)
    failed = address_of("run-failed", one.run.pk)
    return (
        Part(_title(one), one.run.pk, url=page, code="run"),
        str(one.total),
        str(one.done),
        Part("", one.failed, url=failed),
        "–" if one.seconds is None else number_format(one.seconds, 1),
    )


def worker_words(state: str) -> tuple[str, str, str]:
    """Word, tone and icon of what is known about the workers."""
    return {
        "idle": (_("Nothing waits for a worker"), "grey", "check-lg"),
        "working": (_("A worker answers"), "green", "check-circle"),
        "silent": (_("No worker answers"), "red", "exclamation-triangle"),
    }[state]
